-- how many of these documents each publisher has that can teach boilerplate, with so few of them at least,
-- and between which paths they lie, in order of these
select
    publisher_of(first_source_path) as publisher,
    count(*) as document_count,
    min(first_source_path) as first_path,
    max(first_source_path) as last_path
from documents
group by publisher
having document_count >= $fewest
order by first_path
