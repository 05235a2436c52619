-- scores are between 0 and 1
select 'documents.language_score' as score, content_hash as key, language_score as found
from documents
where language_score not between 0 and 1
union all
select 'sources.encoding_score', source_path, encoding_score
from sources
where encoding_score not between 0 and 1
