"""The table of letters that keyboards exchange, and how text is folded and searched by it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple


class LetterGroup(NamedTuple):
    """A letter as Urdu writes it, and the letters that other keyboards type for it."""

    letter: str
    variants: str

    @property
    def pattern(self) -> str:
        """An expression for any letter of the group."""
        return f"[{self.letter}{self.variants}]"


YEH = LetterGroup("ی", "يى")
KAF = LetterGroup("ک", "ك")
HEH = LetterGroup("ہ", "هة")
TEH_MARBUTA_GOAL = LetterGroup("ہ", "ۃ")
ALEF = LetterGroup("ا", "أإٱ")
YEH_HAMZA = LetterGroup("ئ", "ٸ")
WAW_HAMZA = LetterGroup("ؤ", "ٶ")
# Never ھ and ہ, ں and ن, ے and ی, ئ and ی, ؤ and و, آ and ا: these make other words.
LETTER_GROUPS = (YEH, KAF, HEH, TEH_MARBUTA_GOAL, ALEF, YEH_HAMZA, WAW_HAMZA)


def letter_of_variants(groups: Sequence[LetterGroup]) -> dict[str, str]:
    """Return the letter of each variant of some groups.

    >>> letter_of_variants((YEH, KAF))
    {'ي': 'ی', 'ى': 'ی', 'ك': 'ک'}
    """
    return {variant: group.letter for group in groups for variant in group.variants}


_DIGITS = {ord(zero) + value: str(value) for zero in "۰٠०০" for value in range(10)}
# One character each: the fold keeps the length.
_MARKS = {"ـ": "-", "\u200c": " ", "–": "-", "—": "-"}
_FOLDED = _DIGITS | str.maketrans(letter_of_variants(LETTER_GROUPS) | _MARKS)
_VARIANT = re.compile(f"[{''.join(map(chr, _FOLDED))}]")
# By code point: a list is twice as quick as a dictionary that lacks most characters.
_TABLE = [_FOLDED.get(code, chr(code)) for code in range(max(_FOLDED) + 1)]


def fold_variants(part: str) -> str:
    """Fold variants of letters, digits and dashes into one; the length stays.

    >>> fold_variants("۷ مارس ٢٠٢٦هـ — سه‌شنبه")
    '7 مارس 2026ہ- - سہ شنبہ'
    """
    return part.translate(_TABLE) if _VARIANT.search(part) else part


def any_of(phrases: list[str]) -> str:
    """Return an expression for any of some phrases, folded, the longest first."""
    return "|".join(map(re.escape, _longest_first(phrases)))


def _longest_first(phrases: Sequence[str]) -> list[str]:
    """Return phrases folded, each once, the longest first."""
    folded = {fold_variants(phrase) for phrase in phrases}
    return sorted(folded, key=lambda phrase: (-len(phrase), phrase))


def whole_words(phrases: Sequence[str]) -> str:
    """Return an expression for any of some phrases, folded, as whole words.

    >>> [bool(re.search(whole_words(["اے پی"]), text)) for text in ("(اے پی)", "اے پیر")]
    [True, False]
    """
    return _apart([(phrase[0], re.escape(phrase[1:])) for phrase in _longest_first(phrases)])


def _apart(phrases: Sequence[tuple[str, str]]) -> str:
    """Return an expression for phrases as whole words.

    It begins with the class of their first letters, which is searched by table.

    Args:
        phrases: the first letter of each, or its variants, and an expression for the others.
    """
    others: dict[str, list[str]] = {}
    for first, rest in phrases:
        others.setdefault(first, []).append(rest)
    ways = (f"(?<=[{first}])(?:{'|'.join(rest)})" for first, rest in others.items())
    return rf"[{''.join(others)}](?<!{LETTER}.)(?:{'|'.join(ways)})(?!{LETTER})"


# The letters that phrases are typed with; no phrase of the tables has a teh marbuta goal.
TYPED_LETTERS = (YEH, KAF, HEH)


def any_spelling_of(phrases: Sequence[str]) -> str:
    """Return an expression for any of some phrases in text that is not folded, as whole words.

    Keyboards exchange letters and leave spaces out.
    """
    longest_first = sorted(phrases, key=len, reverse=True)
    return _apart([(_typed(phrase[0]), _any_spelling(phrase[1:])) for phrase in longest_first])


def _typed(letter: str) -> str:
    """Return a letter as any keyboard types it, as in a class."""
    found = (group for group in TYPED_LETTERS if letter in group.letter + group.variants)
    return next((group.letter + group.variants for group in found), letter)


def _any_spelling(words: str) -> str:
    spelled = re.escape(words)
    for group in TYPED_LETTERS:
        spelled = re.sub(group.pattern, group.pattern, spelled)
    return spelled.replace("\u200c", "[ \u200c]?").replace("\\ ", "[ \u200c]")


# Symbols of no script, and emoji; without ©, since a date after it is none of publication.
_SYMBOLS = (
    "\u00a1-\u00a8\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    "\u2000-\u206f\u2190-\u2bff\ufe0f\U0001f000-\U0001ffff"
)
# A letter of any script, or a vowel sign of the Indic ones, which `\w` lacks.
LETTER = rf"[^\s\d!-/:-@\[-`{{-~،؛؟٪-٭۔।॥{_SYMBOLS}]"

# A letter that no fold makes a mark, and no mark.
_PLAIN_LETTER = rf"(?=[^\W\d_ـ]){LETTER}"
_OPENING_CHARS = 3
_CACHED_OPENINGS = 4_096
_OPENING = re.compile(rf"(?:{_PLAIN_LETTER}){{1,{_OPENING_CHARS}}}")
# What `re.IGNORECASE` takes for letters of ASCII, and `str.lower` does not.
_ODD_LETTER = re.compile("[İıſ]")
_SMALL_LETTERS = str.maketrans("İıſ", "iis")


def opening(line: str) -> str:
    """Return the first three letters of a line, or fewer where a mark follows, folded.

    Most lines differ here from each phrase of a table that they could begin with.

    >>> opening("* كاتب"), opening("7. Reply"), opening("رد:"), opening("(12)")
    ('کات', 'rep', 'رد', '')
    """
    letters = line[:_OPENING_CHARS]
    if not letters.isalpha() or "ـ" in letters:
        start = _OPENING.search(line)
        letters = start[0] if start else ""
    return _folded(letters)


# Cached: the first letters of lines are few.
@lru_cache(maxsize=_CACHED_OPENINGS)
def _folded(letters: str) -> str:
    return lower(fold_variants(letters))


def lower(text: str) -> str:
    """Return a text in lower case, in which `re.IGNORECASE` finds the same letters of ASCII."""
    if _ODD_LETTER.search(text):
        text = text.translate(_SMALL_LETTERS)
    return text.lower()


def openings(row: str) -> frozenset[str]:
    """Return the openings of the phrases of a row."""
    return frozenset(map(opening, row.split("|")))
