-- How many documents have a word, over time.
create or replace macro mentions(word, "by" := 'month') as table
    with
        hits as materialized (from word_index.hits(word)),
        dated as (
            select
                document_row,
                date_trunc("by", dated_on)::date as since
            from word_index.documents as indexed
            join documents on documents.rowid = indexed.document_row
            where is_current
        )
    select
        since,
        count(hits.document_row) as documents,
        count(*) as all_documents,
        count(hits.document_row) / count(*) as share
    from dated
    left join hits using (document_row)
    group by since
    order by since;
comment on macro table mentions is 'documents with a word or phrase in any spelling by day, week, month or year, of all documents of that time, and their share. For example: from mentions(''بارش'', ''month'')';
