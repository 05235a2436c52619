-- every part in the manifest exists with its rows, bytes and hash, and nothing else lies beside them;
-- `zakhira repair` writes lost and damaged ones again;
-- parts of a run later than the manifest are not published yet and are left out
select
    part_path,
    parquet_parts.row_count,
    part_files.row_count as found_row_count,
    parquet_parts.size_bytes,
    part_files.size_bytes as found_size_bytes,
    parquet_parts.file_hash,
    part_files.file_hash as found_file_hash
from parquet_parts
full join part_files using (part_path)
where
    (
        parquet_parts.row_count is distinct from part_files.row_count
        or parquet_parts.size_bytes is distinct from part_files.size_bytes
        or parquet_parts.file_hash is distinct from part_files.file_hash
    )
    and not coalesce(part_files.run_id > (select max(run_id) from parquet_parts), false)
