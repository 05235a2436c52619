-- files of the last 24 hours as a share of the usual number, the median of the same hours of the four weeks before;
-- as many times more are too many
with
    ages as (
        select
            nullif(publisher_of(source_path), '') as publisher,
            floor(epoch($now::timestamptz - seen_at) / (24 * 3600))::integer as days
        from sources
        where seen_at > $now::timestamptz - interval 29 day
    ),
    weeks as (
        select
            publisher,
            count(*) filter (days = 0) as file_count,
            [
                count(*) filter (days = 7),
                count(*) filter (days = 14),
                count(*) filter (days = 21),
                count(*) filter (days = 28)
            ] as before
        from ages
        group by publisher
    )
select
    publisher,
    file_count,
    list_aggregate(before, 'median') as usual_count,
    round(file_count / usual_count, 3) as share
from weeks
where
    len(list_filter(before, lambda count:count > 0)) >= 3
    and usual_count >= $least
    and (file_count < $bound * usual_count or file_count > usual_count / $bound)
order by share, publisher
