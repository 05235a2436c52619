-- the rejected files that are taken down
select distinct file_hash from wanted where file_hash is not null
