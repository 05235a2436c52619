"""The table of letters that keyboards exchange, and how text is folded and searched by it."""

import re
from collections.abc import Sequence
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


def fold_variants(part: str) -> str:
    """Fold variants of letters, digits and dashes into one; the length stays.

    >>> fold_variants("۷ مارس ٢٠٢٦هـ — سه‌شنبه")
    '7 مارس 2026ہ- - سہ شنبہ'
    """
    return part.translate(_FOLDED) if _VARIANT.search(part) else part


def any_of(phrases: list[str]) -> str:
    """Return an expression for any of some phrases, folded, the longest first."""
    folded = {fold_variants(phrase) for phrase in phrases}
    longest_first = sorted(folded, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(map(re.escape, longest_first))


# The letters that phrases are typed with; no phrase of the tables has a teh marbuta goal.
TYPED_LETTERS = (YEH, KAF, HEH)


def any_spelling_of(phrases: Sequence[str]) -> str:
    """Return an expression for any of some phrases in text that is not folded, as whole words.

    Keyboards exchange letters and leave spaces out.
    """
    longest_first = sorted(phrases, key=len, reverse=True)
    joined = "|".join(map(re.escape, longest_first))
    for group in TYPED_LETTERS:
        joined = re.sub(group.pattern, group.pattern, joined)
    joined = joined.replace("\u200c", "[ \u200c]?").replace("\\ ", "[ \u200c]")
    return rf"(?<!{LETTER})(?:{joined})(?!{LETTER})"


# Symbols of no script, and emoji; without ©, since a date after it is none of publication.
_SYMBOLS = (
    "\u00a1-\u00a8\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
    "\u2000-\u206f\u2190-\u2bff\ufe0f\U0001f000-\U0001ffff"
)
# A letter of any script, or a vowel sign of the Indic ones, which `\w` lacks.
LETTER = rf"[^\s\d!-/:-@\[-`{{-~،؛؟٪-٭۔।॥{_SYMBOLS}]"
