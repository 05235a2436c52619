-- leaders that share enough band hashes with a document
with
    met as (
        select leader_number
        from (select number, unnest(leaders) as leader_number from shared)
        group by number, leader_number
        having count(*) >= $least_shared
    )
select leader_number, content_hash
from pipeline.leaders
semi join met using (leader_number)
order by leader_number
