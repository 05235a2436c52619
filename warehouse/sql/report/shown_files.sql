-- what the report counts of each raw file that exists now, of an archive its members
select
    nullif(publisher_of(source_path), '') as publisher,
    size_bytes,
    encoding,
    is_duplicate,
    reject_reason,
    case when reject_reason is not null then concat_ws('/', source_path, member_path) end as rejected_path,
    reject_detail,
    seen_at
from current_sources
where member_count is null
