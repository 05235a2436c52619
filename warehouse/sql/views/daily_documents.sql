-- documents first seen on each day (UTC), by language
-- seen_on: the day (UTC)
-- documents: documents in this language first seen on that day
-- words: words in these documents
select
    (first_seen_at at time zone 'UTC')::date as seen_on,
    language,
    count(*) as documents,
    sum(word_count)::bigint as words
from documents
group by seen_on, language
order by seen_on, documents desc, language
