"""Undo mojibake: text that was once decoded wrongly and saved again, and is valid UTF-8 now.

Two mistakes are common: UTF-8 read as an older encoding (`پاکستان` becomes `Ù¾Ø§Ú©Ø³ØªØ§Ù†`), and
an older encoding read as another (`پاكستان` in windows-1256 becomes `ÇßÓÊÇä`, `мост` in
windows-1251 `ЛНЯР`). They are undone where the text goes back to bytes and makes sense, the first
mistake in a part of a text as well. Where a text does not go back, its badness decides: much is no
text, little is a text of a lower score.
"""

from transforms.encoding.badness import badness
from transforms.encoding.legacy import read_legacy
from transforms.encoding.mojibake_utf8 import (
    MISTAKEN_FOR,
    encode_as,
    partial_repairs,
    reread_as_utf8,
    text_cost,
)
from transforms.encoding.stray_bytes import MIXED
from transforms.encoding.utf import Reading

# Of all letters: a word or two of mojibake in a long text may be quoted.
_MAX_QUOTED_BADNESS = 0.0005
# So much may be left where a part was repaired.
_MAX_BADNESS_AFTER_REPAIR = 0.005
# A text with less of it can be read.
_MAX_READABLE_BADNESS = 0.02
# The score of a text with some badness in it.
_DOUBTFUL_SCORE = 0.5
# The least score of a reading in an older encoding that undoes a mistake.
_MIN_SCORE = 0.9


def undo_wrong_decoding(reading: Reading) -> Reading | None:
    r"""Return the reading as it was meant; None where it cannot be undone.

    A reading without a mistake is returned as it is. Otherwise its encoding tells the history of
    the bytes, the last mistake last.

    >>> undo_wrong_decoding(Reading("Ø®Ø¨Ø±: â€œØ¨Ø§Ø±Ø´â€\x9d", "utf-8", 1.0))[:2]
    ('خبر: “بارش”', 'utf-8 read as windows-1252')
    >>> undo_wrong_decoding(Reading("Ø®Ø¨Ø± اور خبر", "utf-8", 1.0))[:2]
    ('خبر اور خبر', 'utf-8 read in part as windows-1252')
    >>> undo_wrong_decoding(Reading("déjà vu", "utf-8", 1.0)).text
    'déjà vu'
    >>> undo_wrong_decoding(Reading("Ø®Ø¨Ø\ufffd Ø§Ù\ufffd کی خبر", "utf-8", 1.0))
    """
    if reading.text.isascii() or not any(map(str.isalpha, reading.text)):
        return reading
    meaning = reread_as_utf8(reading.text)
    if meaning:
        return _undo_further(*meaning)
    share = badness(reading.text)
    return reading if share <= _MAX_QUOTED_BADNESS else _repair(reading, share)


def _undo_further(meant: Reading, encoding: str) -> Reading | None:
    """Undo the mistakes that came before one that is undone, and add that one to the history."""
    original = undo_wrong_decoding(meant)
    return original and original._replace(encoding=f"{original.encoding} read as {encoding}")


def _repair(reading: Reading, share: float) -> Reading | None:
    meant = _repair_in_part(reading) or _reread_as_legacy(reading.text)
    if meant or share > _MAX_READABLE_BADNESS:
        return meant
    return reading._replace(score=min(reading.score, _DOUBTFUL_SCORE))


def _repair_in_part(reading: Reading) -> Reading | None:
    for text, encoding in partial_repairs(reading.text):
        share = badness(text, min_misplaced=1)
        if share < _MAX_BADNESS_AFTER_REPAIR:
            score = min(reading.score, _DOUBTFUL_SCORE) if share else reading.score
            history = f"{reading.encoding} read in part as {encoding}"
            return reading._replace(text=text, encoding=history, score=score)
    return None


def _reread_as_legacy(text: str) -> Reading | None:
    """Read a text again that was in one older encoding and was read in another.

    Of all pairs of encodings the one wins whose text costs the fewest bits.
    """
    meanings = []
    for mistaken_for in MISTAKEN_FOR:
        payload = encode_as(mistaken_for, text)
        meant = read_legacy(payload) if payload else None
        if meant and _is_better(meant, text):
            meanings.append((meant, mistaken_for))
    if not meanings:
        return None
    meant, mistaken_for = min(meanings, key=lambda meaning: text_cost(meaning[0].text).bits)
    return _undo_further(meant, mistaken_for)


def _is_better(meant: Reading, text: str) -> bool:
    if meant.text == text or meant.encoding == MIXED or meant.score < _MIN_SCORE:
        return False
    return not badness(meant.text) and text_cost(meant.text).bits < text_cost(text).bits
