-- postings of a run without the documents that are gone, sorted by word
with
    found as (
        select word, unnest(documents) as document, unnest(counts) as count from word_index.postings where run = ?
    )
select word, list(document order by document) as documents, list(count order by document) as counts
from found
anti join gone using (document)
group by word
order by word
