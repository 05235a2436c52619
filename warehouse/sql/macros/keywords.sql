-- Words of a publisher, against all the others.
create or replace macro keywords(publisher) as table
    with
        indexed as (
            select
                document, length,
                documents.publisher is not distinct from publisher as is_own
            from word_index.documents as numbered
            join documents on documents.rowid = numbered.document_row
            where is_current
        ),
        found as (
            select postings.word as keyword, unnest(postings.documents) as document, unnest(counts) as times
            from word_index.postings as postings
        ),
        counted as (
            select
                keyword,
                sum(times) filter (is_own) as own,
                sum(times) as everywhere,
                count(*) filter (is_own) as documents
            from found
            join indexed using (document)
            group by keyword
            having own > 1
        ),
        sizes as (
            select sum(length) filter (is_own) as part, sum(length) as whole from indexed
        )
    select
        keyword,
        own::bigint as times,
        documents,
        round(word_index.log_likelihood(own, part, everywhere, whole), 1) as score
    from counted
    anti join (select stop_words.word as keyword from stop_words) as stops using (keyword), sizes
    where documents > 1 and own / part > everywhere / whole and not regexp_matches(keyword, '^[0-9]*$')
    order by score desc, keyword;
comment on macro table keywords is 'words that a publisher writes more often than the others, without stop words: how often, in how many documents, and their log-likelihood (Dunning 1993). For example: from keywords(''rozana-subh'')';
