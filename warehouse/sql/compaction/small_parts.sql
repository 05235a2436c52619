-- the parts that are smaller than they should be, in the order of their names, by table
select table_name, parse_filename(part_path, true) as name, row_count, size_bytes
from parquet_parts
where size_bytes < $small_bytes
order by table_name, name
