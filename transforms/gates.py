"""Gates: quick questions whose no says that a slow rule cannot apply.

A gate is made from what its rule itself is made of: the words that it needs, the expression that it
matches, the phrases that it compares. A yes says nothing.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache

import regex

from transforms.gazetteer.rarest_letter import has_any_of
from transforms.text.canonical import canonical_form, is_plain_letter
from transforms.text.characters import category
from transforms.text.letter_variants import lower

# Characters of a line by which `beginnings` tells.
START_CHARS = 2
# Of one gate: beginnings of lines that are remembered.
_CACHED_STARTS = 4_096
# Characters of a text by which `form_beginnings` tells.
_FORM_CHARS = 8
# Punctuation and symbols, but for the connectors: some of them are word characters to a library.
_SETTLED_KINDS = frozenset({"Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So"})
# Letters that have more than one capital, as the sign of kelvin is one of k; and the space.
_OTHER_CAPITALS = frozenset("iks ")


def any_word(words: Collection[str]) -> Callable[[str], bool]:
    """Return a check whether a text has any of some words, in any case, also as parts of others.

    Where a text has none of a few letters of Latin, no word of Latin is looked for.

    >>> has_call = any_word(["follow us", "फ़ॉलो करें"])
    >>> has_call("Please Follow us"), has_call("बारिश हुई")
    (True, False)
    """
    cased = sorted({word for word in words if word.lower() != word.upper()})
    expression_of_others = has_any_of(set(words) - set(cased) or {"\0"})
    expression_of_cased = has_any_of(cased or {"\0"})
    letters = [form for letter in _letters_of_all(cased) for form in (letter, letter.upper())]

    def is_in(text: str) -> bool:
        if expression_of_others.search(text):
            return True
        for letter in letters:
            if letter in text:
                return expression_of_cased.search(lower(text)) is not None
        return False

    return is_in


def _letters_of_all(words: Sequence[str]) -> list[str]:
    """Return a few letters of which each word has one."""
    letters = []
    while words:
        counts = Counter(char for word in words for char in set(word) - _OTHER_CAPITALS)
        letters.append(max(sorted(counts), key=counts.__getitem__))
        words = [word for word in words if letters[-1] not in word]
    return letters


def beginnings(expression: str, flags: int) -> Callable[[str], bool]:
    """Return a check whether a match of an expression can begin with some characters.

    Ask it for the first `START_CHARS` characters of a line. It is remembered; a gate of
    expressions that begin with anything shuts nothing out.

    >>> may_label = beginnings("(?:tags|topics):.*", flags=0)
    >>> [may_label(line[:START_CHARS]) for line in ("tags: sea", "ta", "tea")]
    [True, True, False]
    """

    @cache
    def compiled() -> regex.Pattern[str]:
        return regex.compile(expression, flags)

    @lru_cache(maxsize=_CACHED_STARTS)
    def may_begin(start: str) -> bool:
        settled = start[: _settled_count(start)]
        return not settled or compiled().match(settled, partial=True) is not None

    return may_begin


def _settled_count(start: str) -> int:
    """Count the characters at the start of a text that are word, digit or mark to any library.

    Libraries differ in vowel signs, and in letters that are younger than they are.
    """
    for number, char in enumerate(start):
        if not (char.isalnum() or char == " " or _kind(char) in _SETTLED_KINDS):
            return number
    return len(start)


def form_beginnings(forms: Collection[str]) -> Callable[[str], bool]:
    """Return a check by its first letters whether a normalized text can have one of some forms.

    Args:
        forms: canonical forms.

    >>> may_be_known = form_beginnings([canonical_form("شیئر کریں")])
    >>> may_be_known("شيئر کریں!"), may_be_known("شیئر کیجیے"), may_be_known("بارش")
    (True, False, False)
    """
    begun = frozenset(form[:end] for form in forms for end in range(len(form) + 1))

    def may_be_one(text: str) -> bool:
        form = ""
        for char in text[:_FORM_CHARS]:
            # The letters before a plain letter keep the form that they have alone.
            if not (_is_plain_letter(char) or char == " "):
                return True
            if form not in begun:
                return False
            form += _letter_form(char)
        return True

    return may_be_one


def may_have_one_form(text: str, other: str) -> bool:
    """Check by their first letters whether two normalized texts can have one canonical form.

    >>> may_have_one_form("كيا ہوا", "کیا ہوا؟"), may_have_one_form("کیا ہوا", "کچھ نہیں")
    (True, False)
    """
    first, other_first = _first_of_form(text[:2]), _first_of_form(other[:2])
    if first and other_first and first != other_first:
        return False
    differs = False
    for char, other_char in zip(text, other, strict=False):
        if not (_is_plain_letter(char) and _is_plain_letter(other_char)):
            return True
        if differs:
            return False
        differs = _letter_form(char) != _letter_form(other_char)
    return True


@lru_cache(maxsize=_CACHED_STARTS)
def _first_of_form(start: str) -> str:
    """Return what the form of a text begins with, by its first two characters.

    Empty where that depends on more of them.
    """
    is_settled = start[:1].isdecimal() or (len(start) > 1 and all(map(is_plain_letter, start)))
    return canonical_form(start[0]) if is_settled else ""


_kind = lru_cache(maxsize=_CACHED_STARTS)(category)
_is_plain_letter = lru_cache(maxsize=_CACHED_STARTS)(is_plain_letter)
_letter_form = lru_cache(maxsize=_CACHED_STARTS)(canonical_form)
