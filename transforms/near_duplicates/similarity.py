"""Decide whether two texts are one story in two states.

The states differ in a caption, a lead, an edit, or in the boilerplate around them.

Texts are compared by their canonical letters without spaces, in shingles of twelve. So spelling,
hard wraps and the many missing spaces of Urdu change nothing. MinHash band hashes find candidates,
and the shingles decide. *Containment*, the share of the smaller text that the larger has,
finds a copy that was cut or has other boilerplate. *Jaccard* keeps an item apart from its round-up.
Guards keep apart stories that share a frame, a block of other stories, or a form.

The thresholds were set on one half of COUNTER, of Persian and Pashto news and of the Declaration of
Human Rights in 262 versions; `benchmarks/near_duplicates.py` repeats the measurement, and measures
on the other half.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.near_duplicates.shingles import (
    MIN_SHINGLES,
    SHINGLE_LENGTH,
    Hashes,
    compared_letters,
    distinct,
    shingle_hashes,
)
from transforms.text.canonical_arrays import canonical_forms
from transforms.text.normalize import normalize_text

# Band hashes that a candidate shares. With one, a report of COUNTER would have 244 false candidates
# among a million, with two 11, with three 1. Of pairs that just have MIN_JACCARD two find 99.7 %,
# three 98.6 %.
MIN_SHARED_BANDS = 2
# A band hash that more leaders have is that of a frame or a set phrase, and is ignored. Of 900
# pages with one frame each had 11 to 18 candidates with this limit, 390 without it, and as many
# copies were found.
MAX_BUCKET_SIZE = 50

# 99 % of copies with 3 % of their words replaced have it, and no pair of COUNTER that reads as two
# reports.
MIN_CONTAINMENT = 0.75
# A story is more than a third of its copy: each of three equal ones in a round-up has .33. The
# longest of three may pass, and 1 of 100 round-ups did.
MIN_JACCARD = 0.35
# Shingles in a row that only one text has: 50 words. Where both texts have more, what they share is
# a frame. Without this, 94 % of the pairs that share four times their own length passed, with it
# 1.5 %. The longest in the copies of COUNTER has 136.
MAX_OWN_PASSAGE = 200
# The same of two texts that begin unlike: pages of one site that end in the same block of other
# stories. Of 2,160 such pairs 457 passed without it, 65 with it. With 80, stories that got a new
# headline and lead would be others in 22 of 80 cases, with this in none.
MAX_OWN_PASSAGE_OF_OTHER_HEAD = 90
# Letters of a headline and its lead, and the share of their shingles that two states of a story
# have in common.
HEAD_LENGTH = 300
MIN_SHARED_HEAD = 0.3
# Texts that have it are one story, whatever their heads: a new lead on a long report.
MIN_JACCARD_OF_OTHER_HEAD = 0.9
# Of the numbers of the text that has fewer. Weather, prayer times and prices are printed daily in
# the same words; a copy has the same numbers, or none.
MIN_SHARED_NUMBERS = 0.5
# A text with fewer than this share of the other's numbers has lost them: crawlers strip digits.
MIN_KEPT_NUMBERS = 0.2
# Three in four rewritten stories that are wholly derived have it, and one in twenty independent
# reports.
MIN_RELATED_CONTAINMENT = 0.3

_NUMBER = re.compile("[0-9]+")
_NONE = np.zeros(1, np.uint64)


class ShingledText(NamedTuple):
    """A text in the form in which it is compared."""

    letters: str
    # The hash of each shingle, in order.
    windows: Hashes
    # Those that differ, sorted.
    shingles: Hashes


class Similarity(NamedTuple):
    """The share of shingles that two texts have in common."""

    # Of the shingles of the smaller text.
    containment: float
    # Of the shingles of both.
    jaccard: float


def shingle_text(text: str) -> ShingledText:
    """Return the letters of a text that are compared, and their shingles.

    A text shorter than a shingle has none.

    >>> rain = shingle_text("Rain: fell, on Gilgit!")
    >>> rain.letters, len(rain.shingles)
    ('rainfellongilgit', 5)
    >>> shingle_text("بارش كل ہو گی۔ ").letters == shingle_text("بارش کل ہوگی").letters
    True
    """
    letters = compared_letters(canonical_forms([normalize_text(text)])[0])
    [windows] = shingle_hashes([letters])
    return ShingledText(letters, windows, distinct(windows))


def candidates(hashes: Iterable[int], buckets: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the documents that share enough band hashes with one, in order.

    `buckets` has the documents of each band hash; a bucket that is too large is ignored.

    >>> candidates([1, 2, 3], {1: [7, 8], 2: [8, 7], 3: [9], 4: [9]})
    [7, 8]
    >>> candidates([1, 2], {1: [7], 2: list(range(51))})
    []
    """
    counts: Counter[int] = Counter()
    for band_hash in set(hashes):
        bucket = buckets.get(band_hash, ())
        if len(bucket) <= MAX_BUCKET_SIZE:
            counts.update(bucket)
    return sorted(document for document, count in counts.items() if count >= MIN_SHARED_BANDS)


