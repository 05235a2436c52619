-- Words of many short pieces of normalized text, of which most need little folding. A list of one element
-- gives an expression a name, so that DuckDB computes it once. A test holds it equal to `folded`.
create or replace macro word_index.words_of(t) as
    word_index.words_in([
        case when word_index.has_context(c) then word_index.rare_context(c) else c end
        for c in [
            word_index.common_variants(b)
            for b in [word_index.rare_variants(a) for a in [lower(replace(t, 'İ', 'i̇'))]]
        ]
    ][1]);
comment on macro folded is 'the words of a text in canonical letters, with one space between them: equal for all spellings';
create or replace macro word_index.key_of(content_hash) as md5_number_lower(content_hash);
