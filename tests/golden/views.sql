create or replace macro publisher_of(path) as
    case when contains(path, '/') then split_part(path, '/', 1) else '' end;
create or replace macro was_read(reject_reason) as
    reject_reason is null or reject_reason not in ('unreadable', 'vanished', 'unstable');
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
create or replace view "changes" as
-- what changed in the landing zones, newest first: files that came, got another text, or were found gone; a file that
-- could not be read has not changed
-- changed_on: day of the run that found it (UTC)
-- change: new (also: back again), edited (other bytes and another text, or none) or gone
-- content_hash: the text it has now (documents.content_hash); null for a rejected file and one that is gone
-- previous_hash: the text it had before (documents.content_hash); null for a new file and after a rejected version
-- title: title of the text it has now, or else had before
-- changed_at: when the run that found it began (UTC)
with
    moments as (
        select
            landing_zone,
            source_path,
            member_path,
            seen_at as changed_at,
            run_id,
            false as is_gone,
            content_hash,
            reject_reason,
            file_hash,
            size_bytes,
            modified_ns
        from sources
        where was_read(reject_reason) and member_count is null
        union all by name
        select landing_zone, source_path, member_path, removed_at as changed_at, run_id, true as is_gone
        from removals
    ),
    compared as (
        select
            *,
            lag(is_gone) over file as was_gone,
            lag(content_hash) over file as previous_hash,
            coalesce(
                file_hash = lag(file_hash) over file,
                (size_bytes, modified_ns) = (lag(size_bytes) over file, lag(modified_ns) over file)
            ) as has_same_bytes
        from moments
        window file as (partition by landing_zone, source_path, member_path order by changed_at, run_id)
    ),
    changed as (
        select *, case when is_gone then 'gone' when was_gone is false then 'edited' else 'new' end as change
        from compared
        where
            case
                when is_gone
                then was_gone is false
                when was_gone is false
                then not has_same_bytes and content_hash is distinct from previous_hash
                else true
            end
    )
select
    (changed_at at time zone 'UTC')::date as changed_on,
    change,
    landing_zone,
    source_path,
    member_path,
    changed.content_hash,
    previous_hash,
    title,
    reject_reason,
    changed_at,
    run_id
from changed
left join
    (select content_hash, title from documents) as texts
    on coalesce(changed.content_hash, previous_hash) = texts.content_hash
order by changed_at desc, landing_zone, source_path, member_path nulls first
;
comment on view "changes" is 'what changed in the landing zones, newest first: files that came, got another text, or were found gone; a file that could not be read has not changed';
create or replace view "current_sources" as
-- raw files and members of archives that exist now, each with its newest version
select sources.*
from sources
anti join
    (
        select landing_zone, source_path, member_path, max(seen_at) as newest_at
        from sources
        group by landing_zone, source_path, member_path
        having count(*) > 1
    ) as edited
    on sources.landing_zone = edited.landing_zone
    and sources.source_path = edited.source_path
    and sources.member_path is not distinct from edited.member_path
    and sources.seen_at < edited.newest_at
anti join
    removals
    on sources.landing_zone = removals.landing_zone
    and sources.source_path = removals.source_path
    and sources.member_path is not distinct from removals.member_path
    and sources.seen_at <= removals.removed_at
;
comment on view "current_sources" is 'raw files and members of archives that exist now, each with its newest version';
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
create or replace view "file_versions" as
-- versions of raw files and of members of archives, of a file the first one first
-- version: number of the version, from 1
-- version_count: versions of this file so far
-- ended_at: when it was found replaced by the next version, or gone (UTC); null while it is current
-- is_current: whether the file exists now and this is its newest version
with
    moments as (
        select * exclude (run_id), run_id as moment_run_id, seen_at as moment, false as is_removal
        from sources
        union all by name
        select
            landing_zone, source_path, member_path, run_id as moment_run_id, removed_at as moment, true as is_removal
        from removals
    ),
    versions as (
        select
            *,
            row_number() over numbered as version,
            count(*) over (partition by landing_zone, source_path, member_path, is_removal) as version_count,
            lead(moment) over (
                partition by landing_zone, source_path, member_path order by moment, moment_run_id
            ) as ended_at
        from moments
        window
            numbered as (
                partition by landing_zone, source_path, member_path, is_removal order by moment, moment_run_id
            )
    )
select
    landing_zone,
    source_path,
    member_path,
    version,
    version_count,
    ended_at is null as is_current,
    seen_at,
    ended_at,
    modified_at,
    size_bytes,
    file_hash,
    encoding,
    content_hash,
    reject_reason,
    title,
    moment_run_id as run_id
