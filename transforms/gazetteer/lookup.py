"""This file looks names up: whether a few words are a place, an agency, a desk, or words of a sentence.

The table is `names`; a spelling is found whatever letters, spaces and marks a keyboard gave it
(`canonical_form`).
"""

import re
from functools import cache, lru_cache

from transforms.gazetteer.agencies import AGENCIES, HOMONYMS
from transforms.gazetteer.phrases import (
    AROUND_AGENCIES,
    CONTINUATIONS,
    DESK_WORDS,
    DESKS,
    NO_CREDIT,
    SENTENCE_WORDS,
)
from transforms.gazetteer.places import COUNTRIES, PLACES
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import LETTER, any_of, fold_variants

_CITIES = "cities"
_COUNTRIES = "countries"
_AGENCIES = "agencies"
_TABLES = {_CITIES: PLACES, _COUNTRIES: COUNTRIES, _AGENCIES: AGENCIES}
_LONGEST_NAME_CHARS = 50
# Words; more of them are a sentence.
_LONGEST_DESK = 4
# Letters: `Ana` is no agency, and `ANA` is one.
_LONGEST_ACRONYM = 5
_MOST_KEYS = 16_384

_LIST_MARK = re.compile(r"\s?[،,/+؛;|۔]\s?|\s[-–—]\s|\s(?:اور|و|او|and|और|&)\s")
_AROUND = any_of(AROUND_AGENCIES.split("|"))
_AROUND_NAMES = re.compile(rf"^(?:{_AROUND})\s|\s(?:{_AROUND})$", re.IGNORECASE)
_DESK, _DESK_ALONE, _NO_CREDIT = (
    re.compile(rf"(?<!{LETTER})(?:{any_of(row.split('|'))})(?!{LETTER})", re.IGNORECASE)
    for row in (DESK_WORDS, DESKS, NO_CREDIT)
)
_FIRST_AROUND, _LAST_AROUND = (
    frozenset(fold_variants(phrase).lower().split()[place] for phrase in AROUND_AGENCIES.split("|"))
    for place in (0, -1)
)
_SENTENCE_WORDS, _CONTINUATIONS = (
    frozenset([*row.split("|"), *map(fold_variants, row.split("|"))])
    for row in (SENTENCE_WORDS, CONTINUATIONS)
)
_DESK_WORDS = frozenset(DESKS.replace("|", " ").split())


def place_name(words: str) -> str | None:
    """The name of the first place that is known, of several; of a country where no city is named.

    >>> place_name("سرینگر"), place_name("کوئٹہ/ اسلام آباد"), place_name("افغانستان"), place_name("نور پور")
    ('Srinagar', 'Quetta', 'Afghanistan', None)
    """
    return city_name(words) or _first_known(words, _COUNTRIES)


def city_name(words: str) -> str | None:
    """The name of the first city that is known, of several places."""
    return _first_known(words, _CITIES)


def agency_name(words: str) -> str | None:
    """The name of the first agency that is known, of several.

    >>> agency_name("روئٹرز"), agency_name("خبرگزاری فارس"), agency_name("نمائندہ خصوصی، اے پی پی")
    ('Reuters', 'Fars', 'APP')
    >>> agency_name("پی سی بی")
    """
    return _first_known(words, _AGENCIES)


def is_city(words: str) -> bool:
    """Whether a few words are the name of one city, with nothing around it."""
    return _name(words, _CITIES) is not None


def is_agency(words: str) -> bool:
    """Whether a few words are the name of one agency, with nothing around it.

    >>> is_agency("ANA"), is_agency("Ana"), is_agency("خبرگزاری فارس")
    (True, False, False)
    """
    return _name(words, _AGENCIES) is not None


def is_city_prefix(word: str) -> bool:
    """Whether the name of a city can begin with a word, or with what is none: a quick look before longer ones."""
    return _key(word) in _beginnings(_CITIES)


def is_agency_prefix(word: str) -> bool:
    """Whether the name of an agency can begin with a word, or with what is none: a quick look before longer ones."""
    return _key(word) in _beginnings(_AGENCIES)


def is_dateline_prefix(word: str) -> bool:
    """Whether the name of a city, an agency or a desk can begin with a word: a quick look before longer ones."""
    return word.lower() in _DESK_WORDS or is_city_prefix(word) or is_agency_prefix(word)


