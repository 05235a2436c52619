"""Read HTML: its main text, and the title, date, author and address that its head declares.

trafilatura does it, an extra of the package. Without it HTML is rejected, and never stored with its
tags.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from transforms.encoding.decode import decode
from transforms.extract import Extract, read_payload
from transforms.packed.containers import COMPRESSED
from transforms.reject_reasons import RejectReason
from transforms.text.hashing import file_hash

# Also of a page that was compressed for itself.
_NAMES = tuple(
    name + packed for name in (".html", ".htm", ".xhtml") for packed in ("", *COMPRESSED)
)
_HEAD_BYTES = 64 << 10
_TAG = re.compile(rb"[\s\0\xef\xbb\xbf\xfe\xff]*+<")
# What a page begins with, after marks, declarations of XML, and comments; or a piece of one, whose
# first tag comes again.
_BEGINNING = re.compile(
    rb"[\s\xef\xbb\xbf\xfe\xff]*+(?>(?:(?><\?[^>]*>|<!--.*?-->)\s*)*)"
    rb"<(?:(?:!doctype\s+html|html|head|body)\b|title>|(?:meta|link|script|style)[\s>]"
    rb"|(p|div|h[1-6]|article|section|main|figure|table|blockquote)(?:\s[^<>]*)?>.*?</?\1\b)",
    re.IGNORECASE | re.DOTALL,
)
_INSTALL = (
    "HTML is read with an extra: pip install 'zakhira[html]', then zakhira retry --reason html"
)
# A date after the run that reads it is left to other rules; a fixed one keeps this rule without a
# clock.
_DATES = {"original_date": True, "extensive_search": True, "max_date": "2100-01-01"}


class Page(NamedTuple):
    """The text of a payload, and what its head declares, by name."""

    extract: Extract
    declared: Mapping[str, str] | None = None


def is_html(payload: bytes, path: str = "") -> bool:
    r"""Check whether a payload is a page of HTML: by its beginning, or the name of its file.

    >>> is_html(b"\xef\xbb\xbf <!-- saved --><!DOCTYPE html><html>"), is_html(b"<b>", "a.HTM")
    (True, True)
    >>> is_html(b"A text about <html> and <body>."), is_html("<html>".encode("utf-16"))
    (False, True)
    """
    if path.lower().endswith(_NAMES):
        return True
    if not _TAG.match(payload):
        return False
    return bool(_BEGINNING.match(payload[:_HEAD_BYTES].replace(b"\0", b"")))


def read_page(payload: bytes, path: str, *, is_known: bool = False) -> Page:
    """Return the text of a payload, still without the hash of the text: of HTML, or any other.

    `is_known` says that somebody knows it for HTML.

    >>> read_page("بارش".encode(), "a.txt").extract.text
    'بارش'
    """
    if is_known or is_html(payload, path):
        return read_html(payload)
    return Page(read_payload(payload))


def read_html(payload: bytes) -> Page:
    """Return the main text of a page of HTML, still without the hash of the text.

    Paragraphs are separated by a blank line.
    """
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        rejected = Extract(file_hash(payload), reject_reason=RejectReason.HTML)
        return Page(rejected._replace(reject_detail=_INSTALL))
    decoded = decode(payload)
    source = Extract(
        file_hash(payload), decoded.encoding, decoded.score, decoded.replaced_char_count
    )
    if decoded.text is None:
        return Page(
            source._replace(
                reject_reason=decoded.reject_reason, reject_detail=decoded.reject_detail
            )
        )
    found = bare_extraction(
        _whole(decoded.text),
        with_metadata=True,
        include_comments=False,
        date_extraction_params=_DATES,
    )
    if found is None or not found.text:
        detail = "no main text in the HTML"
        return Page(source._replace(reject_reason=RejectReason.BLANK, reject_detail=detail))
    text = "\n\n".join(filter(None, map(str.strip, found.text.split("\n"))))
    extract = read_payload(text.encode("utf-8", "replace"))
    told = {name: getattr(found, name) for name in ("title", "date", "author", "url")}
    declared = {name: value for name, value in told.items() if isinstance(value, str) and value}
    return Page(
        extract._replace(
            file_hash=source.file_hash,
            encoding=source.encoding,
            encoding_score=source.encoding_score,
            replaced_char_count=source.replaced_char_count,
        ),
        declared or None,
    )


def _whole(page: str) -> str:
    """Return a page, or a piece of one as a page: the library finds nothing in most pieces."""
    head = page[:_HEAD_BYTES].lower()
    return page if "<html" in head or "<!doctype" in head else f"<html>{page}</html>"
