"""This file reads bytes as Unicode: UTF-8, UTF-16 or UTF-32, marked or not, whole or slightly broken.

A short text whose last character was cut off, or one with a stray byte, is still plainly UTF-8: its
valid multi-byte characters far outnumber what is broken. In an older encoding valid ones arise by
accident only: on 2,775 texts in 40 of them there was never more than two for each broken sequence,
and with more than 20 characters never more than one.
"""

import codecs
import re
from collections import Counter
from operator import itemgetter
from typing import NamedTuple


class Reading(NamedTuple):
    """One way to read a payload."""

    text: str
    encoding: str
    score: float
    replaced_char_count: int = 0


# The longer marks first: one begins as the other.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16be", "utf-16"),
)

_LEAST_VALID_PER_BROKEN = 3
# In texts with so little beyond ASCII, accented letters and quotation marks, none is UTF-8 by
# accident.
_FEW_BEYOND_ASCII = 0.05
_MOST_BROKEN_SHARE = 0.001
# A four-byte character cut at its first byte leaves three, another cut at the end leaves one.
_MOST_BROKEN_BY_CUTTING = 4

# What is left of a character at either end of a piece cut out of UTF-8.
TORN = re.compile(
    rb"\A[\x80-\xbf]{1,3}|(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z"
)
# One character of three bytes or two of two are no accident between torn ends.
_FEWEST_BYTES_BETWEEN = 3

# A character beyond U+FFFF as Java and MySQL's `utf8` write it: its UTF-16, each half as if it
# were a character.
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_ASTRAL = re.compile(rb"[\xf0-\xf4]")

_PROBE_CHARS = 4096
# Of a text in one writing, with Latin letters, digits and spaces among its own.
_LEAST_WRITTEN_SHARE = 0.8
# Letters that may come without a space or line end among them: more are no text of an alphabet.
_SPACELESS_LETTERS = range(3, 16)
# Ideographs without either. Of random 16-bit numbers a third are Han: a few in a row say nothing.
_FEWEST_IDEOGRAPHS = 16
_LEAST_IDEOGRAPHIC_SHARE = 0.2

_CONTROL = -1
_LATIN = 0x00
_HAN = 0x4E
_HANGUL = 0xAC


def read_marked(payload: bytes) -> Reading | None:
    """The text after a byte order mark of UTF-16 or UTF-32.

    >>> read_marked("خبر".encode("utf-16"))
    Reading(text='خبر', encoding='utf-16', score=1.0, replaced_char_count=0)
    """
    for mark, encoding, name in _MARKS:
        if payload.startswith(mark):
            reading = _read_wide(payload[len(mark) :], encoding)
            if reading:
                return reading._replace(encoding=name)
    return None


def read_utf8(payload: bytes) -> Reading | None:
    r"""UTF-8, with or without a byte order mark; each broken sequence becomes U+FFFD.

    >>> read_utf8("\ufeffخبر".encode())
    Reading(text='خبر', encoding='utf-8-sig', score=1.0, replaced_char_count=0)
    >>> read_utf8("اردو اخبار".encode()[:-1])
    Reading(text='اردو اخبا\ufffd', encoding='utf-8', score=0.889, replaced_char_count=1)
    >>> read_utf8("café".encode("latin-1"))
    """
    body = payload.removeprefix(codecs.BOM_UTF8)
    encoding = "utf-8" if body is payload else "utf-8-sig"
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _read_cesu8(body) or _read_broken_utf8(_join_surrogates(body), encoding)
    return Reading(text, encoding, 1.0)


def is_plainly_utf8(payload: bytes) -> bool:
    """Whether what is UTF-8 beyond ASCII far outnumbers what is broken: no older encoding looks like that."""
    if _is_torn_utf8(payload):
        return True
    valid, broken = _count_sequences(payload, payload.decode("utf-8", "replace"))
    needed = 1 if valid + broken < _FEW_BEYOND_ASCII * len(payload) else _LEAST_VALID_PER_BROKEN
    return valid >= needed * broken


