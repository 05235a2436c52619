-- documents that tell the story of a document in other words, or one a part of the other
select
    documents.content_hash,
    left(title, 300) as title,
    language,
    script,
    publisher,
    dated_on,
    word_count,
    containment_score
from
    (
        select related_hash as content_hash, containment_score, comparison_version
        from related_documents
        where content_hash = $content_hash
        union all
        select content_hash, containment_score, comparison_version
        from related_documents
        where related_hash = $content_hash
    ) as pairs
inner join documents using (content_hash)
where comparison_version = (select max(comparison_version) from related_documents)
order by containment_score desc, documents.content_hash
limit 50
