-- the corpus at a glance, of current documents: one row per language and script, most documents first
-- documents: documents in this language and script
-- words: words in these documents
-- median_words: median words of a document
-- copied_documents: documents that more than one raw file or member holds now
-- example_title: title of the first document by path
select
    language,
    script,
    count(*) as documents,
    sum(word_count)::bigint as words,
    median(word_count)::bigint as median_words,
    count(*) filter (source_count > 1) as copied_documents,
    arg_min(title, first_source_path) as example_title
from current_documents
left join
    (
        select content_hash, count(*) as source_count
        from current_sources
        where content_hash is not null
        group by content_hash
    ) using (content_hash)
group by language, script
order by documents desc, language, script
