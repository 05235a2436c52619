-- the corpus at a glance: one row a language, most documents first
-- documents: documents in this language and script
-- words: words of all of them
-- median_words: words of the one in the middle
-- copied_documents: of these, how many stand in more than one raw file now
-- example_title: title of the first of them, by path
select
    language,
    script,
    count(*) as documents,
    sum(word_count)::bigint as words,
    median(word_count)::bigint as median_words,
    count(distinct first_source_path) filter (source_count > 1) as copied_documents,
    arg_min(title, first_source_path) as example_title
from documents
left join
    (
        select content_hash, count(*) as source_count
        from current_sources
        where content_hash is not null
        group by content_hash
    ) using (content_hash)
group by language, script
order by documents desc, language, script
