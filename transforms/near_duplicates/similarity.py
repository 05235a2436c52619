"""This file knows texts that are one story in two states: a caption more, a lead less, other boilerplate.

Texts are compared by their canonical letters without spaces, in shingles of twelve: spelling, hard
wraps and the many missing spaces of Urdu change nothing. Candidates come from MinHash band hashes,
and what they are is measured on the shingles themselves: *containment* (the share of the smaller
text that the larger has) finds a cut or furnished copy, *Jaccard* keeps an item from its round-up,
and two guards keep apart stories that share a frame or a form.

The thresholds were set on one half of COUNTER, of Persian and Pashto news and of the Declaration of
Human Rights in 262 versions; `benchmarks/near_duplicates.py` repeats the measurement, and on the
other half.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from transforms.text.canonical_arrays import canonical_forms
from transforms.text.normalize import normalize_text

# Raised whenever bands may differ for the same text, also by a new `RMinHash.ALGORITHM_VERSION`.
NEAR_DUPLICATES_VERSION = 2

# Letters, about three Urdu words. Shorter ones make unrelated texts alike (8: containment up to
# .13 in one pair of a thousand, 12: .07); with longer ones a light copy-edit costs as much as a
# frame of twice a story's length (24: .69 and .67 are left, with 12: .83 and .68).
SHINGLE_LENGTH = 12
# Letters compared of a longer text, its first: 16 MB of shingles, and no news.
_LONGEST_TEXT = 100_000
# Han, kana and Hangul: each counts for two letters. The Declaration has 2,564 of them in Chinese
# and 3,267 in Korean, and 7,535 letters in Urdu.
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")

# With one, a report of COUNTER would have 244 false candidates among a million, with two 11, with
# three 1. Of pairs that just have MIN_JACCARD two find 99.7 %, three 98.6 %.
MIN_SHARED_BANDS = 2
# A band hash that more leaders have is a frame's or a set phrase's, and says nothing. Of 900
# pages with one frame each had 11 to 18 candidates so, without a limit 390, and as many copies
# were found.
MAX_BUCKET_SIZE = 50

# Of a shorter text a headline is most, or all: `gold falls by 86 rupees` is not `gold falls by 85
# rupees`.
MIN_SHINGLES = 100
# Of copies with 3 % of their words replaced 99 % have it, and no pair of COUNTER that reads as
# two reports.
MIN_CONTAINMENT = 0.75
# A story is more than a third of its copy: of three equal ones in a round-up each has .33. The
# longest of three may pass, and 1 of 100 round-ups did.
MIN_JACCARD = 0.35
# Shingles in a row, 50 words. When both texts have more the rest is a frame: without this, 94 %
# of the pairs that share four times their own length passed, with it 1.5 %. Longest in the copies
# of COUNTER: 136.
MAX_OWN_PASSAGE = 200
# Weather, prayer times and prices are printed daily in the same words; a copy has its numbers
# too, or none.
MIN_SHARED_NUMBERS = 0.5
# Of rewritten stories that are wholly derived three in four have it, of independent reports one
# in twenty.
MIN_RELATED_CONTAINMENT = 0.3

# Own shingles in a row, in the writing of `_own_passage`; phrases that any two texts share do not
# end it.
_OWN_PASSAGE = re.compile(rf"o+(?:s{{1,{SHINGLE_LENGTH}}}o+)*")
_NUMBER = re.compile("[0-9]+")


class ShingledText(NamedTuple):
    """A text as it is compared."""

    letters: str
    shingles: frozenset[str]


class Similarity(NamedTuple):
    """How much two texts share: of the shingles of the smaller, and of those of both."""

    containment: float
    jaccard: float


def shingle_text(text: str) -> ShingledText:
    """The canonical letters of a text and their shingles, none where the text is shorter than one.

    Lone surrogates, which are no characters, are left out.

    >>> sorted(shingle_text("Rain: fell, on Gilgit!").shingles)
    ['ainfellongil', 'fellongilgit', 'infellongilg', 'nfellongilgi', 'rainfellongi']
    >>> shingle_text("بارش كل ہو گی۔ ") == shingle_text("بارش کل ہوگی")
    True
    >>> shingle_text("山雨欲来").letters
    '山山雨雨欲欲来来'
    """
    letters = compared_letters(canonical_forms([normalize_text(text)])[0])
    starts = range(len(letters) - SHINGLE_LENGTH + 1)
    return ShingledText(
        letters, frozenset([letters[start : start + SHINGLE_LENGTH] for start in starts])
    )


def compared_letters(canonical: str) -> str:
    """The letters of a canonical form that are compared."""
    canonical = canonical[:_LONGEST_TEXT]
    if not canonical.isascii():
        canonical = _DENSE.sub(r"\g<0>\g<0>", canonical.encode(errors="ignore").decode())
    return canonical[:_LONGEST_TEXT]


def candidates(hashes: Iterable[int], buckets: Mapping[int, Sequence[int]]) -> list[int]:
    """The earlier documents that share enough band hashes with one, in order; `buckets` has those of each hash.

    >>> candidates([1, 2, 3], {1: [7, 8], 2: [8, 7], 3: [9], 4: [9]})
    [7, 8]
    >>> candidates([1, 2], {1: [7], 2: list(range(51))})
    []
    """
    telling = (buckets.get(each, ()) for each in set(hashes))
    counts = Counter(
        document for held in telling if len(held) <= MAX_BUCKET_SIZE for document in held
    )
    return sorted(document for document, count in counts.items() if count >= MIN_SHARED_BANDS)


def measure_similarity(one: ShingledText, other: ShingledText) -> Similarity:
    """What two texts share; nothing where one of them has no shingles.

    >>> measure_similarity(shingle_text("rain fell on Gilgit"), shingle_text("Rain fell on Gilgit today"))
    Similarity(containment=1.0, jaccard=0.5)
    """
    shared = len(one.shingles & other.shingles)
    sizes = len(one.shingles), len(other.shingles)
    return Similarity(shared / max(min(sizes), 1), shared / max(sum(sizes) - shared, 1))


def is_near_duplicate(one: ShingledText, other: ShingledText, measured: Similarity) -> bool:
    """Whether two texts are one story; `measured` is their similarity."""
    return (
        measured.containment >= MIN_CONTAINMENT
        and measured.jaccard >= MIN_JACCARD
        and _is_long_enough(one, other)
        and not _differ_in_numbers(one.letters, other.letters)
        and not _share_only_a_frame(one, other)
    )


def is_related(one: ShingledText, other: ShingledText, measured: Similarity) -> bool:
    """Whether one of two texts tells the other's story in other words, or as a part of it; a weaker relation."""
    return (
        measured.containment >= MIN_RELATED_CONTAINMENT
        and _is_long_enough(one, other)
        and not is_near_duplicate(one, other, measured)
    )


