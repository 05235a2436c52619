-- the paths that the ledger has and the listing has not, in path order;
-- a folder that could not be opened tells nothing of the files below it
select source_path
from current_sources
anti join listed using (source_path)
where
    landing_zone = $landing_zone
    and not exists (from unlisted where starts_with(current_sources.source_path, unlisted.folder))
group by source_path
order by source_path
