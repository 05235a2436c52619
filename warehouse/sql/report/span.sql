-- the days that a timeline spans: of each kind of date, all but one in a hundred
select min(first_on) as first_on, max(last_on) as last_on
from
    (
        select quantile_disc(dated_on, 0.005) as first_on, quantile_disc(dated_on, 0.995) as last_on
        from shown_documents
        group by dated_by
    )
