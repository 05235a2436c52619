-- files and documents on which the program itself failed, with the exception; a defect to report
-- member_path: the member of that file, where it is an archive
-- question: what was asked of the document; null for a file that could not be extracted
-- detail: the exception and where it was raised
select source_path, member_path, reject_detail as detail, null as question, null as content_hash, seen_at as failed_at
from current_sources
where reject_reason = 'failed'
union all
select
    documents.first_source_path as source_path,
    documents.first_member_path as member_path,
    failures.exception || ' (' || failures.location || '); pipeline version ' || failures.pipeline_version as detail,
    failures.question,
    failures.content_hash,
    failures.failed_at
from failures
inner join documents using (content_hash)
order by failed_at desc, source_path, member_path nulls first, question
