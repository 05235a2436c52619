-- parts below the target size, by table and name
select table_name, parse_filename(part_path, true) as name, row_count, size_bytes
from parquet_parts
where size_bytes < $small_bytes
order by table_name, name
