-- parts of the manifest, by table and name
select table_name, parse_filename(part_path, true) as name, row_count, size_bytes
from parquet_parts
order by table_name, name