def _is_long_enough(one: ShingledText, other: ShingledText) -> bool:
    return min(len(one.shingles), len(other.shingles)) >= MIN_SHINGLES


def _differ_in_numbers(one: str, other: str) -> bool:
    """Whether both have numbers and most of those of the one that has fewer are not in the other.

    >>> _differ_in_numbers("سونا86روپے", "سونا85روپے"), _differ_in_numbers("12زخمی2014", "15زخمی2014ئ3")
    (True, False)
    """
    numbers, others = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    return len(numbers & others) < MIN_SHARED_NUMBERS * min(len(numbers), len(others))


def _share_only_a_frame(one: ShingledText, other: ShingledText) -> bool:
    """Whether each of the two texts has a long passage of its own."""
    return all(_own_passage(*pair) > MAX_OWN_PASSAGE for pair in ((one, other), (other, one)))


def _own_passage(text: ShingledText, other: ShingledText) -> int:
    """The most shingles in a row that are not in the other text, short shared phrases among them included."""
    letters = text.letters
    windows = (
        letters[start : start + SHINGLE_LENGTH]
        for start in range(len(letters) - SHINGLE_LENGTH + 1)
    )
    writing = "".join("s" if window in other.shingles else "o" for window in windows)
    return max((len(passage[0]) for passage in _OWN_PASSAGE.finditer(writing)), default=0)
