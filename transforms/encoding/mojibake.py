"""This file undoes text that was once decoded wrongly and saved again: valid UTF-8, and garbage all the same.

Two mistakes are common: UTF-8 read as an older encoding (`پاکستان` becomes `Ù¾Ø§Ú©Ø³ØªØ§Ù†`), and
an older encoding read as another (`پاكستان` in windows-1256 becomes `ÇßÓÊÇä`, `мост` in
windows-1251 `ЛНЯР`). They are undone where the text goes back and makes sense, the first also in a
part of it. What does not go back is told by how much of it there is: much is no text, little is a
text of a lower score.
"""

from transforms.encoding.badness import badness
from transforms.encoding.legacy import read_legacy
from transforms.encoding.mojibake_utf8 import (
    MISTAKEN_FOR,
    encode_as,
    mistaken_in_part,
    read_as_utf8,
    strangeness,
)
from transforms.encoding.stray_bytes import MIXED
from transforms.encoding.utf import Reading

# Of all letters: a word or two of garbage in a long text may be quoted.
_QUOTED_SHARE = 0.0005
# So much may be left where a part was repaired.
_LITTLE_GARBAGE_SHARE = 0.005
# A text with less of it can be read.
_MOST_GARBAGE_SHARE = 0.02
# Of a text with some garbage in it.
_DOUBTFUL_SCORE = 0.5
# Of an older encoding, where a mistake is undone.
_LEAST_SCORE = 0.9


def undo_wrong_decoding(reading: Reading) -> Reading | None:
    r"""The reading as it was meant; itself when nothing is wrong with it; null when it cannot be undone.

    The encoding then tells the history of the bytes, the last mistake last.

    >>> undo_wrong_decoding(Reading("Ø®Ø¨Ø±: â€œØ¨Ø§Ø±Ø´â€\x9d", "utf-8", 1.0))
    Reading(text='خبر: “بارش”', encoding='utf-8 read as windows-1252', score=1.0, replaced_char_count=0)
    >>> undo_wrong_decoding(Reading("Ø®Ø¨Ø± اور خبر", "utf-8", 1.0))
    Reading(text='خبر اور خبر', encoding='utf-8 read in part as windows-1252', score=1.0, replaced_char_count=0)
    >>> undo_wrong_decoding(Reading("déjà vu", "utf-8", 1.0)).text
    'déjà vu'
    >>> undo_wrong_decoding(Reading("Ø®Ø¨Ø\ufffd Ø§Ù\ufffd کی خبر", "utf-8", 1.0))
    """
    if reading.text.isascii() or not any(map(str.isalpha, reading.text)):
        return reading
    meaning = read_as_utf8(reading.text)
    if meaning:
        return _undo_more(*meaning)
    share = badness(reading.text)
    return reading if share <= _QUOTED_SHARE else _undo_garbage(reading, share)


def _undo_more(meant: Reading, encoding: str) -> Reading | None:
    """What is meant once this mistake is undone; another may have come before it."""
    once = undo_wrong_decoding(meant)
    return once and once._replace(encoding=f"{once.encoding} read as {encoding}")


def _undo_garbage(reading: Reading, share: float) -> Reading | None:
    meant = _repair_in_part(reading) or _read_again(reading.text)
    if meant or share > _MOST_GARBAGE_SHARE:
        return meant
    return reading._replace(score=min(reading.score, _DOUBTFUL_SCORE))


def _repair_in_part(reading: Reading) -> Reading | None:
    for text, encoding in mistaken_in_part(reading.text):
        share = badness(text, fewest_odd=1)
        if share < _LITTLE_GARBAGE_SHARE:
            score = min(reading.score, _DOUBTFUL_SCORE) if share else reading.score
            return reading._replace(
                text=text, encoding=f"{reading.encoding} read in part as {encoding}", score=score
            )
    return None


def _read_again(text: str) -> Reading | None:
    """A text that was in an older encoding and was read in another: whichever two make the least strange of it."""
    payloads = ((encode_as(encoding, text), encoding) for encoding in MISTAKEN_FOR)
    readings = ((read_legacy(payload), encoding) for payload, encoding in payloads if payload)
    meanings = [
        (meant, encoding) for meant, encoding in readings if meant and _is_meant(meant, text)
    ]
    if not meanings:
        return None
    meant, encoding = min(meanings, key=lambda meaning: strangeness(meaning[0].text).bits)
    return _undo_more(meant, encoding)


def _is_meant(meant: Reading, text: str) -> bool:
    is_other = meant.text != text and meant.encoding != MIXED and meant.score >= _LEAST_SCORE
    return (
        is_other
        and not badness(meant.text)
        and strangeness(meant.text).bits < strangeness(text).bits
    )
