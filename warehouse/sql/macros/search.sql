-- Parts of a query: words, "phrases", and -either of them.
create or replace macro word_index.parts_of(query) as
    regexp_extract_all(
        translate(coalesce(query::varchar, ''), '“”„«»', '"""""'), '-*"[^"]*"?|[^\s"]+'
    );
create or replace macro word_index.folded_parts(query) as table
    with
        parts as (
            select
                unnest(word_index.parts_of(query)) as part,
                generate_subscripts(word_index.parts_of(query), 1) as number
        ),
        -- Grouped, or DuckDB would fold once more for the condition below.
        folded_parts as (
            select
                number,
                starts_with(any_value(part), '-') as is_negative,
                any_value(folded(part)) as words,
                contains(any_value(part), '"') or not contains(any_value(part), chr(8204)) as is_phrase
            from parts
            group by number
        )
    select
        number,
        is_negative,
        (is_phrase or is_negative) and contains(any_value(words), ' ') as is_phrase,
        coalesce(any_value(apart), any_value(words)) as words
    from folded_parts
    left join word_index.joined as known on known.joined = folded_parts.words
    where words <> ''
    group by number, is_negative, is_phrase;
-- Documents with the words of a query, and their score by BM25 (k1 1.2, b 0.75, as in Lucene). Each
-- word has a place, and each place a bit: a document fits if all of its bits are set. Neighbours that
-- are written as one word have both bits. The first 60 words count.
create or replace macro word_index.hits(query) as table
    with
        places as materialized (
            select
                number,
                is_negative,
                is_phrase,
                term,
                row_number() over (order by number, position) - 1 as place,
                lead(term) over following as next_term,
                lead(number) over following as next_number,
                lead(is_negative) over following as is_next_negative,
                lead(is_phrase) over following as is_next_phrase
            from
                (
                    select
                        number,
                        is_negative,
                        is_phrase,
                        unnest(string_split(words, ' ')) as term,
                        generate_subscripts(string_split(words, ' '), 1) as position
                    from word_index.folded_parts(query)
                )
            window following as (order by number, position)
            qualify place < 60
        ),
        couples as (
            select term || next_term as term, place, is_negative
            from places
            where
                not is_phrase and not is_next_phrase and is_negative = is_next_negative
                and (number = next_number or not is_negative)
                and unicode(term) between 1536 and 2303
                and unicode(next_term) between 1536 and 2303
        ),
        bits as (
            select term, 1::ubigint << place as bit, is_negative from places where not (is_negative and is_phrase)
            union all
            select term, 3::ubigint << place, is_negative from couples where place < 59
        ),
        terms as materialized (
            select
                term,
                coalesce(bit_or(bit) filter (not is_negative), 0) as bits,
                coalesce(bit_or(bit) filter (is_negative), 0) as unwanted_bits
            from bits
            group by term
        ),
        phrases as materialized (
            select is_negative, ' ' || string_agg(term, ' ' order by place) || ' ' as phrase
            from places
            where is_phrase
            group by number, is_negative
        ),
        found as (
            select postings.word as term, unnest(documents) as document, unnest(counts) as count
            from word_index.postings
            where postings.word in (select term from terms)
        ),
        current_found as materialized (
            select term, document, document_row, length, count
            from found
            join word_index.documents as indexed using (document)
            where is_current
        ),
        weights as materialized (
            select
                term, bits, unwanted_bits,
                ln(1 + (document_count - count(*) + 0.5) / (count(*) + 0.5)) as weight
            from current_found join terms using (term), word_index.state
            group by term, bits, unwanted_bits, document_count
        ),
        scored as (
            select
                document_row,
                bit_or(weights.bits) as bits,
                bit_or(unwanted_bits) as unwanted_bits,
                sum(
                    case
                        when weights.bits > 0
                        then weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / average_length))
                        else 0
                    end
                ) as score
            from current_found
            join weights using (term), word_index.state
            group by document_row
        ),
        fitting as materialized (
            select document_row, score
            from scored
            where
                unwanted_bits = 0
                and bits = (select nullif(bit_or(1::ubigint << place), 0) from places where not is_negative)
        ),
        -- With a row that no text has, or DuckDB would unpack the first texts before it knows that it needs none.
        doubtful as (
            select document_row
            from fitting
            where exists (from phrases)
            union all
            select -1
        ),
        broken as (
            select doubtful.document_row
            from doubtful
            join documents on documents.rowid = doubtful.document_row, phrases
            where contains(' ' || folded(text) || ' ', phrase) = is_negative
        )
    select document_row, score, (select list(term) from terms where bits > 0) as terms
    from fitting
    anti join broken using (document_row);
create or replace macro search(query, snippets := 10) as table
    with
        hits as materialized (from word_index.hits(query)),
        best as (select document_row from hits order by score desc, document_row limit snippets),
        shown as (
            from word_index.snippets((select list(document_row) from best), (select any_value(terms) from hits))
        )
    select content_hash, score, title, language, publisher, dated_on, url, snippet
    from hits
    join documents on documents.rowid = hits.document_row
    left join shown on shown.document_row = hits.document_row
    order by score desc, hits.document_row;
comment on macro table search is 'documents with all words of a query in any spelling, best first (BM25); "a phrase", -without; the best ones with a snippet. For example: from search(''روس ایران'')';
