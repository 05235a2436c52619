-- documents of a publisher that share much of their text with an earlier one, in order of hash:
-- states of one story; `leader` is the first document that has most of the shared sentences
with
    sentences as (
        select distinct content_hash, publisher, trim(sentence) as sentence
        from
            (
                select
                    content_hash,
                    publisher_of(first_source_path) as publisher,
                    unnest(string_split_regex(text, '[\n.!?۔؟।…]+')) as sentence
                from documents
            )
        where length(trim(sentence)) >= $min_sentence_chars
    ),
    sizes as (select content_hash, sum(length(sentence)) as size from sentences group by content_hash),
    leaders as (
        select publisher, sentence, min(content_hash) as leader
        from sentences
        group by publisher, sentence
        having count(*) > 1
    ),
    shared as (
        select content_hash, leader, sum(length(sentence)) as size
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
