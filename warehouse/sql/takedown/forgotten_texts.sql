-- the texts that are taken down
select distinct content_hash from wanted where content_hash is not null
