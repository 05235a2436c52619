-- of some new texts those that are like one that was taken down with its near-duplicates, and the most like one of
-- these
with
    forgotten as (
        select content_hash as forgotten_hash, reason, unnest(band_hashes[:$band_count]) as band_hash
        from tombstones
        where band_hashes is not null
    ),
    new as (select content_hash, unnest(band_hashes[:$band_count]) as band_hash from signed)
select content_hash, forgotten_hash, any_value(reason) as reason
from new
inner join forgotten using (band_hash)
group by content_hash, forgotten_hash
having count(*) >= $least_shared
qualify row_number() over (partition by content_hash order by count(*) desc, forgotten_hash) = 1
