-- every row of descriptions: which document, by which run, in which part
create or replace temp table described as
select content_hash, run_id, parse_filename(filename, true) as part
from read_parquet($parts, filename = true)
