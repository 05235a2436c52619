-- band hashes of some documents that another of them has too, or leaders have, but not too many leaders
with
    repeated as (select band_hash from signed group by band_hash having count(*) > 1),
    held as (
        select band_hash, list(leader_number order by leader_number) as leaders
        from pipeline.bands
        semi join signed using (band_hash)
        group by band_hash
    ),
    shared as (
        select band_hash
        from repeated
        union
        select band_hash
        from held
    )
select signed.number, signed.band_hash, coalesce(held.leaders, []) as leaders
from signed
semi join shared using (band_hash)
left join held using (band_hash)
where coalesce(len(held.leaders), 0) <= $most_holders
order by signed.number, signed.band_hash
