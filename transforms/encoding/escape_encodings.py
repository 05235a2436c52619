r"""Read encodings by their own marks: ISO 2022, HZ, UTF-7 and the long form of GB 18030.

All but the last look like ASCII: `~{<:Ky2;~}` is HZ, `+BDwEPgRBBEI-` UTF-7. Text that could be
ASCII after all stays as it is: all that is marked must decode, and to letters of one language or of
one alphabet.
"""

import re
from collections import Counter

from transforms.encoding.surprisal import surprisal
from transforms.encoding.utf import Reading
from transforms.text.scripts import script_of

_ISO_2022 = (("iso-2022-kr", b"\x1b$)C"), ("iso-2022-jp", b"\x1b$"), ("iso-2022-jp-ext", b"\x1b"))

_LOOK_LIKE_ASCII = (
    ("hz-gb-2312", re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+~\}")),
    ("utf-7", re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")),
)
# Half of a character beyond U+FFFF, which Python's UTF-7 lets pass.
_SURROGATE = re.compile("[\ud800-\udfff]")
# `+abc-` is a Han character to UTF-7: one in four runs of three letters is one.
_MIN_LETTERS = 3
# Of letters in another script than most.
_MAX_OTHER_SCRIPT_SHARE = 0.1

_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_MIN_OF_FOUR_BYTES = 4

_IDEOGRAPHIC = {"Hani", "Hrkt", "Hang", "Bopo"}
_IDEOGRAPHIC_LANGUAGES = ("simplified chinese", "traditional chinese", "japanese", "korean")
# The letters of a text take less on average; those of random numbers half as much again.
_MAX_BITS_PER_LETTER = 12.0


def read_iso_2022(payload: bytes) -> Reading | None:
    r"""Return the text of a payload with the escapes of ISO 2022.

    >>> read_iso_2022(b"\x1b$BF|K\\8l\x1b(B")
    Reading(text='日本語', encoding='iso-2022-jp', score=1.0, replaced_char_count=0)
    """
    for encoding, escape in _ISO_2022:
        text = _decode(payload, encoding) if escape in payload else None
        if text is not None:
            return Reading(text, encoding, 1.0)
    return None


def read_escaped_ascii(payload: bytes) -> Reading | None:
    """Return the text of ASCII that is HZ or UTF-7 beyond doubt; half a character becomes U+FFFD.

    >>> read_escaped_ascii("今天早上，老桥重新开放了。".encode("hz")).encoding
    'hz-gb-2312'
    >>> read_escaped_ascii(b"+BDwEPgRBBEI- means bridge").text
    'мост means bridge'
    >>> read_escaped_ascii(b"C++, a+b-c and ~{x~}")
    """
    for encoding, run in _LOOK_LIKE_ASCII:
        text = _decode(payload, encoding) if run.search(payload) else None
        if text and _is_of_one_language(text):
            whole, broken = _SURROGATE.subn("\ufffd", text)
            return Reading(whole, encoding, round(1 - broken / len(text), 3), broken)
    return None


def read_gb18030(payload: bytes) -> Reading | None:
    """Return the text of GB 18030 with characters of four bytes, every second byte a digit.

    No other encoding has them. All languages come in it.


    >>> read_gb18030("كونا كۆۋرۈك ئېچىلدى".encode("gb18030")).text
    'كونا كۆۋرۈك ئېچىلدى'
    >>> read_gb18030("1é2è3".encode("latin-1"))
    """
    if len(_FOUR_BYTES.findall(payload)) < _MIN_OF_FOUR_BYTES:
        return None
    text = _decode(payload, "gb18030")
    return Reading(text, "gb18030", 1.0) if text and _is_of_one_language(text) else None


def _decode(payload: bytes, encoding: str) -> str | None:
    try:
        return payload.decode(encoding)
    except UnicodeError:
        return None


def _is_of_one_language(text: str) -> bool:
    letters = Counter(char for char in text if char > "\x7f" and char.isalpha())
    total = letters.total()
    if total < _MIN_LETTERS:
        return False
    scripts = Counter(_script_family(letter) for letter in letters.elements())
    family, count = scripts.most_common(1)[0]
    if total - count > _MAX_OTHER_SCRIPT_SHARE * total:
        return False
    return family != "Hani" or _is_in_daily_use(letters)


def _script_family(letter: str) -> str | None:
    script = script_of(letter)
    return "Hani" if script in _IDEOGRAPHIC else script


def _is_in_daily_use(letters: Counter[str]) -> bool:
    """Check whether ideographs are as frequent as those of a text in some language."""
    bits = min(surprisal(letters.items(), language) for language in _IDEOGRAPHIC_LANGUAGES)
    return bits <= _MAX_BITS_PER_LETTER * letters.total()
