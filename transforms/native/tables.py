"""Tables of the characters of the Basic Multilingual Plane, from a file beside this module.

The rules in Python say what the tables hold (`transforms.character_tables`). To ask them for 65,536
characters takes half a second, so the answers are kept; a test asks again and compares.
"""

import zlib
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.native.traits import PLANE

FILE = f"{__file__.rpartition('/')[0]}/tables.bin"


class Tables(NamedTuple):
    """One row a character in each; `pairs` is a list."""

    # The letter, digit or mark that a character becomes in the canonical form.
    folded: npt.NDArray[np.uint16]
    # FORM_*, WORD_* and PAGE_* of `traits`.
    form: npt.NDArray[np.uint16]
    word: npt.NDArray[np.uint32]
    page: npt.NDArray[np.uint32]
    # The number of its script in `scripts`.
    script: npt.NDArray[np.uint8]
    # Its canonical combining class.
    combining: npt.NDArray[np.uint8]
    # One bit for each encoding that UTF-8 is mistaken for: the character is there, its bytes begin
    # with a later byte of UTF-8, end with a first byte, end with a later byte.
    mistaken: npt.NDArray[np.uint16]
    begins_later: npt.NDArray[np.uint16]
    ends_first: npt.NDArray[np.uint16]
    ends_later: npt.NDArray[np.uint16]
    # Two characters and the one that Unicode makes of them, in order of the first two.
    pairs: npt.NDArray[np.uint16]


_TYPES: dict[str, type[np.generic]] = {
    "folded": np.uint16,
    "form": np.uint16,
    "word": np.uint32,
    "page": np.uint32,
    "script": np.uint8,
    "combining": np.uint8,
    "mistaken": np.uint16,
    "begins_later": np.uint16,
    "ends_first": np.uint16,
    "ends_later": np.uint16,
}


def packed(tables: Tables) -> bytes:
    """Return what the file holds."""
    return zlib.compress(b"".join(table.tobytes() for table in tables), 9)


def unpacked(payload: bytes) -> Tables:
    """Return the tables of the file."""
    raw = zlib.decompress(payload)
    found: dict[str, npt.NDArray[np.generic]] = {}
    start = 0
    for name, kind in _TYPES.items():
        found[name] = np.frombuffer(raw, kind, PLANE, start)
        start += found[name].nbytes
    pairs = np.frombuffer(raw, np.uint16, offset=start).reshape(-1, 3)
    return Tables(**found, pairs=pairs)  # type: ignore[arg-type]


@cache
def tables() -> Tables:
    """Return the tables; the first call reads the file."""
    with open(FILE, "rb") as file:  # noqa: PTH123 - a room without paths
        return unpacked(file.read())
