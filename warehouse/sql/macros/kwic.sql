-- Every place of a word, between what stands before and after it.
create or replace macro kwic(word, width := 40) as table
    with
        hits as materialized (from word_index.hits(word)),
        marked as (
            select
                content_hash,
                publisher,
                title,
                dated_on,
                string_split(word_index.marked(text, word_index.hit_of(word)), chr(1)) as pieces
            from documents
            join hits on documents.rowid = hits.document_row
        ),
        numbered as (select *, unnest(generate_series(2, len(pieces))) as number from marked)
    select
        content_hash,
        publisher,
        title,
        dated_on,
        word_index.left_of(
            word_index.squeezed(
                replace(array_to_string(pieces[greatest(1, number - width):number - 1], ''), chr(2), '')
            ),
            width
        ) as before,
        split_part(pieces[number], chr(2), 1) as hit,
        word_index.right_of(
            word_index.squeezed(
                replace(
                    substr(pieces[number], strpos(pieces[number], chr(2)) + 1)
                    || coalesce(array_to_string(pieces[number + 1:number + width], ''), ''),
                    chr(2), ''
                )
            ),
            width
        ) as after
    from numbered
    order by content_hash, number;
comment on macro table kwic is 'keyword in context: every place of a word or phrase in any spelling, with so many characters before and after it, cut between words. For example: from kwic(''بارش'', width := 30)';
