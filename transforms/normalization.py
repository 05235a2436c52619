r"""This file gives equal texts one spelling: a readable one that is stored, and a bare one that is only compared.

The *normalized text* repairs what no reader sees and no language writes on purpose: line ends, control and
invisible characters, exotic spaces, decomposed letters. No letter, mark, digit or punctuation changes.

The *canonical form* is for equality alone: two files are one document when theirs is equal. It takes away what
differs between copies of one Urdu text (keyboards' letters, vowel marks, joiners, punctuation, white space), and
therefore must not take away what makes two texts two. So numbers keep their separators and signs (`3.5` is not
`35`, `7 2026` not `72026`, `-5` not `5`), symbols stay (`5%`, `$5`, `C++`), `ß` is not `ss`, and marks are dropped
in Arabic script only, and only those that writers may leave out: accents, Indic vowels and viramas are spelling.
White space is off everywhere else, because hard-wrapped copies break lines inside words.

The price: texts that differ in nothing but ي and ى, ة and ه, أ and إ, vowel marks, capitals, an apostrophe, a space
between letters (`no table`) or a minus that stands off its number (`= - 53`) are taken for one. Of 59,314 different
lines of news, laws and school books 404 share their form with another, and a single one of them by such a mistake.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

NORMALIZATION_VERSION = 1
"""Raised whenever either function may give another result for the same text."""


def _characters(is_wanted: Callable[[str], bool]) -> str:
    """Those of the Basic Multilingual Plane; a regular expression with more of them is slow."""
    return "".join(filter(is_wanted, map(chr, range(0x10000))))


_CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_INVISIBLE = "\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_LINE_ENDS = "\r\v\f\x85\u2028\u2029"
"""Beside the newline."""
_SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"

_UNCLEAN = re.compile(f"[{_CONTROLS}{_INVISIBLE}{_LINE_ENDS}{_SPACES}]")
_DROPPED = re.compile(f"[{_CONTROLS}{_INVISIBLE}]+")
_LINE_END = re.compile(f"\r\n|[{_LINE_ENDS}]")
_SPACE = re.compile(f"[{_SPACES}]")
_BLANK_LINES = re.compile("\n{3,}")

_MARKS = _characters(lambda char: unicodedata.combining(char) > 0)
_LONG_TEXT = 10_000
_TOO_MANY_MARKS = re.compile(f"[{_MARKS}]{{30}}(?=[{_MARKS}])")


def normalize_text(text: str) -> str:
    r"""The text as it is stored: safe for every language, the same when done twice.

    Control characters, byte order marks, soft hyphens, zero-width spaces, word joiners and direction marks go;
    ZWNJ and ZWJ stay. Lines end in one newline and in no space, paragraphs in one blank line; Unicode NFC.

    >>> normalize_text("\ufeffپہلی\u00a0سطر \r\nدوسری\x00 سطر\n\n\n\nا\u0653خری\n")
    'پہلی سطر\nدوسری سطر\n\nآخری'
    """
    if _UNCLEAN.search(text):
        text = _DROPPED.sub("", text)
        text = _LINE_END.sub("\n", text)
        text = _SPACE.sub(" ", text)
    text = _compose(text)
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


def _compose(text: str) -> str:
    """NFC; of a long text its stream-safe form (UAX #15), a joiner after 30 marks: a hostile one would take hours."""
    if has_too_many_marks(text):
        text = _TOO_MANY_MARKS.sub("\\g<0>\u034f", text)
    return unicodedata.normalize("NFC", text)


def has_too_many_marks(text: str) -> bool:
    """Whether a long text has more than 30 marks in a row somewhere."""
    return len(text) > _LONG_TEXT and _TOO_MANY_MARKS.search(text) is not None


_LETTERS = {
    "ك": "ک",
    **dict.fromkeys("يى", "ی"),
    **dict.fromkeys("هةۃ", "ہ"),
    **dict.fromkeys("أإٱ", "ا"),
    "ς": "σ",
    "٪": "%",
}
"""What keyboards and habits exchange. Never ھ and ہ, ں and ن, ے and ی, ئ and ی, ؤ and و, آ and ا: these are words."""

_OPTIONAL_MARKS = (
    "\u0610-\u061a\u064b-\u0652\u0656-\u0658\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # Arabic
    "\ufe0e\ufe0f"  # whether a symbol looks like text or like a picture
)
_PRESENTATION_FORMS = "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdef\ufe70-\ufefc"
"""Letters by their shape, of which NFKC makes letters; without U+FDF0..FDFF, which are words such as ﷺ."""

_MEANINGFUL = "%‰‱&@#′″％＆＠＃"
"""Punctuation to Unicode; to a reader, `5%` is not `5`."""


_PUNCTUATION = _characters(lambda char: unicodedata.category(char)[0] == "P" and char not in _MEANINGFUL)
_DIGITS = _characters(lambda char: char.isdecimal() and not char.isascii())

_VARIANT = re.compile(f"[{''.join(_LETTERS)}{_OPTIONAL_MARKS}{_PRESENTATION_FORMS}{_DIGITS}\U00010000-\U0010ffff]")
_OPTIONAL_MARK = re.compile(f"[{_OPTIONAL_MARKS}]")
_PRESENTATION_FORM = re.compile(f"[{_PRESENTATION_FORMS}]")

VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
JOINERS = "\u200c\u200d"
_JOINER = re.compile(f"[{JOINERS}](?<![{VIRAMAS}].)(?![{VIRAMAS}])")
"""Beside a virama a joiner chooses between letters in Bengali, Malayalam and Sinhala; elsewhere it is typesetting."""

_DIGIT = re.compile("[0-9]")
_BEHIND_A_SPACE = re.compile(r"[ \n](?=[^\W\d_])")
_SPACES_IN_ROW = re.compile("  +")
_BARE_POINT = re.compile(r"\.(?<![^\s(\[{\"'«“‘$£€¥₹–-].)(?=[0-9])")
_SIGN = re.compile(r"[-‐‑‒–﹣－](?<![^\s(\[{\"'«“‘$£€¥₹=].)(?=[$£€¥₹]?[0-9])")
"""A point or sign that opens a number: nothing, a space, bracket, quotation mark or currency is before it."""

_TATWEEL = "ـ"
SEPARATORS = _PUNCTUATION + " " + _TATWEEL
_SEPARATORS = re.escape(SEPARATORS)
_SEPARATOR = re.compile(
    f"[{_SEPARATORS}](?<![{_SEPARATORS}].)(?:[{_SEPARATORS}]*+(?![0-9])|(?<![0-9].)[{_SEPARATORS}]*+)"
)
"""A run of punctuation and spaces that is not between two digits. Tatweel is one: `10ـ12` uses it as a dash."""

_MARKED_ALEF = re.compile(f"[اآ][{_MARKS}]+")
_HAMZAS = str.maketrans("", "", "\u0654\u0655")


def canonical_form(text: str) -> str:
    """The spelling a text is compared by, of any text or its normalized one; never stored, the same when done twice.

    >>> canonical_form("كيا پاكستان جيتا؟") == canonical_form("کیا پاکستان جیتا")
    True
    >>> canonical_form("Grew by 3.5%, to -۱۰") == canonical_form("grew by 3.5 % to -10")
    True
    >>> canonical_form("3.5 ارب") == canonical_form("35 ارب")
    False
    """
    bare = _bare(normalize_text(text))
    composed = _compose(bare)
    return bare if composed == bare else _compose(_bare(composed))


def pieces(text: str, least: int) -> Iterator[str]:
    """A normalized text in pieces of at least some characters, whose canonical forms joined are its own.

    A piece begins with a plain letter behind a space or line end: nothing before it can change what becomes of it,
    nor it what becomes of that. Only marks in a row are counted in each piece by itself (`_compose`).

    >>> list(pieces("3 5 ارب روپے 20 -5 خبر", least=5))
    ['3 5 ارب ', 'روپے 20 -5 ', 'خبر']
    """
    start = 0
    while len(text) - start >= 2 * least:
        begins = (found.end() for found in _BEHIND_A_SPACE.finditer(text, start + least - 1))
        begin = next(filter(lambda place: _is_plain_letter(text[place]), begins), len(text))
        yield text[start:begin]
        start = begin
    if start < len(text):
        yield text[start:]


def _is_plain_letter(char: str) -> bool:
    """Whether a character is a letter in any spelling, and joins none before it, as the latter jamo of Hangul do."""
    folded = fold(char)
    return len(folded) == 1 and unicodedata.category(folded) in {"Ll", "Lo"} and not "\u1160" <= folded <= "\u11ff"


def _bare(text: str) -> str:
    """Folded, then without separators: what stood apart may now be one letter, as ہ and a hamza are."""
    spaced = _JOINER.sub("", fold(text)).replace("\n", " ")
    if "  " in spaced:
        spaced = _SPACES_IN_ROW.sub(" ", spaced)
    has_digit = _DIGIT.search(spaced) is not None
    spaced = _SIGN.sub("−", _BARE_POINT.sub("0.", spaced)) if has_digit else spaced.replace(" ", "")
    bare = spaced if spaced.isalnum() and _TATWEEL not in spaced else _SEPARATOR.sub("", spaced)
    return _MARKED_ALEF.sub(lambda alef: alef[0].translate(_HAMZAS), bare).replace("ی\u0654", "ئ")


def is_variant(char: str) -> bool:
    """Whether a character has another spelling than its own; `fold` leaves all others as they are.

    >>> is_variant("ك"), is_variant("ک"), is_variant("A")
    (True, False, True)
    """
    return char.lower() != char or _VARIANT.match(char) is not None


def fold(text: str) -> str:
    """Letters, digits and marks in one spelling each; nothing here depends on what stands beside a character."""
    return _VARIANT.sub(lambda variant: _fold(variant[0]), text.lower())


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    """One spelling of a letter, digit or mark: nothing, itself, or several letters for a ligature."""
    if char in _LETTERS:
        return _LETTERS[char]
    if _OPTIONAL_MARK.match(char):
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    letters = unicodedata.normalize("NFKC", char) if _PRESENTATION_FORM.match(char) else char
    if letters != char:
        return "".join(map(_fold, letters.replace(" ", "")))
    return "⸱" if unicodedata.category(char)[0] == "P" else char
