-- runs of about one size that are worth a merge, the smallest ones
select list(run)
from word_index.runs
where postings < ?
group by floor(log(greatest(postings, 1)) / log(?))
having count(*) >= ?
order by min(postings)
limit 1
