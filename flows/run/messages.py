"""Messages for people: counts with their nouns, and outcomes of a run."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from warehouse.ledger.runs import Counts

if TYPE_CHECKING:  # words need no Arrow
    from flows.run.batches import ScanResult, Summary

# Endings of files that hold no plain text, or that with tags, braces or columns around it. Packed
# files are read.
_NO_TEXTS = {
    ".7z", ".bmp", ".csv", ".db", ".doc", ".docx", ".epub", ".exe", ".gif", ".htm", ".html", ".ini",
    ".jpeg", ".jpg", ".js", ".json", ".lock", ".mp3", ".mp4", ".odt", ".parquet", ".pdf", ".png",
    ".ppt", ".pptx", ".py", ".rar", ".sql", ".tsv", ".webp", ".xls", ".xlsx", ".xml", ".yaml",
    ".yml",
}  # fmt: skip


def counted(count: int, one: str, more: str | None = None) -> str:
    """Return a count with its noun.

    >>> counted(1, "file"), counted(1_409, "file"), counted(2, "batch", "batches")
    ('1 file', '1,409 files', '2 batches')
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def outcome_message(counts: Counts) -> str:
    """Return the outcomes of files as one phrase.

    >>> outcome_message(Counts(unchanged=1_200, new_documents=280, duplicates=1, edited=5))
    '280 new documents, 1 duplicate, 0 rejected, 1,200 unchanged, 5 edited'
    """
    outcomes = [
        counted(counts.new_documents, "new document"),
        counted(counts.duplicates, "duplicate"),
        f"{counts.rejected:,} rejected",
        f"{counts.unchanged:,} unchanged",
    ]
    if counts.edited:
        outcomes.append(f"{counts.edited:,} edited")
    if counts.failed:
        outcomes.append(f"zakhira failed on {counts.failed:,}")
    return ", ".join(outcomes)


def summary_message(summary: "Summary") -> str:
    """Return all that a run did with its files as one phrase."""
    parts = [outcome_message(summary.counts), f"{summary.removed:,} gone"]
    if summary.near_duplicates:
        parts.append(counted(summary.near_duplicates, "near-duplicate"))
    if summary.redescribed:
        parts.append(f"{summary.redescribed:,} described again")
    if summary.broken_checks:
        parts.append(f"{counted(len(summary.broken_checks), 'check')} did not pass")
    files = counted(summary.seen, "file")
    if summary.archives:
        archives = counted(summary.archives, "archive")
        files += f", {counted(summary.members, 'member')} of {archives}"
    return f"{files}: {', '.join(parts)}"


def headline(counts: Counts, removed: int) -> str:
    """Return what a run changed in a few words, for a list of runs.

    >>> headline(Counts(unchanged=1_200, new_documents=280, rejected=5), removed=1)
    '280 new, 5 rejected, 1 gone'
    >>> headline(Counts(unchanged=1_200), removed=0)
    'nothing new'
    """
    kinds = {
        f"{counts.new_documents:,} new": counts.new_documents,
        counted(counts.duplicates, "duplicate"): counts.duplicates,
        f"{counts.rejected:,} rejected": counts.rejected,
        f"{counts.edited:,} edited": counts.edited,
        f"{removed:,} gone": removed,
        f"{counts.failed:,} failed": counts.failed,
    }
    return ", ".join(message for message, count in kinds.items() if count) or "nothing new"


def maintenance_message(checks: int, broken: int, warnings: int, counts: Counts) -> str:
    """Return what maintenance did and what the checks say, as one phrase.

    >>> maintenance_message(16, 0, 0, Counts(compacted=8, near_duplicates=1))
    '16 checks hold, 1 near-duplicate, 8 parts compacted'
    >>> maintenance_message(16, 2, 1, Counts())
    '2 of 16 checks are broken, 1 warning'
    """
    kinds = {
        counted(warnings, "warning"): warnings,
        f"{counts.redescribed:,} described again": counts.redescribed,
        counted(counts.near_duplicates, "near-duplicate"): counts.near_duplicates,
        f"{counted(counts.compacted, 'part')} compacted": counts.compacted,
    }
    hold = f"{checks - warnings} checks hold"
    verdict = f"{broken} of {checks} checks are broken" if broken else hold
    return ", ".join([verdict, *(message for message, count in kinds.items() if count)])


def kept_whole_message(count: int) -> str:
    """Return what to say of documents that keep learned lines.

    >>> kept_whole_message(3)
    '3 documents keep lines learned to be boilerplate: these are more than a third of the page'
    """
    keep = "keeps" if count == 1 else "keep"
    return (
        f"{counted(count, 'document')} {keep} lines learned to be boilerplate: "
        "these are more than a third of the page"
    )


def no_match_message(endings: Mapping[str, int], patterns: Sequence[str]) -> str:
    """Return what to say of a landing zone in which no file is named as the patterns want.

    >>> no_match_message({".md": 1_200, ".html": 4, "": 1}, ["*.txt"])
    'no file is named *.txt: there are 1,200 *.md, 4 *.html, 1 without an ending'
    """
    kinds = [
        f"{count:,} *{ending}" if ending else f"{count:,} without an ending"
        for ending, count in endings.items()
    ]
    return f"no file is named {' or '.join(patterns)}: there are {', '.join(kinds)}"


def patterns_to_try(endings: Mapping[str, int], patterns: Sequence[str]) -> str | None:
    """Return the patterns that read the most frequent ending too; null where that is no text.

    >>> patterns_to_try({".html": 9, ".md": 3}, ["*.txt"]), patterns_to_try({".pdf": 9}, ["*.txt"])
    ('*.txt,*.md', None)
    """
    texts = [ending for ending in endings if ending and ending not in _NO_TEXTS]
    return ",".join([*patterns, f"*{texts[0]}"]) if texts else None


class LeftOut(NamedTuple):
    """Counts of what of a landing zone was left out."""

    names: int = 0
    ignored: int = 0
    young: int = 0
    links: int = 0
    folders: int = 0

    @classmethod
    def of(cls, found: "ScanResult | Summary") -> "LeftOut":
        """Return the counts of a scan, without its folders."""
        return cls(
            found.names_left_out,
            found.ignored_left_out,
            found.young_left_out,
            found.links_left_out,
        )


def left_out_message(counts: LeftOut, patterns: Sequence[str]) -> str:
    """Return what of a landing zone was left out; the empty string where nothing was.

    >>> left_out_message(LeftOut(names=2, folders=1), ["*.txt", "*.text"])
    '2 files not named *.txt or *.text (ZAKHIRA_PATTERNS), 1 folder that could not be opened'
    """
    files = counted(counts.names, "file")
    kinds = {
        f"{files} not named {' or '.join(patterns)} (ZAKHIRA_PATTERNS)": counts.names,
        f"{counts.ignored:,} ignored (ZAKHIRA_IGNORE)": counts.ignored,
        f"{counts.young:,} too young (ZAKHIRA_MIN_AGE)": counts.young,
        f"{counted(counts.links, 'link')} out of the landing zone or to nowhere": counts.links,
        f"{counted(counts.folders, 'folder')} that could not be opened": counts.folders,
    }
    return ", ".join(message for message, count in kinds.items() if count)
