-- share of documents whose language is undetermined
select
    publisher,
    count(*) as document_count,
    count(*) filter (language = 'und') as broken_count,
    round(broken_count / document_count, 3) as share
from documents
where first_seen_at > $now::timestamptz - interval 24 hour
group by publisher
having document_count >= $least and broken_count > $bound * document_count
order by share desc, publisher
