"""Undo UTF-8 that was read as an older encoding and saved: `پاکستان` that became `Ù¾Ø§Ú©Ø³ØªØ§Ù†`.

A whole text goes back to its bytes in the encoding it was mistaken for. Where the mistake befell a
part of a text, a pasted paragraph or every quotation mark, that part goes back.
"""

import codecs
import re
from collections import Counter
from functools import cache, partial
from operator import itemgetter
from typing import NamedTuple

from transforms.encoding.badness import NATURAL, badness, has_misplaced
from transforms.encoding.letter_frequencies import ALPHABETS
from transforms.encoding.surprisal import surprisal
from transforms.encoding.utf import TORN, Reading
from transforms.text.characters import category

# Encodes U+0080..U+009F as the bytes that windows-125x leave undefined, which browsers let pass.
_C1_AS_BYTES = "zakhira-c1-as-bytes"


def _c1_as_bytes(error: UnicodeError) -> tuple[bytes, int]:
    if isinstance(error, UnicodeEncodeError) and "\x80" <= error.object[error.start] <= "\x9f":
        return bytes([ord(error.object[error.start])]), error.start + 1
    raise error


codecs.register_error(_C1_AS_BYTES, _c1_as_bytes)

# The encodings that text is read as by mistake, the likeliest first: of two that give the same
# text, it was the first.
MISTAKEN_FOR = (
    "windows-1252",
    "windows-1256",
    "windows-1251",
    "windows-1250",
    "macintosh",
    "windows-1254",
    "windows-1253",
    "windows-1257",
    "iso-8859-15",
    "iso-8859-2",
    "koi8-r",
    "ibm866",
    "ibm437",
    "ibm850",
    "gbk",
)
_MISTAKEN_IN_PART_FOR = ("windows-1252", "windows-1250", "windows-1251")

# Bytes of a character in UTF-8.
FIRST_BYTES = range(0xC2, 0xF5)
LATER_BYTES = range(0x80, 0xC0)
# First bytes of characters of two, three and four bytes.
_FIRST_BYTES_BY_LENGTH = (range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5))
_FIRST_PAIR = re.compile(r"(?<=[\x00-\x7f])[^\x00-\x7f]{2}")
_MIN_WHOLE_PER_TORN = 4

# What `É`, `Ø` or `Ö` and a no-break space would be if they were UTF-8: phonetic letters, Syriac,
# old signs. Azerbaijani ə and Vietnamese ơ and ư are letters of today.
_UNLIKELY = re.compile(
    r"[\u0180-\u018e\u0190-\u019f\u01a2-\u01ae\u01b1-\u0258\u025a-\u036f\u0460-\u048f\u0500-\u05cf\u0600-\u0620\u0700-\u07ff\ue000-\uf8ff]"
)
# So many different characters beyond ASCII do not come of UTF-8 by accident.
_MANY_CHARS = 6
# A small letter before a capital, another script or a root sign; a symbol inside a word: no
# orthography has them.
_BROKEN_WORD = re.compile(
    r"[a-z][\xc2-\xde\u0370-\u042f\u0621-\u064a√\u2500-\u259f]|[\xc2-\xdf][¡-ª¬-º¼-¿][a-z]"
)

# Of those that are no ASCII, for one in a word that looks like mojibake. Mojibake of a whole text
# has more, even where it has such a word by accident.
_MAX_CHARS_PER_NATURAL = 4

_UNASSIGNED_BITS = 30.0
# What the likelier mistake may cost more than another.
_TOLERATED_BITS = 3.0


class TextCost(NamedTuple):
    """What a text costs in any language: the Unicode blocks (of 128) of its letters, their bits.

    Costs are compared by blocks first.
    """

    block_count: int
    bits: float


def encode_as(encoding: str, text: str) -> bytes | None:
    """Return the bytes that were read as a text in an encoding; None where that cannot be."""
    try:
        return text.encode(encoding, _C1_AS_BYTES)
    except UnicodeEncodeError:
        return None


def reread_as_utf8(text: str) -> tuple[Reading, str] | None:
    """Return what a whole text means as UTF-8, and the encoding it was mistaken for.

    None where it is no UTF-8, or by accident.

    >>> reread_as_utf8("Ø®Ø¨Ø± Ø¢Ø¬")
    (Reading(text='خبر آج', encoding='utf-8', score=1.0, replaced_char_count=0), 'windows-1252')
    >>> reread_as_utf8("déjà vu")
    """
    suspects = _suspects(text)
    if not suspects or _is_natural(text):
        return None
    readings = ((_reread(text, encoding), encoding) for encoding in suspects)
    meanings = [(meant, encoding) for meant, encoding in readings if meant]
    return _cheapest(meanings) if meanings else None


def repair_in_part(text: str, encoding: str) -> str:
    """Return a text in which UTF-8 that was read in an encoding is read again.

    >>> repair_in_part("“Ãœbung”, sagte er, fÃ¼r früher", "windows-1252")
    '“Übung”, sagte er, für früher'
    """
    return _mojibake_pattern(encoding).sub(partial(_reread_run, encoding), text)


def repair_lines(text: str) -> tuple[str, str]:
    r"""Return a text in which the lines that are mojibake as a whole are read again.

    With the encoding that the last of them was mistaken for: none has two as a rule.

    >>> repair_lines("ط¬ط³ط± ط¬ط¯ظٹط¯\nانهار الجسر")
    ('جسر جديد\nانهار الجسر', 'windows-1256')
    """
    lines, mistaken_for = [], ""
    for line in text.split("\n"):
        meaning = reread_as_utf8(line) if badness(line) else None
        lines.append(meaning[0].text if meaning else line)
        mistaken_for = meaning[1] if meaning else mistaken_for
    return "\n".join(lines), mistaken_for


