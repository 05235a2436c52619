-- the vectors in which documents of a batch lie that were described again
select distinct divide(row, $vector_rows) as vector from places semi join batch using (content_hash) order by vector
