"""This file reads bytes that are no Unicode: in the older encoding that makes the least surprising text of them.

Every encoding is tried for each language written in it, and the text is priced: how many bits does
it take to write it down, knowing which letters are frequent in the language? The true reading is
the cheapest. Bytes read in a wrong encoding are full of rare letters, misplaced capitals, and
symbols inside words; and bytes that are dear in all of them are no text.

Of 12,427 pieces of 50 to 1,000 characters in 32 encodings that were common, in the languages
written in them, this read 99.3 % to the letter when it was measured, of 16,019 in 37 rare ones
(DOS, Macintosh, ...) 92.8 %, and most of the rest in all but a letter; of 408 whole files 404.
"""

import re
from collections import Counter
from collections.abc import Iterator
from heapq import nsmallest
from math import inf
from operator import attrgetter
from typing import NamedTuple
from unicodedata import combining

from transforms.encoding.code_pages import ENCODINGS, Encoding
from transforms.encoding.letter_frequencies import LATIN_ALPHABETS
from transforms.encoding.sequence_penalties import oddity
from transforms.encoding.stray_bytes import count_strays, decode_all_but, most_strays
from transforms.encoding.surprisal import surprise
from transforms.encoding.utf import Reading

_SAMPLE_BYTES = 4096
# So many of the cheapest readings are looked at again, letter beside letter.
_CONTENDERS = 16
# A reading so much dearer than the cheapest is out of the question, even where the cheapest
# proves to be no text.
_FAR_BITS = 20
# So near are GB 2312 and GBK, or Shift-JIS and cp932, where a sample is in both.
_KINDRED_BITS = 4
_CERTAIN_BITS = 64

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_SPACE = re.compile("[ \t\n\r]")

_MOST_BITS_A_BYTE = 6.2
# Real text beyond ASCII costs 1 to 6 bits a byte, in two bytes a letter 4 to 5.9; garbage more.
_MOST_BITS_AN_IDEOGRAPHIC_BYTE = 6.0
# For one rare letter in a text, however short it is.
_MORE_BITS = 12.0
# Where no more than one byte in twenty is beyond ASCII, it may cost what it likes: a foreign name
# is no garbage.
_MOST_FOREIGN_SHARE = 0.05
# Of what is left of the score in such a text.
_DEAR_BELIEF = 0.5

# Words of an alphabet are shorter; more characters without a space are no text of one (EBCDIC has
# other spaces).
_LONGEST_WORD = 40
_IDEOGRAPHIC = {"simplified chinese", "traditional chinese", "japanese", "korean"}
_WITHOUT_SPACES = _IDEOGRAPHIC | {"thai"}
_FEW_SYMBOLS = 4

_FEW_LETTERS_SHARE = 0.1
# For a text with so few letters of its own script beside those of ASCII: they will be accents,
# misread.
_FEW_LETTERS_BITS = 8.0


class _Candidate(NamedTuple):
    """One way to read a sample; `own_bits` is what its `own_bytes`, those beyond ASCII, cost."""

    bits: float
    encoding: str
    language: str
    text: str
    own_bytes: int
    own_bits: float


def read_legacy(payload: bytes) -> Reading | None:
    """The text in the likeliest older encoding; null when all of them make garbage of it.

    The score is how likely the reading is beside the best one that gives another text.

    >>> read_legacy("وہ کہتے ہيں کہ بارش ہو گي".encode("cp1256"))
    Reading(text='وہ کہتے ہيں کہ بارش ہو گي', encoding='windows-1256', score=1.0, replaced_char_count=0)
    >>> read_legacy(bytes(range(128, 256)))
    """
    sample = _sample(payload)
    cheapest = nsmallest(_CONTENDERS, _candidates(sample), key=attrgetter("bits"))
    candidates = sorted(_in_context(cheapest, sample), key=attrgetter("bits"))
    near = [
        one
        for one in candidates
        if one.bits <= candidates[0].bits + _FAR_BITS and _is_language(one, sample)
    ]
    for candidate, strays in _attempts(near, most_strays(payload)):
        text = decode_all_but(strays, payload, candidate.encoding)
        if text is not None:
            score = _likelihood(candidate, candidates)
            return Reading(text, candidate.encoding, score, count_strays(text, payload))
    return None


def _attempts(candidates: list[_Candidate], strays: float) -> Iterator[tuple[_Candidate, float]]:
    """What to decode with, and how many stray bytes to allow: none where a kindred encoding does without."""
    kindred = [one for one in candidates if one.bits <= candidates[0].bits + _KINDRED_BITS]
    yield from ((candidate, 0) for candidate in kindred)
    yield from ((candidate, strays) for candidate in candidates)


