-- rows of descriptions: the document, the run and the part of each
create or replace temp table described as
select content_hash, run_id, parse_filename(filename, true) as part
from read_parquet($parts, filename = true, hive_partitioning = false)
