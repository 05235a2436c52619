"""Extract the normalized text of a raw file and its content hash, or the reason why it has none."""

from collections.abc import Sequence
from typing import NamedTuple

from transforms.encoding import badness
from transforms.encoding.decode import MIN_EBCDIC_SPACES, decode
from transforms.encoding.file_signatures import binary_format
from transforms.encoding.utf import split_mark
from transforms.native import kernel
from transforms.reject_reasons import RejectReason
from transforms.text import hard_wraps
from transforms.text.canonical import canonical_form
from transforms.text.canonical_arrays import encoded_forms
from transforms.text.characters import category
from transforms.text.escapes import unescape
from transforms.text.hard_wraps import unwrap
from transforms.text.hashing import content_hash, file_hash
from transforms.text.normalize import normalize_text

# Letters and a Braille pattern to Unicode; a reader sees nothing.
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
# From here on letters are presentation forms, of which some are marks alone.
PRESENTATION_FORMS = "\uf900"
_HEAD_CHARS = 100
_LIMITS = kernel.Limits(
    min_lines=hard_wraps.MIN_LINES,
    min_exact_lines=hard_wraps.MIN_EXACT_LINES,
    min_width=hard_wraps.MIN_WIDTH,
    max_width=hard_wraps.MAX_WIDTH,
    near_width=hard_wraps.NEAR_WIDTH,
    min_near_share=hard_wraps.MIN_NEAR_SHARE,
    min_misplaced=badness.MIN_MISPLACED,
    min_accented=badness.MIN_ACCENTED,
    max_misplaced_share=badness.MAX_MISPLACED_SHARE,
    max_accented_share=badness.MAX_ACCENTED_SHARE,
    min_ebcdic_spaces=MIN_EBCDIC_SPACES,
    head_chars=_HEAD_CHARS,
)
PLAIN_CATEGORIES = frozenset({"Lo", "Lu", "Ll", "Nd"})


class Extract(NamedTuple):
    """The text of a payload and its content hash, or a reject reason in a word and in words.

    A rejected payload has an encoding too, if its bytes could be decoded.
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
    r"""Decode, unescape, unwrap, normalize and hash the bytes of a raw file; never fails.

    >>> extract("\ufeffآج بارش ہو گی۔\r\n".encode()).text
    'آج بارش ہو گی۔'
    >>> extract(b" \n").reject_reason
    <RejectReason.BLANK: 'blank'>
    """
    extracted = read_payload(payload)
    if extracted.text is None:
        return extracted
    return extracted._replace(content_hash=hash_pages([extracted.text])[0])


def read_payload(payload: bytes) -> Extract:
    """Return an extract without its content hash: `hash_pages` is faster for many at once."""
    return read_plain(payload) or read_by_rules(payload)


def read_plain(payload: bytes) -> Extract | None:
    """Return the extract of UTF-8 that no rule for whole pages changes, as `read_by_rules` does.

    Null of any other payload, and without a compiled kernel.
    """
    if not kernel.is_there() or binary_format(payload):
        return None
    body, encoding = split_mark(payload)
    text = kernel.plain_page(body, _LIMITS)
    if text is None:
        return None
    return Extract(file_hash(payload), encoding, 1.0, 0, text, is_hard_wrapped=False)


def read_by_rules(payload: bytes) -> Extract:
    """Return an extract without its content hash, as the rules in Python read it."""
    decoded = decode(payload)
    source = (file_hash(payload), decoded.encoding, decoded.score, decoded.replaced_char_count)
    if decoded.text is None:
        return Extract(
            *source, reject_reason=decoded.reject_reason, reject_detail=decoded.reject_detail
        )
    unwrapped = unwrap(unescape(decoded.text))
    text = normalize_text(unwrapped.text)
    if not (_is_plainly_visible(text) or _is_visible(canonical_form(text))):
        return Extract(
            *source, reject_reason=RejectReason.BLANK, reject_detail="no letter, digit or symbol"
        )
    return Extract(*source, text=text, is_hard_wrapped=unwrapped.is_hard_wrapped)


def hash_pages(pages: Sequence[str]) -> list[str]:
    """Return the content hash of each normalized page, in order.

    The hash is of the whole page, boilerplate included. What is known of boilerplate changes; a key
    must not.
    """
    return list(map(content_hash, encoded_forms(pages)))


def _is_plainly_visible(text: str) -> bool:
    """Check whether the first characters include a letter or digit, as nearly all texts do."""
    return any(
        category(char) in PLAIN_CATEGORIES and char < PRESENTATION_FORMS and char not in FILLERS
        for char in text[:_HEAD_CHARS]
    )


def _is_visible(canonical: str) -> bool:
    """Check whether a canonical form has a letter, digit or symbol."""
    return any(category(char)[0] in "LNS" and char not in FILLERS for char in canonical)