def _sample(payload: bytes) -> bytes:
    """Some of the lines that are not ASCII: only they tell encodings apart."""
    if len(payload) <= _SAMPLE_BYTES:
        return payload
    return b"".join(line for line in payload.splitlines(keepends=True) if not line.isascii())[
        :_SAMPLE_BYTES
    ]


def _candidates(sample: bytes) -> Iterator[_Candidate]:
    places = [(sample.index(byte), count) for byte, count in Counter(sample).items()]
    for encoding in ENCODINGS:
        text = decode_all_but(most_strays(sample), sample, encoding.name)
        if text is not None:
            is_single_byte = len(text) == len(sample)
            counts = (
                [(text[place], count) for place, count in places]
                if is_single_byte
                else Counter(text).items()
            )
            yield _candidate(encoding, text, list(counts), len(sample))


def _candidate(
    encoding: Encoding, text: str, counts: list[tuple[str, int]], size: int
) -> _Candidate:
    """A reading in the language that makes it cheapest."""
    own = [(char, count) for char, count in counts if not char.isascii()]
    ascii_letters = sum(count for char, count in counts if char.isascii() and char.isalpha())
    own_letters = sum(count for char, count in own if char.isalpha())
    few_letters_bits = (
        _FEW_LETTERS_BITS if own_letters < _FEW_LETTERS_SHARE * ascii_letters else 0.0
    )
    bits, language = min(
        (surprise(counts, name) + (0.0 if name in LATIN_ALPHABETS else few_letters_bits), name)
        for name in encoding.languages
    )
    own_bytes = size - sum(count for char, count in counts if char.isascii())
    return _Candidate(
        encoding.rarity + bits, encoding.name, language, text, own_bytes, surprise(own, language)
    )


def _windows(sample: bytes) -> list[tuple[int, int]]:
    """Where each byte beyond ASCII stands between two others for the first time, and how often it does."""
    firsts: dict[bytes, int] = {}
    counts: Counter[bytes] = Counter()
    for match in _BEYOND_ASCII.finditer(sample):
        place = match.start()
        window = sample[max(place - 1, 0) : place + 2]
        firsts.setdefault(window, place)
        counts[window] += 1
    return [(place, counts[window]) for window, place in firsts.items()]


def _in_context(cheapest: list[_Candidate], sample: bytes) -> Iterator[_Candidate]:
    """Candidates, dearer by what is odd where their letters meet; those are left out that are too dear without."""
    windows = _windows(sample)
    least = inf
    for candidate in cheapest:
        if candidate.bits > least + _CERTAIN_BITS:
            break
        bits = _oddities(candidate.text, windows, len(sample))
        least = min(least, candidate.bits + bits)
        yield candidate._replace(bits=candidate.bits + bits, own_bits=candidate.own_bits + bits)


def _oddities(text: str, windows: list[tuple[int, int]], size: int) -> float:
    padded = f" {text} "
    if len(text) == size:
        return sum(count * oddity(padded[place : place + 3]) for place, count in windows)
    return sum(
        oddity(padded[place : place + 3]) for place, char in enumerate(text) if char > "\x7f"
    )


def _is_language(candidate: _Candidate, sample: bytes) -> bool:
    """Whether a reading has spaces, and costs no more than real text, or is ASCII but for next to nothing."""
    has_spaces = _SPACE.search(candidate.text) or candidate.language in _WITHOUT_SPACES
    if (len(candidate.text) > _LONGEST_WORD and not has_spaces) or _has_too_many_symbols(candidate):
        return False
    return _is_cheap(candidate) or candidate.own_bytes <= _MOST_FOREIGN_SHARE * len(sample)


def _has_too_many_symbols(candidate: _Candidate) -> bool:
    """Whether symbols beyond ASCII outnumber the letters, as in EBCDIC read as anything else."""
    if candidate.language in _WITHOUT_SPACES:
        return False
    symbols = sum(
        char > "\x7f" and not char.isalnum() and not combining(char) for char in candidate.text
    )
    return symbols > _FEW_SYMBOLS and 2 * symbols > sum(map(str.isalpha, candidate.text))


def _is_cheap(candidate: _Candidate) -> bool:
    is_ideographic = candidate.language in _IDEOGRAPHIC
    most = _MOST_BITS_AN_IDEOGRAPHIC_BYTE if is_ideographic else _MOST_BITS_A_BYTE
    return candidate.own_bits <= _MORE_BITS + most * candidate.own_bytes


def _likelihood(candidate: _Candidate, others: list[_Candidate]) -> float:
    rivals = [other.bits for other in others if other.text != candidate.text]
    bits_more = min(_CERTAIN_BITS, candidate.bits - min(rivals, default=inf))
    score = 1 / (1 + 2**bits_more)
    return round(score if _is_cheap(candidate) else score * _DEAR_BELIEF, 3)
