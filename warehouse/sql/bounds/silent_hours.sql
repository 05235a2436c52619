-- hours since the last file of a publisher that sent some on three days or more of the four weeks before it;
-- after four weeks of silence it is held for ended
with
    files as (select publisher_of(source_path) as publisher, seen_at from sources),
    newest as (
        select publisher, max(seen_at) as last_seen_at, epoch($now::timestamptz - last_seen_at) / 3600 as hours
        from files
        group by publisher
        having hours > $bound and hours <= $bound + 28 * 24
    )
select nullif(publisher, '') as publisher, last_seen_at, round(hours, 1) as hours, count(*) as files_before
from files
inner join newest using (publisher)
where seen_at > last_seen_at - interval 28 day
group by publisher, last_seen_at, hours
having files_before >= $least and count(distinct seen_at::date) >= 3
order by hours desc, publisher
