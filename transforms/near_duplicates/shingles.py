"""Cut the letters of texts into shingles: all windows of twelve letters, each as its hash.

A hash has 64 bits: of a million million pairs of different texts, one has a shingle too many in
common. Of many texts the compiled kernel makes them, where it is there; tests compare both.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from transforms.native import kernel
from transforms.native.shingles import ShingleRule, ShinglesOfForms
from transforms.native.shingles import hash_shingles as hash_shingles_in_kernel
from transforms.text.character_arrays import chunk_texts

# Letters, about three Urdu words. Shorter ones make unrelated texts alike (8: containment up to
# .13 in one pair of a thousand, 12: .07); with longer ones a light copy-edit costs as much as a
# frame of twice a story's length (24: .69 and .67 are left, with 12: .83 and .68).
SHINGLE_LENGTH = 12
# A shorter text is mostly a headline: `gold falls by 86 rupees` is not `gold falls by 85 rupees`.
MIN_SHINGLES = 100
# Only so many letters of a longer text are compared, the first ones. No news is so long.
_MAX_LETTERS = 100_000
# Han, kana and Hangul: each counts as two letters. The Declaration has 2,564 of them in Chinese
# and 3,267 in Korean, and 7,535 letters in Urdu.
_DENSE_RANGES = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF), (0x20000, 0x3FFFF))
_DENSE = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _DENSE_RANGES)}]")
# The first bytes that these have in UTF-8, and surrogates, and a few other characters.
_FIRST_BYTES_OF_DENSE = bytes([*range(0xE3, 0xEE), 0xF0])

# Odd, and half of its bits are set.
_FACTOR = 0xD6E8FEB86659FD93
_HALF = np.uint64(32)
Hashes = npt.NDArray[np.uint64]

_RULE = ShingleRule.of(_FACTOR, SHINGLE_LENGTH, _MAX_LETTERS, MIN_SHINGLES, _DENSE_RANGES)


def compared_letters(canonical: str) -> str:
    """Return the letters of a canonical form that are compared.

    Lone surrogates, which are no characters, are left out.

    >>> compared_letters("山雨欲来"), compared_letters("بارش")
    ('山山雨雨欲欲来来', 'بارش')
    """
    letters = canonical[:_MAX_LETTERS]
    if letters.isascii():
        return letters
    payload = letters.encode(errors="surrogatepass")
    if len(payload.translate(None, delete=_FIRST_BYTES_OF_DENSE)) == len(payload):
        return letters
    doubled = _DENSE.sub(lambda letter: 2 * letter[0], letters.encode(errors="ignore").decode())
    return doubled[:_MAX_LETTERS]


def shingles_of_forms(forms: Sequence[bytes]) -> ShinglesOfForms:
    """Return the shingles of canonical forms in UTF-8, in order.

    And whether MIN_SHINGLES of them differ: shorter texts are not compared.

    >>> [hashes] = shingles_of_forms([b"rainfellongilgit"]).hashes
    >>> bool((hashes == shingle_hashes(["rainfellongilgit"])[0]).all())
    True
    """
    if kernel.is_there():
        return hash_shingles_in_kernel(forms, _RULE)
    return shingles_of_letters([compared_letters(form.decode()) for form in forms])


def shingles_of_letters(letters: Sequence[str]) -> ShinglesOfForms:
    """Return the same of texts whose compared letters are known, in order."""
    hashes = shingle_hashes(letters)
    return ShinglesOfForms(hashes, list(map(_has_enough_shingles, hashes)))


def _has_enough_shingles(hashes: Hashes) -> bool:
    """Check whether MIN_SHINGLES shingles differ; the first ones nearly always suffice."""
    return any(
        len(set(hashes[:count].tolist())) >= MIN_SHINGLES
        for count in (MIN_SHINGLES, 4 * MIN_SHINGLES, len(hashes))
    )


def shingle_hashes(letters: Sequence[str]) -> list[Hashes]:
    """Return the hash of each shingle of each text, in order; none of a shorter text.

    >>> [len(hashes) for hashes in shingle_hashes(["rainfellongilgit", "rain"])]
    [5, 0]
    """
    return [hashes for some in chunk_texts(letters) for hashes in _hashes(some)]


def _hashes(letters: Sequence[str]) -> list[Hashes]:
    windows = _windows("".join(letters))
    lengths = np.array(list(map(len, letters)), np.intp)
    starts = np.cumsum(lengths) - lengths
    counts = np.maximum(0, lengths - SHINGLE_LENGTH + 1)
    return [
        windows[start : start + count]
        for start, count in zip(starts.tolist(), counts.tolist(), strict=True)
    ]


def _windows(letters: str) -> Hashes:
    """Hash each window of SHINGLE_LENGTH letters, from the hashes of 1, 2, 4 and 8 letters."""
    if len(letters) < SHINGLE_LENGTH:
        return np.zeros(0, np.uint64)
    single = np.frombuffer(letters.encode("utf-32-le"), "<u4").astype(np.uint64)
    pairs = _extend(single, 1, single, 1)
    fours = _extend(pairs, 2, pairs, 2)
    eights = _extend(fours, 4, fours, 4)
    return mix(_extend(eights, 8, fours, 4))


def _extend(first: Hashes, first_length: int, second: Hashes, second_length: int) -> Hashes:
    """Hash each window with the window that follows it: polynomials modulo 2**64."""
    following = second[first_length:]
    factor = np.uint64(pow(_FACTOR, second_length, 1 << 64))
    extended: Hashes = first[: len(following)] * factor
    extended += following
    return extended


def distinct(hashes: Hashes) -> Hashes:
    """Return the hashes that differ, sorted; `np.unique` takes three times as long.

    >>> distinct(np.array([3, 1, 3], np.uint64)).tolist()
    [1, 3]
    """
    ordered = np.sort(hashes)
    is_first = np.ones(len(ordered), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first]


def mix(values: Hashes) -> Hashes:
    """Spread differences over all bits, as the finalizers of MurmurHash do.

    >>> [hex(value) for value in mix(np.array([1, 2], np.uint64)).tolist()]
    ['0xd6e8feb8b0b1032b', '0xadd1fd7061620656']
    """
    mixed: Hashes = values ^ (values >> _HALF)
    mixed *= np.uint64(_FACTOR)
    mixed ^= mixed >> _HALF
    return mixed
