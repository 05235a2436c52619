-- share of documents without a date of publication
select
    publisher,
    count(*) as document_count,
    count(*) filter (published_on is null) as broken_count,
    round(broken_count / document_count, 3) as share
from documents
where first_seen_at > $now::timestamptz - interval 24 hour
group by publisher
having document_count >= $least and broken_count > $bound * document_count
order by share desc, publisher
