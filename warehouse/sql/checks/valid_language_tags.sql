-- language tags are well-formed BCP 47, and every document has one
select content_hash, language
from documents
where not regexp_full_match(language, '[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?')
