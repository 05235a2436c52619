-- documents after the last one compared, by the moment of their run and their path, and those to compare once more
with
    later as (
        select content_hash, first_seen_at, first_source_path
        from documents
        where
            first_seen_at > $seen_at::timestamptz
            or (first_seen_at = $seen_at::timestamptz and first_source_path > $path)
    )
from later
union
select content_hash, first_seen_at, first_source_path
from documents
semi join pipeline.uncompared using (content_hash)
