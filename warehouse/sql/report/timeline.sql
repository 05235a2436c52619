-- current documents by period, between two days: by what dates them and by language
select
    date_trunc($unit, dated_on)::date as period,
    dated_by,
    language,
    count(*) as documents,
    coalesce(sum(word_count), 0)::bigint as words
from shown_documents
where dated_on between $first_on and $last_on
group by all
order by all
