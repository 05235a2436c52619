-- current documents of each publisher by language, most first
-- publisher: first folder of the path of the file that brought the text; null without a folder
-- documents: documents of this publisher in that language
-- words: words in these documents
select
    nullif(publisher_of(first_source_path), '') as publisher,
    language,
    count(*) as documents,
    sum(word_count)::bigint as words
from current_documents
group by publisher, language
order by publisher, documents desc, language
