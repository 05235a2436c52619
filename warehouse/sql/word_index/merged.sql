-- postings of several runs as one run, sorted by word
select word, flatten(list(documents order by run)) as documents, flatten(list(counts order by run)) as counts
from word_index.postings
where run in (select unnest(?))
group by word
order by word
