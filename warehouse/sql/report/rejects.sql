-- raw files that exist now without a document, by reason
select reject_reason, count(*) as files, sum(size_bytes)::bigint as bytes
from shown_files
where reject_reason is not null
group by reject_reason
order by files desc, reject_reason
