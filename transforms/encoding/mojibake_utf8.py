"""This file reads UTF-8 again that was read as an older encoding and saved: `پاکستان` that became `Ù¾Ø§Ú©Ø³ØªØ§Ù†`.

A whole text goes back to its bytes in the encoding it was mistaken for. Where the mistake befell a
part of a text, a pasted paragraph or every quotation mark, that part goes back.
"""

import codecs
import re
from collections import Counter
from functools import cache, partial
from operator import itemgetter
from typing import NamedTuple
from unicodedata import category

from transforms.encoding.badness import is_odd_anywhere
from transforms.encoding.letter_frequencies import ALPHABETS
from transforms.encoding.surprisal import surprise
from transforms.encoding.utf import TORN, Reading

# Encodes U+0080..U+009F as the bytes that windows-125x leave undefined, which browsers let pass.
_C1_AS_BYTES = "zakhira-c1-as-bytes"


def _c1_as_bytes(error: UnicodeError) -> tuple[bytes, int]:
    if isinstance(error, UnicodeEncodeError) and "\x80" <= error.object[error.start] <= "\x9f":
        return bytes([ord(error.object[error.start])]), error.start + 1
    raise error


codecs.register_error(_C1_AS_BYTES, _c1_as_bytes)

# As what text is read by mistake, the likeliest first: of two that make the same of it, it was
# the first.
MISTAKEN_FOR = (
    *(
        "windows-1252",
        "windows-1256",
        "windows-1251",
        "windows-1250",
        "macintosh",
        "windows-1254",
        "windows-1253",
    ),
    *("windows-1257", "iso-8859-15", "iso-8859-2", "koi8-r", "ibm866", "ibm437", "ibm850", "gbk"),
)
_MISTAKEN_IN_PART_FOR = ("windows-1252", "windows-1250", "windows-1251")

# Of a character in UTF-8.
_FIRST_BYTES = range(0xC2, 0xF5)
_OTHER_BYTES = range(0x80, 0xC0)
_PAIR = re.compile(r"(?<=[\x00-\x7f])[^\x00-\x7f]{2}")
_LEAST_WHOLE_PER_TORN = 4

# What `É`, `Ø` or `Ö` and a no-break space would be if they were UTF-8: phonetic letters, Syriac,
# old signs.
_UNLIKELY = re.compile(
    r"[\u0180-\u036f\u0460-\u048f\u0500-\u05cf\u0600-\u0620\u0700-\u07ff\ue000-\uf8ff]"
)
_MANY_KINDS = 6
# A small letter before a capital, another script or a root sign; a symbol inside a word: no
# orthography has them.
_BROKEN_WORD = re.compile(
    r"[a-z][\xc2-\xdf\u0370-\u042f\u0621-\u064a√\u2500-\u259f]|[\xc2-\xdf][¡-ª¬-º¼-¿][a-z]"
)

_UNASSIGNED_BITS = 30.0
# What the likelier mistake may cost more than another.
_SECOND_BITS = 3.0


class Strangeness(NamedTuple):
    """In how many blocks of Unicode the letters of a text are, and how surprising they are in any language."""

    blocks: int
    bits: float


def encode_as(encoding: str, text: str) -> bytes | None:
    """The bytes that a text was when it was read in an encoding; null where it cannot have been."""
    try:
        return text.encode(encoding, _C1_AS_BYTES)
    except UnicodeEncodeError:
        return None


def read_as_utf8(text: str) -> tuple[Reading, str] | None:
    """What a whole text means as UTF-8, and what it was mistaken for; null where it means nothing, or by accident.

    >>> read_as_utf8("Ø®Ø¨Ø± Ø¢Ø¬")
    (Reading(text='خبر آج', encoding='utf-8', score=1.0, replaced_char_count=0), 'windows-1252')
    >>> read_as_utf8("déjà vu")
    """
    readings = ((_read_as_utf8(text, encoding), encoding) for encoding in _suspects(text))
    meanings = [(meant, encoding) for meant, encoding in readings if meant]
    return _least_strange(meanings) if meanings else None


def repair_in_part(text: str, encoding: str) -> str:
    """A text in which UTF-8 that was read in an encoding is read again.

    >>> repair_in_part("“Ãœbung”, sagte er, fÃ¼r früher", "windows-1252")
    '“Übung”, sagte er, für früher'
    """
    return _misread_run(encoding).sub(partial(_read_run, encoding), text)


