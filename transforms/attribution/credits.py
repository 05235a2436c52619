"""This file reads credits that are no part of a dateline: in the first sentences, on a line of their own, at the end.

Names are matched as whole words. A name that is a word too (`سونا` is gold, `ارنا` stands in
`کارنامے`) is believed only beside a word for agency; sources without a name (`ذرائع کے مطابق`) are
none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from transforms.dates.vocabulary import WEEKDAYS, months, words
from transforms.gazetteer.lookup import (
    city_name,
    is_agency,
    is_agency_prefix,
    is_city,
    is_desk,
    is_homonym,
    is_picture,
    is_possible_credit,
    is_sentence,
)
from transforms.gazetteer.phrases import (
    AGENCY_WORDS,
    BYLINES,
    BYLINES_BARE,
    CITED,
    COURTESY,
    NAME_MARKS,
    REPORTED,
    SOURCES,
)
from transforms.text.head import HEAD_LINES
from transforms.text.letter_variants import HEH, KAF, LETTER, YEH

_TAIL_LINES = 5
_SENTENCE_LINES = 4
_SENTENCE_CHARS = 360
_SENTENCES = 3
# Words of an agency's name, and between `به گزارش` and it.
_LONGEST_NAME = 4
_LONGEST_SKIP = 6
_LONGEST_CREDIT_LINE = 60
_LONGEST_UNKNOWN = 25
_END_LINES = 2
_END_CHARS = 60
_AROUND = NAME_MARKS + "\u200c();|"


# The letters that a phrase may be typed with; a teh marbuta goal stands in none of them.
_EXCHANGED = (YEH, KAF, HEH)


def _any_of(row: str) -> str:
    """Return an expression for any phrase of a row, as whole words in any spelling."""
    longest_first = sorted(row.split("|"), key=len, reverse=True)
    joined = "|".join(map(re.escape, longest_first))
    for group in _EXCHANGED:
        joined = re.sub(group.pattern, group.pattern, joined)
    joined = joined.replace("\u200c", "[ \u200c]?").replace("\\ ", "[ \u200c]")
    return rf"(?<!{LETTER})(?:{joined})(?!{LETTER})"


_EXCHANGED_LETTER = re.compile("|".join(["[ \u200c]", *(group.pattern for group in _EXCHANGED)]))


def _stem(phrase: str) -> str:
    """Return the longest run of letters that every spelling of a phrase has."""
    longest = max(_EXCHANGED_LETTER.split(phrase), key=len)
    return longest if len(longest) > 2 else phrase


class _Marker(NamedTuple):
    """Phrases that a credit stands beside, and what to look for first, for most sentences have none."""

    stem: re.Pattern[str]
    phrase: re.Pattern[str]

    def find(self, sentence: str) -> Iterator[re.Match[str]]:
        """Where the phrases stand."""
        return self.phrase.finditer(sentence) if self.stem.search(sentence) else iter(())


def _stems(rows: str) -> re.Pattern[str]:
    """An expression for any stem of some phrases; one that has another in it is found with that."""
    stems = {_stem(phrase) for phrase in rows.split("|")}
    least = [stem for stem in stems if not any(other in stem for other in stems - {stem})]
    return re.compile("|".join(map(re.escape, sorted(least))))


_CITED, _AGENCY_WORD, _REPORTED = (
    _Marker(_stems(row), re.compile(_any_of(row))) for row in (CITED, AGENCY_WORDS, REPORTED)
)
_ANY_STEM = _stems(f"{CITED}|{AGENCY_WORDS}|{REPORTED}")
_SENTENCE_END = re.compile(r"[۔.!?؟\n]+\s+")
_OUTLET_COLON = re.compile(r"\s*([^\s،,:۔()]+(?:\s[^\s،,:۔()]+){0,3}?)\s?[:：]")
_OUTLET = re.compile(r"^[^\s]+(?:\s[^\s]+)?\s(?:نیوز|ٹی وی|ٹائمز)$")
_UNKNOWN = re.compile(
    r"(?<!\w)(?P<name>[^\s،,:۔()]+)\s(?:خبر ?رساں (?:ادارے|ایجنسی)|نیوز ایجنسی)(?:\sکی رپورٹ)?\sکے مطابق"
)
# What stands before `news agency` and is no name: adjectives, most of which end in ی, and small
# words.
_NO_NAME = re.compile(
    r"^(?:ایک|مقامی|سرکاری|ملکی|نجی|عالمی|کی|کے|کا|نے|سے|میں|اور|الاقوامی|.*[^\W\d_]{3}ی)$"
)
_WORD = re.compile(r"[^\s،,:;۔()\[\]«»\"“”]+")
_STOP = re.compile("[،,:;۔]")
_CREDIT_CHARS = 120
_FROM = re.compile(
    r"\s(?P<word>از|در)\s(?:استان\s|شهر\s|شهرستان\s)?(?P<clause>[^،,:۔(]+)(?P<comma>[،,])?"
)
_NO_PLACE = frozenset(words("قول سوی طریق جمله زبان سایت منابع"))

_SOURCE, _COURTESY = (
    re.compile(rf"\W*{_any_of(row)}(?:\s?[:：،,-]\s*|\s)(?P<name>[^\d:()]{{2,40}})$", re.IGNORECASE)
    for row in (SOURCES, COURTESY)
)
_BYLINE = re.compile(
    rf"[\W_]*(?:{_any_of(BYLINES)}\s?[:：،,-]"
    rf"|{_any_of(BYLINES_BARE)}(?:\s?[:：]|(?=\s)))\s*"
    r"(?P<name>[^\W\d_][^\d:()|،,۔]{1,40}?)\s*(?:[|،,(–—-].*)?$",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:[-–—/]|\((?:with (?:\w+ )?inputs? from |from )?)\s?(?P<name>[^\W\d_][^()\d–—/-]{1,30})\)?[\s.۔।]*$",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(rf"{LETTER}+")
# The first words of labels, as written: most lines begin with none, and Arabic `كتب` (wrote) is
# not Urdu `کتب`.
_LABELS, _BYLINERS = (
    frozenset(phrase.split()[0] for phrase in row.split("|"))
    for row in (f"{SOURCES}|{COURTESY}", BYLINES)
)
_ENDS = re.compile(r"[-–—/(]")
_LIST = re.compile(r"[،,|]")
_PARTICLES = frozenset(words("and de del van von bin ibn al el ul da du"))
_CALENDAR = frozenset([*words(WEEKDAYS), *(name for name, _, _ in months())])
# What a reporter is called who has no name.
_KINDS = frozenset(words("خصوصی سیاسی اجتماعی اقتصادی ورزشی فرهنگی"))


class Credit(NamedTuple):
    """An agency, an outlet or a desk as written, and the place it reports from where it says so."""

    agency: str
    place: str | None = None


def credit_in_sentences(lines: Sequence[str]) -> Credit | None:
    """The agency that the first sentences behind the headline credit, and the place it names behind itself.

    >>> credit_in_sentences(["نئی خبر", "خبر رساں ادارے رائٹرز کے مطابق شہر میں بارش ہوئی۔"])
    Credit(agency='رائٹرز', place=None)
    >>> credit_in_sentences(["نئی خبر", "به گزارش خبرگزاری فارس از بندرعباس، باران بارید."])
    Credit(agency='فارس', place='بندرعباس')
    >>> credit_in_sentences(["نئی خبر", "ذرائع کے مطابق شہر میں بارش ہوئی۔"])
    """
    return next(filter(None, map(_in_sentence, _first_sentences(lines))), None)


def credit_on_line(lines: Sequence[str]) -> Credit | None:
    """The credit of a line that has nothing else, near the start or the end; or the last words of the text.

    >>> credit_on_line(["نئی خبر", "ویب ڈیسک", "شہر میں بارش ہوئی۔"]), credit_on_line(["Rain", "It rained. —AFP"])
    (Credit(agency='ویب ڈیسک', place=None), Credit(agency='AFP', place=None))
    """
    near = [line for line in _near(lines) if len(line) <= _LONGEST_CREDIT_LINE]
    return next(filter(None, [*map(_on_line, near), *map(_at_end, lines[1:][-_END_LINES:])]), None)


def read_byline(lines: Sequence[str]) -> str | None:
    """Who is credited on a line of its own, near the start or the end.

    >>> read_byline(["Rain", "By Jane Doe | March 7, 2026"]), read_byline(["Rain", "By Web Desk"])
    ('Jane Doe', None)
    """
    names = (name for line in _near(lines) if (name := _byline(line)) and _is_person(name))
    return next(names, None)


def is_credit(line: str) -> bool:
    """Whether a line of its own says who wrote or sent a report, and nothing else."""
    name = _byline(line)
    return len(line) <= _LONGEST_CREDIT_LINE and (
        _on_line(line) is not None or (name is not None and _is_person(name))
    )


def byline_in_bracket(credit: str) -> str | None:
    """The person that a bracket names with a label: `رپورٹ: نیاز احمد`."""
    name = _byline(credit) if ":" in credit else None
    return name if name and _is_person(name) else None


def _byline(line: str) -> str | None:
    match = _BYLINE.match(line) if _first_word(line) in _BYLINERS else None
    return " ".join(match["name"].split()) if match else None


def _first_word(line: str) -> str:
    word = _FIRST_WORD.search(line)
    return word[0].lower() if word else ""


def _near(lines: Sequence[str]) -> dict[str, None]:
    """The first lines behind the headline, and the last ones."""
    return dict.fromkeys([*lines[1:HEAD_LINES], *lines[1:][-_TAIL_LINES:]])


def _is_person(name: str) -> bool:
    """Whether a few words can be a name: none of a sentence, a desk or a calendar, and capitals where there are."""
    if is_sentence(name) or is_desk(name) or len(name.split()) > _LONGEST_NAME + 1:
        return False
    if name.isascii():
        return (
            all(word[0].isupper() or word in _PARTICLES for word in name.split())
            and name.lower() not in _CALENDAR
        )
    return name not in _KINDS


def _first_sentences(lines: Sequence[str]) -> Iterator[str]:
    """The beginnings of the first lines behind the headline; of the lines that may credit an agency."""
    for line in lines[1 : _SENTENCE_LINES + 1] or lines[:1]:
        start = line[:_SENTENCE_CHARS]
        if _has_colon(start) or _ANY_STEM.search(start):
            yield from _SENTENCE_END.split(start)[:_SENTENCES]


def _has_colon(text: str) -> bool:
    return ":" in text or "：" in text


def _in_sentence(sentence: str) -> Credit | None:
    """The credit of a sentence: beside a marker, or an outlet with a colon."""
    marked = _beside_marker(sentence) if _ANY_STEM.search(sentence) else None
    return marked or (_with_colon(sentence) if _has_colon(sentence) else None)


def _beside_marker(sentence: str) -> Credit | None:
    for match in _CITED.find(sentence):
        credit = _behind(sentence[match.end() :], _LONGEST_SKIP)
        if credit:
            return credit
    for match in _AGENCY_WORD.find(sentence):
        name = _before(sentence[: match.start()])
        credit = Credit(name) if name else _behind(sentence[match.end() :], 2)
        if credit:
            return credit
        unknown = _UNKNOWN.search(sentence, max(0, match.start() - _LONGEST_UNKNOWN))
        if unknown and not _NO_NAME.match(unknown["name"]):
            return Credit(unknown["name"])
    for match in _REPORTED.find(sentence):
        name = _before(sentence[: match.start()])
        if name and not is_homonym(name):
            return Credit(name)
    return None


def _with_colon(sentence: str) -> Credit | None:
    """An outlet with a colon, at the start of a sentence."""
    match = _OUTLET_COLON.match(sentence)
    if match is None or is_picture(match[1]):
        return None
    name = _before(match[1])
    is_known = name is not None and not is_homonym(name)
    return (
        Credit(name if is_known and name else match[1])
        if is_known or _OUTLET.match(match[1])
        else None
    )


def _before(text: str) -> str | None:
    """The longest known agency that a text ends with."""
    last = text.split()[-_LONGEST_NAME:]
    names = (" ".join(last[start:]).strip(_AROUND) for start in range(len(last)))
    return next((name for name in names if is_agency(name)), None)


def _behind(text: str, skip: int) -> Credit | None:
    """The first known agency that a text begins with, with a few words before it that are none of a sentence's."""
    first = list(_WORD.finditer(text, 0, _CREDIT_CHARS))
    for start, word in enumerate(first[: skip + 1]):
        ends = (
            range(min(start + _LONGEST_NAME, len(first)), start, -1)
            if is_agency_prefix(word[0])
            else ()
        )
        for end in ends:
            name = text[word.start() : first[end - 1].end()].strip(_AROUND)
            if is_agency(name):
                return Credit(name, _place_behind(text[first[end - 1].end() :]))
        following = first[start + 1].start() if start + 1 < len(first) else len(text)
        if is_sentence(word[0]) or _STOP.search(text, word.end(), following):
            return None
    return None


