-- the current documents that came last
select content_hash, left(title, 300) as title, language, script, publisher, dated_on, dated_by, word_count
from documents
semi join
    (
        select content_hash from shown_documents order by first_seen_at desc, dated_on desc, content_hash limit 20
    ) as newest using (content_hash)
order by first_seen_at desc, dated_on desc, content_hash