def mistaken_in_part(text: str) -> list[tuple[str, str]]:
    """What a text may be that was mistaken in part, and for what."""
    repaired = ((repair_in_part(text, encoding), encoding) for encoding in _MISTAKEN_IN_PART_FOR)
    return [(meant, encoding) for meant, encoding in repaired if meant != text]


def strangeness(text: str) -> Strangeness:
    """How strange what a text has beyond ASCII is, whatever its language.

    >>> strangeness("мост") < strangeness("ЛНЯР") < strangeness("ÌÎÑÒ") < strangeness("Лì")
    True
    """
    counts = Counter(char for char in text if not char.isascii())
    unassigned = sum(category(char) in {"Cn", "Co"} for char in counts)
    bits = min(surprise(counts.items(), language) for language in ALPHABETS)
    return Strangeness(
        len({ord(char) >> 7 for char in counts}), bits + _UNASSIGNED_BITS * unassigned
    )


def _suspects(text: str) -> list[str]:
    """The encodings in which the first characters beyond ASCII are a character of UTF-8."""
    match = _PAIR.search(text)
    pair = match[0] if match else text[:2]
    payloads = ((name, encode_as(name, pair)) for name in _encodings_that_begin_with(pair[0]))
    return [
        name
        for name, payload in payloads
        if payload and len(payload) > 1 and payload[1] in _OTHER_BYTES
    ]


@cache
def _encodings_that_begin_with(char: str) -> list[str]:
    return [name for name in MISTAKEN_FOR if (encode_as(name, char) or b" ")[0] in _FIRST_BYTES]


def _read_as_utf8(text: str, encoding: str) -> Reading | None:
    """The text as UTF-8, where that is no accident: `Ã` within words, or likely characters."""
    payload = encode_as(encoding, text)
    meant = _decode(payload) if payload else None
    is_no_accident = meant and (
        is_odd_anywhere(text) or _BROKEN_WORD.search(text) or _is_likely(meant.text, text)
    )
    return meant if is_no_accident else None


def _decode(payload: bytes) -> Reading | None:
    """UTF-8, perhaps torn at the ends, where enough is whole between them."""
    for body, torn_count in ((payload, 0), TORN.subn("\ufffd".encode(), payload)):
        try:
            text = body.decode()
        except UnicodeDecodeError:
            continue
        whole_count = sum(char > "\x7f" for char in text) - torn_count
        return (
            Reading(text, "utf-8", 1.0, torn_count)
            if whole_count >= _LEAST_WHOLE_PER_TORN * torn_count
            else None
        )
    return None


def _is_likely(meant: str, text: str) -> bool:
    made = {char for char in meant if not char.isascii()}
    if len(made) == 1:
        return max(made) >= "\u0800" and not text.isalpha()
    return len(made) >= _MANY_KINDS or not any(map(_UNLIKELY.match, made))


def _least_strange(meanings: list[tuple[Reading, str]]) -> tuple[Reading, str]:
    """Of what a text may mean, that in the fewest blocks of Unicode and the least surprising letters."""
    likeliest, *others = meanings
    if all(meant.text == likeliest[0].text for meant, _ in others):
        return likeliest
    (blocks, bits), best = min(
        ((strangeness(one[0].text), one) for one in others), key=itemgetter(0)
    )
    return best if (blocks, bits + _SECOND_BITS) < strangeness(likeliest[0].text) else likeliest


@cache
def _misread_run(encoding: str) -> re.Pattern[str]:
    """What an encoding makes of characters in UTF-8."""
    rest = _class_of(_OTHER_BYTES, encoding)
    firsts = (
        _class_of(range(*ends), encoding) for ends in ((0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5))
    )
    kinds = "|".join(f"{first}{rest}{{{length}}}" for length, first in enumerate(firsts, 1))
    return re.compile(f"(?:{kinds})+")


def _class_of(codes: range, encoding: str) -> str:
    chars = (bytes([code]).decode(encoding, "ignore") + chr(code) * (code < 0xA0) for code in codes)
    return f"[{re.escape(''.join(chars))}]"


def _read_run(encoding: str, run: re.Match[str]) -> str:
    payload = encode_as(encoding, run[0])
    meant = _decode(payload) if payload else None
    is_meant = (
        meant
        and not meant.replaced_char_count
        and 2 * len(_UNLIKELY.findall(meant.text)) < len(meant.text)
    )
    return meant.text if meant and is_meant else run[0]
