"""Read who wrote a text, on a line of its own or in the bracket of a dateline."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from transforms.dates.vocabulary import WEEKDAYS, months, words
from transforms.gazetteer.lookup import is_desk, is_sentence
from transforms.gazetteer.phrases import BYLINES, BYLINES_BARE
from transforms.text.head import HEAD_LINES
from transforms.text.letter_variants import LETTER, any_spelling_of

# The last lines of a text, where credits stand too.
_TAIL_LINES = 5
# Words of a person's name.
_LONGEST_NAME = 5
_BYLINE = re.compile(
    rf"[\W_]*(?:{any_spelling_of(BYLINES.split('|'))}\s?[:：،,-]"
    rf"|{any_spelling_of(BYLINES_BARE.split('|'))}(?:\s?[:：]|(?=\s)))\s*"
    r"(?P<name>[^\W\d_][^\d:()|،,۔]{1,40}?)\s*(?:[|،,(–—-].*)?$",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(rf"{LETTER}+")
# The first words of labels as written, not folded: most lines begin with none, and Arabic `كتب`
# (wrote) is not Urdu `کتب`.
BYLINE_WORDS = frozenset(label.split()[0] for label in BYLINES.split("|"))
_PARTICLES = frozenset(words("and de del van von bin ibn al el ul da du"))
_CALENDAR = frozenset([*words(" ".join(WEEKDAYS.values())), *(name for name, _, _ in months())])
# English nouns after `By` that no person is called: `By Popular Demand`.
_NO_NAMES = frozenset(
    words(
        "popular demand invitation appointment request default accident mistake design nature means"
        " numbers order orders all any only proxy law land sea air night day"
    )
)
# Kinds of reporters, whose names are not given.
_KINDS = frozenset(words("خصوصی سیاسی اجتماعی اقتصادی ورزشی فرهنگی"))


class CreditLine(NamedTuple):
    """A line that may have a credit, and its first word, by which most are known to have none."""

    text: str
    first_word: str


def read_byline(lines: Iterable[CreditLine]) -> str | None:
    """Return who is credited on a line of its own, near the start or the end of a text.

    >>> texts = ["Rain", "By Jane Doe | March 7, 2026"], ["Rain", "By Web Desk"]
    >>> [read_byline(credit_lines(lines)) for lines in texts]
    ['Jane Doe', None]
    """
    labelled = (line.text for line in lines if line.first_word in BYLINE_WORDS)
    return next(filter(None, map(person_on_line, labelled)), None)


def byline_in_bracket(bracket: str) -> str | None:
    """Return the person that a bracket names with a label.

    >>> byline_in_bracket("رپورٹ: نیاز احمد"), byline_in_bracket("رپورٹ: ویب ڈیسک")
    ('نیاز احمد', None)
    """
    return person_on_line(bracket) if ":" in bracket else None


def person_on_line(line: str) -> str | None:
    """Return the person that a line names with a label, if it has nothing else."""
    name = name_on_line(line)
    return name if name and _is_person(name) else None


def name_on_line(line: str) -> str | None:
    """Return the person, agency or desk after the label of a byline."""
    match = _BYLINE.match(line) if first_word(line) in BYLINE_WORDS else None
    return " ".join(match["name"].split()) if match else None


def first_word(line: str) -> str:
    """Return the first word of a line in lower case; empty where it has none."""
    word = _FIRST_WORD.search(line)
    return word[0].lower() if word else ""


def credit_lines(lines: Sequence[str]) -> list[CreditLine]:
    """Return the lines that may have a credit: the head after the headline, and the last ones."""
    outer = [*lines[1:HEAD_LINES], *lines[max(HEAD_LINES, len(lines) - _TAIL_LINES) :]]
    return [CreditLine(line, first_word(line)) for line in outer]


def _is_person(name: str) -> bool:
    """Check whether some words can be a person's name."""
    if is_sentence(name) or is_desk(name) or len(name.split()) > _LONGEST_NAME:
        return False
    if not name.isascii():
        return name not in _KINDS
    if name.lower() in _CALENDAR or _is_noun(name.lower()):
        return False
    return all(word[0].isupper() or word in _PARTICLES for word in name.split())


def _is_noun(name: str) -> bool:
    """Check for nouns alone: `Law` is one, `Jude Law` is a name."""
    return _NO_NAMES.issuperset(name.split())