def measure_similarity(one: ShingledText, other: ShingledText) -> Similarity:
    """Return containment and Jaccard of two texts; 0 where one of them has no shingles.

    >>> one, other = "rain fell on Gilgit", "Rain fell on Gilgit today"
    >>> measure_similarity(shingle_text(one), shingle_text(other))
    Similarity(containment=1.0, jaccard=0.5)
    """
    shared_count = _shared_count(one.shingles, other.shingles)
    smaller_count = min(len(one.shingles), len(other.shingles))
    total_count = len(one.shingles) + len(other.shingles) - shared_count
    return Similarity(shared_count / max(smaller_count, 1), shared_count / max(total_count, 1))


def is_near_duplicate(one: ShingledText, other: ShingledText, measured: Similarity) -> bool:
    """Check whether two texts are one story; `measured` is their similarity."""
    return (
        measured.containment >= MIN_CONTAINMENT
        and measured.jaccard >= MIN_JACCARD
        and _is_long_enough(one, other)
        and not _has_other_numbers(one.letters, other.letters)
        and not _has_only_frame_in_common(one, other, measured)
    )


def is_related(one: ShingledText, other: ShingledText, measured: Similarity) -> bool:
    """Check whether one text has the story of the other in other words, or as a part of it.

    Near-duplicates are not related: it is the weaker relation.
    """
    return (
        measured.containment >= MIN_RELATED_CONTAINMENT
        and _is_long_enough(one, other)
        and not is_near_duplicate(one, other, measured)
    )


def _is_long_enough(one: ShingledText, other: ShingledText) -> bool:
    return min(len(one.shingles), len(other.shingles)) >= MIN_SHINGLES


def _has_other_numbers(one: str, other: str) -> bool:
    """Check whether most numbers of the text that has fewer are not in the other one.

    >>> _has_other_numbers("سونا86روپے", "سونا85روپے")
    True
    >>> _has_other_numbers("12زخمی2014", "15زخمی2014ئ3")
    False
    """
    numbers = set(_NUMBER.findall(one))
    other_numbers = set(_NUMBER.findall(other))
    fewer_count, more_count = sorted((len(numbers), len(other_numbers)))
    if fewer_count < MIN_KEPT_NUMBERS * more_count:
        return False
    return len(numbers & other_numbers) < MIN_SHARED_NUMBERS * fewer_count


def _has_only_frame_in_common(one: ShingledText, other: ShingledText, measured: Similarity) -> bool:
    """Check whether each of two texts has a passage of its own that is too long for one story."""
    most = MAX_OWN_PASSAGE
    if measured.jaccard < MIN_JACCARD_OF_OTHER_HEAD and _has_other_head(one, other):
        most = MAX_OWN_PASSAGE_OF_OTHER_HEAD
    return _own_passage(one, other) > most and _own_passage(other, one) > most


def _has_other_head(one: ShingledText, other: ShingledText) -> bool:
    """Check whether headline and lead of two texts are unlike."""
    # So many shingles as HEAD_LENGTH letters have.
    heads = [distinct(text.windows[: HEAD_LENGTH - SHINGLE_LENGTH + 1]) for text in (one, other)]
    return _shared_count(*heads) < MIN_SHARED_HEAD * min(map(len, heads))


def _shared_count(one: Hashes, other: Hashes) -> int:
    """Return how many hashes two sets have in common; each is without repetition."""
    return len(np.intersect1d(one, other, assume_unique=True))


def _own_passage(text: ShingledText, other: ShingledText) -> int:
    """Return the length of the longest passage that the other text does not have, in shingles."""
    places = np.searchsorted(other.shingles, text.windows)
    is_own = np.append(other.shingles, _NONE)[places] != text.windows
    return _longest_passage(np.flatnonzero(is_own | (places == len(other.shingles))))


def _longest_passage(own: npt.NDArray[np.intp]) -> int:
    """Return the length of the longest passage, given the places of the shingles of its own.

    A short phrase that both texts have does not end it.

    >>> _longest_passage(np.array([3, 4, 17, 31])), _longest_passage(np.array([], int))
    (15, 0)
    """
    ends = np.flatnonzero(np.diff(own) > SHINGLE_LENGTH + 1)
    firsts, lasts = own[np.append(0, ends + 1)[: len(own)]], own[np.append(ends, -1)[: len(own)]]
    return int((lasts - firsts).max(initial=-1)) + 1
