-- the documents that another version described than the one named, or in which a line stands that was learned
-- to be furniture by a later run than the one named; in order
select content_hash
from documents
where $version is not null and pipeline_version <> $version
union
select content_hash
from edge_lines
inner join furniture_lines on edge_lines.publisher = furniture_lines.publisher and line_key = furniture_lines.line
where furniture_lines.run_id > $lines
order by content_hash
