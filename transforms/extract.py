"""This file takes a raw file to its normalized text and content hash, or to the reason why it has none."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from transforms.encoding.decode import decode
from transforms.schemas import RejectReason
from transforms.text.canonical import canonical_form
from transforms.text.canonical_arrays import canonical_forms
from transforms.text.hard_wraps import unwrap
from transforms.text.hashing import content_hash, file_hash
from transforms.text.normalize import normalize_text

# Letters and a Braille pattern to Unicode; nothing at all to a reader.
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
# Behind it are letters by their shape, of which some are marks alone.
_SHAPES = "\uf900"
_HEAD = 100


class Extract(NamedTuple):
    """What one payload holds: either a text with its content hash, or a reject reason in a word and in words.

    The encoding stands beside a reject reason too, where the bytes could be read and the text was
    none.
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

    >>> extract("\ufeffآج بارش ہو گی۔\r\n".encode()).text
    'آج بارش ہو گی۔'
    >>> extract(b" \n").reject_reason
    <RejectReason.BLANK: 'blank'>
    """
    read = read_payload(payload)
    return read if read.text is None else read._replace(content_hash=hash_pages([read.text])[0])


def read_payload(payload: bytes) -> Extract:
    """All of an extract but for its content hash: many are found at once faster than one by one."""
    decoded = decode(payload)
    source = (file_hash(payload), decoded.encoding, decoded.score, decoded.replaced_char_count)
    if decoded.text is None:
        return Extract(
            *source, reject_reason=decoded.reject_reason, reject_detail=decoded.reject_detail
        )
    unwrapped = unwrap(decoded.text)
    text = normalize_text(unwrapped.text)
    if not (_is_plainly_visible(text) or _is_visible(canonical_form(text))):
        return Extract(
            *source, reject_reason=RejectReason.BLANK, reject_detail="no letter, digit or symbol"
        )
    return Extract(*source, text=text, is_hard_wrapped=unwrapped.is_hard_wrapped)


def hash_pages(pages: Sequence[str]) -> list[str]:
    """The content hash of each normalized page, in order.

    Of the whole page, boilerplate and all: what is known of boilerplate changes, a key must not.
    """
    return list(map(content_hash, canonical_forms(pages)))


def _is_plainly_visible(text: str) -> bool:
    """Whether one of the first characters is a letter or digit in any spelling: true of nearly all texts."""
    return any(
        unicodedata.category(char) in {"Lo", "Lu", "Ll", "Nd"}
        and char < _SHAPES
        and char not in _FILLERS
        for char in text[:_HEAD]
    )


def _is_visible(canonical: str) -> bool:
    return any(
        unicodedata.category(char)[0] in "LNS" and char not in _FILLERS for char in canonical
    )
