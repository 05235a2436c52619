"""Sign texts for the search for near-duplicates: MinHash band hashes, of which copies share many.

The shingles of `similarity` are hashed as windows of an array, and rensa takes the minima.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from transforms.near_duplicates.similarity import MIN_SHINGLES, SHINGLE_LENGTH, compared_letters
from transforms.text.canonical_arrays import canonical_forms

BAND_COUNT = 62
# Bands of the first letters alone: an extract is mostly the beginning of its page, and of pairs
# with a tenth of their shingles in common the other bands find one in eight.
HEAD_BAND_COUNT = 16
# Letters: headline and first paragraphs.
SIGNED_HEAD_LENGTH = 500
# MinHash values in a band. A band is hashed to 32 bits: 312 bytes a document, 345 as rows of
# DuckDB.
BAND_WIDTH = 2
_SEED = 20260307
# Odd, and half of its bits are set.
_FACTOR = 0xD6E8FEB86659FD93
_HALF = np.uint64(32)
_Hashes = npt.NDArray[np.uint64]


def band_hashes(texts: Sequence[str]) -> list[list[int]]:
    """Return the band hashes of each normalized text, in order.

    >>> short, long = "گلگت میں رات بھر بارش ہوئی", str(list(range(99)))
    >>> [len(hashes) for hashes in band_hashes([short, long])]
    [0, 78]
    """
    return band_hashes_of_letters([compared_letters(form) for form in canonical_forms(texts)])


def band_hashes_of_letters(letters: Sequence[str]) -> list[list[int]]:
    """Return the band hashes of texts whose compared letters are known, in order.

    They are numbers from 0 to 2**32 - 1, BAND_COUNT of the whole text and HEAD_BAND_COUNT of its
    head, in the order of the bands; none for a text of too few shingles. A hash includes the number
    of its band, so hashes of different bands differ.
    """
    hashes = list(map(_shingle_hashes, letters))
    # So many windows as SIGNED_HEAD_LENGTH letters have.
    heads = [own[: SIGNED_HEAD_LENGTH - SHINGLE_LENGTH + 1] for own in hashes]
    whole = _bands(hashes, range(BAND_COUNT))
    first = _bands(heads, range(BAND_COUNT, BAND_COUNT + HEAD_BAND_COUNT))
    return [
        row if _has_enough_shingles(own) else []
        for own, row in zip(hashes, np.hstack([whole, first]).tolist(), strict=True)
    ]


def _bands(hashes: Sequence[_Hashes], numbers: range) -> _Hashes:
    """Return the bands of these numbers, a column each, of texts, a row each."""
    ends = np.cumsum([0, *map(len, hashes)], dtype=np.uint64)
    flat = np.concatenate([np.zeros(0, np.uint64), *hashes])
    minima = RMinHash.digest_matrix_from_flat_token_hashes(
        flat, ends, len(numbers) * BAND_WIDTH, _SEED
    ).to_rows()
    bands = np.array(minima, np.uint64).reshape(-1, len(numbers), BAND_WIDTH)
    numbered = _mix(bands[:, :, 0] + (np.array(numbers, dtype=np.uint64) << _HALF))
    mixed: _Hashes = _mix(numbered + bands[:, :, 1]) >> _HALF
    return mixed


def _shingle_hashes(letters: str) -> _Hashes:
    """Hash each window of SHINGLE_LENGTH letters, from the hashes of 1, 2, 4 and 8 letters."""
    if len(letters) < SHINGLE_LENGTH:
        return np.zeros(0, np.uint64)
    single = np.frombuffer(letters.encode("utf-32-le"), "<u4").astype(np.uint64)
    pairs = _extend(single, 1, single, 1)
    fours = _extend(pairs, 2, pairs, 2)
    eights = _extend(fours, 4, fours, 4)
    return _mix(_extend(eights, 8, fours, 4))


def _extend(first: _Hashes, first_length: int, second: _Hashes, second_length: int) -> _Hashes:
    """Hash each window with the window that follows it: polynomials modulo 2**64."""
    following = second[first_length:]
    factor = np.uint64(pow(_FACTOR, second_length, 1 << 64))
    extended: _Hashes = first[: len(following)] * factor + following
    return extended


def _mix(values: _Hashes) -> _Hashes:
    """Spread differences over all bits, as the finalizers of MurmurHash do."""
    once = (values ^ (values >> _HALF)) * np.uint64(_FACTOR)
    mixed: _Hashes = once ^ (once >> _HALF)
    return mixed


def _has_enough_shingles(hashes: _Hashes) -> bool:
    """Check whether MIN_SHINGLES shingles differ; the first few hundred nearly always suffice."""
    first = hashes[: 4 * MIN_SHINGLES]
    if len(set(first.tolist())) >= MIN_SHINGLES:
        return True
    return len(set(hashes.tolist())) >= MIN_SHINGLES
