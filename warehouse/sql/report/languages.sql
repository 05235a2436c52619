-- current documents by language and script
select
    language,
    script,
    count(*) as documents,
    count(*) / sum(count(*)) over () as share,
    coalesce(sum(word_count), 0)::bigint as words,
    coalesce(median(word_count), 0)::bigint as median_words,
    count(*) filter (dated_by = 'published') / count(*) as dated_share,
    count(distinct publisher) as publishers
from shown_documents
group by language, script
order by documents desc, language, script
