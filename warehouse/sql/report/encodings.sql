-- encodings of the raw files that exist now; null where there is no text to decode
select encoding, count(*) as files, count(*) / sum(count(*)) over () as share
from shown_files
group by encoding
order by files desc, encoding nulls last
