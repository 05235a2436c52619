-- the rejected files that are taken down, and those that are lifted now: they have no copy until they come again
select file_hash
from wanted
where file_hash is not null
union
select file_hash
from tombstones
where file_hash in (select key from lifted_keys)
