-- lines near the edges of many documents of one publisher, not known to be boilerplate yet:
-- on `min_pages` documents at least, and on one in a thousand of the publisher's; with an example of the line as
-- written
select
    publisher,
    line_key as line,
    min(edge_lines.line) as example,
    count(distinct hash(content_hash)) as document_count,
    any_value(publisher_document_count) as publisher_document_count
from edge_lines
inner join
    (
        select publisher_of(first_source_path) as publisher, count(*) as publisher_document_count
        from documents
        group by publisher
    ) using (publisher)
anti join
    boilerplate_lines on edge_lines.publisher = boilerplate_lines.publisher and line_key = boilerplate_lines.line
group by publisher, line_key
having document_count >= greatest($min_pages, 0.001 * any_value(publisher_document_count))