def read_unmarked_wide(payload: bytes) -> Reading | None:
    """UTF-16 or UTF-32 without a mark: whichever of the four makes one writing of the bytes.

    In the wrong byte order the letters of one alphabet scatter over all of Unicode.

    >>> read_unmarked_wide("خبر".encode("utf-16be"))
    Reading(text='خبر', encoding='utf-16be', score=1.0, replaced_char_count=0)
    >>> read_unmarked_wide(bytes(range(64)))
    """
    readings = (
        _read_wide(payload, encoding)
        for encoding in ("utf-32le", "utf-32be", "utf-16le", "utf-16be")
    )
    plausible = [
        reading for reading in readings if reading and _is_written(reading.text[:_PROBE_CHARS])
    ]
    return min(plausible, key=_page_count, default=None)


def _is_torn_utf8(payload: bytes) -> bool:
    body = TORN.sub(b"", payload)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    valid = sum(char > "\x7f" for char in text)
    return valid + len(body) - len(text) >= _FEWEST_BYTES_BETWEEN if valid else False


def _read_cesu8(payload: bytes) -> Reading | None:
    joined = _join_surrogates(payload)
    try:
        text = joined.decode()
    except UnicodeDecodeError:
        return None
    return Reading(text, "utf-8" if _ASTRAL.search(payload) else "cesu-8", 1.0)


def _join_surrogates(payload: bytes) -> bytes:
    r"""UTF-8 instead of CESU-8; half a pair stays, and is broken.

    >>> _join_surrogates(b"\xed\xa0\xbd\xed\xb8\x80").decode()
    '😀'
    """
    return _SURROGATES.sub(_join_pair, payload)


def _join_pair(pair: re.Match[bytes]) -> bytes:
    return (
        pair[0]
        .decode("utf-8", "surrogatepass")
        .encode("utf-16", "surrogatepass")
        .decode("utf-16")
        .encode()
    )


def _read_broken_utf8(payload: bytes, encoding: str) -> Reading | None:
    text = payload.decode("utf-8", "replace")
    valid, broken = _count_sequences(payload, text)
    if broken > _most_broken(len(payload)) or not is_plainly_utf8(payload):
        return None
    return Reading(text, encoding, round(valid / (valid + broken), 3), broken)


def _count_sequences(payload: bytes, text: str) -> tuple[int, int]:
    """Valid multi-byte characters, and broken sequences, of a payload read as UTF-8."""
    broken = text.count("\ufffd") - payload.count("\ufffd".encode())
    ascii_count = len(payload.translate(None, _BEYOND_ASCII))
    return len(text) - ascii_count - broken, broken


_BEYOND_ASCII = bytes(range(0x80, 0x100))


def _most_broken(size: int) -> float:
    return max(_MOST_BROKEN_BY_CUTTING, size * _MOST_BROKEN_SHARE)


def _read_wide(payload: bytes, encoding: str) -> Reading | None:
    try:
        return Reading(payload.decode(encoding), encoding, 1.0)
    except UnicodeDecodeError:
        text = payload.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if broken > _most_broken(len(payload)) or len(text) < _LEAST_VALID_PER_BROKEN * broken:
        return None
    return Reading(text, encoding, round(1 - broken / len(text), 3), broken)


def _is_written(text: str) -> bool:
    pages = Counter(map(_page, text))
    plain = pages.pop(_LATIN, 0)
    pages.pop(_CONTROL, None)
    page, count = max(pages.items(), key=itemgetter(1), default=(_LATIN, 0))
    if plain + count < _LEAST_WRITTEN_SHARE * len(text):
        return False
    if page in {_HAN, _HANGUL}:
        return _is_ideographic(text) and (plain > 0 or count >= _FEWEST_IDEOGRAPHS)
    return plain > 0 or count in _SPACELESS_LETTERS


def _is_ideographic(text: str) -> bool:
    """Whether characters have bytes beyond ASCII, as most ideographs do, and no two ASCII letters read as one."""
    return sum(ord(char) & 0x8080 > 0 for char in text) > _LEAST_IDEOGRAPHIC_SHARE * len(text)


def _page(char: str) -> int:
    """The block of 256 a character is in; those of Chinese and Japanese as one, and of Korean."""
    page = ord(char) >> 8
    if char < " " and not char.isspace():
        return _CONTROL
    if page == 0x30 or _HAN <= page < 0xA0 or "\uff00" <= char <= "\uffef":
        return _HAN
    return _HANGUL if _HANGUL <= page < 0xD8 else page


def _page_count(reading: Reading) -> int:
    return len({ord(char) >> 8 for char in reading.text[:_PROBE_CHARS]})
