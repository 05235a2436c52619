-- parts that hold documents which were described again, each with the last run that described one of these
with
    documents as (
        select content_hash, parse_filename(filename, true) as part
        from read_parquet($parts, filename = true, hive_partitioning = false)
    ),
    newest as (select content_hash, max(run_id) as run_id from described group by content_hash)
select documents.part, max(newest.run_id) as run_id
from documents
inner join newest using (content_hash)
group by documents.part
