"""Messages for people: counts with their nouns, and outcomes of a run."""

from collections.abc import Sequence

from warehouse.ledger.runs import Counts


def counted(count: int, one: str, more: str | None = None) -> str:
    """Return a count with its noun.

    >>> counted(1, "file"), counted(1_409, "file"), counted(2, "batch", "batches")
    ('1 file', '1,409 files', '2 batches')
    """
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def outcome_message(counts: Counts) -> str:
    """Return the outcomes of files as one phrase.

    >>> outcome_message(Counts(unchanged=1_200, new_documents=280, duplicates=1, rejected=5))
    '280 new documents, 1 duplicate, 5 rejected, 1,200 unchanged'
    """
    outcomes = [
        counted(counts.new_documents, "new document"),
        counted(counts.duplicates, "duplicate"),
        f"{counts.rejected:,} rejected",
        f"{counts.unchanged:,} unchanged",
    ]
    if counts.failed:
        outcomes.append(f"zakhira failed on {counts.failed:,}")
    return ", ".join(outcomes)


def left_out_message(names: int, links: int, folders: int, patterns: Sequence[str]) -> str:
    """Return what of a landing zone was left out; the empty string where nothing was.

    >>> left_out_message(2, 0, 1, ["*.txt", "*.text"])
    '2 files not named *.txt or *.text (ZAKHIRA_PATTERNS), 1 folder that could not be opened'
    """
    kinds = {
        f"{counted(names, 'file')} not named {' or '.join(patterns)} (ZAKHIRA_PATTERNS)": names,
        f"{counted(links, 'link')} out of the landing zone or to nowhere": links,
        f"{counted(folders, 'folder')} that could not be opened": folders,
    }
    return ", ".join(message for message, count in kinds.items() if count)
