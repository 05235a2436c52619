"""Declare every table: columns, types, units and descriptions.

`conform` checks a table against its declaration. Descriptions reach the Parquet field metadata and
the DuckDB comments, so they are written for an analyst who sees nothing else.
"""

from typing import NamedTuple

import pyarrow as pa

from transforms.errors import SchemaError
from transforms.failures import FAILURES_TYPE
from transforms.reject_reasons import RejectReason

# The type of every `_at` column: microseconds, because Spark refuses nanoseconds.
TIMESTAMP = pa.timestamp("us", "UTC")


class Column(NamedTuple):
    """A column: its name, Arrow type and description, and how it is stored."""

    name: str
    type: pa.DataType
    description: str
    is_required: bool = False
    # Few distinct values: worth a Parquet dictionary.
    is_repetitive: bool = False
    # Worth minimum and maximum in the Parquet footer. Never for text, which would leak there.
    has_statistics: bool = False


class Table(NamedTuple):
    """A table: its name, a description of its rows, and its columns in order."""

    name: str
    description: str
    columns: tuple[Column, ...]
    # The hash that readers look rows up by; gets a Parquet bloom filter.
    bloom_column: str | None = None
    # The column whose values are unique.
    key: str | None = None

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, with the descriptions as metadata under `comment`."""
        return pa.schema([_field(column) for column in self.columns], {"comment": self.description})


def _field(column: Column) -> pa.Field:
    return pa.field(
        column.name, column.type, not column.is_required, {"comment": column.description}
    )


def conform(table: pa.Table, to: Table) -> pa.Table:
    """Return the same rows under the declared schema: its columns, in its order, of its types.

    Raises:
        SchemaError: a column is missing, unknown, of a type that does not cast without loss, null
            where a value is required, or not valid UTF-8 (pyarrow would write it and DuckDB then
            refuse it).
    """
    schema = to.schema
    if sorted(table.column_names) != sorted(schema.names):
        wrong = set(table.column_names) ^ set(schema.names)
        raise SchemaError(f"{to.name}: columns missing or unknown: {', '.join(sorted(wrong))}")
    try:
        conformed = table.select(schema.names).cast(schema)
        conformed.validate(full=True)
    except (pa.ArrowInvalid, ValueError) as error:
        raise SchemaError(f"{to.name}: {error}") from error
    for column in to.columns:
        if column.is_required and conformed[column.name].null_count:
            raise SchemaError(f"{to.name}: {column.name} has nulls")
    return conformed


_CONTENT_HASH = "SHA-256 (lower-case hex) of the canonical form of the text"
_RUN_ID = "the run that wrote this row (runs.run_id)"
_LANDING_ZONE = "the folder that was scanned, as an absolute path"
_PUBLISHER = "first folder of the path below the landing zone"
_SOURCE_PATH = (
    "path of the raw file below its landing zone; bytes that are not UTF-8 are written as \\xNN, "
    "a backslash as \\\\"
)
_MEMBER_PATH = "path inside an archive, or the id or number of a line; null for the raw file itself"

_TEXT = Column(
    "text",
    pa.string(),
    "normalized text without boilerplate; hard-wrapped lines are joined, one blank line separates "
    "paragraphs",
    is_required=True,
)

_METADATA = (
    Column("title", pa.string(), "headline of the text; its first sentence where it has none"),
    Column(
        "title_method",
        pa.string(),
        "how the title was found: front_matter, sidecar, record, html or folders (declared), "
        "repeated_line, "
        "first_line (a headline); without a headline first_paragraph (its first sentence), "
        "first_sentence (of a text in one line) or first_words (of a sentence longer than a title)",
        is_repetitive=True,
    ),
    Column(
        "published_at",
        TIMESTAMP,
        "publication time (UTC); null unless a time and a zone are given",
    ),
    Column("published_on", pa.date32(), "publication date as written", has_statistics=True),
    Column("date_precision", pa.string(), "minute or day", is_repetitive=True),
    Column(
        "date_method",
        pa.string(),
        "where the date was found: front_matter, sidecar, record, html or folders (declared), "
        "labelled (Published: ...), line (its own), headline (glued to it) or dateline; "
        "_without_year is added where the year comes from when the page was crawled",
        is_repetitive=True,
    ),
    Column(
        "date_calendar",
        pa.string(),
        "calendar of the date: gregorian, jalali, or hijri, which the moon may shift by two days",
        is_repetitive=True,
    ),
    Column(
        "dated_on",
        pa.date32(),
        "the best day there is, so that a chart by day has every document; dated_by says what it "
        "is the day of",
        has_statistics=True,
    ),
    Column(
        "dated_by",
        pa.string(),
        "what dated_on is the day of: published (published_on), crawled (declared by sidecar, "
        "front matter or folders), modified (first_modified_at) or seen (first_seen_at); days "
        "before 1990 and more than one after first_seen_at are passed over",
        is_repetitive=True,
    ),
    Column(
        "language",
        pa.string(),
        "BCP 47 tag; und if undetermined",
        is_required=True,
        is_repetitive=True,
        has_statistics=True,
    ),
    Column(
        "language_score",
        pa.float64(),
        "confidence in language, 0 to 1, near the share of right answers; null for und",
    ),
    Column(
        "language_runner_up",
        pa.string(),
        "second best tag; for und the best guess",
        is_repetitive=True,
    ),
    Column(
        "language_method",
        pa.string(),
        "what decided the language: script, letters, words or vote; for und the reason: "
        "no_letters, undecided or failed",
        is_required=True,
        is_repetitive=True,
    ),
    Column(
        "language_shares",
        pa.string(),
        "share of the letters by the language of their paragraph, as JSON; null if all are in one",
    ),
    Column(
        "script",
        pa.string(),
        "script of most letters, as ISO 15924 code; null without letters",
        is_repetitive=True,
    ),
    Column(
        "has_mixed_scripts",
        pa.bool_(),
        "whether another script has a tenth of the letters or more; null if the question failed",
    ),
    Column(
        "dateline_place",
        pa.string(),
        "place the report was filed from, as written",
        is_repetitive=True,
    ),
    Column(
        "dateline_place_name",
        pa.string(),
        "English name of the place, one for all spellings; null for an unknown place",
        is_repetitive=True,
    ),
    Column(
        "agency", pa.string(), "agency, outlet or desk credited, as written", is_repetitive=True
    ),
    Column(
        "agency_name",
        pa.string(),
        "English name of the agency, one for all spellings; null for a desk or an unknown agency",
        is_repetitive=True,
    ),
    Column("byline", pa.string(), "reporter credited, as written"),
    Column(
        "url",
        pa.string(),
        "address of the page: declared by sidecar, front matter or folders, or on a line of its "
        "own above or below the text",
    ),
    Column(
        "char_count",
        pa.int64(),
        "characters (code points) of text",
        is_required=True,
        has_statistics=True,
    ),
    Column(
        "word_count",
        pa.int64(),
        "words of text, by Unicode word boundaries; null if the question failed",
        has_statistics=True,
    ),
    Column(
        "sentence_count",
        pa.int64(),
        "sentences of text, by their terminal marks; null if the question failed",
    ),
    Column(
        "paragraph_count",
        pa.int64(),
        "paragraphs of text: blocks between blank lines; null if the question failed",
    ),
    Column(
        "boilerplate_line_count",
        pa.int64(),
        "boilerplate lines cut out of the page",
        is_required=True,
    ),
    Column(
        "doubtful_line_count",
        pa.int64(),
        "learned boilerplate lines that stay in text, as they have more than a third of the page; "
        "null without any",
    ),
    Column(
        "failed_questions",
        pa.string(),
        "questions whose rule failed on this text, separated by commas; their columns are null and "
        "failures says why; null if all were answered",
        is_repetitive=True,
    ),
)

_CUTS = (
    Column(
        "boilerplate",
        pa.string(),
        "boilerplate lines cut out of the page, one a line; null without any",
    ),
    Column(
        "cuts",
        pa.string(),
        "what was cut out of the page (boilerplate, front matter, a repeated headline), as JSON: "
        "[[position in text, removed characters], ...]; null without any",
    ),
)

DESCRIPTION = Table(
    "description",
    "what a page says of itself: the columns that describe fills",
    (_TEXT, *_METADATA, *_CUTS),
)

_FROM_FILE = (
    Column(
        "is_hard_wrapped", pa.bool_(), "whether the lines of the raw file were broken at a width"
    ),
    Column(
        "attributes",
        pa.string(),
        "what the sidecar (<name>.json), the record around the text (the other fields of a line of "
        "JSON), the head of HTML and folders named key=value declare, as JSON; null without any",
    ),
)

_OWNER = (
    Column(
        "first_source_path",
        pa.string(),
        "raw file that owns this text: the first one seen with it",
        is_required=True,
    ),
    Column(
        "first_member_path",
        pa.string(),
        "the member of that file that has the text, where it is an archive",
    ),
    Column(
        "publisher",
        pa.string(),
        "first folder of first_source_path; null without a folder",
        is_repetitive=True,
    ),
    Column("landing_zone", pa.string(), "landing zone of that file", is_repetitive=True),
    Column(
        "first_modified_at",
        TIMESTAMP,
        "modification time of that file when it was first seen (UTC)",
    ),
    Column(
        "first_seen_at",
        TIMESTAMP,
        "when that file was first seen (UTC)",
        is_required=True,
        has_statistics=True,
    ),
    Column(
        "first_run_id",
        pa.string(),
        "run that saw it first (runs.run_id)",
        is_required=True,
        is_repetitive=True,
    ),
    Column(
        "pipeline_version",
        pa.string(),
        "versions of normalization, description and Unicode",
        is_required=True,
        is_repetitive=True,
    ),
)

_KEY = Column(
    "content_hash", pa.string(), f"{_CONTENT_HASH}; the key", is_required=True, has_statistics=True
)

DOCUMENTS = Table(
    "documents",
    "one row per distinct text",
    (
        _KEY,
        *DESCRIPTION.columns,
        *_FROM_FILE,
        *_OWNER,
    ),
    bloom_column="content_hash",
    key="content_hash",
)

DESCRIPTIONS = Table(
    "descriptions",
    "one row each time a document was described again with another result, until compaction; in a "
    "folder a run merges them into documents, at a URL and on NFS docs/bi/object-store.md says how "
    "to read both; Parquet only",
    (
        _KEY._replace(description="the document (documents.content_hash)"),
        *DESCRIPTION.columns,
        Column(
            "described_at",
            TIMESTAMP,
            "when the document was described again (UTC)",
            is_required=True,
            has_statistics=True,
        ),
        Column("run_id", pa.string(), _RUN_ID, is_required=True, is_repetitive=True),
        next(column for column in _OWNER if column.name == "pipeline_version"),
    ),
    bloom_column="content_hash",
)

FAILURES = Table(
    "failures",
    "one row each time a rule failed on a document: a defect of the program, not of the text; "
    "append-only",
    (
        Column(
            "content_hash",
            pa.string(),
            "the document (documents.content_hash)",
            is_required=True,
            has_statistics=True,
        ),
        Column(
            "question",
            pa.string(),
            "what was asked of the text: page, declared, url, title, date, language, dateline, "
            "counts, description (all of these), preview or near_duplicates",
            is_required=True,
            is_repetitive=True,
        ),
        Column("exception", pa.string(), "type and message of the exception", is_required=True),
        Column(
            "location",
            pa.string(),
            "module, line and function of the rule that raised it; empty if it came from outside",
            is_required=True,
            is_repetitive=True,
        ),
        Column("failed_at", TIMESTAMP, "when the run began (UTC)", is_required=True),
        Column("run_id", pa.string(), _RUN_ID, is_required=True, is_repetitive=True),
        next(column for column in _OWNER if column.name == "pipeline_version"),
    ),
)

BOILERPLATE_LINES = Table(
    "boilerplate_lines",
    "lines learned to be boilerplate: they recur near the edges of many pages of a publisher",
    (
        Column(
            "publisher",
            pa.string(),
            f"{_PUBLISHER}; empty for files in no folder",
            is_required=True,
        ),
        Column("line", pa.string(), "the line, each number in it replaced by 0", is_required=True),
        Column(
            "document_count",
            pa.int64(),
            "documents with this line near an edge, of those examined when it was learned; states "
            "of one story count once",
            is_required=True,
        ),
        Column(
            "publisher_document_count",
            pa.int64(),
            "documents of the publisher that were examined, 5,000 at most; states of one story "
            "count once",
            is_required=True,
        ),
        Column(
            "is_site_line",
            pa.bool_(),
            "the line stands above most documents of the publisher: it is cut even where no "
            "headline follows",
        ),
        Column(
            "learned_at",
            TIMESTAMP,
            "when it was learned (UTC)",
            is_required=True,
            has_statistics=True,
        ),
        Column("run_id", pa.string(), _RUN_ID, is_required=True, is_repetitive=True),
    ),
)

DOCUMENT_METADATA = Table(
    "document_metadata",
    "documents without their full text, for tools that load whole tables; Parquet only",
    (
        _KEY,
        Column("preview", pa.string(), "the first 500 characters of text, cut between words"),
        *_METADATA,
        *_FROM_FILE,
        *_OWNER,
    ),
    bloom_column="content_hash",
    key="content_hash",
)

SOURCES = Table(
    "sources",
    "one row per version of a raw file, and of each member of an archive: the ledger; append-only",
    (
        Column("landing_zone", pa.string(), _LANDING_ZONE, is_required=True, is_repetitive=True),
        Column("source_path", pa.string(), _SOURCE_PATH, is_required=True),
        Column("member_path", pa.string(), _MEMBER_PATH),
        Column(
            "member_count",
            pa.int64(),
            "members of this archive that were read, each a source of its own; null for any other "
            "file, and for an archive that is rejected",
        ),
        Column(
            "size_bytes",
            pa.int64(),
            "size of the raw file, or of the unpacked member",
            is_required=True,
            has_statistics=True,
        ),
        Column(
            "modified_at", TIMESTAMP, "modification time of the raw file (UTC)", is_required=True
        ),
        Column(
            "modified_ns",
            pa.int64(),
            "modification time in nanoseconds since 1970, exactly as the filesystem gives it",
            is_required=True,
        ),
        Column(
            "file_hash",
            pa.string(),
            "SHA-256 (lower-case hex) of the bytes, unpacked where the file is compressed; null "
            "where they could not be read",
        ),
        Column(
            "encoding",
            pa.string(),
            "encoding the bytes were decoded from; both if lines or letters are in another one, as "
            "in: utf-8 and windows-1256; for mojibake its history, as in: utf-8 read as "
            "windows-1252",
            is_repetitive=True,
        ),
        Column("encoding_score", pa.float64(), "confidence of the detector in encoding, 0 to 1"),
        Column(
            "replaced_char_count",
            pa.int64(),
            "broken bytes replaced by U+FFFD while decoding, and NULs dropped",
        ),
        Column(
            "content_hash",
            pa.string(),
            f"{_CONTENT_HASH}: its document; null for a rejected file and for an archive",
            has_statistics=True,
        ),
        Column(
            "reject_reason",
            pa.string(),
            "why the file has no document: " + ", ".join(RejectReason),
            is_repetitive=True,
        ),
        Column("reject_detail", pa.string(), "the reason in words, with figures"),
        Column(
            "is_duplicate",
            pa.bool_(),
            "whether an earlier source owned the document",
            is_required=True,
        ),
        Column(
            "seen_at",
            TIMESTAMP,
            "when this version was first seen (UTC)",
            is_required=True,
            has_statistics=True,
        ),
        Column("run_id", pa.string(), _RUN_ID, is_required=True, is_repetitive=True),
    ),
    bloom_column="content_hash",
)

REMOVALS = Table(
    "removals",
    "one row each time a raw file, or a member of an archive, was found gone; its document stays",
    (
        Column("landing_zone", pa.string(), _LANDING_ZONE, is_required=True, is_repetitive=True),
        Column("source_path", pa.string(), _SOURCE_PATH, is_required=True),
        Column("member_path", pa.string(), _MEMBER_PATH),
        Column(
            "removed_at",
            TIMESTAMP,
            "when the file was found gone (UTC)",
            is_required=True,
            has_statistics=True,
        ),
        Column("run_id", pa.string(), _RUN_ID, is_required=True, is_repetitive=True),
    ),
)

_READING_NAMES = (
    "member_path",
    "member_count",
    "size_bytes",
    "modified_ns",
    "file_hash",
    "encoding",
    "encoding_score",
    "replaced_char_count",
)
_OUTCOME_NAMES = ("content_hash", "reject_reason", "reject_detail")

EXTRACTS = Table(
    "extracts",
    "one row per raw file or member read: what extraction found, before it becomes sources and "
    "documents; "
    "staging only",
    (
        *(
            column
            for column in SOURCES.columns
            if column.name in ("source_path", *_READING_NAMES, *_OUTCOME_NAMES)
        ),
        Column("text", pa.string(), "the whole page, normalized; null for a rejected file"),
        *_FROM_FILE,
        Column("failures", FAILURES_TYPE, "what failed on a file that is not rejected for it"),
    ),
)

_STAGES = ("scan", "extract", "deduplicate", "describe", "commit", "learn", "compare")

RUNS = Table(
    "runs",
    "one row per run that changed something",
    (
        Column(
            "run_id", pa.string(), "UTC start and a random tail: sorts by time", is_required=True
        ),
        Column(
            "flow_run_id",
            pa.string(),
            "Prefect's id of the flow run; null when run without Prefect",
        ),
        Column(
            "landing_zone",
            pa.string(),
            f"{_LANDING_ZONE}; null for maintenance",
            is_repetitive=True,
        ),
        Column("started_at", TIMESTAMP, "when the run began (UTC)", is_required=True),
        Column(
            "finished_at", TIMESTAMP, "when its last batch was committed (UTC)", is_required=True
        ),
        Column(
            "outcome",
            pa.string(),
            "completed, or interrupted if the run died",
            is_required=True,
            is_repetitive=True,
        ),
        Column("seen_count", pa.int64(), "raw files seen; null for an interrupted run"),
        Column(
            "unchanged_count",
            pa.int64(),
            "of these, files already in the ledger; null for an interrupted run",
        ),
        Column(
            "new_document_count", pa.int64(), "documents first seen in this run", is_required=True
        ),
        Column(
            "duplicate_count",
            pa.int64(),
            "files whose document was already owned",
            is_required=True,
        ),
        Column("rejected_count", pa.int64(), "files without a document", is_required=True),
        Column(
            "edited_count",
            pa.int64(),
            "of these three, files that had another text before, or none; null for an "
            "interrupted run and from earlier versions",
        ),
        Column(
            "failed_count",
            pa.int64(),
            "files and documents on which the program itself failed; null for an interrupted run",
        ),
        Column("removed_count", pa.int64(), "files found gone", is_required=True),
        Column(
            "redescribed_count",
            pa.int64(),
            "documents described again with another result",
            is_required=True,
        ),
        Column(
            "near_duplicate_count",
            pa.int64(),
            "documents found to be near-duplicates, without edited versions of a file",
            is_required=True,
        ),
        Column(
            "forgotten_count",
            pa.int64(),
            "documents taken down; null for an interrupted run and from earlier versions",
        ),
        Column(
            "read_bytes",
            pa.int64(),
            "bytes of the new versions of files and members",
            is_required=True,
        ),
        *(
            Column(f"{stage}_seconds", pa.float64(), f"seconds spent in the {stage} steps")
            for stage in _STAGES
        ),
        Column("zakhira_version", pa.string(), "version of the program", is_repetitive=True),
        Column(
            "pipeline_version",
            pa.string(),
            "versions of normalization, description and Unicode",
            is_repetitive=True,
        ),
        Column("settings", pa.string(), "the settings of the run, as JSON"),
    ),
    key="run_id",
)

PARQUET_PARTS = Table(
    "parquet_parts",
    "the manifest: one row per Parquet file below parquet/; compaction replaces parts by others",
    (
        Column(
            "table_name",
            pa.string(),
            "the table the part belongs to",
            is_required=True,
            is_repetitive=True,
        ),
        Column("part_path", pa.string(), "path below the warehouse folder", is_required=True),
        Column("row_count", pa.int64(), "rows in the part", is_required=True),
        Column("size_bytes", pa.int64(), "size of the file", is_required=True),
        Column("file_hash", pa.string(), "SHA-256 (lower-case hex) of the file", is_required=True),
        Column(
            "run_id",
            pa.string(),
            "run that wrote the part (runs.run_id); for a compacted part, with rows of other "
            "runs, the run that compacted it",
            is_required=True,
            is_repetitive=True,
        ),
    ),
    key="part_path",
)

TOMBSTONES = Table(
    "tombstones",
    "texts, and rejected files, that were taken down (zakhira forget) and are never admitted again",
    (
        Column(
            "content_hash",
            pa.string(),
            f"{_CONTENT_HASH}; null for a rejected file",
            has_statistics=True,
        ),
        Column(
            "file_hash",
            pa.string(),
            "SHA-256 (lower-case hex) of the bytes of a rejected file; null for a text",
        ),
        Column(
            "band_hashes",
            pa.list_(pa.int64()),
            "MinHash band hashes of the text, where near-duplicates of it are not admitted either",
        ),
        Column("reason", pa.string(), "why it was taken down, as given", is_required=True),
        Column("forgotten_at", TIMESTAMP, "when it was taken down (UTC)", is_required=True),
        Column("run_id", pa.string(), _RUN_ID, is_required=True, is_repetitive=True),
    ),
)

RECHECKS = Table(
    "rechecks",
    "raw files read again and found unchanged: touched, or written while a run read them; not part "
    "of the record",
    (
        Column("landing_zone", pa.string(), _LANDING_ZONE, is_required=True),
        Column("source_path", pa.string(), _SOURCE_PATH, is_required=True),
        Column("member_path", pa.string(), _MEMBER_PATH),
        Column("size_bytes", pa.int64(), "size of the raw file", is_required=True),
        Column(
            "modified_ns",
            pa.int64(),
            "modification time in nanoseconds since 1970",
            is_required=True,
        ),
        Column("rechecked_at", TIMESTAMP, "when the file was read again (UTC)", is_required=True),
        Column(
            "pipeline_version",
            pa.string(),
            "versions of normalization, description and Unicode that read it",
            is_required=True,
        ),
    ),
)

_SIMILARITY = (
    Column(
        "containment_score",
        pa.float64(),
        "containment: share of the shingles of the shorter text that the longer one has, 0 to 1",
        is_required=True,
    ),
    Column(
        "jaccard_score",
        pa.float64(),
        "Jaccard similarity: share of the shingles of either text that both have, 0 to 1",
        is_required=True,
    ),
    Column(
        "is_revision",
        pa.bool_(),
        "whether the same file had both texts: it was edited, and nobody copied it; null from "
        "version 2 and before",
    ),
    Column(
        "comparison_version",
        pa.int64(),
        "version of the rules that compared them",
        is_required=True,
    ),
    Column(
        "found_at",
        TIMESTAMP,
        "when they were compared (UTC)",
        is_required=True,
        has_statistics=True,
    ),
    Column("run_id", pa.string(), _RUN_ID, is_required=True, is_repetitive=True),
)

NEAR_DUPLICATES = Table(
    "near_duplicates",
    "one row per document that is an earlier one in another state: cut, edited or with other "
    "boilerplate",
    (
        _KEY._replace(description="the later document (documents.content_hash); the key"),
        Column(
            "cluster_hash",
            pa.string(),
            "first document of its cluster, with which it was compared; that one has no row here",
            is_required=True,
        ),
        *_SIMILARITY,
    ),
    bloom_column="content_hash",
    key="content_hash",
)

RELATED_DOCUMENTS = Table(
    "related_documents",
    "pairs of documents with one story in other words, or one a part of the other; a weak relation",
    (
        _KEY._replace(description="the later document (documents.content_hash)"),
        Column("related_hash", pa.string(), "the earlier document", is_required=True),
        *_SIMILARITY,
    ),
    bloom_column="content_hash",
)

LEADERS = Table(
    "leaders",
    "documents that later ones are compared with: long enough, and near-duplicates of no other; "
    "not part of the record",
    (
        Column(
            "leader_number", pa.int64(), "position in the order of comparison", is_required=True
        ),
        Column("content_hash", pa.string(), "the document", is_required=True),
    ),
)

# Of one text, in memory.
BAND_HASHES_TYPE = pa.list_(pa.uint32())

BANDS = Table(
    "bands",
    "MinHash band hashes of the leaders; not part of the record",
    (
        Column("band_hash", pa.int64(), "32-bit hash of a band and its number", is_required=True),
        Column("leader_number", pa.int64(), "the leader (leaders.leader_number)", is_required=True),
    ),
)

UNCOMPARED = Table(
    "uncompared",
    "documents to compare once more: the first of their cluster was taken down; not part of the "
    "record",
    (Column("content_hash", pa.string(), "the document", is_required=True),),
)

PASSES = Table(
    "passes",
    "how far each pass over the whole corpus has come; not part of the record: without it a pass "
    "is repeated",
    (
        Column(
            "pass",
            pa.string(),
            "learn (boilerplate), describe (again), compare (for near-duplicates), merge "
            "(descriptions) or forget (takedowns)",
            is_required=True,
        ),
        Column(
            "reached",
            pa.string(),
            "watermark of the pass: what it has seen, in a format of its own",
            is_required=True,
        ),
    ),
)

CHECK_RESULTS = Table(
    "check_results",
    "one row each time a check was run on what is published: rules of every warehouse, checks and "
    "bounds of yours; in check_results.parquet beside the database, for a year",
    (
        Column(
            "checked_at",
            TIMESTAMP,
            "when the checks were run (UTC)",
            is_required=True,
            has_statistics=True,
        ),
        Column(
            "run_id",
            pa.string(),
            "the run that checked at its end (runs.run_id); null for zakhira check",
        ),
        Column("generation", pa.int64(), "the published generation that was checked"),
        Column(
            "check_name",
            pa.string(),
            "name of the rule, of the file with the check, or of the bound",
            is_required=True,
            is_repetitive=True,
        ),
        Column(
            "kind",
            pa.string(),
            "rule (of every warehouse), own (a file of checks/) or bound (a setting)",
            is_required=True,
            is_repetitive=True,
        ),
        Column("description", pa.string(), "what the check is for, in a sentence"),
        Column(
            "severity",
            pa.string(),
            "error (a broken row fails the run, after it has published) or warn",
            is_required=True,
            is_repetitive=True,
        ),
        Column(
            "status",
            pa.string(),
            "pass, warn or fail (rows are broken), or error (the check could not be run)",
            is_required=True,
            is_repetitive=True,
        ),
        Column(
            "broken_count",
            pa.int64(),
            "rows that break it; of a bound, publishers; null if it could not be run",
        ),
        Column("sample", pa.string(), "the first five of these rows, as JSON; null without any"),
        Column("error", pa.string(), "why it could not be run; null if it was"),
    ),
)

# Tables whose record is Parquet and whose copy is in DuckDB.
STORED = (
    DOCUMENTS,
    SOURCES,
    REMOVALS,
    RUNS,
    TOMBSTONES,
    BOILERPLATE_LINES,
    NEAR_DUPLICATES,
    RELATED_DOCUMENTS,
    FAILURES,
)

# Tables of the pipeline itself, in DuckDB only: losing them costs work and nothing else.
PIPELINE_TABLES = (RECHECKS, PASSES, LEADERS, BANDS, UNCOMPARED)

# Every declared table.
TABLES = (*STORED, PARQUET_PARTS, DOCUMENT_METADATA, DESCRIPTIONS)