from versions
left join (select content_hash, title from documents) using (content_hash)
where not is_removal
order by landing_zone, source_path, member_path nulls first, version
;
comment on view "file_versions" is 'versions of raw files and of members of archives, of a file the first one first';
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
    edited_count,
    removed_count,
    read_bytes
from runs
order by run_id desc
;
comment on view "run_history" is 'runs that changed something, newest first';
create or replace view "current_documents" as
-- documents that a raw file or a member of one holds now: none of a file that is gone or was edited since
select documents.* from documents semi join current_sources using (content_hash)
;
comment on view "current_documents" is 'documents that a raw file or a member of one holds now: none of a file that is gone or was edited since';
create or replace view "duplicate_files" as
-- raw files and members of archives whose text another one brought first, each with that owner
-- owner_landing_zone: landing zone of the file that owns the text
-- owner_path: path of the owner below its landing zone
-- owner_member_path: the member that owns the text, where the owner is in an archive
-- has_same_bytes: true if the two files are equal byte for byte, not only in their text
select
    current_sources.landing_zone,
    current_sources.source_path,
    current_sources.member_path,
    owner.landing_zone as owner_landing_zone,
    owner.source_path as owner_path,
    owner.member_path as owner_member_path,
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
    and documents.first_member_path is not distinct from owner.member_path
    and not owner.is_duplicate
where
    current_sources.is_duplicate
    and (owner.landing_zone, owner.source_path, coalesce(owner.member_path, ''))
    <> (current_sources.landing_zone, current_sources.source_path, coalesce(current_sources.member_path, ''))
order by
    owner_path, owner_member_path nulls first, current_sources.source_path, current_sources.member_path nulls first
;
comment on view "duplicate_files" is 'raw files and members of archives whose text another one brought first, each with that owner';
create or replace view "failed_texts" as
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
;
comment on view "failed_texts" is 'files and documents on which the program itself failed, with the exception; a defect to report';
create or replace view "near_duplicate_clusters" as
-- stories that current documents tell in several versions: one row per cluster, largest first
-- cluster_hash: the first document of the cluster (documents.content_hash), which may not be current any more
-- first_title: title of the first document that is current
-- first_path: raw file that holds it
-- document_count: current documents in the cluster, two at least
-- publisher_count: publishers of these documents (first folders below the landing zone; no folder counts as one)
-- least_containment_score: lowest containment_score of a document compared with the first
-- least_jaccard_score: lowest jaccard_score of a document compared with the first
-- paths: raw files that hold the documents, one each, in order of path; of an archive with the member after a slash
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
    ),
    held as (
        -- by the file that owns it, unless that is gone or was edited
        select
            content_hash,
            arg_min(
                concat_ws('/', source_path, member_path), (is_duplicate, source_path, coalesce(member_path, ''))
            ) as path,
            publisher_of(arg_min(source_path, (is_duplicate, source_path))) as publisher
        from current_sources
        semi join members using (content_hash)
        group by content_hash
    )
select
    cluster_hash,
    arg_min(title, (members.content_hash <> cluster_hash, first_seen_at, path)) as first_title,
    arg_min(path, (members.content_hash <> cluster_hash, first_seen_at, path)) as first_path,
    count(*) as document_count,
    count(distinct held.publisher) as publisher_count,
    min(containment_score) as least_containment_score,
    min(jaccard_score) as least_jaccard_score,
    list(path order by path) as paths
from members
inner join held using (content_hash)
inner join documents using (content_hash)
group by cluster_hash
having count(*) > 1
order by document_count desc, first_path
;
comment on view "near_duplicate_clusters" is 'stories that current documents tell in several versions: one row per cluster, largest first';
create or replace view "publisher_copies" as
-- who has whose texts: one row per pair of publishers, most copies first; what comes first is what was seen first,
-- and
-- in one run the order of paths
-- publisher: who had the texts first; null for files without a folder
-- copied_by: another publisher, whose files hold them now
-- exact_copies: texts of the first that the other holds as they are
-- near_copies: documents of the other that are near-duplicates of one of the first
with
    held as (
        select distinct nullif(publisher_of(source_path), '') as copied_by, content_hash
        from current_sources
        where content_hash is not null
    ),
    owned as (select content_hash, publisher from documents),
    copies as (
        select publisher, copied_by, true as is_exact
        from held
        inner join owned using (content_hash)
        union all
        select first.publisher, held.copied_by, false as is_exact
        from held
        inner join near_duplicates using (content_hash)
        inner join owned as later using (content_hash)
        inner join owned as first on near_duplicates.cluster_hash = first.content_hash
        where
            comparison_version = (select max(comparison_version) from near_duplicates)
            -- what a publisher makes of its own text is a revision: who has that has an exact copy
            and first.publisher is distinct from later.publisher
    )
