-- documents of a batch that were described again, of some rows, as they are described now
select documents.*
from documents
semi join batch using (content_hash)
semi join places using (content_hash)
where documents.rowid between $first and $last
