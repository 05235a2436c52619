"""Tell the lines above a text that are no title: who sends it, from where, and how long it reads.

A line of agencies, sites, cities and offices is none. Where the next line begins with the same
name it is one: `Karachi`, and below it `Karachi is a city on the sea.`
"""

import re
from collections.abc import Collection, Sequence

from transforms.attribution.bylines import first_word, person_on_line
from transforms.attribution.credits import is_credit
from transforms.attribution.dateline import dateline_end
from transforms.dates.date_lines import UPDATED_LABEL, label_of
from transforms.dates.publication_date import date_span, is_date_line
from transforms.dates.time_of_day import has_time, without_times
from transforms.dates.vocabulary import words
from transforms.gazetteer.lookup import (
    is_agency,
    is_city,
    is_dateline_prefix,
    is_desk,
    is_homonym,
    is_letter_name,
    is_outlet,
    is_party,
    is_picture,
    is_sentence,
    place_name,
)
from transforms.gazetteer.phrases import DESKS, NAME_MARKS, READING_TIME
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import any_spelling_of, fold_variants
from transforms.text.segmentation import is_finished

# Characters of a line of agencies, sites and places, and words of the name of a site.
_LONGEST_LINE = 60
_LONGEST_SITE = 3
_PIECE_END = re.compile(r"\s?[،,؛;|/()\[\]:：·•»>]\s?|\s?[-–—ـ]\s|\s[-–—ـ]\s?")
_SITE_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9][a-z0-9-]*\.)+"
    r"(?:com|net|org|info|news|press|tv|co|io|me|pk|ir|in|af|bd|np|ae|sa|qa|om|iq|eg|ma|dz|tn|uk)"
    r"(?:/\S*)?",
    re.IGNORECASE,
)
_SITE_WORD = re.compile(
    any_spelling_of(["روزنامہ", "ہفت روزہ", "ماہنامہ", "پایگاه خبری", "صحيفة", "جريدة", "दैनिक"])
    + r"\s\S"
)
_EDITION = re.compile(
    r"(?:اردو|فارسی|عربی|عربي|العربية|پښتو|سنڌي|पंजाबी|हिंदी|हिन्दी|urdu|hindi|persian|arabic|pashto"
    r"|english|বাংলা|bangla|मराठी|नेपाली|ਪੰਜਾਬੀ|ગુજરાતી|தமிழ்|తెలుగు|دری|کوردی|afrique|türkçe)",
    re.IGNORECASE,
)
# The edition after the name of an outlet: `BBC News اردو`.
_EDITION_END = re.compile(rf"(?<=\S)[\s،,]+{_EDITION.pattern}$", re.IGNORECASE)
# An agency that prints its news itself: `AP News`.
_NEWS_END = re.compile(r"(?<=\S)\s(?:news|نیوز|نيوز|न्यूज़?)$", re.IGNORECASE)
# An address or an account alone, or behind a short label.
_ADDRESS = re.compile(
    r"(?:[^\W\d_][^:：]{0,20}[:：]\s*)?<?(?:https?:)?//[^\s/.]+\.\S+|<?[\w.+-]+@\w[\w-]*\.[\w.-]+>?"
    r"|@(?!home$)[A-Za-z]\w{3,30}"
)
_OFFICE = re.compile(
    any_spelling_of(["مكتب", "دفتر", "بیورو", "ब्यूरो", "कार्यालय", "office", "bureau"]),
    re.IGNORECASE,
)
_READING_TIME = re.compile(READING_TIME, re.IGNORECASE)
# A name above a text, after a dash.
_NAME = r"[^\W\d_a-z][^\W\d_]*"
_SIGNATURE = re.compile(rf"[-–—]\s?{_NAME}(?:\s{_NAME}){{1,2}}")
# How long ago a text was put on its page, folded.
_AGE = re.compile(
    r"(?:just now|(?:\d+|an?|one|ایک|یک|دو|एक) "
    r"(?:(?:sec|second|min|minute|hr|hour|day|week|month)s? ago"
    r"|(?:منٹ|گھنٹے|گھنٹہ|دن|ہفتے|ہفتہ) (?:قبل|پہلے)|(?:دقیقہ|ساعت|روز|ہفتہ) (?:پیش|قبل)"
    r"|(?:मिनट|घंटे|घंटा|दिन) पहले|(?:মিনিট|ঘণ্টা|দিন) আগে)|(?:منذ|قبل) (?:\d+ (?:دقیقہ|دقائق|ساعہ"
    r"|ساعات|یوم|ایام)|دقیقہ|دقیقتین|ساعہ|ساعتین|یوم|یومین|اسبوع|اسبوعین))\W*$",
    re.IGNORECASE,
)
# Labels that a headline may begin with as well: `رپورٹ: سمندری طوفان`.
HEADING_LABELS = frozenset(words("رپورٹ گزارش تقرير تقریر رپورٽ रिपोर्ट প্রতিবেদন report"))
_INITIALS = frozenset(words("ap app rt aip ppi"))
# Reporters without a name, of which stories tell too: `نامہ نگار`.
_PLAIN_DESKS = frozenset(DESKS.split("|"))
# Two hashtags and more.
_HASHTAGS = re.compile(r"#\S+(?:\s+#\S+)+")
# Who took a picture: `Photo by Jane Doe`, and whatever stands in brackets.
_PICTURE = "photo|photos|picture|image|فوٹو|تصویر|عکس|صورة|फोटो|तस्वीर"
_PHOTOGRAPHER = re.compile(r"(?:photo|photos|picture|image)s? (by .+)", re.IGNORECASE)
_BRACKETED_PICTURE = re.compile(rf"[(\[](?:{_PICTURE})\b[^)\]]*[)\]]", re.IGNORECASE)
# Where a text is from: a label and a name.
_SOURCE = re.compile(
    r"(?:source|publisher|outlet|website|ماخذ|ذریعہ|بشکریہ|منبع|المصدر|स्रोत|سرچینه)\s?[:：]\s*(\S.*)",
    re.IGNORECASE,
)
_LONGEST_SOURCE = 4
# What a picture shows, as the BBC labels it; and who sends it: `Image: Getty Images`, `AFP/File`.
_CAPTION = re.compile(r"(?:image|picture) caption\s?[,،:]\s?\S.*", re.IGNORECASE)
_FILE = frozenset(("file", "file photo", "فائل", "فائل فوٹو"))
_TIME_LABELS = frozenset(("", *words("ساعت الساعة وقت time समय")))
_INVOCATION_STARTS = "﷽ب"
_INVOCATIONS = frozenset(map(canonical_form, ("﷽", "بسم اللہ الرحمن الرحیم")))


