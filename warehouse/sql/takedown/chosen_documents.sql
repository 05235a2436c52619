-- the chosen documents, as a person knows them, oldest first
select
    documents.content_hash,
    coalesce(documents.publisher, '') as publisher,
    documents.dated_on,
    documents.title,
    concat_ws('/', documents.first_source_path, documents.first_member_path) as first_source_path,
    count(sources.source_path) as source_count
from documents
semi join chosen_texts using (content_hash)
left join sources using (content_hash)
group by all
order by documents.dated_on, documents.content_hash
