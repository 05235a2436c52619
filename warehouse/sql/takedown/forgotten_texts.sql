-- the texts that are taken down, and those that are lifted now: they have no document until they come again
select content_hash
from wanted
where content_hash is not null
union
select content_hash
from tombstones
where content_hash in (select key from lifted_keys)