select publisher, copied_by, count(*) filter (is_exact) as exact_copies, count(*) filter (not is_exact) as near_copies
from copies
where publisher is distinct from copied_by
group by publisher, copied_by
order by exact_copies + near_copies desc, publisher, copied_by
;
comment on view "publisher_copies" is 'who has whose texts: one row per pair of publishers, most copies first; what comes first is what was seen first, and in one run the order of paths';
create or replace view "rejected_files" as
-- raw files and members of archives without a document, and the reason; their bytes are in quarantine/
-- quarantine_path: path of the bytes below the warehouse folder; null if they could not be read, or were taken down
select
    landing_zone,
    source_path,
    member_path,
    reject_reason,
    reject_detail,
    size_bytes,
    seen_at,
    case
        when file_hash not in (select file_hash from tombstones where file_hash is not null)
        then 'quarantine/' || file_hash[:2] || '/' || file_hash
    end as quarantine_path
from current_sources
where reject_reason is not null
order by reject_reason, source_path, member_path nulls first
;
comment on view "rejected_files" is 'raw files and members of archives without a document, and the reason; their bytes are in quarantine/';
create or replace view "corpus_overview" as
-- the corpus at a glance, of current documents: one row per language and script, most documents first
-- documents: documents in this language and script
-- words: words in these documents
-- median_words: median words of a document
-- copied_documents: documents that more than one raw file or member holds now
-- example_title: title of the first document by path
select
    language,
    script,
    count(*) as documents,
    sum(word_count)::bigint as words,
    median(word_count)::bigint as median_words,
    count(*) filter (source_count > 1) as copied_documents,
    arg_min(title, first_source_path) as example_title
from current_documents
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
comment on view "corpus_overview" is 'the corpus at a glance, of current documents: one row per language and script, most documents first';
create or replace view "daily_documents" as
-- current documents of each day, by language
-- dated_on: the best day there is of these documents (documents.dated_on)
-- documents: documents in this language of that day
-- words: words in these documents
select dated_on, language, count(*) as documents, sum(word_count)::bigint as words
from current_documents
group by dated_on, language
order by dated_on, documents desc, language
;
comment on view "daily_documents" is 'current documents of each day, by language';
create or replace view "language_totals" as
-- documents, words and characters per language, of current documents
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
from current_documents
group by language
order by documents desc, language
;
comment on view "language_totals" is 'documents, words and characters per language, of current documents';
create or replace view "publisher_days" as
-- current documents of each publisher and day
-- dated_on: the best day there is of these documents (documents.dated_on)
-- documents: documents of this publisher of that day
-- words: words in these documents
select publisher, dated_on, count(*) as documents, sum(word_count)::bigint as words
from current_documents
group by publisher, dated_on
order by publisher, dated_on
;
comment on view "publisher_days" is 'current documents of each publisher and day';
create or replace view "publisher_languages" as
-- current documents of each publisher by language, most first
-- documents: documents of this publisher in that language
-- words: words in these documents
select publisher, language, count(*) as documents, sum(word_count)::bigint as words
from current_documents
group by publisher, language
order by publisher, documents desc, language
;
comment on view "publisher_languages" is 'current documents of each publisher by language, most first';
create or replace view "publishers" as
-- raw files that exist now, an archive counted by its members, and current documents, per publisher (first folder
-- below the landing zone)
-- publisher: first folder of the path below the landing zone; null for files without a folder
-- files: raw files that exist now, and members of archives
-- documents: current documents that a file of this publisher brought first; those of all add up to the corpus
-- duplicates: files whose text another source brought first
-- rejected: files without a document
-- kept_whole: documents that learned boilerplate lines would have taken more than a third of; they keep these lines
-- last_seen_at: when the newest version among these files was first seen (UTC)
with
    files as (
        select
            nullif(publisher_of(source_path), '') as publisher,
            count(*) as files,
            count(*) filter (is_duplicate) as duplicates,
            count(*) filter (reject_reason is not null) as rejected,
            max(seen_at) as last_seen_at
        from current_sources
        where member_count is null
        group by publisher
    ),
    texts as (
        select publisher, count(*) as documents, count(*) filter (doubtful_line_count > 0) as kept_whole
        from current_documents
        group by publisher
    )
select
    coalesce(files.publisher, texts.publisher) as publisher,
    coalesce(files, 0) as files,
    coalesce(documents, 0) as documents,
    coalesce(duplicates, 0) as duplicates,
    coalesce(rejected, 0) as rejected,
    coalesce(kept_whole, 0) as kept_whole,
    last_seen_at
from files
full join texts on files.publisher is not distinct from texts.publisher
order by files desc, publisher
;
comment on view "publishers" is 'raw files that exist now, an archive counted by its members, and current documents, per publisher (first folder below the landing zone)';