def is_possible_credit(words: str) -> bool:
    """A quick look: the word of a desk, or a first word that the name of an agency can begin with."""
    parts = words.lower().split()
    return bool(parts) and (not _DESK_WORDS.isdisjoint(parts) or is_agency_prefix(parts[0]))


def is_homonym(words: str) -> bool:
    """Whether a name is a word too."""
    return _key(words) in _homonyms()


def is_picture(words: str) -> bool:
    """Whether a few words are of a picture's credit."""
    return _NO_CREDIT.search(fold_variants(words)) is not None


def is_reporter(words: str) -> bool:
    """Whether a bracket behind a place names who reports: an agency, an outlet or a desk.

    >>> [is_reporter(words) for words in ("اے پی پی", "اسپورٹس رپورٹر", "فائل فوٹو", "پی سی بی")]
    [True, True, False, False]
    """
    if is_picture(words):
        return False
    return agency_name(words) is not None or _DESK.search(fold_variants(words)) is not None


def is_desk(words: str) -> bool:
    """Whether a few words with nothing around them name who reports; names that are words too do not.

    >>> [is_desk(words) for words in ("ویب ڈیسک", "رائٹرز", "Web Desk", "جنگ", "بریکنگ نیوز")]
    [True, True, True, False, False]
    """
    parts = [part for part in _LIST_MARK.split(words) if part]
    return bool(parts) and all(
        _is_desk_phrase(part) or (_agency(part) is not None and not is_homonym(part))
        for part in parts
    )


def is_sentence(words: str) -> bool:
    """Whether a few words have one of those that no name has.

    >>> is_sentence("حکومت نے"), is_sentence("نور پور")
    (True, False)
    """
    return not _SENTENCE_WORDS.isdisjoint(words.lower().split())


def continues_sentence(behind: str) -> bool:
    """Whether a text goes on with what stands before it.

    >>> continues_sentence(" نے کہا ہے"), continues_sentence(" وزیر اعظم نے کہا ہے")
    (True, False)
    """
    first = behind[:20].split(maxsplit=1)
    return bool(first) and first[0] in _CONTINUATIONS


def _is_desk_phrase(words: str) -> bool:
    is_short = len(words.split()) <= _LONGEST_DESK
    return (
        is_short and _DESK_ALONE.search(fold_variants(words)) is not None and not is_sentence(words)
    )


def _first_known(words: str, table: str) -> str | None:
    """The name of the words, or else of the first that is known, of a list."""
    look_up = _agency if table == _AGENCIES else _name
    found = look_up(words, table)
    if found is None and _LIST_MARK.search(words):
        found = next(filter(None, (look_up(part, table) for part in _LIST_MARK.split(words))), None)
    return found


def _agency(words: str, table: str = _AGENCIES) -> str | None:
    """The name of an agency, with or without a word for agency around it."""
    found = _name(words, table)
    if found is None and " " in words:
        parts = fold_variants(words).lower().split()
        if parts[0] in _FIRST_AROUND or parts[-1] in _LAST_AROUND:
            found = _name(_AROUND_NAMES.sub("", fold_variants(words)), table)
    return found


def _name(words: str, table: str) -> str | None:
    """The name of one place or agency."""
    if not 0 < len(words) <= _LONGEST_NAME_CHARS:
        return None
    found = _names(table).get(_key(words))
    is_acronym = (
        found is not None and found.isupper() and len(words) <= _LONGEST_ACRONYM and words.isascii()
    )
    return None if is_acronym and not words.isupper() else found


@lru_cache(maxsize=_MOST_KEYS)
def _key(words: str) -> str:
    return canonical_form(words)


@cache
def _names(table: str) -> dict[str, str]:
    """The name of every spelling, by its canonical form; the English name is one of them."""
    rows = _TABLES[table].items()
    return {
        canonical_form(spelling): name
        for name, spellings in rows
        for spelling in (*spellings.split("|"), name)
    }


@cache
def _beginnings(table: str) -> frozenset[str]:
    return frozenset(key[:end] for key in _names(table) for end in range(len(key) + 1))


@cache
def _homonyms() -> frozenset[str]:
    return frozenset(map(canonical_form, HOMONYMS.split("|")))
