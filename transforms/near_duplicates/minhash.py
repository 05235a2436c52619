"""Sign texts for the search for near-duplicates: MinHash band hashes, of which copies share many.

rensa takes the minima of the hashes of `shingles`.
"""

from collections.abc import Sequence

import numpy as np
from rensa import RMinHash

from transforms.native.shingles import ShinglesOfForms
from transforms.near_duplicates.shingles import (
    SHINGLE_LENGTH,
    Hashes,
    mix,
    shingles_of_forms,
    shingles_of_letters,
)
from transforms.text.canonical_arrays import encoded_forms
from transforms.text.character_arrays import chunk_texts

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
# Characters that are signed at a time: the hashes of more would be written to fresh memory, an
# eighth slower.
_SIGNED_CHARS = 250_000
_HALF = np.uint64(32)


def band_hashes(texts: Sequence[str]) -> list[list[int]]:
    """Return the band hashes of each normalized text, in order.

    >>> short, long = "گلگت میں رات بھر بارش ہوئی", str(list(range(99)))
    >>> [len(hashes) for hashes in band_hashes([short, long])]
    [0, 78]
    """
    return [
        hashes
        for some in chunk_texts(texts, _SIGNED_CHARS)
        for hashes in _band_hashes(shingles_of_forms(encoded_forms(some)))
    ]


def band_hashes_of_letters(letters: Sequence[str]) -> list[list[int]]:
    """Return the band hashes of texts whose compared letters are known, in order.

    They are numbers from 0 to 2**32 - 1, BAND_COUNT of the whole text and HEAD_BAND_COUNT of its
    head, in the order of the bands; none for a text of too few shingles. A hash includes the number
    of its band, so hashes of different bands differ.
    """
    return _band_hashes(shingles_of_letters(letters))


def _band_hashes(shingles: ShinglesOfForms) -> list[list[int]]:
    hashes = shingles.hashes
    # So many windows as SIGNED_HEAD_LENGTH letters have.
    heads = [own[: SIGNED_HEAD_LENGTH - SHINGLE_LENGTH + 1] for own in hashes]
    whole = _bands(hashes, range(BAND_COUNT))
    first = _bands(heads, range(BAND_COUNT, BAND_COUNT + HEAD_BAND_COUNT))
    rows = np.hstack([whole, first]).tolist()
    return [
        row if is_enough else [] for is_enough, row in zip(shingles.are_enough, rows, strict=True)
    ]


def _bands(hashes: Sequence[Hashes], numbers: range) -> Hashes:
    """Return the bands of these numbers, a column each, of texts, a row each."""
    ends = np.cumsum([0, *map(len, hashes)], dtype=np.uint64)
    flat = np.concatenate([np.zeros(0, np.uint64), *hashes])
    minima = RMinHash.digest_matrix_from_flat_token_hashes(
        flat, ends, len(numbers) * BAND_WIDTH, _SEED
    ).to_rows()
    bands = np.array(minima, np.uint64).reshape(-1, len(numbers), BAND_WIDTH)
    numbered = mix(bands[:, :, 0] + (np.array(numbers, dtype=np.uint64) << _HALF))
    mixed: Hashes = mix(numbered + bands[:, :, 1]) >> _HALF
    return mixed
