-- the documents in which a line stands that was learned to be boilerplate by a later run than the one named
select distinct edge_lines.content_hash, first_source_path
from edge_lines
inner join
    boilerplate_lines on edge_lines.publisher = boilerplate_lines.publisher and line_key = boilerplate_lines.line
inner join documents on edge_lines.content_hash = documents.content_hash
where boilerplate_lines.run_id > $lines
