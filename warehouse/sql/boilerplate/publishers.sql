-- publishers with enough documents to learn boilerplate from, in order of path:
-- how many documents each has, and between which paths they lie
select
    publisher_of(first_source_path) as publisher,
    count(*) as document_count,
    min(first_source_path) as first_path,
    max(first_source_path) as last_path
from documents
group by publisher
having document_count >= $min_pages
order by first_path
