-- files and documents on which the program itself failed, newest first
select concat_ws('/', source_path, member_path) as source_path, question, left(detail, 500) as detail, failed_at
from failed_texts
order by failed_at desc, source_path, question
limit 20
