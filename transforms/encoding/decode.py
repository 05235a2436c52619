"""Decode bytes to text, or give the reason why there is no text.

The steps, in order: empty files; known binary formats; Unicode with a byte order mark; UTF-16 and
UTF-32 without one and the escapes of ISO 2022, which are full of control characters. All other
text must be nearly free of those. The rest is ASCII, perhaps with escapes, UTF-8, UTF-8 with
foreign lines or bytes in it, or an older encoding; what is none of them is `undecodable`. Mojibake
is never text: it is undone or rejected. NULs before and after a text are padding, and do not count;
many in a row within it count as one, and end a line.
"""

import re
from typing import NamedTuple

from transforms.encoding.escape_encodings import read_escaped_ascii, read_gb18030, read_iso_2022
from transforms.encoding.file_signatures import binary_format
from transforms.encoding.foreign_bytes import read_broken_utf8, read_foreign_lines
from transforms.encoding.legacy import read_legacy
from transforms.encoding.mojibake import undo_wrong_decoding
from transforms.encoding.utf import (
    Reading,
    is_plainly_utf8,
    read_marked,
    read_unmarked_wide,
    read_utf8,
    split_mark,
)
from transforms.reject_reasons import RejectReason


class Decoded(NamedTuple):
    """The text of a payload, or the reason why there is none; `reject_detail` says it in words.

    `encoding` is a name Python knows, as IANA spells it where IANA does, or `cesu-8`; or a history
    such as `utf-8 read as windows-1252`, `utf-8 read in part as windows-1252` or `utf-8 and
    windows-1252`. ASCII is `utf-8`; with a byte order mark it is `utf-8-sig`, `utf-16` or `utf-32`.
    """

    text: str | None = None
    encoding: str | None = None
    score: float | None = None
    replaced_char_count: int | None = None
    reject_reason: RejectReason | None = None
    reject_detail: str | None = None


_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
_MAX_CONTROL_SHARE = 0.01
# A control character in a shorter text is half a letter of UTF-16.
_MIN_BYTES_FOR_A_STRAY = 8
_MAX_NUL_SHARE = 0.001
_MAX_STRAY_NULS = 4
# A few NULs in a short text are strays where the rest is plainly UTF-8, as with broken bytes.
_MIN_BEYOND_ASCII_PER_NUL = 5
# In ASCII, where it is prose: no number and no path is that many words.
_MIN_WORDS_PER_NUL = 10
_WORD = re.compile("[A-Za-z]{2,}+(?=[\\s.,])")

# A space in EBCDIC. Addresses have one a line, and no text so many and no space.
_EBCDIC_SPACE = b"@"
MIN_EBCDIC_SPACES = 8
_MAX_BYTES_PER_EBCDIC_SPACE = 12
_MIN_EBCDIC_SPACES_PER_LINE = 4

# Between records of one size, or where a block of a file was lost.
_HOLE = re.compile(rb"\0{2,}+")

# What a conversion to a poorer encoding leaves of a word: question marks alone. `why??` has a
# word before them.
_LOST_WORD = re.compile(r"(?<![^\s\"'(\[«“])\?{2,}+(?!\w)")
_MIN_LOST_WORDS = 3
_MAX_LOST_SHARE = 0.05


def decode(payload: bytes) -> Decoded:
    r"""Return the text of a payload, or the reason why it has none.

    >>> decode("خبر".encode())[:4]
    ('خبر', 'utf-8', 1.0, 0)
    >>> decode(b"PK\x03\x04 ...").reject_detail
    'ZIP container (docx, xlsx, odt, epub, ...)'
    """
    if not payload:
        return _reject(RejectReason.EMPTY, "0 bytes")
    body = payload.strip(b"\0")
    if not body:
        return _reject(RejectReason.BINARY, "nothing but NULs")
    kind = binary_format(payload) or binary_format(body)
    if kind:
        return _reject(RejectReason.BINARY, kind)
    reading = _find_reading(payload, body)
    return _judge(reading) if reading else _explain(payload)


def _find_reading(payload: bytes, body: bytes) -> Reading | None:
    """Return the reading of a payload; `body` is all of it but the NULs around it."""
    marked = read_marked(payload) or read_marked(payload.lstrip(b"\0"))
    if marked:
        return marked
    if _control_count(body):
        unmarked = read_unmarked_wide(payload) or read_iso_2022(body)
        body = _HOLE.sub(b"\0\n", body)
        # Padding beside control characters is one more of them.
        padding = b"\0" if len(body) < len(payload) else b""
        if unmarked or _has_too_many_controls(body + padding):
            return unmarked
    return None if _is_ebcdic(body) else _read_narrow(body)


