-- Where a text has the words of a query, whatever their spelling there. Two characters that no text
-- has mark the first and last letter of a hit.
-- Of folded words. Between words of Arabic script there may be nothing, between others there is
-- something.
create or replace macro word_index.any_spelling(words) as
    list_aggregate(
        list_transform(
            string_split(words, ' '),
            lambda word, number: case
                when number = 1 then ''
                when unicode(word) between 1536 and 2303 or unicode(word) > 3584
                then word_index.outside() || '*'
                else word_index.outside() || '+'
            end
            || list_aggregate(
                [word_index.spelling_of(c) || word_index.ignored() for c in string_split(word, '')], 'string_agg', ''
            )
        ),
        'string_agg', ''
    );
-- A hit begins and ends where words do, but in scripts without spaces.
create or replace macro word_index.whole_words(spelling, words) as
    case
        when regexp_matches(words, '[\p{Han}\p{Hiragana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]')
        then '(?i)()(' || spelling || ')()'
        else '(?i)(^|' || replace(word_index.outside(), '[^', '[^\x01') || ')(' || spelling || ')($|'
            || word_index.outside() || ')'
    end;
create or replace macro word_index.hit_of(words) as
    case
        when folded(words) = '' then '$^'
        else word_index.whole_words(word_index.any_spelling(folded(words)), words)
    end;
-- Twice, because two hits in a row share the space between them.
create or replace macro word_index.marked(t, hit) as
    regexp_replace(
        regexp_replace(t, hit, '\1' || chr(1) || '\2' || chr(2) || '\3', 'g'),
        hit, '\1' || chr(1) || '\2' || chr(2) || '\3', 'g'
    );
create or replace macro word_index.squeezed(t) as trim(regexp_replace(t, '\s+', ' ', 'g'));
-- So many characters before a place, and from it, from and to the end of a word.
create or replace macro word_index.left_of(t, width) as
    ltrim(case
        when length(t) > width then '…' || regexp_replace(right(t, width + 1), '^\S*', '')
        else t
    end);
create or replace macro word_index.right_of(t, width) as
    rtrim(case
        when length(t) > width then regexp_replace(left(t, width + 1), '\S*$', '') || '…'
        else t
    end);
-- Where the words of a query stand closest in some documents, given by their rows. A piece of a text is
-- what stands between spaces, and between a mark and the letter glued to it: chr(1) is there instead of
-- a space. Words are compared as the index has them. Only the first million characters are looked at.
create or replace macro word_index.snippets(document_rows, terms) as table
    with
        -- With a row that no text has, or DuckDB would unpack the first texts where none is wanted.
        wanted as materialized (select unnest(list_append(document_rows, -1)) as document_row),
        texts as materialized (
            select
                documents.rowid as document_row,
                string_split_regex(
                    regexp_replace(left(text, 1000000), '([۔،؛؟.,;:!?])(\p{L})', '\1 ' || chr(1) || '\2', 'g'), '\s+'
                ) as pieces
            from documents
            join wanted on documents.rowid = wanted.document_row
        ),
        pieces as materialized (
            select document_row, unnest(pieces) as piece, generate_subscripts(pieces, 1) as place
            from texts
        ),
        spellings as materialized (select distinct piece from pieces),
        hit_spellings as materialized (
            select piece from spellings where list_has_any(word_index.words_of(piece), terms)
        ),
        hits as materialized (select document_row, place from pieces semi join hit_spellings using (piece)),
        crowded as (
            select
                document_row,
                place,
                count(*) over (
                    partition by document_row order by place range between current row and 20 following
                ) as near
            from hits
        ),
        first_places as (
            select document_row, coalesce(arg_max(place, (near, -place)), 1) as first_place
            from wanted
            left join crowded using (document_row)
            group by document_row
        )
    select
        document_row,
        replace(
            case when min(place) > 1 then '… ' else '' end
            || string_agg(
                case
                    when piece not in (from hit_spellings)
                    then left(piece, 80)
                    else regexp_replace(
                        left(piece, 80), '^([^\p{L}\p{M}\p{N}]*)(.*?)([^\p{L}\p{M}\p{N}]*)$', '\1**\2**\3'
                    )
                end,
                ' ' order by place
            )
            || case when max(place) = first_place + 24 then ' …' else '' end,
            ' ' || chr(1), ''
        ) as snippet
    from pieces
    join first_places using (document_row)
    where place between first_place - 8 and first_place + 24
    group by document_row, first_place;
