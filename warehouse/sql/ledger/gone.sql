-- paths in the ledger but not in the listing, with those of the members of archives, in path order;
-- files below a folder that could not be opened are not taken for gone
select source_path, member_path
from current_sources
anti join listed using (source_path)
where
    landing_zone = $landing_zone
    and not exists (from unlisted where starts_with(current_sources.source_path, unlisted.folder))
group by source_path, member_path
order by source_path, member_path nulls first
