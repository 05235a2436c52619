-- what the report counts of each current document, without its text: one scan for all figures
select
    content_hash,
    language,
    script,
    publisher,
    dated_on,
    dated_by,
    first_seen_at,
    word_count,
    title is null as has_no_title,
    title_method in ('first_paragraph', 'first_sentence', 'first_words') as has_no_headline,
    dateline_place_name is null as has_no_place,
    agency is null as has_no_agency,
    byline is null as has_no_byline,
    language_score < 0.5 as has_doubtful_language,
    coalesce(has_mixed_scripts, false) as has_mixed_scripts,
    coalesce(doubtful_line_count, 0) > 0 as has_doubtful_lines,
    failed_questions is not null as has_failed_questions,
    word_count < 20 as is_short
from current_documents
