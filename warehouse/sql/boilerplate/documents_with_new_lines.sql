-- documents that have a line which a later run than `learning_run` learned to be boilerplate
select distinct edge_lines.content_hash, first_source_path
from edge_lines
inner join
    boilerplate_lines on edge_lines.publisher = boilerplate_lines.publisher and line_key = boilerplate_lines.line
inner join documents on edge_lines.content_hash = documents.content_hash
where boilerplate_lines.run_id > $learning_run
