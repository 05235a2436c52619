create schema pipeline;
create table pipeline.state (generation bigint not null, ddl_hash varchar not null);
comment on table pipeline.state is 'one row: what is committed, and the DDL of the tables';
comment on column pipeline.state.generation is 'counts commits; generations have its number';
comment on column pipeline.state.ddl_hash is 'SHA-256 of the statements that made tables and views';
create table pipeline."rechecks" (
    "landing_zone" varchar not null,
    "source_path" varchar not null,
    "member_path" varchar,
    "size_bytes" bigint not null,
    "modified_ns" bigint not null,
    "rechecked_at" timestamptz not null,
    "pipeline_version" varchar not null
);
comment on table pipeline."rechecks" is 'raw files read again and found unchanged: touched, or written while a run read them; not part of the record';
comment on column pipeline."rechecks"."landing_zone" is 'the folder that was scanned, as an absolute path';
comment on column pipeline."rechecks"."source_path" is 'path of the raw file below its landing zone; bytes that are not UTF-8 are written as \xNN, a backslash as \\';
comment on column pipeline."rechecks"."member_path" is 'path inside an archive, or the id or number of a line; null for the raw file itself';
comment on column pipeline."rechecks"."size_bytes" is 'size of the raw file';
comment on column pipeline."rechecks"."modified_ns" is 'modification time in nanoseconds since 1970';
comment on column pipeline."rechecks"."rechecked_at" is 'when the file was read again (UTC)';
comment on column pipeline."rechecks"."pipeline_version" is 'versions of normalization, description and Unicode that read it';
create table pipeline."passes" (
    "pass" varchar not null,
    "reached" varchar not null
);
comment on table pipeline."passes" is 'how far each pass over the whole corpus has come; not part of the record: without it a pass is repeated';
comment on column pipeline."passes"."pass" is 'learn (boilerplate), describe (again), compare (for near-duplicates), merge (descriptions) or forget (takedowns)';
comment on column pipeline."passes"."reached" is 'watermark of the pass: what it has seen, in a format of its own';
create table pipeline."leaders" (
    "leader_number" bigint not null,
    "content_hash" varchar not null
);
comment on table pipeline."leaders" is 'documents that later ones are compared with: long enough, and near-duplicates of no other; not part of the record';
comment on column pipeline."leaders"."leader_number" is 'position in the order of comparison';
comment on column pipeline."leaders"."content_hash" is 'the document';
create table pipeline."bands" (
    "band_hash" bigint not null,
    "leader_number" bigint not null
);
comment on table pipeline."bands" is 'MinHash band hashes of the leaders; not part of the record';
comment on column pipeline."bands"."band_hash" is '32-bit hash of a band and its number';
comment on column pipeline."bands"."leader_number" is 'the leader (leaders.leader_number)';
create table pipeline."uncompared" (
    "content_hash" varchar not null
);
comment on table pipeline."uncompared" is 'documents to compare once more: the first of their cluster was taken down; not part of the record';
comment on column pipeline."uncompared"."content_hash" is 'the document';
create table main."documents" (
    "content_hash" varchar not null,
    "text" varchar using compression zstd not null,
    "title" varchar,
    "title_method" varchar,
    "published_at" timestamptz,
    "published_on" date,
    "date_precision" varchar,
    "date_method" varchar,
    "date_calendar" varchar,
    "dated_on" date,
    "dated_by" varchar,
    "language" varchar not null,
    "language_score" double,
    "language_runner_up" varchar,
    "language_method" varchar not null,
    "language_shares" varchar,
    "script" varchar,
    "has_mixed_scripts" boolean,
    "dateline_place" varchar,
    "dateline_place_name" varchar,
    "agency" varchar,
    "agency_name" varchar,
    "byline" varchar,
    "url" varchar,
    "char_count" bigint not null,
    "word_count" bigint,
    "sentence_count" bigint,
    "paragraph_count" bigint,
    "boilerplate_line_count" bigint not null,
    "doubtful_line_count" bigint,
    "failed_questions" varchar,
    "boilerplate" varchar,
    "cuts" varchar,
    "is_hard_wrapped" boolean,
    "attributes" varchar,
    "first_source_path" varchar not null,
    "first_member_path" varchar,
    "publisher" varchar,
    "landing_zone" varchar,
    "first_modified_at" timestamptz,
    "first_seen_at" timestamptz not null,
    "first_run_id" varchar not null,
    "pipeline_version" varchar not null
);
comment on table main."documents" is 'one row per distinct text';
comment on column main."documents"."content_hash" is 'SHA-256 (lower-case hex) of the canonical form of the text; the key';
comment on column main."documents"."text" is 'normalized text without boilerplate; hard-wrapped lines are joined, one blank line separates paragraphs';
comment on column main."documents"."title" is 'headline of the text; its first sentence where it has none';
comment on column main."documents"."title_method" is 'how the title was found: front_matter, sidecar, record, html or folders (declared), repeated_line, first_line (a headline); without a headline first_paragraph (its first sentence), first_sentence (of a text in one line) or first_words (of a sentence longer than a title)';
comment on column main."documents"."published_at" is 'publication time (UTC); null unless a time and a zone are given';
comment on column main."documents"."published_on" is 'publication date as written';
comment on column main."documents"."date_precision" is 'minute or day';
comment on column main."documents"."date_method" is 'where the date was found: front_matter, sidecar, record, html or folders (declared), labelled (Published: ...), line (its own), headline (glued to it) or dateline; _without_year is added where the year comes from when the page was crawled';
comment on column main."documents"."date_calendar" is 'calendar of the date: gregorian, jalali, or hijri, which the moon may shift by two days';
comment on column main."documents"."dated_on" is 'the best day there is, so that a chart by day has every document; dated_by says what it is the day of';
comment on column main."documents"."dated_by" is 'what dated_on is the day of: published (published_on), crawled (declared by sidecar, front matter or folders), modified (first_modified_at) or seen (first_seen_at); days before 1990 and more than one after first_seen_at are passed over';
comment on column main."documents"."language" is 'BCP 47 tag; und if undetermined';
comment on column main."documents"."language_score" is 'confidence in language, 0 to 1, near the share of right answers; null for und';
comment on column main."documents"."language_runner_up" is 'second best tag; for und the best guess';
comment on column main."documents"."language_method" is 'what decided the language: script, letters, words or vote; for und the reason: no_letters, undecided or failed';
comment on column main."documents"."language_shares" is 'share of the letters by the language of their paragraph, as JSON; null if all are in one';
comment on column main."documents"."script" is 'script of most letters, as ISO 15924 code; null without letters';
comment on column main."documents"."has_mixed_scripts" is 'whether another script has a tenth of the letters or more; null if the question failed';
comment on column main."documents"."dateline_place" is 'place the report was filed from, as written';
comment on column main."documents"."dateline_place_name" is 'English name of the place, one for all spellings; null for an unknown place';
comment on column main."documents"."agency" is 'agency, outlet or desk credited, as written';
comment on column main."documents"."agency_name" is 'English name of the agency, one for all spellings; null for a desk or an unknown agency';
comment on column main."documents"."byline" is 'reporter credited, as written';
comment on column main."documents"."url" is 'address of the page: declared by sidecar, front matter or folders, or on a line of its own above or below the text';
comment on column main."documents"."char_count" is 'characters (code points) of text';
comment on column main."documents"."word_count" is 'words of text, by Unicode word boundaries; null if the question failed';
comment on column main."documents"."sentence_count" is 'sentences of text, by their terminal marks; null if the question failed';
comment on column main."documents"."paragraph_count" is 'paragraphs of text: blocks between blank lines; null if the question failed';
comment on column main."documents"."boilerplate_line_count" is 'boilerplate lines cut out of the page';
comment on column main."documents"."doubtful_line_count" is 'learned boilerplate lines that stay in text, as they have more than a third of the page; null without any';
comment on column main."documents"."failed_questions" is 'questions whose rule failed on this text, separated by commas; their columns are null and failures says why; null if all were answered';
comment on column main."documents"."boilerplate" is 'boilerplate lines cut out of the page, one a line; null without any';
comment on column main."documents"."cuts" is 'what was cut out of the page (boilerplate, front matter, a repeated headline), as JSON: [[position in text, removed characters], ...]; null without any';
comment on column main."documents"."is_hard_wrapped" is 'whether the lines of the raw file were broken at a width';
comment on column main."documents"."attributes" is 'what the sidecar (<name>.json), the record around the text (the other fields of a line of JSON), the head of HTML and folders named key=value declare, as JSON; null without any';
comment on column main."documents"."first_source_path" is 'raw file that owns this text: the first one seen with it';
comment on column main."documents"."first_member_path" is 'the member of that file that has the text, where it is an archive';
comment on column main."documents"."publisher" is 'first folder of first_source_path; null without a folder';
comment on column main."documents"."landing_zone" is 'landing zone of that file';
comment on column main."documents"."first_modified_at" is 'modification time of that file when it was first seen (UTC)';
comment on column main."documents"."first_seen_at" is 'when that file was first seen (UTC)';
comment on column main."documents"."first_run_id" is 'run that saw it first (runs.run_id)';
comment on column main."documents"."pipeline_version" is 'versions of normalization, description and Unicode';
create table main."sources" (
    "landing_zone" varchar not null,
    "source_path" varchar not null,
    "member_path" varchar,
    "member_count" bigint,
    "size_bytes" bigint not null,
    "modified_at" timestamptz not null,
    "modified_ns" bigint not null,
    "file_hash" varchar,
    "encoding" varchar,
    "encoding_score" double,
    "replaced_char_count" bigint,
    "content_hash" varchar,
    "reject_reason" varchar,
    "reject_detail" varchar,
    "is_duplicate" boolean not null,
    "seen_at" timestamptz not null,
    "run_id" varchar not null
);
comment on table main."sources" is 'one row per version of a raw file, and of each member of an archive: the ledger; append-only';
comment on column main."sources"."landing_zone" is 'the folder that was scanned, as an absolute path';
comment on column main."sources"."source_path" is 'path of the raw file below its landing zone; bytes that are not UTF-8 are written as \xNN, a backslash as \\';
comment on column main."sources"."member_path" is 'path inside an archive, or the id or number of a line; null for the raw file itself';
comment on column main."sources"."member_count" is 'members of this archive that were read, each a source of its own; null for any other file, and for an archive that is rejected';
comment on column main."sources"."size_bytes" is 'size of the raw file, or of the unpacked member';
comment on column main."sources"."modified_at" is 'modification time of the raw file (UTC)';
comment on column main."sources"."modified_ns" is 'modification time in nanoseconds since 1970, exactly as the filesystem gives it';
comment on column main."sources"."file_hash" is 'SHA-256 (lower-case hex) of the bytes, unpacked where the file is compressed; null where they could not be read';
comment on column main."sources"."encoding" is 'encoding the bytes were decoded from; both if lines or letters are in another one, as in: utf-8 and windows-1256; for mojibake its history, as in: utf-8 read as windows-1252';
comment on column main."sources"."encoding_score" is 'confidence of the detector in encoding, 0 to 1';
comment on column main."sources"."replaced_char_count" is 'broken bytes replaced by U+FFFD while decoding, and NULs dropped';
comment on column main."sources"."content_hash" is 'SHA-256 (lower-case hex) of the canonical form of the text: its document; null for a rejected file and for an archive';
comment on column main."sources"."reject_reason" is 'why the file has no document: empty, blank, binary, undecodable, lost_text, too_large, unreadable, vanished, unstable, damaged, encrypted, bomb, nested, no_text, html, warc, failed';
comment on column main."sources"."reject_detail" is 'the reason in words, with figures';
comment on column main."sources"."is_duplicate" is 'whether an earlier source owned the document';
comment on column main."sources"."seen_at" is 'when this version was first seen (UTC)';
comment on column main."sources"."run_id" is 'the run that wrote this row (runs.run_id)';
create table main."removals" (
    "landing_zone" varchar not null,
    "source_path" varchar not null,
    "member_path" varchar,
    "removed_at" timestamptz not null,
    "run_id" varchar not null
);
comment on table main."removals" is 'one row each time a raw file, or a member of an archive, was found gone; its document stays';
comment on column main."removals"."landing_zone" is 'the folder that was scanned, as an absolute path';
comment on column main."removals"."source_path" is 'path of the raw file below its landing zone; bytes that are not UTF-8 are written as \xNN, a backslash as \\';
comment on column main."removals"."member_path" is 'path inside an archive, or the id or number of a line; null for the raw file itself';
comment on column main."removals"."removed_at" is 'when the file was found gone (UTC)';
comment on column main."removals"."run_id" is 'the run that wrote this row (runs.run_id)';
create table main."runs" (
    "run_id" varchar not null,
    "flow_run_id" varchar,
    "landing_zone" varchar,
    "started_at" timestamptz not null,
    "finished_at" timestamptz not null,
    "outcome" varchar not null,
    "seen_count" bigint,
    "unchanged_count" bigint,
    "new_document_count" bigint not null,
    "duplicate_count" bigint not null,
    "rejected_count" bigint not null,
    "edited_count" bigint,
    "failed_count" bigint,
    "removed_count" bigint not null,
    "redescribed_count" bigint not null,
    "near_duplicate_count" bigint not null,
    "forgotten_count" bigint,
    "read_bytes" bigint not null,
    "scan_seconds" double,
    "extract_seconds" double,
    "deduplicate_seconds" double,
    "describe_seconds" double,
    "commit_seconds" double,
    "learn_seconds" double,
    "compare_seconds" double,
    "zakhira_version" varchar,
    "pipeline_version" varchar,
    "settings" varchar
);
comment on table main."runs" is 'one row per run that changed something';
comment on column main."runs"."run_id" is 'UTC start and a random tail: sorts by time';
comment on column main."runs"."flow_run_id" is 'Prefect''s id of the flow run; null when run without Prefect';
comment on column main."runs"."landing_zone" is 'the folder that was scanned, as an absolute path; null for maintenance';
comment on column main."runs"."started_at" is 'when the run began (UTC)';
comment on column main."runs"."finished_at" is 'when its last batch was committed (UTC)';
comment on column main."runs"."outcome" is 'completed, or interrupted if the run died';
comment on column main."runs"."seen_count" is 'raw files seen; null for an interrupted run';
comment on column main."runs"."unchanged_count" is 'of these, files already in the ledger; null for an interrupted run';
comment on column main."runs"."new_document_count" is 'documents first seen in this run';
comment on column main."runs"."duplicate_count" is 'files whose document was already owned';
comment on column main."runs"."rejected_count" is 'files without a document';
comment on column main."runs"."edited_count" is 'of these three, files that had another text before, or none; null for an interrupted run and from earlier versions';
comment on column main."runs"."failed_count" is 'files and documents on which the program itself failed; null for an interrupted run';
comment on column main."runs"."removed_count" is 'files found gone';
comment on column main."runs"."redescribed_count" is 'documents described again with another result';
comment on column main."runs"."near_duplicate_count" is 'documents found to be near-duplicates, without edited versions of a file';
comment on column main."runs"."forgotten_count" is 'documents taken down; null for an interrupted run and from earlier versions';
comment on column main."runs"."read_bytes" is 'bytes of the new versions of files and members';
comment on column main."runs"."scan_seconds" is 'seconds spent in the scan steps';
comment on column main."runs"."extract_seconds" is 'seconds spent in the extract steps';
comment on column main."runs"."deduplicate_seconds" is 'seconds spent in the deduplicate steps';
comment on column main."runs"."describe_seconds" is 'seconds spent in the describe steps';
comment on column main."runs"."commit_seconds" is 'seconds spent in the commit steps';
comment on column main."runs"."learn_seconds" is 'seconds spent in the learn steps';
comment on column main."runs"."compare_seconds" is 'seconds spent in the compare steps';
comment on column main."runs"."zakhira_version" is 'version of the program';
comment on column main."runs"."pipeline_version" is 'versions of normalization, description and Unicode';
comment on column main."runs"."settings" is 'the settings of the run, as JSON';
create table main."tombstones" (
    "content_hash" varchar,
    "file_hash" varchar,
    "band_hashes" bigint[],
    "reason" varchar not null,
    "forgotten_at" timestamptz not null,
    "run_id" varchar not null
);
comment on table main."tombstones" is 'texts, and rejected files, that were taken down (zakhira forget) and are never admitted again';
comment on column main."tombstones"."content_hash" is 'SHA-256 (lower-case hex) of the canonical form of the text; null for a rejected file';
comment on column main."tombstones"."file_hash" is 'SHA-256 (lower-case hex) of the bytes of a rejected file; null for a text';
comment on column main."tombstones"."band_hashes" is 'MinHash band hashes of the text, where near-duplicates of it are not admitted either';
comment on column main."tombstones"."reason" is 'why it was taken down, as given';
comment on column main."tombstones"."forgotten_at" is 'when it was taken down (UTC)';
comment on column main."tombstones"."run_id" is 'the run that wrote this row (runs.run_id)';
create table main."boilerplate_lines" (
    "publisher" varchar not null,
    "line" varchar not null,
    "document_count" bigint not null,
    "publisher_document_count" bigint not null,
    "is_site_line" boolean,
    "learned_at" timestamptz not null,
    "run_id" varchar not null
);
comment on table main."boilerplate_lines" is 'lines learned to be boilerplate: they recur near the edges of many pages of a publisher';
comment on column main."boilerplate_lines"."publisher" is 'first folder of the path below the landing zone; empty for files in no folder';
comment on column main."boilerplate_lines"."line" is 'the line, each number in it replaced by 0';
comment on column main."boilerplate_lines"."document_count" is 'documents with this line near an edge, of those examined when it was learned; states of one story count once';
comment on column main."boilerplate_lines"."publisher_document_count" is 'documents of the publisher that were examined, 5,000 at most; states of one story count once';
comment on column main."boilerplate_lines"."is_site_line" is 'the line stands above most documents of the publisher: it is cut even where no headline follows';
comment on column main."boilerplate_lines"."learned_at" is 'when it was learned (UTC)';
comment on column main."boilerplate_lines"."run_id" is 'the run that wrote this row (runs.run_id)';
create table main."near_duplicates" (
    "content_hash" varchar not null,
    "cluster_hash" varchar not null,
    "containment_score" double not null,
    "jaccard_score" double not null,
    "is_revision" boolean,
    "comparison_version" bigint not null,
    "found_at" timestamptz not null,
    "run_id" varchar not null
);
comment on table main."near_duplicates" is 'one row per document that is an earlier one in another state: cut, edited or with other boilerplate';
comment on column main."near_duplicates"."content_hash" is 'the later document (documents.content_hash); the key';
comment on column main."near_duplicates"."cluster_hash" is 'first document of its cluster, with which it was compared; that one has no row here';
comment on column main."near_duplicates"."containment_score" is 'containment: share of the shingles of the shorter text that the longer one has, 0 to 1';
comment on column main."near_duplicates"."jaccard_score" is 'Jaccard similarity: share of the shingles of either text that both have, 0 to 1';
comment on column main."near_duplicates"."is_revision" is 'whether the same file had both texts: it was edited, and nobody copied it; null from version 2 and before';
comment on column main."near_duplicates"."comparison_version" is 'version of the rules that compared them';
comment on column main."near_duplicates"."found_at" is 'when they were compared (UTC)';
comment on column main."near_duplicates"."run_id" is 'the run that wrote this row (runs.run_id)';
create table main."related_documents" (
    "content_hash" varchar not null,
    "related_hash" varchar not null,
    "containment_score" double not null,
    "jaccard_score" double not null,
    "is_revision" boolean,
    "comparison_version" bigint not null,
    "found_at" timestamptz not null,
    "run_id" varchar not null
);
comment on table main."related_documents" is 'pairs of documents with one story in other words, or one a part of the other; a weak relation';
comment on column main."related_documents"."content_hash" is 'the later document (documents.content_hash)';
comment on column main."related_documents"."related_hash" is 'the earlier document';
comment on column main."related_documents"."containment_score" is 'containment: share of the shingles of the shorter text that the longer one has, 0 to 1';
comment on column main."related_documents"."jaccard_score" is 'Jaccard similarity: share of the shingles of either text that both have, 0 to 1';
comment on column main."related_documents"."is_revision" is 'whether the same file had both texts: it was edited, and nobody copied it; null from version 2 and before';
comment on column main."related_documents"."comparison_version" is 'version of the rules that compared them';
comment on column main."related_documents"."found_at" is 'when they were compared (UTC)';
comment on column main."related_documents"."run_id" is 'the run that wrote this row (runs.run_id)';
create table main."failures" (
    "content_hash" varchar not null,
    "question" varchar not null,
    "exception" varchar not null,
    "location" varchar not null,
    "failed_at" timestamptz not null,
    "run_id" varchar not null,
    "pipeline_version" varchar not null
);
comment on table main."failures" is 'one row each time a rule failed on a document: a defect of the program, not of the text; append-only';
comment on column main."failures"."content_hash" is 'the document (documents.content_hash)';
comment on column main."failures"."question" is 'what was asked of the text: page, declared, url, title, date, language, dateline, counts, description (all of these), preview or near_duplicates';
comment on column main."failures"."exception" is 'type and message of the exception';
comment on column main."failures"."location" is 'module, line and function of the rule that raised it; empty if it came from outside';
comment on column main."failures"."failed_at" is 'when the run began (UTC)';
comment on column main."failures"."run_id" is 'the run that wrote this row (runs.run_id)';
comment on column main."failures"."pipeline_version" is 'versions of normalization, description and Unicode';
create table main."parquet_parts" (
    "table_name" varchar not null,
    "part_path" varchar not null,
    "row_count" bigint not null,
    "size_bytes" bigint not null,
    "file_hash" varchar not null,
    "run_id" varchar not null
);
comment on table main."parquet_parts" is 'the manifest: one row per Parquet file below parquet/; compaction replaces parts by others';
comment on column main."parquet_parts"."table_name" is 'the table the part belongs to';
comment on column main."parquet_parts"."part_path" is 'path below the warehouse folder';
comment on column main."parquet_parts"."row_count" is 'rows in the part';
comment on column main."parquet_parts"."size_bytes" is 'size of the file';
comment on column main."parquet_parts"."file_hash" is 'SHA-256 (lower-case hex) of the file';
comment on column main."parquet_parts"."run_id" is 'run that wrote the part (runs.run_id); for a compacted part, with rows of other runs, the run that compacted it';