def is_reading_time(line: str) -> bool:
    """Check whether a line says how long a text takes to read, and nothing else.

    >>> is_reading_time("پڑھنے کا وقت: 4 منٹ"), is_reading_time("4 min read")
    (True, True)
    """
    return len(line) <= _LONGEST_LINE and _READING_TIME.fullmatch(fold_variants(line)) is not None


def is_above_title(line: str, following: str, sites: Collection[str]) -> bool:
    """Check whether a line stands above the title or the text, and is no title.

    Args:
        line: one of the first lines of a text.
        following: the next one.
        sites: canonical forms of what the page calls its site.

    >>> is_above_title("اے پی پی", "منڈی کھل گئی۔", ()), is_above_title("منڈی", "کھل گئی۔", ())
    (True, False)
    """
    if _is_time(line) or _is_address(line) or _is_picture_credit(line) or _is_of_a_form(line):
        return True
    if len(line) > _LONGEST_LINE:
        return False
    if _SIGNATURE.fullmatch(line):
        return is_finished(following)
    if person_on_line(line):
        return first_word(line) not in HEADING_LABELS
    return _is_sender(line, sites) and not _is_subject(line, following)


def _is_time(line: str) -> bool:
    """Check for a date, also of an update, an age, a reading time, and a time of day."""
    if is_date_line(line) or is_reading_time(line) or _is_update(line) or is_age(line):
        return True
    return has_time(line) and without_times(line).strip(NAME_MARKS).lower() in _TIME_LABELS


def is_age(line: str) -> bool:
    """Check whether a line says how old a text is, and nothing else, perhaps behind a label.

    >>> is_age("3 گھنٹے قبل"), is_age("2 days ago"), is_age("2 days ago it rained")
    (True, True, False)
    """
    if len(line) > _LONGEST_LINE:
        return False
    age = _AGE.search(fold_variants(line))
    label = line[: age.start()].strip() if age else line.strip()
    # A label may be there with nothing behind it, but one without a mark is a word.
    if not label or label_of(label):
        return age is not None or label.endswith((":", "："))
    return False


def _is_of_a_form(line: str) -> bool:
    """Check whether a line is hashtags, an invocation, a credit of a picture or a source."""
    if line[:1] in _INVOCATION_STARTS and canonical_form(line[:_LONGEST_LINE]) in _INVOCATIONS:
        return True
    if any(form.fullmatch(line) for form in (_HASHTAGS, _BRACKETED_PICTURE, _CAPTION)):
        return True
    photographer = _PHOTOGRAPHER.fullmatch(line)
    if photographer:
        return person_on_line(photographer[1]) is not None
    source = _SOURCE.fullmatch(line)
    if source is None or len(source[1].split()) > _LONGEST_SOURCE:
        return False
    return not is_sentence(source[1])


