-- one document, with the text as far as a page shows it
select
    * exclude (text, boilerplate),
    left(text, $most_characters) as text,
    length(text) > $most_characters as is_cut_short
from documents
where content_hash = $content_hash
