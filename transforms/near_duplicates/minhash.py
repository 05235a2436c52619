"""This file signs texts for the search for near-duplicates: band hashes, of which copies have many in common.

The shingles of `near_duplicates` are hashed where they stand, as windows of an array, and rensa
takes the minima.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from transforms.near_duplicates.similarity import MIN_SHINGLES, SHINGLE_LENGTH, compared_letters
from transforms.text.canonical_arrays import canonical_forms

BAND_COUNT = 62
# Bands of two values, hashed to 32 bits: 248 bytes a document, 275 as rows of DuckDB.
BAND_WIDTH = 2
_SEED = 20260307
# Odd, and half of its bits are set.
_FACTOR = 0xD6E8FEB86659FD93
_HALF = np.uint64(32)
_Hashes = npt.NDArray[np.uint64]


def band_hashes(texts: Sequence[str]) -> list[list[int]]:
    """For each normalized text its band hashes.

    >>> [len(hashes) for hashes in band_hashes(["گلگت میں رات بھر بارش ہوئی", str(list(range(99)))])]
    [0, 62]
    """
    return band_hashes_of_letters([compared_letters(form) for form in canonical_forms(texts)])


def band_hashes_of_letters(letters: Sequence[str]) -> list[list[int]]:
    """BAND_COUNT numbers from 0 to 2**32 - 1, in the order of the bands; none for a text of too few shingles.

    The number of its band is part of a hash, which needs no other name.
    """
    hashes = list(map(_shingle_hashes, letters))
    ends = np.cumsum([0, *map(len, hashes)], dtype=np.uint64)
    flat = np.concatenate([np.zeros(0, np.uint64), *hashes])
    minima = RMinHash.digest_matrix_from_flat_token_hashes(
        flat, ends, BAND_COUNT * BAND_WIDTH, _SEED
    ).to_rows()
    pairs = np.array(minima, np.uint64).reshape(-1, BAND_COUNT, BAND_WIDTH)
    place = np.arange(BAND_COUNT, dtype=np.uint64)
    mixed = _mix(_mix(pairs[:, :, 0] + (place << _HALF)) + pairs[:, :, 1]) >> _HALF
    return [
        row if _are_enough(own) else [] for own, row in zip(hashes, mixed.tolist(), strict=True)
    ]


def _shingle_hashes(letters: str) -> _Hashes:
    """A hash of each window of SHINGLE_LENGTH letters: those of halves put together, of 1, 2, 4, 8 and 12 letters."""
    if len(letters) < SHINGLE_LENGTH:
        return np.zeros(0, np.uint64)
    single = np.frombuffer(letters.encode("utf-32-le"), "<u4").astype(np.uint64)
    pairs = _join(single, 1, single, 1)
    fours = _join(pairs, 2, pairs, 2)
    eights = _join(fours, 4, fours, 4)
    return _mix(_join(eights, 8, fours, 4))


def _join(one: _Hashes, length: int, other: _Hashes, behind: int) -> _Hashes:
    """The hashes of windows joined to the windows behind them: polynomials modulo 2**64."""
    following = other[length:]
    joined: _Hashes = one[: len(following)] * np.uint64(pow(_FACTOR, behind, 1 << 64)) + following
    return joined


def _mix(values: _Hashes) -> _Hashes:
    """Spread what differs over all bits, as the finalizers of MurmurHash do."""
    once = (values ^ (values >> _HALF)) * np.uint64(_FACTOR)
    mixed: _Hashes = once ^ (once >> _HALF)
    return mixed


def _are_enough(hashes: _Hashes) -> bool:
    """Whether there are so many different ones; nearly always the first few hundred have them."""
    return (
        len(set(hashes[: 4 * MIN_SHINGLES].tolist())) >= MIN_SHINGLES
        or len(set(hashes.tolist())) >= MIN_SHINGLES
    )
