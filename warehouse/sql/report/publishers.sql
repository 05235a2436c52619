-- publishers with their files and current documents, most documents first
select
    files.publisher,
    file_count as files,
    coalesce(documents, 0) as documents,
    coalesce(words, 0)::bigint as words,
    languages,
    coalesce(dated_share, 0) as dated_share,
    copies,
    rejected,
    last_seen_at
from
    (
        select
            publisher,
            count(*) as file_count,
            count(*) filter (is_duplicate) as copies,
            count(*) filter (reject_reason is not null) as rejected,
            max(seen_at) as last_seen_at
        from shown_files
        group by publisher
    ) as files
left join
    (
        select
            publisher,
            sum(documents)::bigint as documents,
            sum(words) as words,
            list(language order by documents desc, language)[:4] as languages,
            sum(dated) / sum(documents) as dated_share
        from
            (
                select
                    publisher,
                    language,
                    count(*) as documents,
                    sum(word_count) as words,
                    count(*) filter (dated_by = 'published') as dated
                from shown_documents
                group by publisher, language
            )
        group by publisher
    ) as texts
    on files.publisher is not distinct from texts.publisher
order by documents desc, file_count desc, files.publisher nulls last