def partial_repairs(text: str) -> list[tuple[str, str]]:
    """Return the repairs of a text that was mistaken in part, each with the wrong encoding.

    Whole lines first: where all of a line goes back to its bytes, no letter of it is right.
    """
    repaired = [
        repair_lines(text),
        *((repair_in_part(text, encoding), encoding) for encoding in _MISTAKEN_IN_PART_FOR),
    ]
    return [(meant, encoding) for meant, encoding in repaired if meant != text]


def text_cost(text: str) -> TextCost:
    """Return what the characters of a text beyond ASCII cost in the language that makes it least.

    >>> text_cost("мост") < text_cost("ЛНЯР") < text_cost("ÌÎÑÒ") < text_cost("Лì")
    True
    """
    counts = Counter(char for char in text if not char.isascii())
    block_count = len({ord(char) >> 7 for char in counts})
    unassigned_count = sum(category(char) in {"Cn", "Co"} for char in counts)
    bits = min(surprisal(counts.items(), language) for language in ALPHABETS)
    return TextCost(block_count, bits + _UNASSIGNED_BITS * unassigned_count)


def _suspects(text: str) -> list[str]:
    """Return the encodings in which the first characters beyond ASCII are a character of UTF-8."""
    match = _FIRST_PAIR.search(text)
    pair = match[0] if match else text[:2]
    payloads = ((name, encode_as(name, pair)) for name in _encodings_that_begin_with(pair[:1]))
    return [
        name
        for name, payload in payloads
        if payload and len(payload) > 1 and payload[1] in LATER_BYTES
    ]


@cache
def _encodings_that_begin_with(char: str) -> list[str]:
    return [name for name in MISTAKEN_FOR if (encode_as(name, char) or b" ")[0] in FIRST_BYTES]


def _reread(text: str, encoding: str) -> Reading | None:
    """Return the text as UTF-8, unless it is UTF-8 by accident."""
    payload = encode_as(encoding, text)
    meant = _decode_torn_utf8(payload) if payload else None
    if meant is None:
        return None
    is_mojibake = has_misplaced(text) or _BROKEN_WORD.search(text) or _is_likely(meant.text, text)
    return meant if is_mojibake else None


def _is_natural(text: str) -> bool:
    """Check whether a good part of what is no ASCII in a text are words that look like mojibake."""
    odd_count = len(text) - len(NATURAL.sub("", text))
    return odd_count * _MAX_CHARS_PER_NATURAL > sum(char > "\x7f" for char in text)


def _decode_torn_utf8(payload: bytes) -> Reading | None:
    """Decode UTF-8 that may be torn at its ends; None where too little is whole between them."""
    for body, torn_count in ((payload, 0), TORN.subn("\ufffd".encode(), payload)):
        try:
            text = body.decode()
        except UnicodeDecodeError:
            continue
        whole_count = sum(char > "\x7f" for char in text) - torn_count
        is_enough = whole_count >= _MIN_WHOLE_PER_TORN * torn_count
        return Reading(text, "utf-8", 1.0, torn_count) if is_enough else None
    return None


def _is_likely(meant: str, text: str) -> bool:
    """Check whether a text means likely characters: many of them, or none that is rare."""
    chars = {char for char in meant if not char.isascii()}
    if len(chars) == 1:
        return max(chars) >= "\u0800" and not text.isalpha()
    return len(chars) >= _MANY_CHARS or not any(map(_UNLIKELY.match, chars))


def _cheapest(meanings: list[tuple[Reading, str]]) -> tuple[Reading, str]:
    """Return the meaning that costs least; the first, the likeliest, may cost a little more."""
    likeliest, *others = meanings
    if all(meant.text == likeliest[0].text for meant, _ in others):
        return likeliest
    costs = ((text_cost(meaning[0].text), meaning) for meaning in others)
    cost, cheapest = min(costs, key=itemgetter(0))
    is_cheaper = cost._replace(bits=cost.bits + _TOLERATED_BITS) < text_cost(likeliest[0].text)
    return cheapest if is_cheaper else likeliest


@cache
def _mojibake_pattern(encoding: str) -> re.Pattern[str]:
    """Return a pattern of what an encoding makes of characters in UTF-8."""
    later = _chars_of(LATER_BYTES, encoding)
    kinds = "|".join(
        f"{_chars_of(first_bytes, encoding)}{later}{{{later_count}}}"
        for later_count, first_bytes in enumerate(_FIRST_BYTES_BY_LENGTH, 1)
    )
    return re.compile(f"(?!{NATURAL.pattern})(?:{kinds})+")


def _chars_of(codes: range, encoding: str) -> str:
    """Return a character class of what bytes are in an encoding, and of C1 controls as they are."""
    chars = (bytes([code]).decode(encoding, "ignore") + chr(code) * (code < 0xA0) for code in codes)
    return f"[{re.escape(''.join(chars))}]"


def _reread_run(encoding: str, run: re.Match[str]) -> str:
    payload = encode_as(encoding, run[0])
    meant = _decode_torn_utf8(payload) if payload else None
    if meant is None or meant.replaced_char_count:
        return run[0]
    is_unlikely = 2 * len(_UNLIKELY.findall(meant.text)) >= len(meant.text)
    return run[0] if is_unlikely else meant.text
