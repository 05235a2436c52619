-- documents after the last one compared, by the moment of their run, their path and that of the member, and those to
-- compare once more
with
    keys as (
        select content_hash, first_seen_at, first_source_path, coalesce(first_member_path, '') as first_member_path
        from documents
    )
from keys
where
    first_seen_at > $seen_at::timestamptz
    or (first_seen_at = $seen_at::timestamptz and (first_source_path, first_member_path) > ($path, $member_path))
union
select keys.*
from keys
semi join pipeline.uncompared using (content_hash)
