create or replace macro publisher_of(path) as
    case when contains(path, '/') then split_part(path, '/', 1) else '' end;
create or replace macro ends_statement(line) as
    regexp_matches(right(line, 20), '[.!۔।॥…。！][\]"''‘’“”»›)}|*_\x{200F}\x{200E}\s]*$');
create or replace macro line_key(line) as
    case
        when
            length(line) <= 120
            and regexp_matches(line, '\p{L}')
            and not regexp_matches(line, '[۔؟।॥。][\s‘’“”»]')
            and not regexp_matches(
                right(line, 20), '[.!?۔؟।॥…。！？][\]"''‘’“”»›)}|*_\x{200F}\x{200E}\s]*$'
            )
        then regexp_replace(line, '[0-9٠-٩۰-۹०-९]+', '0', 'g')
    end;
create or replace view "current_sources" as
-- raw files that exist now, each with its newest version
select sources.*
from sources
left join
    (
        select landing_zone, source_path, max(removed_at) as removed_at
        from removals
        group by landing_zone, source_path
    ) as gone
    on sources.landing_zone = gone.landing_zone
    and sources.source_path = gone.source_path
qualify
    row_number() over (
        partition by sources.landing_zone, sources.source_path, sources.member_path
        order by sources.seen_at desc, sources.run_id desc
    )
    = 1
    and sources.seen_at > coalesce(gone.removed_at, '-infinity'::timestamptz)
;
comment on view "current_sources" is 'raw files that exist now, each with its newest version';
create or replace view "daily_documents" as
-- documents first seen on each day (UTC), by language
-- seen_on: the day (UTC)
-- documents: documents in this language first seen on that day
-- words: words in these documents
select
    (first_seen_at at time zone 'UTC')::date as seen_on,
    language,
    count(*) as documents,
    sum(word_count)::bigint as words
from documents
group by seen_on, language
order by seen_on, documents desc, language
;
comment on view "daily_documents" is 'documents first seen on each day (UTC), by language';
create or replace view "edge_lines" as
-- lines among the first ten and the last fifteen of each document that boilerplate may be learned from: short ones in
-- which no sentence ends
-- content_hash: the document (documents.content_hash)
-- publisher: first folder of its path below the landing zone; empty for files without a folder
-- line: the line, without white space around it
-- line_key: the line with each number replaced by 0
with
    pages as (
        select
            content_hash,
            publisher_of(first_source_path) as publisher,
            list_filter(string_split(text, chr(10)), lambda line:line <> '') as lines
        from documents
    ),
    edges as (
        select
            content_hash,
            publisher,
            unnest(list_distinct(list_transform(lines[:10] || lines[-15:], lambda line:ltrim(line)))) as line
        from pages
    )
select content_hash, publisher, line, line_key(line) as line_key
from edges
where line_key(line) is not null
;
comment on view "edge_lines" is 'lines among the first ten and the last fifteen of each document that boilerplate may be learned from: short ones in which no sentence ends';
create or replace view "language_totals" as
-- documents, words and characters per language
-- documents: documents in this language
-- words: words in these documents
-- characters: characters (code points) in these documents
-- mean_language_score: mean language_score of these documents, 0 to 1; null for und
select
    language,
    count(*) as documents,
    sum(word_count)::bigint as words,
    sum(char_count)::bigint as characters,
    round(avg(language_score), 3) as mean_language_score
from documents
group by language
order by documents desc, language
;
comment on view "language_totals" is 'documents, words and characters per language';
create or replace view "run_history" as
-- runs that changed something, newest first
-- seconds: seconds from the start to the last commit
select
    run_id,
    started_at,
    outcome,
    round(epoch(finished_at - started_at), 1) as seconds,
    seen_count,
    unchanged_count,
    new_document_count,
    duplicate_count,
    rejected_count,
    removed_count,
    read_bytes
from runs
order by run_id desc
;
comment on view "run_history" is 'runs that changed something, newest first';
create or replace view "corpus_overview" as
-- the corpus at a glance: one row per language and script, most documents first
-- documents: documents in this language and script
-- words: words in these documents
-- median_words: median words of a document
-- copied_documents: documents that more than one raw file holds now
-- example_title: title of the first document by path
select
    language,
    script,
    count(*) as documents,
    sum(word_count)::bigint as words,
    median(word_count)::bigint as median_words,
    count(distinct first_source_path) filter (source_count > 1) as copied_documents,
    arg_min(title, first_source_path) as example_title
from documents
left join
    (
        select content_hash, count(*) as source_count
        from current_sources
        where content_hash is not null
        group by content_hash
    ) using (content_hash)
