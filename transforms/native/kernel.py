"""Ask the compiled kernel about many texts at once, laid out as one array of UTF-16.

Text n stands from `ends[n] + 1` to `ends[n + 1]`. `is_there` says whether there is a kernel at all.
"""

import ctypes
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.native import library
from transforms.native.tables import Tables, tables
from transforms.native.traits import FORM_BEFORE_NUMBER, FORM_NOT_PLAIN, FORM_SEPARATOR

CodeUnits = npt.NDArray[np.uint16]
Ends = npt.NDArray[np.int64]

FORM_IS_DONE, FORM_IS_FOR_THE_RULE, FORM_MAY_COMPOSE = range(3)
_PLAIN = (0, FORM_SEPARATOR)
# No character of the basic plane has more in UTF-8.
_BYTES_PER_UNIT = 3
# A page is written with so many bytes to spare.
_SPARE = 4


class Forms(NamedTuple):
    """Canonical forms in UTF-8, one after the other; what to do with each (FORM_*)."""

    payload: bytes
    ends: list[int]
    outcomes: list[int]


class Pieces(NamedTuple):
    """Words counted in each text, and the pieces of texts that the rule counts words in.

    Those of text n are `starts` and `stops` from `firsts[n]` to `firsts[n + 1]`.
    """

    counts: list[int]
    firsts: list[int]
    starts: list[int]
    stops: list[int]


class Limits(ctypes.Structure):
    """Thresholds of the rules for a whole page, named as in their modules."""

    _fields_ = (
        *((name, ctypes.c_int64) for name in ("min_lines", "min_exact_lines")),
        *((name, ctypes.c_int64) for name in ("min_width", "max_width")),
        *((name, ctypes.c_double) for name in ("near_width", "min_near_share")),
        *((name, ctypes.c_int64) for name in ("min_misplaced", "min_accented")),
        *((name, ctypes.c_double) for name in ("max_misplaced_share", "max_accented_share")),
        *((name, ctypes.c_int64) for name in ("min_ebcdic_spaces", "head_chars")),
    )


class _Tables(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in Tables._fields if name != "folded"),
        ("pair_count", ctypes.c_int64),
    )


class _Kept(NamedTuple):
    """What the kernel is told where the tables are, and the tables themselves."""

    pointers: _Tables
    tables: dict[str, npt.NDArray[np.generic]]


@cache
def _kept() -> _Kept:
    found: dict[str, npt.NDArray[np.generic]] = tables()._asdict()
    # One look instead of three.
    form = tables().form.astype(np.uint32)
    form[~np.isin(form & ~np.uint32(FORM_BEFORE_NUMBER), _PLAIN)] |= FORM_NOT_PLAIN
    found["form"] = form << 16 | tables().folded
    del found["folded"]
    pointers = (table.ctypes.data for table in found.values())
    return _Kept(_Tables(*pointers, len(found["pairs"])), found)


@cache
def _tables() -> int:
    """Return where the kernel finds the tables. They stay there."""
    return ctypes.addressof(_kept().pointers)


def is_there() -> bool:
    """Check whether there is a compiled kernel."""
    return library.library() is not None


def canonical_forms(units: CodeUnits, ends: Ends) -> Forms:
    """Return the canonical forms of some texts."""
    texts = len(ends) - 1
    scratch = np.empty(2 * int(np.diff(ends).max(initial=1)), np.uint16)
    room = _BYTES_PER_UNIT * len(units)
    out = np.empty(room, np.uint8)
    out_ends = np.empty(texts, np.int64)
    outcomes = np.empty(texts, np.uint8)
    failed = library.kernel().canonical_forms(
        _tables(),
        units.ctypes.data,
        ends.ctypes.data,
        texts,
        scratch.ctypes.data,
        len(scratch),
        out.ctypes.data,
        room,
        out_ends.ctypes.data,
        outcomes.ctypes.data,
    )
    if failed:
        raise RuntimeError("a form has more bytes than its text could have")
    written = int(out_ends[-1]) if texts else 0
    return Forms(out[:written].tobytes(), out_ends.tolist(), outcomes.tolist())


def count_letters(units: CodeUnits, ends: Ends) -> npt.NDArray[np.uint32]:
    """Return how many characters of each script number each text has: 256 columns."""
    counts = np.zeros((len(ends) - 1, 256), np.uint32)
    library.kernel().count_letters(
        _tables(), units.ctypes.data, ends.ctypes.data, len(counts), counts.ctypes.data
    )
    return counts


def count_sentences(units: CodeUnits, ends: Ends) -> list[int]:
    """Return how many sentences each text has."""
    return _counts(library.kernel().count_sentences, units, ends)


def _counts(function: "ctypes._CFuncPtr", units: CodeUnits, ends: Ends) -> list[int]:  # type: ignore[name-defined]
    counts = np.empty(len(ends) - 1, np.int64)
    function(_tables(), units.ctypes.data, ends.ctypes.data, len(counts), counts.ctypes.data)
    found: list[int] = counts.tolist()
    return found


def count_words(units: CodeUnits, ends: Ends) -> Pieces:
    """Return how many plain words each text has, and its pieces that are not plainly words."""
    texts = len(ends) - 1
    counts = np.empty(texts, np.int64)
    firsts = np.empty(texts + 1, np.int64)
    # A piece has a character, and there is another one before the next.
    pieces = np.empty((len(units) // 2 + 1, 2), np.int64)
    found = library.kernel().count_words(
        _tables(),
        units.ctypes.data,
        ends.ctypes.data,
        texts,
        counts.ctypes.data,
        firsts.ctypes.data,
        pieces.ctypes.data,
        pieces.size,
    )
    if found < 0:
        raise RuntimeError("there are more pieces than a text could have")
    starts, stops = pieces[:found].T.tolist()
    return Pieces(counts.tolist(), firsts.tolist(), starts, stops)


def plain_page(payload: bytes, limits: Limits) -> str | None:
    """Return the normalized text of UTF-8 that needs no rule for whole pages; null for others."""
    room = len(payload) + _SPARE
    out = np.empty(room, np.uint8)
    size = library.kernel().plain_page(
        _tables(),
        ctypes.addressof(limits),
        payload,
        len(payload),
        out.ctypes.data,
        room,
    )
    return None if size < 0 else str(out[:size].data, "utf-8")
