-- current documents by publisher and language
select publisher, language, count(*) as documents
from shown_documents
group by publisher, language
order by publisher nulls last, documents desc, language
