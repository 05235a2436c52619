"""One table of the letters that keyboards exchange, and what is built on it."""

import re

_DIGITS = {ord(zero) + value: str(value) for zero in "۰٠०০" for value in range(10)}
_FOLDED = _DIGITS | str.maketrans("يىكهةۃأإٱـ\u200c–—", "ییکہہہااا- --")
_VARIANT = re.compile(f"[{''.join(map(chr, _FOLDED))}]")


def fold_variants(part: str) -> str:
    """A part of a line, as long as it was, with ASCII digits and one letter for those that keyboards exchange.

    >>> fold_variants("۷ مارس ٢٠٢٦هـ — سه‌شنبه")
    '7 مارس 2026ہ- - سہ شنبہ'
    """
    return part.translate(_FOLDED) if _VARIANT.search(part) else part


def any_of(phrases: list[str]) -> str:
    """An expression for any of some phrases, folded, the longest first."""
    folded = {fold_variants(phrase) for phrase in phrases}
    return "|".join(
        re.escape(phrase) for phrase in sorted(folded, key=lambda phrase: (-len(phrase), phrase))
    )


# Of no script, and emoji; without ©, which says of a date that it is none of publication.
_SYMBOLS = "\u00a1-\u00a8\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u2190-\u2bff\ufe0f\U0001f000-\U0001ffff"
# Of any script, with the vowel signs of the Indic ones, which `\w` lacks.
LETTER = rf"[^\s\d!-/:-@\[-`{{-~،؛؟٪-٭۔।॥{_SYMBOLS}]"
