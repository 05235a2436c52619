"""Read the agency that the first sentences of a text cite.

Names are matched as whole words. A name that is a word too (`سونا` is gold, `ارنا` stands in
`کارنامے`) counts only next to a word for agency. A source without a name (`ذرائع کے مطابق`) is
no agency.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from transforms.attribution.credits import CREDIT_MARKS, Credit
from transforms.attribution.sources import is_cited
from transforms.dates.vocabulary import words
from transforms.gazetteer.lookup import (
    agency_word_count,
    is_agency,
    is_agency_prefix,
    is_city,
    is_homonym,
    is_letter_name,
    is_party,
    is_picture,
    is_sentence,
    is_whole_name,
)
from transforms.gazetteer.phrases import AGENCY_WORDS, CITED, REPORTED
from transforms.gazetteer.rarest_letter import has_any_of
from transforms.text.letter_variants import TYPED_LETTERS, any_spelling_of

# Lines after the headline, characters of each, and sentences in these.
_LINES = 4
_LINE_CHARS = 360
_SENTENCES = 3
# Words of an agency's name: of the longest in the gazetteer.
_LONGEST_NAME = 6
# Words between `به گزارش` and the agency, and between a word for agency and its name.
_LONGEST_SKIP = 6
_AGENCY_WORD_SKIP = 2
# Characters after a marker in which the agency stands.
_MARKED_CHARS = 120
# Characters of a name that the gazetteer lacks, before a word for agency.
_LONGEST_UNKNOWN = 25
# Words of an outlet before a colon.
_LONGEST_OUTLET = 4
# Words of a place that the gazetteer knows, and of one that it lacks.
_LONGEST_CITY = 3
_LONGEST_PLACE = 2
_SHORTEST_STEM = 3
_CACHED_OUTLETS = 1_024

_EXCHANGED_LETTER = re.compile("|".join(["[ \u200c]", *(group.pattern for group in TYPED_LETTERS)]))


def _stem(phrase: str) -> str:
    """Return the longest run of letters that every spelling of a phrase has."""
    longest = max(_EXCHANGED_LETTER.split(phrase), key=len)
    return longest if len(longest) >= _SHORTEST_STEM else phrase


def _stems(rows: str) -> re.Pattern[str]:
    """Return an expression for the stems of some phrases, without those that contain another."""
    stems = {_stem(phrase) for phrase in rows.split("|")}
    least = [stem for stem in stems if not any(other in stem for other in stems - {stem})]
    return has_any_of(least)


class _Marker(NamedTuple):
    """Phrases next to which a credit stands, and a quick expression that most sentences lack."""

    stem: re.Pattern[str]
    phrase: re.Pattern[str]
    # Characters of a phrase: so many before its stem it cannot begin.
    longest: int

    def find(self, sentence: str) -> Iterator[re.Match[str]]:
        """Return the phrases of a sentence."""
        stem = self.stem.search(sentence)
        if stem is None:
            return iter(())
        return self.phrase.finditer(sentence, max(0, stem.start() - self.longest))


def _marker(row: str) -> _Marker:
    phrases = row.split("|")
    longest = max(map(len, phrases))
    return _Marker(_stems(row), re.compile(any_spelling_of(phrases)), longest)


_CITED = _marker(CITED)
_AGENCY_WORD = _marker(AGENCY_WORDS)
_REPORTED = _marker(REPORTED)
_ANY_STEM = _stems(f"{CITED}|{AGENCY_WORDS}|{REPORTED}")
# It begins with a class, which is searched by table.
_SENTENCE_END = re.compile(r"[۔.!?؟\n][۔.!?؟\n]*\s+")
_OUTLET_COLON = re.compile(
    rf"\s*([^\s،,:۔()]+(?:\s[^\s،,:۔()]+){{0,{_LONGEST_OUTLET - 1}}}?)\s?[:：]"
)
_OUTLET = re.compile(r"^[^\s]+(?:\s[^\s]+)?\s(?:نیوز|ٹی وی|ٹائمز)$")
_SHORT_NAME = re.compile(r"(?<=\w)\s?\([^\W\d_][^()]{1,15}\)\s*$")
_UNKNOWN = re.compile(
    r"(?<!\w)(?P<name>[^\s،,:۔()]+)\s(?:خبر ?رساں (?:ادارے|ایجنسی)|نیوز ایجنسی)"
    r"(?:\sکی رپورٹ)?\sکے مطابق"
)
# What stands before `news agency` and is no name: adjectives, most of which end in ی, and small
# words.
_NO_NAME = re.compile(
    r"^(?:ایک|مقامی|سرکاری|ملکی|نجی|عالمی|کی|کے|کا|نے|سے|میں|اور|الاقوامی|.*[^\W\d_]{3}ی)$"
)
_WORD = re.compile(r"[^\s،,؛:;۔…()\[\]«»\"“”]+")
_STOP = re.compile("[،,؛:;۔…]")
_FROM = re.compile(
    r"\s(?P<word>از|در)\s(?:استان\s|شهر\s|شهرستان\s)?(?P<clause>[^،,؛;…:۔(]+)(?P<comma>[،,؛;…])?"
)
_NO_PLACE = frozenset(words("قول سوی طریق جمله زبان سایت منابع"))


class CitationRule(NamedTuple):
    """A form of a citation: `read` returns its credit, or None; `example` is a sentence of it."""

    name: str
    read: Callable[[str], Credit | None]
    example: str


def credit_in_sentences(lines: Sequence[str]) -> Credit | None:
    """Return the agency that the first sentences after the headline cite, and its place.

    >>> credit_in_sentences(["نئی خبر", "خبر رساں ادارے رائٹرز کے مطابق شہر میں بارش ہوئی۔"])
    Credit(agency='رائٹرز', place=None)
    >>> credit_in_sentences(["نئی خبر", "به گزارش خبرگزاری فارس از بندرعباس، باران بارید."])
    Credit(agency='فارس', place='بندرعباس')
    >>> credit_in_sentences(["نئی خبر", "ذرائع کے مطابق شہر میں بارش ہوئی۔"])
    """
    # The place of the headline is empty in a text without one.
    last = _LINES + 1 if lines[:1] != [""] else _LINES + 2
    return next(filter(None, map(_credit_of_line, lines[1:last] or lines[:1])), None)


def _credit_of_line(line: str) -> Credit | None:
    """Return the credit of the first sentences of a line."""
    has_marker = _ANY_STEM.search(line, 0, _LINE_CHARS) is not None
    start = line[:_LINE_CHARS]
    if not has_marker and not _has_colon(start):
        return None
    credit_of = _credit_of if has_marker else _with_colon
    sentences = _SENTENCE_END.split(start, _SENTENCES)[:_SENTENCES]
    return next(filter(None, map(credit_of, sentences)), None)


def _has_colon(text: str) -> bool:
    return ":" in text or "：" in text


def _credit_of(sentence: str) -> Credit | None:
    """Return the credit of a sentence by the first rule that reads one."""
    if not _ANY_STEM.search(sentence):
        return _with_colon(sentence)
    return next(filter(None, (rule.read(sentence) for rule in CITATION_RULES)), None)


def _cited(sentence: str) -> Credit | None:
    """Return the agency after a word of citing."""
    after = (sentence[match.end() :] for match in _CITED.find(sentence))
    credits_found = filter(None, (_credit_at_start(text, _LONGEST_SKIP) for text in after))
    return next((credit for credit in credits_found if not is_party(credit.agency)), None)


def _with_agency_word(sentence: str) -> Credit | None:
    """Return the agency before or after a word for agency, or an unknown name before it."""
    for match in _AGENCY_WORD.find(sentence):
        before, after = sentence[: match.start()], sentence[match.end() :]
        credit = _source_before(before, after) or _source_after(before, after)
        if credit:
            return credit
        unknown = _UNKNOWN.search(sentence, max(0, match.start() - _LONGEST_UNKNOWN))
        if unknown and _is_possible_agency(unknown["name"]):
            return Credit(unknown["name"])
    return None


def _source_before(before: str, after: str) -> Credit | None:
    """Return the agency before a word for agency, if the sentence cites it."""
    name = _agency_at_end(before)
    return Credit(name) if name and is_cited(before[: before.rindex(name)], after) else None


def _source_after(before: str, after: str) -> Credit | None:
    """Return the agency after a word for agency, if the sentence cites it."""
    credit = _credit_at_start(after, _AGENCY_WORD_SKIP)
    if credit is None:
        return None
    rest = after[after.index(credit.agency) + len(credit.agency) :]
    return credit if is_cited(before, rest) else None


def _is_possible_agency(name: str) -> bool:
    """Check whether a word can be the name of an agency that the gazetteer lacks."""
    return not (_NO_NAME.match(name) or is_letter_name(name))


def _reported(sentence: str) -> Credit | None:
    """Return the agency before a word of reporting, unless its name is a word too."""
    for match in _REPORTED.find(sentence):
        name = _agency_at_end(sentence[: match.start()])
        if name and not is_homonym(name):
            return Credit(name)
    return None


def _with_colon(sentence: str) -> Credit | None:
    """Return the agency or outlet that a sentence begins with, before a colon."""
    match = _OUTLET_COLON.match(sentence) if _has_colon(sentence) else None
    outlet = _outlet_of(match[1]) if match else None
    return Credit(outlet) if match and outlet and not is_picture(match[1]) else None


# Cached: a dateline has a colon too, and its places are few.
@lru_cache(maxsize=_CACHED_OUTLETS)
def _outlet_of(words: str) -> str | None:
    """Return the agency that some words end with, or all of them if they are an outlet."""
    name = _agency_at_end(words)
    if name and not is_homonym(name):
        return name
    return words if _OUTLET.match(words) else None


_REPORT = "شہر میں بارش ہوئی"

CITATION_RULES = (
    CitationRule("word of citing, agency", _cited, "به گزارش ایسنا، در شهر باران بارید"),
    CitationRule("word for agency", _with_agency_word, f"خبر رساں ادارے رائٹرز کے مطابق {_REPORT}"),
    CitationRule("agency, word of reporting", _reported, f"بی بی سی اردو کے مطابق {_REPORT}"),
    CitationRule("outlet, colon", _with_colon, f"باغی ٹی وی :{_REPORT}"),
)


def _agency_at_end(text: str) -> str | None:
    """Return the longest known agency that a text ends with, in short in a bracket or not."""
    bare = _SHORT_NAME.sub("", text) if "(" in text else text
    return (_name_at_end(bare) if bare != text else None) or _name_at_end(text)


def _name_at_end(text: str) -> str | None:
    last = text.split()[-_LONGEST_NAME - 2 :]
    for first in range(max(0, len(last) - _LONGEST_NAME), len(last)):
        name = " ".join(last[first:]).strip(CREDIT_MARKS)
        if is_agency(name):
            is_marked = not last[first].startswith(name[0])
            before = "" if is_marked else "".join(f"{word} " for word in last[:first])
            return name if is_whole_name(name, before, "") else None
    return None


def _credit_at_start(text: str, skip: int) -> Credit | None:
    """Return the first known agency that a text begins with.

    At most `skip` words stand before it, and none of a sentence.
    """
    first = list(islice(_WORD.finditer(text, 0, _MARKED_CHARS), skip + 1 + _LONGEST_NAME))
    for start, word in enumerate(first[: skip + 1]):
        if is_agency_prefix(word[0]):
            credit = _credit_of_words(text, first[start : start + _LONGEST_NAME])
            if credit:
                return credit
        following = first[start + 1].start() if start + 1 < len(first) else len(text)
        if is_sentence(word[0]) or _STOP.search(text, word.end(), following):
            return None
    return None


def _credit_of_words(text: str, parts: Sequence[re.Match[str]]) -> Credit | None:
    """Return the longest known agency that begins with the first of some words, and its place."""
    possible = agency_word_count([part[0] for part in parts])
    for last in reversed(parts[:possible]):
        name = text[parts[0].start() : last.end()].strip(CREDIT_MARKS)
        if is_agency(name):
            before, after = text[: parts[0].start()], text[last.end() :]
            is_credit = is_whole_name(name, before, after)
            return Credit(name, _place_at_start(after)) if is_credit else None
    return None


def _place_at_start(rest: str) -> str | None:
    """Return the place after `از` or `در`: a known city, or a few words before a comma."""
    match = _FROM.match(rest)
    if match is None:
        return None
    clause = match["clause"].strip()
    if not clause:
        return None
    parts = clause.split()
    first = parts[:_LONGEST_CITY]
    starts = (" ".join(first[:count]) for count in range(len(first), 0, -1))
    city = next(filter(is_city, starts), None)
    if city or match["word"] != "از" or not match["comma"]:
        return city
    is_place = len(parts) <= _LONGEST_PLACE and parts[0] not in _NO_PLACE
    return clause if is_place and not is_sentence(clause) else None
