-- what a list shows of some documents
select
    content_hash,
    left(title, 300) as title,
    language,
    script,
    publisher,
    dated_on,
    dated_by,
    word_count,
    concat_ws('/', first_source_path, first_member_path) as first_source_path
from documents
where content_hash = any($content_hashes)
