"""How a file is packed, as its name says.

The name says what is inside; how it is compressed, the first bytes say. A ZIP container is opened
only where it is named so: a .docx is one too.
"""

from enum import StrEnum


class Container(StrEnum):
    """What a packed file is."""

    # One compressed file.
    SINGLE = "single"
    TAR = "tar"
    ZIP = "zip"
    # JSON, a line a member.
    LINES = "lines"
    WARC = "warc"


# Endings of one compressed file.
COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
_NAMED = {
    ".tar": Container.TAR,
    ".jsonl": Container.LINES,
    ".ndjson": Container.LINES,
    ".warc": Container.WARC,
    ".wet": Container.WARC,
}
CONTAINERS = {
    **dict.fromkeys(COMPRESSED, Container.SINGLE),
    **_NAMED,
    ".zip": Container.ZIP,
    ".tgz": Container.TAR,
    ".tbz2": Container.TAR,
    ".txz": Container.TAR,
    ".tzst": Container.TAR,
}
_ENDINGS = tuple(CONTAINERS)


def container_of(name: str) -> Container | None:
    """Return what a file of a name, or path, is packed as; null where it is not.

    >>> [str(container_of(name)) for name in ("a.txt", "a.txt.gz", "A.TAR.GZ", "a.jsonl.zst")]
    ['None', 'single', 'tar', 'lines']
    """
    # Most names end otherwise; of them this is all that is asked.
    if not name.lower().endswith(_ENDINGS):
        return None
    name, _, last = name.lower().rpartition(".")
    found = CONTAINERS[f".{last}"]
    if found is not Container.SINGLE:
        return found
    return _NAMED.get(f".{name.rpartition('.')[2]}", Container.SINGLE)