def _place_behind(rest: str) -> str | None:
    """The place behind `از` or `در`: a known one, or all that stands before the comma."""
    match = _FROM.match(rest)
    if match is None:
        return None
    clause = match["clause"].strip()
    first = clause.split()[:3]
    known = (" ".join(first[:count]) for count in range(len(first), 0, -1))
    city = next(filter(is_city, known), None)
    is_short = (
        match["comma"]
        and match["word"] == "از"
        and len(clause.split()) <= 2
        and not is_sentence(clause)
    )
    return city or (clause if is_short and first[0] not in _NO_PLACE else None)


def _on_line(line: str) -> Credit | None:
    """The credit of a line: with a word of courtesy before it, or of agencies and desks and one place only."""
    bare = line.strip(_AROUND)
    first = _first_word(line)
    if first in _LABELS:
        return _labelled(line)
    byline = _byline(line) if first in _BYLINERS else None
    if byline:
        return Credit(byline) if is_desk(byline) or is_agency(byline) else None
    if line.strip()[:1] in "([" and is_agency(bare):
        return Credit(bare)
    return _listed(bare)


def _labelled(line: str) -> Credit | None:
    """The credit behind a word of courtesy, or behind one for source if it is an agency or a desk."""
    courtesy, source = _COURTESY.match(line), _SOURCE.match(line)
    match = courtesy or source
    name = match["name"].strip(_AROUND) if match else ""
    if courtesy and not is_sentence(name) and not is_picture(name):
        return Credit(name)
    return Credit(name) if is_agency(name) else _listed(name)


def _listed(bare: str) -> Credit | None:
    """The first of some agencies and desks, with the one place among them."""
    if not is_possible_credit(bare):
        return None
    parts = [part.strip() for part in _LIST.split(bare)]
    credited = [part for part in parts if is_desk(part)]
    places = (
        [part for part in parts if part not in credited and city_name(part)] if credited else []
    )
    if not credited or len(credited) + len(places) < len(parts) or len(places) > 1:
        return None
    return Credit(credited[0], places[0] if places else None)


def _at_end(line: str) -> Credit | None:
    """The agency that the last words of a text name, behind a dash or in a bracket."""
    end = line[-_END_CHARS:]
    match = _END.search(end) if _ENDS.search(end) else None
    name = match["name"].strip(_AROUND) if match else ""
    return Credit(name) if is_agency(name) else None
