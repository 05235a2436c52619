-- what was taken down and lifted again
select distinct key from lifted_keys
