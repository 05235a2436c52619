-- lines among the first ten and the last fifteen of each document that boilerplate may be learned from: short ones in
-- which no sentence ends
-- content_hash: the document (documents.content_hash)
-- publisher: first folder of its path below the landing zone; empty for files without a folder
-- line: the line, without white space around it
-- line_key: the line with each number replaced by 0
with
    pages as (
        select
            content_hash,
            publisher_of(first_source_path) as publisher,
            list_filter(string_split(text, chr(10)), lambda line:line <> '') as lines
        from documents
    ),
    edges as (
        select
            content_hash,
            publisher,
            unnest(list_distinct(list_transform(lines[:10] || lines[-15:], lambda line:ltrim(line)))) as line
        from pages
    )
select content_hash, publisher, line, line_key(line) as line_key
from edges
where line_key(line) is not null