def _read_narrow(payload: bytes) -> Reading | None:
    """Return the text of an encoding whose letters of ASCII are single bytes."""
    if payload.isascii():
        return read_escaped_ascii(payload) or read_utf8(payload)
    reading = read_utf8(payload) or read_foreign_lines(payload)
    if reading:
        return reading
    if is_plainly_utf8(payload):
        return read_broken_utf8(payload)
    unmarked, _ = split_mark(payload)
    return read_gb18030(unmarked) or read_legacy(unmarked)


def _explain(payload: bytes) -> Decoded:
    """Say why a payload has no reading."""
    if _has_too_many_controls(payload):
        share = _control_count(payload) / len(payload)
        return _reject(RejectReason.BINARY, f"{share:.1%} of the bytes are control characters")
    broken = payload.decode("utf-8", "replace").count("\ufffd")
    detail = (
        f"UTF-8 with {broken:,} broken sequences in {len(payload):,} bytes"
        if is_plainly_utf8(payload)
        else f"{broken:,} sequences are not UTF-8, and no older encoding makes sense"
    )
    return _reject(RejectReason.UNDECODABLE, detail)


def _judge(reading: Reading) -> Decoded:
    """Return the text of a reading, unless it is binary, mojibake or lost."""
    nul_count = reading.text.count("\0")
    if not _is_few_nuls(nul_count, reading.text):
        detail = f"{nul_count:,} NULs in {len(reading.text):,} characters"
        return _reject(RejectReason.BINARY, detail, reading)
    if _has_too_many_controls(reading.text.encode()):
        return _reject(RejectReason.BINARY, "control characters", reading)
    meant = undo_wrong_decoding(reading)
    if meant is None:
        detail = "decoded wrongly and saved again, beyond repair"
        return _reject(RejectReason.UNDECODABLE, detail, reading)
    lost_share = _lost_share(meant)
    if lost_share > _MAX_LOST_SHARE:
        detail = f"{lost_share:.0%} of the letters became ? or U+FFFD"
        return _reject(RejectReason.LOST_TEXT, detail, meant)
    return Decoded(meant.text, meant.encoding, meant.score, meant.replaced_char_count + nul_count)


def _control_count(payload: bytes) -> int:
    return len(payload) - len(payload.translate(None, _CONTROLS))


def _has_too_many_controls(payload: bytes) -> bool:
    strays = 1 if len(payload) >= _MIN_BYTES_FOR_A_STRAY else 0
    return _control_count(payload) > max(strays, _MAX_CONTROL_SHARE * len(payload))


def _is_ebcdic(payload: bytes) -> bool:
    """Check whether words stand between signs that EBCDIC has for spaces: its Hebrew is ASCII."""
    space_count = payload.count(_EBCDIC_SPACE)
    if b" " in payload or space_count < MIN_EBCDIC_SPACES:
        return False
    is_dense = space_count * _MAX_BYTES_PER_EBCDIC_SPACE >= len(payload)
    return is_dense and space_count >= _MIN_EBCDIC_SPACES_PER_LINE * len(payload.splitlines())


def _is_few_nuls(nul_count: int, text: str) -> bool:
    """Check whether so many NULs may be strays in a text."""
    if nul_count <= _MAX_NUL_SHARE * len(text):
        return True
    if nul_count > _MAX_STRAY_NULS:
        return False
    if sum(char > "\x7f" for char in text) >= _MIN_BEYOND_ASCII_PER_NUL * nul_count:
        return True
    return len(_WORD.findall(text)) >= _MIN_WORDS_PER_NUL * nul_count


def _lost_share(reading: Reading) -> float:
    """Return the share of letters that an earlier conversion lost."""
    text = reading.text
    lost_count = text.count("\ufffd") - reading.replaced_char_count
    if "??" not in text and not lost_count:
        return 0.0
    letter_count = sum(map(str.isalpha, text))
    words = _LOST_WORD.findall(text)
    is_accident = len(words) < _MIN_LOST_WORDS and letter_count > 0
    if not is_accident:
        lost_count += sum(map(len, words))
    return lost_count / max(1, letter_count + lost_count)


def _reject(reason: RejectReason, detail: str, reading: Reading | None = None) -> Decoded:
    encoding, score = (reading.encoding, reading.score) if reading else (None, None)
    return Decoded(encoding=encoding, score=score, reject_reason=reason, reject_detail=detail)
