"""Look up whether some words are a place, an agency, a desk, or words of a sentence.

A name is found in any spelling, whatever letters, spaces and marks a keyboard gave it
(`canonical_form`).
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from string import ascii_letters, digits

from transforms.gazetteer.agencies import AGENCIES, HOMONYMS, PARTIES
from transforms.gazetteer.countries import COUNTRIES
from transforms.gazetteer.lists import ListMarks
from transforms.gazetteer.phrases import (
    AROUND_AGENCIES,
    CONTINUATIONS,
    DESK_WORDS,
    DESKS,
    LETTER_NAMES,
    LETTERS_AND_WORDS,
    NO_CREDIT,
    OF,
    SENTENCE_WORDS,
)
from transforms.gazetteer.places import PAKISTAN, PLACES
from transforms.gazetteer.rarest_letter import has_any_of
from transforms.text.canonical import canonical_form, fold_characters
from transforms.text.characters import category
from transforms.text.letter_variants import any_of, fold_variants, lower, whole_words

_CITIES = "cities"
_COUNTRIES = "countries"
_AGENCIES = "agencies"
_TABLES = {_CITIES: PLACES, _COUNTRIES: COUNTRIES, _AGENCIES: AGENCIES}
# Characters of a name.
_LONGEST_NAME = 50
# Words of a desk; more of them are a sentence.
_LONGEST_DESK = 4
# Letters of a name that counts in capitals only: `Ana` is no agency, and `ANA` is one.
_LONGEST_ACRONYM = 5
# Characters after a bracket that may begin with a word of a sentence.
_CONTINUATION_CHARS = 20
_CACHED_KEYS = 16_384
_CACHED_NAMES = 4_096

_LIST_WORDS = frozenset(["اور", "و", "او", "and", "और"])
_LIST = ListMarks(
    re.compile(rf"\s?[،,/+؛;|۔]\s?|\s[-–—&]\s|\s(?:{'|'.join(sorted(_LIST_WORDS))})\s"),
    re.compile("[،,/+؛;|۔–—&-]"),
    _LIST_WORDS,
)
_NEXT_WORD = re.compile(r"\s+(\w+)")
_AROUND = any_of(AROUND_AGENCIES.split("|"))
_AROUND_NAMES = re.compile(rf"^(?:{_AROUND})\s|\s(?:{_AROUND})$", re.IGNORECASE)


def _whole_words(row: str) -> re.Pattern[str]:
    """Return an expression for any phrase of a row, folded, as whole words."""
    return re.compile(whole_words(row.split("|")), re.IGNORECASE)


def _words_of(row: str) -> frozenset[str]:
    """Return the words of a row as written and folded."""
    written = row.split("|")
    return frozenset([*written, *map(fold_variants, written)])


_DESK = _whole_words(DESK_WORDS)
_DESK_ALONE = _whole_words(DESKS)
_HAS_DESK = has_any_of(map(fold_variants, DESKS.split("|")))
_NO_CREDIT = _whole_words(NO_CREDIT)
_AROUND_WORDS = [fold_variants(phrase).lower().split() for phrase in AROUND_AGENCIES.split("|")]
_FIRST_AROUND = frozenset(phrase[0] for phrase in _AROUND_WORDS)
_LAST_AROUND = frozenset(phrase[-1] for phrase in _AROUND_WORDS)
_SENTENCE_WORDS = _words_of(SENTENCE_WORDS)
_CONTINUATIONS = _words_of(CONTINUATIONS)
_WORDS_OF_DESKS = frozenset(DESKS.replace("|", " ").split())
_LETTER_NAMES = _words_of(LETTER_NAMES)
_LETTERS_AND_WORDS = _words_of(LETTERS_AND_WORDS)
_OF = _words_of(OF)


def place_name(words: str) -> str | None:
    """Return the English name of the first known city; of the first country where there is none.

    >>> place_name("سرینگر"), place_name("کوئٹہ/ اسلام آباد")
    ('Srinagar', 'Quetta')
    >>> place_name("افغانستان"), place_name("نور پور")
    ('Afghanistan', None)
    """
    return city_name(words) or _first_known(words, _COUNTRIES)


def city_name(words: str) -> str | None:
    """Return the English name of the first known city of a list."""
    return _first_known(words, _CITIES)


def agency_name(words: str) -> str | None:
    """Return the English name of the first known agency of a list.

    >>> agency_name("روئٹرز"), agency_name("خبرگزاری فارس"), agency_name("نمائندہ خصوصی، اے پی پی")
    ('Reuters', 'Fars', 'APP')
    >>> agency_name("پی سی بی")
    """
    return _first_known(words, _AGENCIES)


def is_city(words: str) -> bool:
    """Check whether some words are the name of one city, and nothing else."""
    return _name(words, _CITIES) is not None


def is_agency(words: str) -> bool:
    """Check whether some words are the name of one agency, and nothing else.

    >>> is_agency("ANA"), is_agency("Ana"), is_agency("خبرگزاری فارس")
    (True, False, False)
    """
    return _name(words, _AGENCIES) is not None


def is_outlet(words: str) -> bool:
    """Check whether some words are one agency, with or without a word for agency around it.

    >>> is_outlet("خبرگزاری فارس"), is_outlet("جنگ اور امن")
    (True, False)
    """
    return _agency(words, _AGENCIES) is not None


def is_city_prefix(word: str) -> bool:
    """Check quickly whether the name of a city can begin with a word; marks alone always can."""
    return _is_beginning(word, _CITIES)


def is_agency_prefix(word: str) -> bool:
    """Check quickly whether the name of an agency can begin with a word; marks alone always can."""
    return _is_beginning(word, _AGENCIES)


def agency_word_count(words: Sequence[str]) -> int:
    """Return quickly how many of some words an agency that begins with them can have at most.

    >>> agency_word_count(["خبرگزاری", "فارس", "از", "گرگان"]), agency_word_count(["بارش"])
    (1, 0)
    """
    return _word_count(words, _AGENCIES)


def city_word_count(words: Sequence[str]) -> int:
    """Return quickly how many of some words a city that begins with them can have at most."""
    return _word_count(words, _CITIES)


def _word_count(words: Sequence[str], table: str) -> int:
    """Return how many of some words can begin a name, or all of them where that is not known.

    It is known as long as the words have plain letters, and before a word that begins with one:
    no letter of the one changes in the form of both.
    """
    beginnings, key = _beginnings(table), ""
    for count, word in enumerate(words):
        if not _PLAIN_WORDS.fullmatch(word):
            break
        key += _key(word)
        if key not in beginnings and _begins_plain(words, count + 1):
            return count
    return len(words)


def _begins_plain(words: Sequence[str], at: int) -> bool:
    """Check that a word begins with a plain letter, or that there is none."""
    if at == len(words):
        return True
    return words[at] != "" and _PLAIN_WORDS.fullmatch(words[at][0]) is not None


def is_dateline_prefix(word: str) -> bool:
    """Check quickly whether a city, an agency or a desk can begin with a word."""
    if word.lower() in _WORDS_OF_DESKS:
        return True
    return _is_beginning(word, _CITIES) or _is_beginning(word, _AGENCIES)


def is_possible_credit(words: str) -> bool:
    """Check quickly for a word of desks, or for a first word of agencies."""
    parts = words.lower().split()
    return bool(parts) and (not _WORDS_OF_DESKS.isdisjoint(parts) or is_agency_prefix(parts[0]))


def is_homonym(words: str) -> bool:
    """Check whether a name of the tables is a word too, such as `ڈان` (dawn) or `The Dawn`."""
    bare = words[len("the ") :] if words[:4].lower() == "the " else words
    return _key(words) in _homonyms() or _key(bare) in _homonyms()


def is_party(words: str) -> bool:
    """Check whether the abbreviation of an agency is that of a party too, such as `پی ٹی آئی`."""
    return _key(words) in _parties()


def is_in_pakistan(words: str) -> bool:
    """Check whether the first known city of a list is one of Pakistan."""
    return city_name(words) in PAKISTAN


def is_letter_name(word: str) -> bool:
    """Check whether a word is the name of a letter: `بی`."""
    return word in _LETTER_NAMES


def is_whole_name(name: str, before: str, after: str) -> bool:
    """Check whether the words around a name do not make it a part of a longer one.

    Letters that are spelled belong together, and `of` goes on.

    >>> [is_whole_name("آر ٹی", before, " کے مطابق") for before in ("ای ", "", "ادارے ", "ای، ")]
    [False, True, True, True]
    >>> is_whole_name("ایسوسی ایٹڈ پریس", "", " آف بنگال"), is_whole_name("اے پی", "", " ایس")
    (False, False)
    """
    following = _word_at_start(after)
    if following.lower() in _OF:
        return False
    if not all(map(is_letter_name, name.split())):
        return True
    if is_letter_name(following) and following not in _LETTERS_AND_WORDS:
        return False
    *others, last = ["", *before.split()[-2:]]
    if not before[-1:].isspace() or not is_letter_name(last):
        return True
    return last in _LETTERS_AND_WORDS and not is_letter_name(others[-1] if others else "")


def _word_at_start(text: str) -> str:
    """Return the word that follows after a space; empty where a mark follows."""
    word = _NEXT_WORD.match(text)
    return word[1] if word else ""


def is_picture(words: str) -> bool:
    """Check for a word of picture credits."""
    return _NO_CREDIT.search(fold_variants(words)) is not None


def is_reporter(words: str) -> bool:
    """Check whether the bracket of a dateline names an agency, an outlet or a desk.

    >>> [is_reporter(words) for words in ("اے پی پی", "اسپورٹس رپورٹر", "فائل فوٹو", "پی سی بی")]
    [True, True, False, False]
    """
    if is_picture(words):
        return False
    return agency_name(words) is not None or _DESK.search(fold_variants(words)) is not None


def is_desk(words: str) -> bool:
    """Check whether some words on their own name who reports: desks, or agencies.

    An agency whose name is a word too does not count.

    >>> [is_desk(words) for words in ("ویب ڈیسک", "رائٹرز", "Web Desk", "جنگ", "بریکنگ نیوز")]
    [True, True, True, False, False]
    """
    parts = [part for part in _LIST.split(words) if part]
    return bool(parts) and all(
        _is_desk_phrase(part) or (_agency(part, _AGENCIES) is not None and not is_homonym(part))
        for part in parts
    )


def is_sentence(words: str) -> bool:
    """Check for a word of sentences, which no name has.

    >>> is_sentence("حکومت نے"), is_sentence("نور پور")
    (True, False)
    """
    return not _SENTENCE_WORDS.isdisjoint(words.lower().split())


def continues_sentence(after: str) -> bool:
    """Check whether a text continues the sentence before it.

    >>> continues_sentence(" نے کہا ہے"), continues_sentence(" وزیر اعظم نے کہا ہے")
    (True, False)
    """
    first = after[:_CONTINUATION_CHARS].split(maxsplit=1)
    return bool(first) and first[0] in _CONTINUATIONS


def _is_desk_phrase(words: str) -> bool:
    if len(words.split()) > _LONGEST_DESK or is_sentence(words):
        return False
    folded = fold_variants(words)
    return bool(_HAS_DESK.search(lower(folded))) and _DESK_ALONE.search(folded) is not None


# Cached: places and newsrooms are few, and many rules ask about the same words.
@lru_cache(maxsize=_CACHED_NAMES)
def _first_known(words: str, table: str) -> str | None:
    """Return the name of some words, or else of the first known part of a list."""
    look_up = _agency if table == _AGENCIES else _name
    found = look_up(words, table)
    parts = _LIST.split(words) if found is None else ()
    if len(parts) > 1:
        found = next(filter(None, (look_up(part, table) for part in parts)), None)
    return found


@lru_cache(maxsize=_CACHED_NAMES)
def _agency(words: str, table: str) -> str | None:
    """Return the name of an agency, with or without a word for agency around it."""
    found = _name(words, table)
    if found is None and " " in words:
        parts = fold_variants(words).lower().split()
        if parts and (parts[0] in _FIRST_AROUND or parts[-1] in _LAST_AROUND):
            found = _name(_AROUND_NAMES.sub("", fold_variants(words)), table)
    return found or _first_of_two(words, table)


def _first_of_two(words: str, table: str) -> str | None:
    """Return the first of two agencies that stand side by side: `آئی این پی شنہوا`."""
    parts = words.split(" ")
    if not 1 < len(parts) <= 2 * _LONGEST_DESK or not is_agency_prefix(parts[0]):
        return None
    for count in range(min(agency_word_count(parts), len(parts) - 1), 0, -1):
        names = " ".join(parts[:count]), " ".join(parts[count:])
        if all(_name(name, table) for name in names) and not all(map(is_homonym, names)):
            return _name(names[0], table)
    return None


def _name(words: str, table: str) -> str | None:
    """Return the name of one place or agency."""
    if not 0 < len(words) <= _LONGEST_NAME:
        return None
    found = _names(table).get(_key(words)) if _may_begin(words, table) else None
    if found is None or not found.isupper():
        return found
    is_acronym = len(words) <= _LONGEST_ACRONYM and words.isascii()
    return None if is_acronym and not words.isupper() else found


def _plain_letters() -> dict[int, str]:
    """Return the canonical form of each character that is folded by itself, wherever it stands.

    Of ASCII and of the Arabic block: no mark, no digit and no punctuation. Spaces are dropped.
    """
    arabic = filter(str.isalpha, map(chr, range(0x620, 0x6D4)))
    letters = [char for char in (*ascii_letters, *arabic) if category(char) != "Lm"]
    return {ord(char): fold_characters(char) for char in letters} | {ord(" "): "", 0x200C: ""}


_PLAIN = _plain_letters()
_PLAIN_CHARS = "".join(map(chr, _PLAIN))
_PLAIN_WORDS = re.compile(f"[{_PLAIN_CHARS}]*")
_PLAIN_DIGITS = {ord(digit): digit for digit in digits}
_PLAIN_TABLE = [(_PLAIN | _PLAIN_DIGITS).get(code, "") for code in range(max(_PLAIN) + 1)]
_PLAIN_START = re.compile(rf"[0-9]+|[{_PLAIN_CHARS}]+")
_PLAIN_SPACES = " \u200c"


def _form(words: str) -> str:
    """Return the canonical form of some words; most have plain letters only."""
    if _PLAIN_WORDS.fullmatch(words):
        return words.translate(_PLAIN_TABLE)
    return canonical_form(words)


_key = lru_cache(maxsize=_CACHED_KEYS)(_form)


def _may_begin(words: str, table: str) -> bool:
    """Check quickly whether a name can begin as some words do, by their first plain letters.

    All but the last of these have the form that they have alone, whatever follows.
    """
    start = _PLAIN_START.match(words)
    if start is None or start.end() == len(words):
        return True
    return start[0].rstrip(_PLAIN_SPACES)[:-1].translate(_PLAIN_TABLE) in _beginnings(table)


@lru_cache(maxsize=_CACHED_KEYS)
def _is_beginning(word: str, table: str) -> bool:
    return _may_begin(word, table) and _key(word) in _beginnings(table)


@cache
def _names(table: str) -> dict[str, str]:
    """Return the name by the canonical form of each spelling; the English name is one of them."""
    rows = _TABLES[table].items()
    return {
        _form(spelling): name
        for name, spellings in rows
        for spelling in (*spellings.split("|"), name)
    }


@cache
def _beginnings(table: str) -> frozenset[str]:
    return frozenset(key[:end] for key in _names(table) for end in range(len(key) + 1))


@cache
def _homonyms() -> frozenset[str]:
    return frozenset(map(_form, HOMONYMS.split("|")))


@cache
def _parties() -> frozenset[str]:
    return frozenset(map(_form, PARTIES.split("|")))
