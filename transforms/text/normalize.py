r"""This file gives equal texts one spelling: a readable one that is stored, and a bare one that is only compared.

The *normalized text* repairs what no reader sees and no language writes on purpose: line ends,
control and invisible characters, exotic spaces, decomposed letters. No letter, mark, digit or
punctuation changes.

The *canonical form* is for equality alone: two files are one document when theirs is equal. It
takes away what differs between copies of one Urdu text (keyboards' letters, vowel marks, joiners,
punctuation, white space), and therefore must not take away what makes two texts two. So numbers
keep their separators and signs (`3.5` is not `35`, `7 2026` not `72026`, `-5` not `5`), symbols
stay (`5%`, `$5`, `C++`), `ß` is not `ss`, and marks are dropped in Arabic script only, and only
those that writers may leave out: accents, Indic vowels and viramas are spelling. White space is off
everywhere else, because hard-wrapped copies break lines inside words.

The price: texts that differ in nothing but ي and ى, ة and ه, أ and إ, vowel marks, capitals, an
apostrophe, a space between letters (`no table`) or a minus that stands off its number (`= - 53`)
are taken for one. Of 59,314 different lines of news, laws and school books 404 share their form
with another, and a single one of them by such a mistake.
"""

import re
import unicodedata
from collections.abc import Callable

# Raised whenever either function may give another result for the same text.
NORMALIZATION_VERSION = 1


def characters_where(is_wanted: Callable[[str], bool]) -> str:
    """Those of the Basic Multilingual Plane; a regular expression with more of them is slow."""
    return "".join(filter(is_wanted, map(chr, range(0x10000))))


_CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_INVISIBLE = "\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
# Beside the newline.
_LINE_ENDS = "\r\v\f\x85\u2028\u2029"
_SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"

_UNCLEAN = re.compile(f"[{_CONTROLS}{_INVISIBLE}{_LINE_ENDS}{_SPACES}]")
_DROPPED = re.compile(f"[{_CONTROLS}{_INVISIBLE}]+")
_LINE_END = re.compile(f"\r\n|[{_LINE_ENDS}]")
_SPACE = re.compile(f"[{_SPACES}]")
_BLANK_LINES = re.compile("\n{3,}")

MARKS = characters_where(lambda char: unicodedata.combining(char) > 0)
_LONG_TEXT = 10_000
_TOO_MANY_MARKS = re.compile(f"[{MARKS}]{{30}}(?=[{MARKS}])")


def normalize_text(text: str) -> str:
    r"""The text as it is stored: safe for every language, the same when done twice.

    Control characters, byte order marks, soft hyphens, zero-width spaces, word joiners and
    direction marks go; ZWNJ and ZWJ stay. Lines end in one newline and in no space, paragraphs in
    one blank line; Unicode NFC.

    >>> normalize_text("\ufeffپہلی\u00a0سطر \r\nدوسری\x00 سطر\n\n\n\nا\u0653خری\n")
    'پہلی سطر\nدوسری سطر\n\nآخری'
    """
    if _UNCLEAN.search(text):
        text = _DROPPED.sub("", text)
        text = _LINE_END.sub("\n", text)
        text = _SPACE.sub(" ", text)
    text = compose(text)
    if " \n" in text:
        text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text.strip(" \n")


def split_lines(text: str) -> list[str]:
    r"""The lines of any text, whatever ends them, the same as in its normalized text.

    >>> split_lines("one\r\ntwo\u2028three\n")
    ['one', 'two', 'three', '']
    """
    if any(end in text for end in _LINE_ENDS):
        text = _LINE_END.sub("\n", text)
    return text.split("\n")


def compose(text: str) -> str:
    """NFC; of a long text its stream-safe form (UAX #15), a joiner after 30 marks: a hostile one would take hours."""
    if has_too_many_marks(text):
        text = _TOO_MANY_MARKS.sub("\\g<0>\u034f", text)
    return unicodedata.normalize("NFC", text)


def has_too_many_marks(text: str) -> bool:
    """Whether a long text has more than 30 marks in a row somewhere."""
    return len(text) > _LONG_TEXT and _TOO_MANY_MARKS.search(text) is not None
