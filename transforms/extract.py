"""This file takes a raw file to its normalized text and content hash, or to the reason why it has none."""

import unicodedata
from typing import NamedTuple

from transforms.decoding import decode
from transforms.hashing import content_hash, file_hash
from transforms.normalization import canonical_form, normalize_text
from transforms.schemas import RejectReason
from transforms.wrapping import unwrap

_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and a Braille pattern to Unicode; nothing at all to a reader."""


class Extract(NamedTuple):
    """What one payload holds: either a text with its content hash, or a reject reason in a word and in words.

    The encoding stands beside a reject reason too, where the bytes could be read and the text was none.
    """

    file_hash: str
    encoding: str | None = None
    encoding_score: float | None = None
    replaced_char_count: int | None = None
    text: str | None = None
    is_hard_wrapped: bool | None = None
    content_hash: str | None = None
    reject_reason: RejectReason | None = None
    reject_detail: str | None = None


def extract(payload: bytes) -> Extract:
    r"""Decode, unwrap, normalize and hash the bytes of a raw file; never fails.

    The hash is of the whole page, furniture and all: what is known of furniture changes, a key must not.

    >>> extract("\ufeffآج بارش ہو گی۔\r\n".encode()).text
    'آج بارش ہو گی۔'
    >>> extract(b" \n").reject_reason
    <RejectReason.BLANK: 'blank'>
    """
    decoded = decode(payload)
    source = (file_hash(payload), decoded.encoding, decoded.score, decoded.replaced_char_count)
    if decoded.text is None:
        return Extract(*source, reject_reason=decoded.reject_reason, reject_detail=decoded.reject_detail)
    unwrapped = unwrap(decoded.text)
    text = normalize_text(unwrapped.text)
    canonical = canonical_form(text)
    if not _is_visible(canonical):
        return Extract(*source, reject_reason=RejectReason.BLANK, reject_detail="no letter, digit or symbol")
    return Extract(
        *source, text=text, is_hard_wrapped=unwrapped.is_hard_wrapped, content_hash=content_hash(canonical)
    )


def _is_visible(canonical: str) -> bool:
    return any(unicodedata.category(char)[0] in "LNS" and char not in _FILLERS for char in canonical)
