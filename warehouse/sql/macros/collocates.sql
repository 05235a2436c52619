-- Log-likelihood of a word that is `together` times in a part of `part` words, and `everywhere`
-- times in all the `whole` words (Dunning 1993).
create or replace macro word_index.log_likelihood(together, part, everywhere, whole) as
    2 * (
        together * ln(together / (part * everywhere / whole))
        + case
            when everywhere > together
            then (everywhere - together) * ln(
                (everywhere - together) / (greatest(whole - part, 1) * everywhere / whole)
            )
            else 0
        end
    );
create or replace macro collocates(word, span := 5) as table
    with
        contexts as (
            select
                content_hash,
                string_split(folded(before), ' ')[-span:] || string_split(folded(after), ' ')[:span] as near
            from kwic(word, 15 * span)
        ),
        neighbours as materialized (
            select unnest(near) as neighbour, content_hash from contexts
        ),
        counted as materialized (
            select neighbour, count(*) as together, count(distinct content_hash) as documents
            from neighbours
            where not regexp_matches(neighbour, '^[0-9]*$')
            group by neighbour
        ),
        totals as (
            select postings.word as neighbour, sum(list_sum(counts)) as everywhere
            from word_index.postings
            where postings.word in (select neighbour from counted)
            group by postings.word
        ),
        sizes as (
            select
                (select count(*) from neighbours) as part,
                (select document_count * average_length from word_index.state) as whole
        )
    select
        counted.neighbour as collocate,
        together,
        documents,
        round(word_index.log_likelihood(together, part, greatest(everywhere, together), greatest(whole, part)), 1)
            as score
    from counted
    join totals using (neighbour)
    anti join (select stop_words.word as neighbour from stop_words) as stops using (neighbour), sizes
    where together > 1 and together / part > everywhere / whole
    order by score desc, collocate;
comment on macro table collocates is 'words that are near a word or phrase more often than elsewhere, without stop words: within so many words (span), how often and in how many documents, and their log-likelihood (Dunning 1993). For example: from collocates(''بارش'')';
