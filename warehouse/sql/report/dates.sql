-- what the dates of the current documents rest on
select
    dated_by,
    count(*) as documents,
    count(*) / sum(count(*)) over () as share,
    min(dated_on) as first_on,
    max(dated_on) as last_on
from shown_documents
group by dated_by
order by array_position(['published', 'crawled', 'modified', 'seen'], dated_by)
