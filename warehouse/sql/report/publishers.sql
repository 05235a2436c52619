-- publishers with their files and current documents, most documents first
select
    coalesce(files.publisher, texts.publisher) as publisher,
    coalesce(file_count, 0) as files,
    coalesce(documents, 0) as documents,
    coalesce(words, 0)::bigint as words,
    languages,
    coalesce(dated_share, 0) as dated_share,
    coalesce(copies, 0) as copies,
    coalesce(rejected, 0) as rejected,
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
full join
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
order by documents desc, files desc, publisher nulls last
