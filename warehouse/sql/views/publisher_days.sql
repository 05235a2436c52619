-- current documents of each publisher and day
-- publisher: first folder of the path of the file that brought the text; null without a folder
-- dated_on: the day it was published, or else first seen (UTC)
-- documents: documents of this publisher of that day
-- words: words in these documents
select
    nullif(publisher_of(first_source_path), '') as publisher,
    coalesce(published_on, (first_seen_at at time zone 'UTC')::date) as dated_on,
    count(*) as documents,
    sum(word_count)::bigint as words
from current_documents
group by publisher, dated_on
order by publisher, dated_on
