-- documents to look at, by what is missing or in doubt, in one row
select
    count(*) as documents,
    count(*) filter (has_no_title) as no_title,
    count(*) filter (has_no_headline) as no_headline,
    count(*) filter (dated_by <> 'published') as no_date,
    count(*) filter (has_no_place) as no_place,
    count(*) filter (has_no_agency) as no_agency,
    count(*) filter (has_no_byline) as no_byline,
    count(*) filter (language = 'und') as no_language,
    count(*) filter (has_doubtful_language) as doubtful_language,
    count(*) filter (has_mixed_scripts) as mixed_scripts,
    count(*) filter (has_doubtful_lines) as doubtful_lines,
    count(*) filter (has_failed_questions) as failed_questions,
    count(*) filter (is_short) as short
from shown_documents
