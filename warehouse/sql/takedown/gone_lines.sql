-- boilerplate lines of the publishers of these texts that no other page of theirs has, or had before it was cut
with
    publishers as (
        select distinct publisher_of(first_source_path) as publisher
        from documents
        where content_hash in (from forgotten_texts)
    ),
    pages as (
        select publisher_of(first_source_path) as publisher, concat_ws(chr(10), boilerplate, text) as page
        from documents
        where content_hash not in (from forgotten_texts)
    ),
    kept as (
        select publisher, line_key(trim(unnest(string_split(page, chr(10))))) as line
        from pages
        semi join publishers using (publisher)
    )
select publisher, line
from boilerplate_lines
semi join publishers using (publisher)
anti join kept using (publisher, line)
