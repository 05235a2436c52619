"""Read bytes as Unicode: UTF-8, UTF-16 or UTF-32, marked or not, whole or slightly broken.

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
_UNMARKED = ("utf-32le", "utf-32be", "utf-16le", "utf-16be")

_BEYOND_ASCII = bytes(range(0x80, 0x100))
_MIN_VALID_PER_BROKEN = 3
# In texts with so little beyond ASCII, accented letters and quotation marks, none is UTF-8 by
# accident.
_FEW_BEYOND_ASCII = 0.05
_MAX_BROKEN_SHARE = 0.001
# A four-byte character cut at its first byte leaves three, another cut at the end leaves one.
_MAX_BROKEN_BY_CUTTING = 4

# What is left of a character at either end of a piece cut out of UTF-8.
TORN = re.compile(
    rb"\A[\x80-\xbf]{1,3}|(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z"
)
# One character of three bytes or two of two are no accident between torn ends, nor is one letter in
# a word of ASCII. Where all is ASCII the end itself tells: no older encoding ends a word so.
_MIN_BYTES_BETWEEN = 3
_ACCENTED_IN_WORD = re.compile(rb"[A-Za-z][\xc3-\xc5][\x80-\xbf][A-Za-z]")
_TORN_SIGN = re.compile(rb"(?:\xe2[\x80\x82]|\xf0\x9f[\x80-\xbf]?)\Z")

# A character beyond U+FFFF as Java and MySQL's `utf8` write it: its UTF-16, each half as if it
# were a character.
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_ASTRAL = re.compile(rb"[\xf0-\xf4]")

_PROBE_CHARS = 4096
# Of a text in one script, with Latin letters, digits and spaces among its own.
_MIN_SCRIPT_SHARE = 0.8
# Letters that may come without a space or line end among them: more are no text of an alphabet.
_SPACELESS_LETTERS = range(3, 16)
# Ideographs without either. Of random 16-bit numbers a third are Han: a few in a row say nothing.
_MIN_IDEOGRAPHS = 16
_MIN_IDEOGRAPHIC_SHARE = 0.2

# Blocks of 256 characters; control characters have one of their own, beyond the last.
_CONTROL = 0x1100
_LATIN = 0x00
_CJK_PUNCTUATION = 0x30
_HAN = 0x4E
_HAN_BLOCKS = range(0x4E, 0xA0)
_HANGUL = 0xAC
_HANGUL_BLOCKS = range(0xAC, 0xD8)


def read_marked(payload: bytes) -> Reading | None:
    """Return the text after a byte order mark of UTF-16 or UTF-32.

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
    r"""Return strict UTF-8 or CESU-8, with or without a byte order mark.

    >>> read_utf8("\ufeffخبر".encode())
    Reading(text='خبر', encoding='utf-8-sig', score=1.0, replaced_char_count=0)
    >>> read_utf8("café".encode("latin-1"))
    """
    body, encoding = split_mark(payload)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _read_cesu8(body)
    return Reading(text, encoding, 1.0)


def split_mark(payload: bytes) -> tuple[bytes, str]:
    """Return a payload without the byte order mark of UTF-8, and what UTF-8 is called with it.

    >>> split_mark("\ufeffa".encode()), split_mark(b"a")
    ((b'a', 'utf-8-sig'), (b'a', 'utf-8'))
    """
    body = payload.removeprefix(codecs.BOM_UTF8)
    return body, "utf-8" if body is payload else "utf-8-sig"


def is_plainly_utf8(payload: bytes) -> bool:
    """Check whether valid UTF-8 beyond ASCII far outnumbers what is broken.

    Bytes of an older encoding never are like that.
    """
    if _is_torn_utf8(payload):
        return True
    valid, broken = count_sequences(payload, payload.decode("utf-8", "replace"))
    is_nearly_ascii = valid + broken < _FEW_BEYOND_ASCII * len(payload)
    return valid >= (1 if is_nearly_ascii else _MIN_VALID_PER_BROKEN) * broken


def read_unmarked_wide(payload: bytes) -> Reading | None:
    """Return UTF-16 or UTF-32 without a mark: the one of the four that makes one script of it.

    In the wrong byte order the letters of one alphabet scatter over all of Unicode.

    >>> read_unmarked_wide("خبر".encode("utf-16be"))
    Reading(text='خبر', encoding='utf-16be', score=1.0, replaced_char_count=0)
    >>> read_unmarked_wide(bytes(range(64)))
    """
    readings = (_read_wide(payload, encoding) for encoding in _UNMARKED)
    plausible = [
        reading for reading in readings if reading and _is_one_script(reading.text[:_PROBE_CHARS])
    ]
    return min(plausible, key=_block_count, default=None)


