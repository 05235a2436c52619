-- words of the probe of each character; null where they depend on the characters around it
with
    folded_characters as (
        select
            character,
            probe,
            word_index.common_variants(
                word_index.rare_variants(lower(replace(character, 'İ', 'i̇')))
            ) as folded_character
        from characters
    )
select character, case when not word_index.has_context(folded_character) then word_index.words_of(probe) end as words
from folded_characters
