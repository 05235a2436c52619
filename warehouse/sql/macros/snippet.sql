-- Where a text has the words of a query, whatever their spelling there. Two characters that no text
-- has mark the first and last letter of a hit.
-- Of folded words. Between words of Arabic script there may be nothing, between others there is
-- something.
create or replace macro word_index.any_spelling(words) as
    array_to_string(
        list_transform(
            string_split(words, ' '),
            lambda word, number: case
                when number = 1 then ''
                when unicode(word) between 1536 and 2303 or unicode(word) > 3584
                then word_index.outside() || '*'
                else word_index.outside() || '+'
            end
            || array_to_string(
                [word_index.spelling_of(c) || word_index.ignored() for c in string_split(word, '')], ''
            )
        ),
        ''
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
        when length(t) > width then '…' || regexp_replace(right(t, width), '^\S*', '')
        else t
    end);
create or replace macro word_index.right_of(t, width) as
    rtrim(case
        when length(t) > width then regexp_replace(left(t, width), '\S*$', '') || '…'
        else t
    end);
create or replace macro word_index.around_first_hit(m) as
    case
        when contains(m, chr(1)) then
            word_index.left_of(word_index.squeezed(split_part(m, chr(1), 1)) || ' ', 60)
            || word_index.right_of(word_index.squeezed(substr(m, strpos(m, chr(1)))), 120)
        else word_index.right_of(word_index.squeezed(left(m, 400)), 160)
    end;
create or replace macro word_index.shown_hits(t) as
    replace(replace(t, chr(1), '**'), chr(2), '**');
