-- texts between two rows that the index lacks, with the numbers of their documents
select new_documents.document, documents.text
from documents
join new_documents on documents.rowid = new_documents.document_row
where documents.rowid between ? and ?