def _is_address(line: str) -> bool:
    """Check whether a line is an address or an account, and nothing else."""
    return ("/" in line or "@" in line) and _ADDRESS.fullmatch(line) is not None


def _is_picture_credit(line: str) -> bool:
    """Check for the agency of a picture, and nothing else: `Photo: Reuters`."""
    if ":" not in line or len(line) > _LONGEST_LINE:
        return False
    label, _, name = line.strip("[]() ").partition(":")
    return is_picture(label) and " " not in label.strip() and is_outlet(name.strip(NAME_MARKS))


def _is_update(line: str) -> bool:
    """Check whether a line says when a text was changed, and nothing else."""
    span = date_span(line) if len(line) <= _LONGEST_LINE else None
    return span is not None and label_of(line[: span[0]] + line[span[1] :]) == UPDATED_LABEL


def is_site(name: str, sites: Collection[str]) -> bool:
    """Check whether some words are an address, an outlet, or what the page calls its site."""
    bare = name.strip(NAME_MARKS)
    if _SITE_ADDRESS.fullmatch(bare) or (sites and canonical_form(bare) in sites):
        return True
    names = {bare, _EDITION_END.sub("", bare), _NEWS_END.sub("", bare)}
    return any(map(_is_known_outlet, names)) or _is_named_site(bare)


def _is_sender(line: str, sites: Collection[str]) -> bool:
    """Check whether all parts of a line are agencies, sites, places and offices."""
    if is_credit(line):
        return line.strip(NAME_MARKS).lower() not in _PLAIN_DESKS
    if not _may_be_sender(line, sites):
        return False
    return is_site(line, sites) or _are_senders(_pieces(line), sites)


def _pieces(line: str) -> list[str]:
    """Return the parts of a line between its marks, without a date."""
    span = date_span(line)
    bare = line[: span[0]] + line[span[1] :] if span else line
    pieces = (piece.strip(NAME_MARKS) for piece in _PIECE_END.split(bare))
    return [piece for piece in pieces if piece]


def _are_senders(pieces: Sequence[str], sites: Collection[str]) -> bool:
    """One city or office; or a list with one of them, or a site, and nothing else."""
    if len(pieces) == 1:
        return _is_place(pieces[0]) and not is_homonym(pieces[0])
    if all(map(_EDITION.fullmatch, pieces)):
        return True
    if not any(_is_place(piece) or is_site(piece, sites) for piece in pieces):
        return False
    return all(_is_part_of_sender(piece, sites) for piece in pieces)


def _is_place(piece: str) -> bool:
    return is_city(piece) or _is_office(piece)


def _may_be_sender(line: str, sites: Collection[str]) -> bool:
    """Check quickly for the first word of a name, for an address, or for words of sites."""
    if sites or "." in line or is_dateline_prefix(first_word(line)):
        return True
    first = _EDITION.match(line)
    return first is not None or bool(_OFFICE.search(line) or _SITE_WORD.match(line))


def _is_part_of_sender(piece: str, sites: Collection[str]) -> bool:
    if place_name(piece) or is_agency(piece) or is_desk(piece) or is_site(piece, sites):
        return True
    is_edition = _EDITION.fullmatch(piece) is not None
    return is_edition or piece.lower() in _FILE or _is_office(piece)


def _is_known_outlet(name: str) -> bool:
    """An agency of the gazetteer; a name that is a word too must be initials."""
    if not is_outlet(name) or is_party(name):
        return False
    bare = name.lower().removeprefix("the ")
    return not is_homonym(bare) or bare in _INITIALS or all(map(is_letter_name, bare.split()))


def _is_named_site(name: str) -> bool:
    """A word for newspaper and its name: `روزنامہ سحر`."""
    if not _SITE_WORD.match(name) or len(name.split()) > _LONGEST_SITE:
        return False
    return not is_sentence(name)


def _is_office(name: str) -> bool:
    """A word for office and a city: `مكتب الرباط`."""
    place = _OFFICE.sub("", name).strip(NAME_MARKS)
    return place != name and is_city(place)


def _is_subject(line: str, following: str) -> bool:
    """Check whether the next line begins with the same name, and not as a dateline."""
    name = canonical_form(line)
    start = canonical_form(following[: 2 * len(line)])
    return start.startswith(name) and not dateline_end(following)
