"""Search for any of many phrases by the rarest letter of each.

An expression for many phrases tries them wherever one of their first letters stands, which in Urdu
is at every second character. Few characters are the rarest letter of a phrase.
"""

import re
from collections import Counter
from collections.abc import Iterable

from transforms.gazetteer.agencies import AGENCIES
from transforms.gazetteer.phrases import SENTENCE_WORDS
from transforms.gazetteer.places import PLACES

# How often these tables have a letter, about as often as a text has it.
_LETTERS = Counter("".join([*PLACES.values(), *AGENCIES.values(), SENTENCE_WORDS]))


def has_any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return an expression that a text matches somewhere if it has one of some phrases.

    >>> [bool(has_any_of(["خبر", "مطابق"]).search(text)) for text in ("کے مطابق", "طارق")]
    [True, False]
    """
    return re.compile("|".join(map(_by_rarest_letter, sorted(phrases))))


def _by_rarest_letter(phrase: str) -> str:
    """Return an expression for a phrase that begins with its rarest letter.

    >>> _by_rarest_letter("خبر"), _by_rarest_letter("مطابق")
    ('خبر', 'ط(?<=مط)ابق')
    """
    at = min(range(len(phrase)), key=lambda at: _LETTERS[phrase[at]])
    before = f"(?<={re.escape(phrase[: at + 1])})" if at else ""
    return re.escape(phrase[at]) + before + re.escape(phrase[at + 1 :])
