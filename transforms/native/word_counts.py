"""Ask the compiled kernel for the words of many texts in the letters of search."""

import ctypes

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from transforms.native import library
from transforms.native.traits import PLANE

Column = npt.NDArray[np.int32]

_DONE, _NEEDS_SLOTS = 0, 1
# Twice as many as keys, so that an empty one is near. The kernel begins with few of them.
_FIRST_SLOTS = 1 << 20
_SLOTS_IN_USE = 2
# No letter of the basic plane has more in UTF-8, and each is of one character at least.
_BYTES_PER_CHAR = 3
_KEY = np.dtype(
    [
        ("hash", np.uint64),
        ("start", np.int64),
        *((name, np.int32) for name in ("size", "document", "count")),
    ],
    align=True,
)


class _Counter(ctypes.Structure):
    _fields_ = (
        ("letters", ctypes.c_void_p),
        ("slots", ctypes.c_void_p),
        ("slot_count", ctypes.c_uint64),
        ("slot_room", ctypes.c_uint64),
        ("keys", ctypes.c_void_p),
        ("key_count", ctypes.c_int64),
        ("bytes", ctypes.c_void_p),
        ("byte_count", ctypes.c_int64),
        ("byte_room", ctypes.c_int64),
        *((name, ctypes.c_void_p) for name in ("documents", "pair_keys", "counts")),
        ("pair_count", ctypes.c_int64),
        ("pair_room", ctypes.c_int64),
    )


def characters_in(texts: pa.LargeStringArray) -> npt.NDArray[np.bool_]:
    """Return which characters of the basic plane some texts have."""
    payload, ends = _buffers(texts)
    is_there = np.zeros(PLANE, np.bool_)
    text = payload[ends[0] : ends[-1]]
    library.kernel().mark_characters(text.ctypes.data, len(text), is_there.ctypes.data)
    return is_there


def count_search_words(
    texts: pa.LargeStringArray, letters: npt.NDArray[np.uint16]
) -> tuple[pa.LargeStringArray, npt.NDArray[np.bool_], Column, Column, Column]:
    """Return the fields of `WordCounts` in `transforms/search/word_counts.py`."""
    slots = _FIRST_SLOTS
    while (found := _counted(texts, letters, slots)) is None:
        slots *= 2
    return found


def _counted(
    texts: pa.LargeStringArray, letters: npt.NDArray[np.uint16], slot_count: int
) -> tuple[pa.LargeStringArray, npt.NDArray[np.bool_], Column, Column, Column] | None:
    """Return the fields; null where there are more keys than half of the slots."""
    payload, ends = _buffers(texts)
    size = int(ends[-1] - ends[0])
    slots = np.zeros(slot_count, np.int32)
    keys = np.empty(slot_count // 2, _KEY)
    written = np.empty(_BYTES_PER_CHAR * size + _BYTES_PER_CHAR, np.uint8)
    # A word has a character, and there is another one before the next.
    pairs = np.empty((3, size // 2 + len(texts) + 1), np.int32)
    counter = _Counter(
        letters=letters.ctypes.data,
        slots=slots.ctypes.data,
        slot_count=_SLOTS_IN_USE,
        slot_room=slot_count,
        keys=keys.ctypes.data,
        bytes=written.ctypes.data,
        byte_room=len(written),
        documents=pairs[0].ctypes.data,
        pair_keys=pairs[1].ctypes.data,
        counts=pairs[2].ctypes.data,
        pair_room=pairs.shape[1],
    )
    outcome = library.kernel().count_search_words(
        ctypes.addressof(counter), payload.ctypes.data, ends.ctypes.data, len(texts)
    )
    if outcome == _NEEDS_SLOTS:
        return None
    if outcome != _DONE:
        raise RuntimeError("texts have more words than characters")
    keys = keys[: counter.key_count]
    bounds = pa.py_buffer(np.append(keys["start"], counter.byte_count))
    names = pa.LargeStringArray.from_buffers(len(keys), bounds, pa.py_buffer(written))
    is_odd = (keys["hash"] & np.uint64(1)).astype(np.bool_)
    return names, is_odd, *pairs[:, : counter.pair_count]


class _Pairs(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("documents", "keys", "counts")),
        ("pair_count", ctypes.c_int64),
        *((name, ctypes.c_void_p) for name in ("firsts", "words")),
    )


def postings(
    pairs: tuple[Column, Column, Column], firsts: Column, words: Column, word_count: int
) -> tuple[Column, Column, Column]:
    """Return the fields of `Postings` in `transforms/search/word_counts.py`.

    `pairs` has texts, in order, keys and counts; the words of key n stand from `firsts[n]` on.
    """
    # Columns of a matrix are no arrays of their own.
    columns = [np.ascontiguousarray(column, np.int32) for column in (*pairs, firsts, words)]
    texts, keys, counts, *rest = (column.ctypes.data for column in columns)
    given = _Pairs(texts, keys, counts, len(pairs[0]), *rest)
    ends = np.zeros(word_count + 1, np.int64)
    last = np.full(word_count, -1, np.int32)
    kernel = library.kernel()
    kernel.count_documents(ctypes.addressof(given), last.ctypes.data, ends[1:].ctypes.data)
    np.cumsum(ends, out=ends)
    documents, found = np.empty((2, int(ends[-1])), np.int32)
    last[:] = -1
    places = ends[:-1].copy()
    kernel.write_postings(
        ctypes.addressof(given),
        last.ctypes.data,
        places.ctypes.data,
        documents.ctypes.data,
        found.ctypes.data,
    )
    return ends.astype(np.int32), documents, found


def _buffers(texts: pa.LargeStringArray) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Return the bytes of some texts, and where each begins and the last one ends."""
    _, ends, payload = texts.buffers()
    first = np.frombuffer(ends, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(payload or b"", np.uint8), first
