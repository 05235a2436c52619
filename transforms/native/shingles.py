"""Ask the compiled kernel for the shingles of canonical forms."""

import ctypes
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from transforms.native import library

# A character that is two letters has so many bytes at least, and each of the others one.
_DENSE_BYTES = 2


class ShinglesOfForms(NamedTuple):
    """The hashes of the shingles of each form, in order; and whether enough of them differ."""

    hashes: list[npt.NDArray[np.uint64]]
    are_enough: list[bool]


class ShingleRule(ctypes.Structure):
    """What shingles are, as in `transforms/near_duplicates/shingles.py`."""

    _fields_ = (
        ("factor", ctypes.c_uint64),
        *((name, ctypes.c_int64) for name in ("length", "max_letters", "min_shingles")),
        ("dense", ctypes.c_void_p),
        ("dense_count", ctypes.c_int64),
    )

    @classmethod
    def of(
        cls,
        factor: int,
        length: int,
        max_letters: int,
        min_shingles: int,
        dense: Sequence[tuple[int, int]],
    ) -> Self:
        """Return a rule.

        Args:
            factor: of the polynomial, modulo 2**64.
            length: of a shingle, in letters.
            max_letters: so many of a form are read.
            min_shingles: so many that differ are enough; 512 at most.
            dense: ranges of characters that are two letters, in order; none is ASCII.
        """
        ranges = np.array(dense, np.uint32)
        rule = cls(factor, length, max_letters, min_shingles, ranges.ctypes.data, len(ranges))
        rule._ranges = ranges  # held as long as the rule
        return rule


def hash_shingles(forms: Sequence[bytes], rule: ShingleRule) -> ShinglesOfForms:
    """Return the shingles of some canonical forms in UTF-8."""
    ends = np.fromiter(accumulate(map(len, forms), initial=0), np.int64, len(forms) + 1)
    most = int(np.minimum(np.diff(ends), rule.max_letters).sum())
    letters = np.empty(min(int(np.diff(ends).max(initial=0)), rule.max_letters), np.uint32)
    hashes = np.empty(most, np.uint64)
    out_ends = np.zeros(len(forms) + 1, np.int64)
    are_enough = np.empty(len(forms), np.bool_)
    failed = library.kernel().hash_shingles(
        ctypes.addressof(rule),
        b"".join(forms),
        ends.ctypes.data,
        len(forms),
        letters.ctypes.data,
        len(letters),
        hashes.ctypes.data,
        len(hashes),
        out_ends[1:].ctypes.data,
        are_enough.ctypes.data,
    )
    if failed:
        raise RuntimeError("a form has more letters than bytes, or the rule wants too many")
    own = [hashes[start:stop] for start, stop in pairwise(out_ends.tolist())]
    return ShinglesOfForms(own, are_enough.tolist())
