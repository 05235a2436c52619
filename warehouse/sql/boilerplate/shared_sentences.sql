-- documents of a publisher that share much of their text with an earlier one, in order of hash:
-- states of one story; `leader` is the first document that has most of the shared sentences
with
    -- a sentence ends with a mark or its line; spaces around it are no part of it
    written as materialized(
        select *, length(sentence) as size, hash(publisher, sentence) as number
        from
            (
                select
                    content_hash,
                    publisher_of(first_source_path) as publisher,
                    unnest(
                        string_split_regex(chr(10) || text || chr(10), '\p{Zs}*[\n.!?۔؟।…][\p{Zs}\n.!?۔؟।…]*')
                    ) as sentence
                from documents
            )
        where length(sentence) >= $min_sentence_chars
    ),
    -- most numbers are written once, and so are their sentences
    repeated as (select number from written group by number having count(*) > 1),
    sentences as materialized(
        select distinct content_hash, publisher, sentence, size from written semi join repeated using (number)
    ),
    sizes as (
        select content_hash, sum(size) as size
        from
            (
                select content_hash, size
                from written
                anti join repeated using (number)
                union all
                select content_hash, size
                from sentences
            )
        group by content_hash
    ),
    leaders as (
        select publisher, sentence, min(content_hash) as leader
        from sentences
        group by publisher, sentence
        having count(*) > 1
    ),
    shared as (
        select content_hash, leader, sum(size) as size
        from sentences
        inner join leaders using (publisher, sentence)
        where content_hash <> leader
        group by content_hash, leader
    )
select shared.content_hash, leader
from shared
inner join sizes on shared.content_hash = sizes.content_hash
inner join sizes as leader_sizes on leader = leader_sizes.content_hash
where shared.size >= $min_shared * least(sizes.size, leader_sizes.size)
