"""This file undoes text that was once decoded wrongly and saved again: valid UTF-8, and garbage all the same.

Two mistakes are common: UTF-8 read as an older encoding (`پاکستان` becomes `Ù¾Ø§Ú©Ø³ØªØ§Ù†`), and an older
encoding read as windows-1252 (`پاكستان` in windows-1256 becomes `ÇßÓÊÇä`). They are undone where the whole text
goes back and makes sense. A text that is garbage in part does not go back, and is told by how much of it is.
"""

import codecs
import re

from transforms.legacy_encodings import read_legacy
from transforms.unicode_encodings import Reading

_C1_AS_BYTES = "zakhira-c1-as-bytes"
"""Encodes U+0080..U+009F as the bytes that windows-125x leave undefined, which browsers let pass."""


def _c1_as_bytes(error: UnicodeError) -> tuple[bytes, int]:
    if isinstance(error, UnicodeEncodeError) and "\x80" <= error.object[error.start] <= "\x9f":
        return bytes([ord(error.object[error.start])]), error.start + 1
    raise error


codecs.register_error(_C1_AS_BYTES, _c1_as_bytes)

_MISTAKEN_FOR = ("windows-1252", "windows-1256", "windows-1251", "windows-1250", "macintosh")

_UNLIKELY = re.compile(r"[\u0180-\u036f\u0460-\u048f\u0500-\u05cf\u0600-\u0620\u0700-\u07ff]")
"""What `É`, `Ø` or `Ö` and a no-break space would be if they were UTF-8: phonetic letters, Syriac, old signs."""
_MANY_KINDS = 6
_BROKEN_WORD = re.compile(r"[a-z][\xc2-\xdf\u0400-\u042f\u0621-\u064a√]|[\xc2-\xdf][¡-ª¬-º¼-¿][a-z]")
"""A small letter before a capital, another script or a root sign; a symbol inside a word: no orthography has them."""

_MOST_ACCENTED_SHARE = 0.4
"""Vietnamese, with the most accents of all, has them on a third of its letters."""
_FEWEST_ACCENTED = 10
"""A word or two, such as `ÉTÉ`, may have nothing but accented letters."""

_GARBAGE = re.compile(
    r"[\x80-\x9f¡-ª¬-º¼-¿ƒˆ˜ŒœŠšŽžŸ€‚„…†‡‰™]"
    r"(?:(?<=[\xc2-\xdf\u0637-\u063a].)|(?<=[\xe0-\xef].)(?=[\x80-\xbfƒˆ˜ŒœŠšŽžŸ€‚„…†‡‰™‹›‘’“”•–—]))"
)
"""A symbol after what windows-1252 or -1256 makes of the first byte of a UTF-8 character: `Ù¾`, `â€™`, `ط§`."""
_MOST_GARBAGE_SHARE = 0.02
_ACCENTED = re.compile(r"[\xc0-\xff]")


def undo_wrong_decoding(reading: Reading) -> Reading | None:
    r"""The reading as it was meant; itself when nothing is wrong with it; null when it cannot be undone.

    The encoding then tells the history of the bytes, the last mistake last.

    >>> undo_wrong_decoding(Reading("Ø®Ø¨Ø±: â€œØ¨Ø§Ø±Ø´â€\x9d", "utf-8", 1.0))
    Reading(text='خبر: “بارش”', encoding='utf-8 read as windows-1252', score=1.0, replaced_char_count=0)
    >>> undo_wrong_decoding(Reading("déjà vu", "utf-8", 1.0)).text
    'déjà vu'
    >>> undo_wrong_decoding(Reading("Ø®Ø¨Ø± کی Ø®Ø¨Ø±", "utf-8", 1.0))
    """
    if reading.text.isascii() or not any(map(str.isalpha, reading.text)):
        return reading
    for encoding in _MISTAKEN_FOR:
        payload = _encode(reading.text, encoding)
        meant = payload and (_read_as_utf8(payload, reading.text) or _read_as_legacy(payload, reading.text))
        if meant:
            once = undo_wrong_decoding(meant)
            return once and once._replace(encoding=f"{once.encoding} read as {encoding}")
    return None if _is_garbage(reading.text) else reading


def _encode(text: str, encoding: str) -> bytes | None:
    try:
        return text.encode(encoding, _C1_AS_BYTES)
    except UnicodeEncodeError:
        return None


def _read_as_utf8(payload: bytes, text: str) -> Reading | None:
    """The text as UTF-8, where that is no accident: `Ã` within words, or likely characters."""
    try:
        meant = payload.decode()
    except UnicodeDecodeError:
        return None
    return Reading(meant, "utf-8", 1.0) if _BROKEN_WORD.search(text) or _is_likely(meant) else None


def _is_likely(meant: str) -> bool:
    made = {char for char in meant if not char.isascii()}
    if len(made) == 1:
        return max(made) >= "\u0800"
    return len(made) >= _MANY_KINDS or not any(map(_UNLIKELY.match, made))


def _read_as_legacy(payload: bytes, text: str) -> Reading | None:
    meant = read_legacy(payload) if _is_too_accented(text) else None
    return meant if meant and not _is_too_accented(meant.text) else None


def _is_garbage(text: str) -> bool:
    garbage = len(_GARBAGE.findall(text))
    if not garbage:
        return _is_too_accented(text)
    return 2 * garbage > _MOST_GARBAGE_SHARE * _letter_count(text)


def _is_too_accented(text: str) -> bool:
    accented = len(_ACCENTED.findall(text))
    return accented >= _FEWEST_ACCENTED and accented > _MOST_ACCENTED_SHARE * _letter_count(text)


def _letter_count(text: str) -> int:
    return sum(map(str.isalpha, text))