group by language, script
order by documents desc, language, script
;
comment on view "corpus_overview" is 'the corpus at a glance: one row per language and script, most documents first';
create or replace view "duplicate_files" as
-- raw files whose text another file brought first, each with that owner
-- owner_landing_zone: landing zone of the file that owns the text
-- owner_path: path of the owner below its landing zone
-- has_same_bytes: true if the two files are equal byte for byte, not only in their text
select
    current_sources.landing_zone,
    current_sources.source_path,
    owner.landing_zone as owner_landing_zone,
    owner.source_path as owner_path,
    current_sources.content_hash,
    owner.file_hash = current_sources.file_hash as has_same_bytes,
    documents.title,
    current_sources.seen_at
from current_sources
inner join documents using (content_hash)
inner join
    sources as owner
    on documents.content_hash = owner.content_hash
    and documents.first_run_id = owner.run_id
    and documents.first_source_path = owner.source_path
    and not owner.is_duplicate
where
    current_sources.is_duplicate
    and (owner.landing_zone, owner.source_path) <> (current_sources.landing_zone, current_sources.source_path)
order by owner_path, current_sources.source_path
;
comment on view "duplicate_files" is 'raw files whose text another file brought first, each with that owner';
create or replace view "failed_texts" as
-- files and documents on which the program itself failed, with the exception; a defect to report
-- question: what was asked of the document; null for a file that could not be extracted
-- detail: the exception and where it was raised
select source_path, reject_detail as detail, null as question, null as content_hash, seen_at as failed_at
from current_sources
where reject_reason = 'failed'
union all
select
    documents.first_source_path as source_path,
    failures.exception || ' (' || failures.location || '); pipeline version ' || failures.pipeline_version as detail,
    failures.question,
    failures.content_hash,
    failures.failed_at
from failures
inner join documents using (content_hash)
order by failed_at desc, source_path, question
;
comment on view "failed_texts" is 'files and documents on which the program itself failed, with the exception; a defect to report';
create or replace view "publishers" as
-- raw files and documents per publisher (first folder below the landing zone)
-- publisher: first folder of the path below the landing zone; null for files without a folder
-- files: raw files that exist now
-- documents: distinct texts in these files
-- duplicates: files whose text another source brought first
-- rejected: files without a document
-- kept_whole: documents that learned boilerplate lines would have taken more than a third of; they keep these lines
-- last_seen_at: when the newest version among these files was first seen (UTC)
select
    nullif(publisher_of(source_path), '') as publisher,
    count(*) as files,
    count(distinct content_hash) as documents,
    count(*) filter (is_duplicate) as duplicates,
    count(*) filter (reject_reason is not null) as rejected,
    count(distinct content_hash) filter (doubtful_line_count > 0) as kept_whole,
    max(seen_at) as last_seen_at
from current_sources
left join documents using (content_hash)
group by publisher
order by files desc, publisher
;
comment on view "publishers" is 'raw files and documents per publisher (first folder below the landing zone)';
create or replace view "rejected_files" as
-- raw files without a document, and the reason; their bytes are in quarantine/
-- quarantine_path: path of the bytes below the warehouse folder; null if they could not be read
select
    landing_zone,
    source_path,
    reject_reason,
    reject_detail,
    size_bytes,
    seen_at,
    'quarantine/' || file_hash[:2] || '/' || file_hash as quarantine_path
from current_sources
where reject_reason is not null
order by reject_reason, source_path
;
comment on view "rejected_files" is 'raw files without a document, and the reason; their bytes are in quarantine/';
create or replace view "near_duplicate_clusters" as
-- stories in several versions, but for edited files: one row per cluster, named by its first document, largest first
-- cluster_hash: the first document of the cluster (documents.content_hash)
-- first_title: title of the first document
-- first_path: raw file that owns the first document
-- document_count: documents in the cluster, including the first
-- publisher_count: publishers of these documents (first folders below the landing zone; no folder counts as one)
-- least_containment_score: lowest containment_score of a document compared with the first
-- least_jaccard_score: lowest jaccard_score of a document compared with the first
-- paths: raw files that own the documents, in order of path
with
    newest as (
        select *
        from near_duplicates
        where is_revision is not true and comparison_version = (select max(comparison_version) from near_duplicates)
    ),
    members as (
        select cluster_hash, content_hash, containment_score, jaccard_score
        from newest
        union all
        select distinct cluster_hash, cluster_hash, null, null
        from newest
    )
select
    cluster_hash,
    first.title as first_title,
    first.first_source_path as first_path,
    count(*) as document_count,
    count(distinct publisher_of(documents.first_source_path)) as publisher_count,
    min(containment_score) as least_containment_score,
    min(jaccard_score) as least_jaccard_score,
    list(documents.first_source_path order by documents.first_source_path) as paths
from members
inner join documents using (content_hash)
inner join documents as first on members.cluster_hash = first.content_hash
group by all
order by document_count desc, first_path
;
comment on view "near_duplicate_clusters" is 'stories in several versions, but for edited files: one row per cluster, named by its first document, largest first';
