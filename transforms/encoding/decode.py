"""This file turns bytes into text, or says why there is none.

In this order: nothing at all; a known binary format; Unicode with a byte order mark; UTF-16 and
UTF-32 without one and the escapes of ISO 2022, which are full of control characters; then text must
be nearly free of those. What is left is ASCII, perhaps with escapes, UTF-8, slightly broken UTF-8,
or an older encoding; what is none of them is `undecodable`. Garbage is never text: what was decoded
wrongly before it came here is undone or rejected.
"""

import re
from typing import NamedTuple

from transforms.encoding.escape_encodings import read_escaped_ascii, read_gb18030, read_iso_2022
from transforms.encoding.file_signatures import binary_format
from transforms.encoding.legacy import read_legacy
from transforms.encoding.mojibake import undo_wrong_decoding
from transforms.encoding.utf import (
    Reading,
    is_plainly_utf8,
    read_marked,
    read_unmarked_wide,
    read_utf8,
)
from transforms.schemas import RejectReason


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
_MOST_CONTROL_SHARE = 0.01
# A control character in a shorter text is half a letter of UTF-16.
_FEWEST_BYTES_FOR_A_STRAY = 8
_MOST_NUL_SHARE = 0.001
_MOST_STRAY_NULS = 4
# A few NULs in a short text are strays where the rest is plainly UTF-8, as with broken bytes.
_LEAST_BEYOND_ASCII_PER_NUL = 5

# What a conversion to a poorer encoding leaves of a word: question marks alone; `why??` has a
# word before them.
_LOST_WORD = re.compile(r"(?<![^\s\"'(\[«“])\?{2,}+(?!\w)")
_FEWEST_LOST_WORDS = 3
_MOST_LOST_SHARE = 0.05


def decode(payload: bytes) -> Decoded:
    r"""The text of a payload.

    >>> decode("خبر".encode())
    Decoded(text='خبر', encoding='utf-8', score=1.0, replaced_char_count=0, reject_reason=None, reject_detail=None)
    >>> decode(b"PK\x03\x04 ...").reject_detail
    'ZIP container (docx, xlsx, odt, epub, ...)'
    """
    if not payload:
        return _reject(RejectReason.EMPTY, "0 bytes")
    kind = binary_format(payload)
    if kind:
        return _reject(RejectReason.BINARY, kind)
    reading = _read(payload)
    return _judge(reading) if reading else _explain(payload)


def _read(payload: bytes) -> Reading | None:
    reading = read_marked(payload)
    if reading is None and _control_count(payload):
        reading = read_unmarked_wide(payload) or read_iso_2022(payload)
    if reading or _has_too_many_controls(payload):
        return reading
    if payload.isascii():
        return read_escaped_ascii(payload) or read_utf8(payload)
    reading = read_utf8(payload)
    if reading or is_plainly_utf8(payload):
        return reading
    return read_gb18030(payload) or read_legacy(payload)


def _explain(payload: bytes) -> Decoded:
    """Why nothing could read a payload."""
    if _has_too_many_controls(payload):
        share = _control_count(payload) / len(payload)
        return _reject(RejectReason.BINARY, f"{share:.1%} of the bytes are control characters")
    broken = payload.decode("utf-8", "replace").count("\ufffd")
    if is_plainly_utf8(payload):
        return _reject(
            RejectReason.UNDECODABLE,
            f"UTF-8 with {broken:,} broken sequences in {len(payload):,} bytes",
        )
    return _reject(
        RejectReason.UNDECODABLE,
        f"{broken:,} sequences are not UTF-8, and no older encoding makes sense",
    )


def _judge(reading: Reading) -> Decoded:
    """The text of a reading, unless it is binary, garbage or lost."""
    nul_count = reading.text.count("\0")
    if not _are_strays(nul_count, reading.text):
        return _reject(
            RejectReason.BINARY, f"{nul_count:,} NULs in {len(reading.text):,} characters", reading
        )
    if _has_too_many_controls(reading.text.encode()):
        return _reject(RejectReason.BINARY, "control characters", reading)
    meant = undo_wrong_decoding(reading)
    if meant is None:
        return _reject(
            RejectReason.UNDECODABLE, "decoded wrongly and saved again, beyond repair", reading
        )
    lost_share = _lost_share(meant)
    if lost_share > _MOST_LOST_SHARE:
        return _reject(
            RejectReason.LOST_TEXT, f"{lost_share:.0%} of the letters became ? or U+FFFD", meant
        )
    return Decoded(meant.text, meant.encoding, meant.score, meant.replaced_char_count + nul_count)


def _control_count(payload: bytes) -> int:
    return len(payload) - len(payload.translate(None, _CONTROLS))


def _has_too_many_controls(payload: bytes) -> bool:
    strays = 1 if len(payload) >= _FEWEST_BYTES_FOR_A_STRAY else 0
    return _control_count(payload) > max(strays, _MOST_CONTROL_SHARE * len(payload))


def _are_strays(nul_count: int, text: str) -> bool:
    if nul_count <= _MOST_NUL_SHARE * len(text):
        return True
    beyond_ascii = sum(char > "\x7f" for char in text)
    return nul_count <= _MOST_STRAY_NULS and beyond_ascii >= _LEAST_BEYOND_ASCII_PER_NUL * nul_count


def _lost_share(reading: Reading) -> float:
    """The share of letters that a conversion lost before this one."""
    text = reading.text
    lost_count = text.count("\ufffd") - reading.replaced_char_count
    if "??" not in text and not lost_count:
        return 0.0
    letter_count = sum(map(str.isalpha, text))
    words = _LOST_WORD.findall(text)
    is_accident = len(words) < _FEWEST_LOST_WORDS and letter_count > 0
    lost_count += 0 if is_accident else sum(map(len, words))
    return lost_count / max(1, letter_count + lost_count)


def _reject(reason: RejectReason, detail: str, reading: Reading | None = None) -> Decoded:
    encoding, score = (reading.encoding, reading.score) if reading else (None, None)
    return Decoded(encoding=encoding, score=score, reject_reason=reason, reject_detail=detail)
