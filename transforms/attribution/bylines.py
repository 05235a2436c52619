"""Read who wrote a text, on a line of its own or in the bracket of a dateline."""

import re
from collections.abc import Sequence

from transforms.dates.vocabulary import WEEKDAYS, months, words
from transforms.gazetteer.lookup import is_agency, is_desk, is_homonym, is_sentence
from transforms.gazetteer.phrases import BYLINES, BYLINES_BARE
from transforms.text.head import HEAD_LINES
from transforms.text.letter_variants import LETTER, any_spelling_of

# The last lines of a text, where credits stand too.
_TAIL_LINES = 5
# Words of a person's name.
_LONGEST_NAME = 5
_BYLINE = re.compile(
    rf"[\W_]*(?:{any_spelling_of(BYLINES.split('|'))}\s?(?P<mark>[:：،,/-])"
    rf"|{any_spelling_of(BYLINES_BARE.split('|'))}(?:\s?[:：]|(?=\s)))\s*"
    r"(?P<name>[^\W\d_][^\d:()|،,۔]{1,40}?)"
    r"\s*(?P<rest>(?:[|،,(–—]|(?<=\s)-|-(?=\s)|(?<=\s)(?:in|for)\s(?:the\s)?(?-i:[A-Z])).*)?$",
    re.IGNORECASE,
)
# More names after the first one, the last of them after `and`.
_PERSON = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}"
_MORE = re.compile(rf"(?:, ?{_PERSON})*,? (?:and|&) {_PERSON}$")
_MARK = re.compile("[:：]")
_FIRST_WORD = re.compile(rf"{LETTER}+")
# The first words of labels as written, not folded: most lines begin with none, and Arabic `كتب`
# (wrote) is not Urdu `کتب`.
BYLINE_WORDS = frozenset(label.split()[0] for label in BYLINES.split("|"))
_LABEL_LETTERS = 2
_LABEL_STARTS = frozenset(word[:_LABEL_LETTERS] for word in BYLINE_WORDS)
_PARTICLES = frozenset(words("and & de del van von bin ibn al el ul da du"))
_CALENDAR = frozenset([*words(" ".join(WEEKDAYS.values())), *(name for name, _, _ in months())])
# English nouns after `By` that no person is called: `By Popular Demand`.
_NO_NAMES = frozenset(
    words(
        "popular demand invitation appointment request default accident mistake design nature means"
        " numbers order orders all any only proxy law land sea air night day morning evening noon"
        " boat rail road bus car train plane ship foot bike horse and or"
    )
)
# Who writes without a name.
_NOBODY = frozenset(
    words(
        "anonymous unknown ادارہ ادارتی_بورڈ تحریریه تحریریہ گروه_تحریریه هيئة_التحرير أسرة_التحرير"
        " نامعلوم संपादकीय_टीम संपादक_मंडल संपादकीय"
    )
)
_GROUPS = frozenset(words("staff team board editors writers"))
# Kinds of reporters, whose names are not given.
_KINDS = frozenset(words("خصوصی سیاسی اجتماعی اقتصادی ورزشی فرهنگی"))


def read_byline(lines: Sequence[str]) -> str | None:
    """Return who is credited on a line of its own, near the start or the end of a text.

    >>> read_byline(["Rain", "By Jane Doe | March 7, 2026"]), read_byline(["Rain", "By Web Desk"])
    ('Jane Doe', None)
    """
    labelled = filter(_may_have_label, credit_lines(lines))
    return next(filter(None, map(person_on_line, labelled)), None)


def _may_have_label(line: str) -> bool:
    """Check quickly for the first letters of a label, or a mark before them."""
    start = line[:_LABEL_LETTERS]
    return not start.isalpha() or start.lower() in _LABEL_STARTS


def byline_in_bracket(bracket: str) -> str | None:
    """Return the person that a bracket names with a label.

    >>> byline_in_bracket("رپورٹ: نیاز احمد"), byline_in_bracket("رپورٹ: ویب ڈیسک")
    ('نیاز احمد', None)
    """
    return person_on_line(bracket) if ":" in bracket else None


def person_on_line(line: str) -> str | None:
    """Return the person that a line names with a label, if it has nothing else."""
    name = name_on_line(line)
    if not name or not _is_person(name):
        return None
    # `By Heart` is a headline; `By: Heart` is by somebody.
    is_word = name.isascii() and " " not in name and not _MARK.search(line)
    return None if is_word else name


def name_on_line(line: str) -> str | None:
    """Return the person, agency or desk after the label of a byline; of several persons all."""
    match = _BYLINE.match(line) if first_word(line) in BYLINE_WORDS else None
    if match is None:
        return None
    more = _MORE.match(match["rest"] or "")
    return " ".join(match["name"].split()) + (more[0] if more else "")


def first_word(line: str) -> str:
    """Return the first word of a line in lower case; empty where it has none."""
    word = _FIRST_WORD.search(line)
    return word[0].lower() if word else ""


def credit_lines(lines: Sequence[str]) -> list[str]:
    """Return the lines that may have a credit: the head after the headline, and the last ones."""
    return [*lines[1:HEAD_LINES], *lines[max(HEAD_LINES, len(lines) - _TAIL_LINES) :]]


def _is_person(name: str) -> bool:
    """Check whether some words can be a person's name."""
    first = name.split(",", 1)[0]
    if is_sentence(name) or len(first.split()) > _LONGEST_NAME or _is_nobody(name):
        return False
    if not name.isascii():
        return name not in _KINDS
    parts = name.split()
    if _is_noun(name.lower()) or parts[-1].lower() in _GROUPS:
        return False
    return all(word[0].isupper() or word in _PARTICLES for word in parts)


def _is_nobody(name: str) -> bool:
    """Check for a desk, an agency, and those who write without a name."""
    return is_desk(name) or name.lower() in _NOBODY or _is_agency(name)


def _is_agency(name: str) -> bool:
    """Check for an agency whose name is no word, or that is in capitals."""
    return is_agency(name) and (not is_homonym(name) or (name.isascii() and name.isupper()))


def _is_noun(name: str) -> bool:
    """Check for nouns and days alone: `Law` is one, `Jude Law` is a name."""
    return (_NO_NAMES | _CALENDAR).issuperset(name.split())