def _is_torn_utf8(payload: bytes) -> bool:
    body = TORN.sub(b"", payload)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    valid_bytes = len(body) - sum(map(str.isascii, text))
    if valid_bytes >= _MIN_BYTES_BETWEEN:
        return True
    return bool(_ACCENTED_IN_WORD.search(body) if valid_bytes else _TORN_SIGN.search(payload))


def _read_cesu8(payload: bytes) -> Reading | None:
    joined = join_surrogates(payload)
    try:
        text = joined.decode()
    except UnicodeDecodeError:
        return None
    return Reading(text, "utf-8" if _ASTRAL.search(payload) else "cesu-8", 1.0)


def join_surrogates(payload: bytes) -> bytes:
    r"""Return UTF-8 instead of CESU-8; half a pair stays, and is broken.

    >>> join_surrogates(b"\xed\xa0\xbd\xed\xb8\x80").decode()
    '😀'
    """
    return _SURROGATES.sub(_join_pair, payload)


def _join_pair(pair: re.Match[bytes]) -> bytes:
    halves = pair[0].decode("utf-8", "surrogatepass")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16").encode()


def count_sequences(payload: bytes, text: str) -> tuple[int, int]:
    """Count valid multi-byte characters, and broken sequences, of a payload read as UTF-8."""
    broken = text.count("\ufffd") - payload.count("\ufffd".encode())
    ascii_count = len(payload.translate(None, _BEYOND_ASCII))
    return len(text) - ascii_count - broken, broken


def _max_broken(size: int) -> float:
    return max(_MAX_BROKEN_BY_CUTTING, size * _MAX_BROKEN_SHARE)


def _read_wide(payload: bytes, encoding: str) -> Reading | None:
    """Return the text without the NULs around it; half a NUL at its end is none."""
    rest = len(payload) % (4 if "32" in encoding else 2)
    whole = payload[: len(payload) - rest]
    whole = whole if not payload[len(whole) :].strip(b"\0") else payload
    try:
        return Reading(whole.decode(encoding).strip("\0"), encoding, 1.0)
    except UnicodeDecodeError:
        text = whole.decode(encoding, "replace").strip("\0")
    broken = text.count("\ufffd")
    if broken > _max_broken(len(payload)) or len(text) < _MIN_VALID_PER_BROKEN * broken:
        return None
    return Reading(text, encoding, round(1 - broken / len(text), 3), broken)


def _is_one_script(text: str) -> bool:
    """Check whether nearly all of a text is in one block of Unicode and Latin, as texts are."""
    counts = Counter(map(_block, text))
    latin_count = counts.pop(_LATIN, 0)
    counts.pop(_CONTROL, None)
    block, count = max(counts.items(), key=itemgetter(1), default=(_LATIN, 0))
    if latin_count + count < _MIN_SCRIPT_SHARE * len(text):
        return False
    if block in {_HAN, _HANGUL}:
        return _is_ideographic(text) and (latin_count > 0 or count >= _MIN_IDEOGRAPHS)
    return latin_count > 0 or count in _SPACELESS_LETTERS


def _is_ideographic(text: str) -> bool:
    """Check whether characters are kana, or have bytes beyond ASCII, as most ideographs do.

    Two ASCII letters that are read as one character are neither.
    """
    count = sum(ord(char) & 0x8080 != 0 or "\u3040" <= char <= "\u30ff" for char in text)
    return count > _MIN_IDEOGRAPHIC_SHARE * len(text)


def _block(char: str) -> int:
    """Return the block of a character; Chinese and Japanese share one, and Korean has one."""
    block = ord(char) >> 8
    if char < " " and not char.isspace():
        return _CONTROL
    is_fullwidth = "\uff00" <= char <= "\uffef"
    if block == _CJK_PUNCTUATION or block in _HAN_BLOCKS or is_fullwidth:
        return _HAN
    return _HANGUL if block in _HANGUL_BLOCKS else block


def _block_count(reading: Reading) -> int:
    return len({ord(char) >> 8 for char in reading.text[:_PROBE_CHARS]})
