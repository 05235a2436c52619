"""The compiled kernel, where there is one: `make setup` and the wheel compile it.

Its name says which source it was made of, so an old one is never taken for a new one. Without it
the rules in Python answer: the same, and slower.
"""

import ctypes
import hashlib
from functools import cache

_ROOM = __file__.rpartition("/")[0]
# What a library is made of.
SOURCES = (
    "kernel.c",
    "line_words.c",
    "shingles.c",
    "spelling.c",
    "word_counts.c",
    "utf8.h",
    "traits.py",
)

_POINTER = ctypes.c_void_p
_COUNT = ctypes.c_int64
_FUNCTIONS = {
    # tables, units, ends, texts, scratch, scratch room, out, room, out ends, outcomes
    "canonical_forms": (
        ctypes.c_int,
        (*[_POINTER] * 3, _COUNT, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER, _POINTER),
    ),
    # tables, units, ends, texts, counts
    "count_letters": (None, (*[_POINTER] * 3, _COUNT, _POINTER)),
    "count_sentences": (None, (*[_POINTER] * 3, _COUNT, _POINTER)),
    # tables, units, ends, texts, counts, first pieces, pieces, room
    "count_words": (_COUNT, (*[_POINTER] * 3, _COUNT, *[_POINTER] * 3, _COUNT)),
    # tables, limits, payload, size, out, room
    "plain_page": (_COUNT, (*[_POINTER] * 3, _COUNT, _POINTER, _COUNT)),
    # words, units, their number, answers, room
    "find_line_words": (_COUNT, (*[_POINTER] * 2, _COUNT, _POINTER, _COUNT)),
    # speller
    "fill_spelling_slots": (None, (_POINTER,)),
    # speller, units, bounds, texts, answers
    "spell": (ctypes.c_int, (*[_POINTER] * 3, _COUNT, _POINTER)),
    # counter, texts, ends, texts
    "count_search_words": (ctypes.c_int, (*[_POINTER] * 3, ctypes.c_int32)),
    # pairs, last, counts
    "count_documents": (None, (_POINTER,) * 3),
    # pairs, last, places, documents, counts
    "write_postings": (None, (_POINTER,) * 5),
    # rule, payload, ends, forms, letters, letter room, hashes, room, out ends, are enough
    "hash_shingles": (
        ctypes.c_int,
        (*[_POINTER] * 3, _COUNT, _POINTER, _COUNT, _POINTER, _COUNT, _POINTER, _POINTER),
    ),
    # text, size, characters that are there
    "mark_characters": (None, (_POINTER, _COUNT, _POINTER)),
}


def library_name(room: str = _ROOM) -> str:
    """Return the name of the library that the sources in a folder make.

    It does not end as a module of Python would.
    """
    digest = hashlib.sha256()
    for source in SOURCES:
        with open(f"{room}/{source}", "rb") as file:  # noqa: PTH123 - a room without paths
            digest.update(file.read())
    return f"libkernel.so.{digest.hexdigest()[:16]}"


@cache
def library() -> ctypes.CDLL | None:
    """Return the compiled kernel; null where none was compiled of these sources."""
    try:
        found = ctypes.CDLL(f"{_ROOM}/{library_name()}")
    except OSError:
        return None
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(found, name)
        function.restype = result
        function.argtypes = arguments
    return found


def kernel() -> ctypes.CDLL:
    """Return the compiled kernel.

    Raises:
        RuntimeError: there is none.
    """
    found = library()
    if found is None:
        raise RuntimeError("there is no compiled kernel: ask `is_there` first")
    return found
