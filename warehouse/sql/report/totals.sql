-- the corpus in one row
select
    (select count(*) from shown_documents) as documents,
    (select coalesce(sum(word_count), 0)::bigint from shown_documents) as words,
    (select count(distinct language) from shown_documents where language <> 'und') as languages,
    (select count(distinct publisher) from shown_files) as publishers,
    (select count(*) from shown_files) as files,
    (select coalesce(sum(size_bytes), 0)::bigint from shown_files) as raw_bytes,
    (select count(*) from shown_files where is_duplicate) as copies,
    (select count(*) from shown_files where reject_reason is not null) as rejected,
    (
        select count(distinct content_hash)
        from near_duplicates
        semi join shown_documents using (content_hash)
        where is_revision is not true and comparison_version = (select max(comparison_version) from near_duplicates)
    ) as near_duplicates,
    (select count(*) from documents) - (select count(*) from shown_documents) as earlier_documents,
    (select min(dated_on) from shown_documents where dated_by = 'published') as first_published_on,
    (select max(dated_on) from shown_documents where dated_by = 'published') as last_published_on,
    (select coalesce(sum(size_bytes), 0)::bigint from parquet_parts) as parquet_bytes,
    (select count(*) from runs) as runs,
    (select max(finished_at) from runs) as changed_at
