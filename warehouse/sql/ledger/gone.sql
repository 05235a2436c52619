-- paths in the ledger but not in the listing, in path order;
-- files below a folder that could not be opened are not taken for gone
select source_path
from current_sources
anti join listed using (source_path)
where
    landing_zone = $landing_zone
    and not exists (from unlisted where starts_with(current_sources.source_path, unlisted.folder))
group by source_path
order by source_path
