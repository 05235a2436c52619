"""Normalize text: repair what no reader sees and no language writes on purpose.

The *normalized text* is stored. Repaired are line ends, control and invisible characters, exotic
spaces, decomposed letters, and letters in the shape that they have in a word. No other letter, no
mark, digit or punctuation changes.

The *canonical form* (`canonical`) is for equality alone: two files are one document if theirs is
equal. It drops what differs between copies of one Urdu text (letters of other keyboards, vowel
marks, joiners, punctuation, white space), and so it must keep what makes two texts two. Numbers
keep their separators and signs (`3.5` is not `35`, `7 2026` not `72026`, `-5` not `5`). Symbols
stay (`5%`, `$5`, `C++`), and `ß` is not `ss`. Marks are dropped in Arabic script only, and only
those that writers may leave out: accents, Indic vowels and viramas are spelling. White space is
dropped everywhere else, because hard-wrapped copies break lines inside words.

The price: texts are taken for one if they differ in nothing but ي and ى, ة and ه, أ and إ, vowel
marks, capitals, an apostrophe, a space between letters (`no table`) or a minus that stands off its
number (`= - 53`). Of 59,314 different lines of news, laws and school books 404 share their form
with another, and a single one of them by such a mistake.
"""

import re
from functools import cache

from transforms.text.characters import SIGNS_AND_LETTERS, combining, in_ranges, normalize
from transforms.text.letter_shapes import SHAPES, unshape

# Raise it whenever the normalized text or the canonical form of a text may change.
NORMALIZATION_VERSION = 3


CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
INVISIBLE = "\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
# Other than the newline.
LINE_ENDS = "\r\v\f\x85\u2028\u2029"
SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"

# Halves of characters beyond U+FFFF, as JSON and YAML escape them.
_SURROGATES = "\ud800-\udfff"

_UNCLEAN = re.compile(f"[{CONTROLS}{INVISIBLE}{LINE_ENDS}{SPACES}{_SURROGATES}{SHAPES}]")
DROPPED = CONTROLS + INVISIBLE
_DROPPED = re.compile(f"[{DROPPED}]+")
_LINE_END = re.compile(f"\r\n|[{LINE_ENDS}]")
_SPACE = re.compile(f"[{SPACES}]")
# Where a word was broken.
_SOFT_BREAK = re.compile(f"(?<=\\w)\xad[ \t]*+(?:\r\n|[\n{LINE_ENDS}])[ \t]*+(?=\\w)")
_BLANK_LINES = re.compile("\n{3,}")

MARKS = in_ranges("".join(filter(combining, SIGNS_AND_LETTERS)))
# Longer texts get the stream-safe form.
_LONG_TEXT_CHARS = 10_000
_MARKS_IN_A_ROW = "[{0}]{{30}}(?=[{0}])"


def normalize_text(text: str) -> str:
    r"""Return the text as it is stored; safe for every language.

    Control characters, byte order marks, soft hyphens, zero-width spaces, word joiners and
    direction marks are dropped; ZWNJ and ZWJ stay. A word that a soft hyphen broke at a line end is
    whole again. Letters lose their shapes (`unshape`). Half a character becomes U+FFFD. Lines end
    in one newline and in no space, paragraphs in one blank line. The result is in NFC. Applying it
    twice changes nothing.

    >>> normalize_text("\ufeffپہلی\u00a0سطر \r\nدوسری\x00 سطر\n\n\n\nا\u0653خری\n")
    'پہلی سطر\nدوسری سطر\n\nآخری'
    """
    if _UNCLEAN.search(text):
        text = join_surrogates(text)
        if "\xad" in text:
            text = _SOFT_BREAK.sub("", text)
        text = _DROPPED.sub("", text)
        text = _LINE_END.sub("\n", text)
        text = _SPACE.sub(" ", text)
        text = unshape(text)
    text = compose(text)
    if " \n" in text:
        text = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text.strip(" \n")


def join_surrogates(text: str) -> str:
    r"""Return a text that is valid Unicode: two halves of a character are joined, one is U+FFFD.

    >>> join_surrogates("\ud83c\udf27 \ud83c") == "🌧 \ufffd"
    True
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def split_lines(text: str) -> list[str]:
    r"""Return the lines of any text, whatever ends them; the normalized text has the same ones.

    >>> split_lines("one\r\ntwo\u2028three\n")
    ['one', 'two', 'three', '']
    """
    if any(end in text for end in LINE_ENDS):
        text = _LINE_END.sub("\n", text)
    return text.split("\n")


def compose(text: str) -> str:
    """Return a text in NFC; a long one in the stream-safe form of UAX #15.

    That form has a joiner after 30 marks in a row. Without it a hostile text would take hours.
    """
    if has_too_many_marks(text):
        text = _too_many_marks().sub("\\g<0>\u034f", text)
    composed = normalize("NFC", text)
    # Some characters become several marks, or a letter and a mark: the marks are counted again.
    return composed if composed == text else compose(composed)


def has_too_many_marks(text: str) -> bool:
    """Check whether a long text has more than 30 marks in a row somewhere."""
    if len(text) <= _LONG_TEXT_CHARS or not _maybe_too_many_marks().search(text):
        return False
    return _too_many_marks().search(text) is not None


@cache
def _maybe_too_many_marks() -> re.Pattern[str]:
    """Return a quick expression, to which any character of the other planes is a mark."""
    return re.compile(_MARKS_IN_A_ROW.format(f"{MARKS}\U00010000-\U0010ffff"))


@cache
def _too_many_marks() -> re.Pattern[str]:
    """Return an expression for 30 marks before another one, of any plane.

    It is slow, and needed for hostile texts alone.
    """
    others = filter(combining, map(chr, range(0x10000, 0x20000)))
    return re.compile(_MARKS_IN_A_ROW.format(MARKS + "".join(others)))
