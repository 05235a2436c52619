-- band hashes of some documents that another of them has too, or leaders have, but not too many leaders
with
    held as (
        select band_hash, list(leader_number order by leader_number) as leaders
        from pipeline.bands
        semi join signed using (band_hash)
        group by band_hash
    ),
    counted as (select band_hash, count(*) as document_count from signed group by band_hash)
select signed.number, signed.band_hash, coalesce(held.leaders, []) as leaders
from signed
inner join counted using (band_hash)
left join held using (band_hash)
where (document_count > 1 or len(held.leaders) > 0) and coalesce(len(held.leaders), 0) <= $most_holders
order by signed.number, signed.band_hash
