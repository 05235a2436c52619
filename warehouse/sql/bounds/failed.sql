-- share of files on which zakhira itself failed, whole or in part
select
    nullif(publisher_of(source_path), '') as publisher,
    count(*) as file_count,
    count(*) filter (reject_reason = 'failed' or failed_questions is not null) as broken_count,
    round(broken_count / file_count, 3) as share
from sources
left join
    (select content_hash, failed_questions from documents where failed_questions is not null) as failed using (
        content_hash
    )
where seen_at > $now::timestamptz - interval 24 hour
group by publisher
having file_count >= $least and broken_count > $bound * file_count
order by share desc, publisher
