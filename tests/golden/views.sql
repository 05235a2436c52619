create or replace macro publisher_of(path) as
    case when contains(path, '/') then split_part(path, '/', 1) else '' end;
create or replace view "current_sources" as
-- every raw file that is there now, with its newest version
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
comment on view "current_sources" is 'every raw file that is there now, with its newest version';
create or replace view "daily_documents" as
-- documents first seen on each day (UTC), by language
-- seen_on: the day (UTC)
-- documents: documents in this language first seen on it
-- words: words of all of them
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
-- the short lines among the first ten and the last fifteen of each document, as boilerplate is learned from
-- content_hash: the document (documents.content_hash)
-- publisher: first folder of its path below the landing zone; empty for files in no folder
-- line: the line, without white space around it
-- line_key: the same, each number in it as 0
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
            unnest(
                list_distinct(
                    list_transform(
                        list_filter(lines[:10] || lines[-15:], lambda line:length(line) <= 160),
                        lambda line:ltrim(line)
                    )
                )
            ) as line
        from pages
    )
select content_hash, publisher, line, regexp_replace(line, '[0-9٠-٩۰-۹०-९]+', '0', 'g') as line_key
from edges
where regexp_matches(line, '\p{L}')
;
comment on view "edge_lines" is 'the short lines among the first ten and the last fifteen of each document, as boilerplate is learned from';
create or replace view "language_totals" as
-- documents, words and characters of each language
-- documents: documents in this language
-- words: words of all of them
-- characters: characters (code points) of all of them
-- mean_language_score: mean of their language_score, 0 to 1; null for und
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
comment on view "language_totals" is 'documents, words and characters of each language';
create or replace view "run_history" as
-- the runs that changed something, newest first
-- seconds: from its start to its last commit
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
comment on view "run_history" is 'the runs that changed something, newest first';
create or replace view "corpus_overview" as
-- the corpus at a glance: one row a language, most documents first
-- documents: documents in this language and script
-- words: words of all of them
-- median_words: words of the one in the middle
-- copied_documents: of these, how many stand in more than one raw file now
-- example_title: title of the first of them, by path
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
comment on view "corpus_overview" is 'the corpus at a glance: one row a language, most documents first';
create or replace view "duplicate_files" as
-- every raw file whose text another file brought first, with that owner
-- owner_landing_zone: the landing zone of the file that owns the text
-- owner_path: path of that file below its landing zone
-- has_same_bytes: whether the two files are equal byte for byte, and not in their text alone
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
comment on view "duplicate_files" is 'every raw file whose text another file brought first, with that owner';
create or replace view "publishers" as
-- raw files and documents of each publisher: the first folder below the landing zone
-- publisher: first folder of the path below the landing zone; null for files in no folder
-- files: its raw files that are there now
-- documents: distinct texts among them
-- duplicates: of these files, how many hold a text that another source brought first
-- rejected: of these files, how many have no document
-- last_seen_at: when the newest version of one of them was first seen (UTC)
select
    nullif(publisher_of(source_path), '') as publisher,
    count(*) as files,
    count(distinct content_hash) as documents,
    count(*) filter (is_duplicate) as duplicates,
    count(*) filter (reject_reason is not null) as rejected,
    max(seen_at) as last_seen_at
from current_sources
group by publisher
order by files desc, publisher
;
comment on view "publishers" is 'raw files and documents of each publisher: the first folder below the landing zone';
create or replace view "rejected_files" as
-- every raw file without a document, and why; the bytes are in quarantine/
-- quarantine_path: where its bytes are, below the warehouse folder; null where they could not be read
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
comment on view "rejected_files" is 'every raw file without a document, and why; the bytes are in quarantine/';
create or replace view "near_duplicate_clusters" as
-- stories that stand in the corpus in several states: one row a cluster, named by its first document, largest first
-- cluster_hash: the first document of the cluster (documents.content_hash)
-- first_title: its title
-- first_path: the raw file that owns it
-- document_count: documents in the cluster, the first one among them
-- publisher_count: how many publishers they come from: first folders below the landing zone; no folder is one
-- least_containment_score: the lowest containment_score of those compared with the first one
-- least_jaccard_score: the lowest jaccard_score of those
-- paths: the raw files that own them, in order of path
with
    newest as (
        select * from near_duplicates where comparison_version = (select max(comparison_version) from near_duplicates)
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
comment on view "near_duplicate_clusters" is 'stories that stand in the corpus in several states: one row a cluster, named by its first document, largest first';
