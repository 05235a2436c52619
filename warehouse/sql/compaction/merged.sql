-- documents that have their descriptions up to a run wherever a reader may look: in every folder of documents and of
-- their metadata that is still on disk, they are in a part that this run or a later one compacted
create or replace temp table merged as
with
    compacted as (
        select content_hash, parse_filename(filename, true) as part
        from read_parquet($parts, filename = true, hive_partitioning = false)
        semi join described using (content_hash)
    )
select content_hash, min(left(part, 30)) as run_id
from compacted
inner join folder_parts using (part)
group by content_hash
having count(distinct folder) = $folder_count
