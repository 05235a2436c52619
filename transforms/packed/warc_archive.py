"""Read the pages of a WARC archive of web crawls: responses, and texts made of them (WET)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from transforms.packed.compression import ForwardStream, read_at_most
from transforms.packed.members import Member, Meter, RefusedError
from transforms.reject_reasons import RejectReason

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_INSTALL = (
    "WARC is read with an extra: pip install 'zakhira[warc]', then zakhira retry --reason warc"
)
_HTML = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain", *_HTML)
_FOUND = 200
_ENCODINGS = ("Content-Encoding", "Transfer-Encoding")


def warc_members(stream: ForwardStream, meter: Meter) -> Iterator[Member | None]:
    """Yield the pages and texts, and null for each that is left out.

    A member is named by its address. Left out are what a server did not find, and other types:
    images, scripts. Requests and the like are passed over.

    Raises:
        RefusedError: fastwarc is not installed, or a record ends too early.
        OSError: there is no record where there should be one.
    """
    try:
        from fastwarc import warc  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise RefusedError(RejectReason.WARC, _INSTALL) from error
    kinds = warc.WarcRecordType
    records = warc.ArchiveIterator(
        stream,  # type: ignore[arg-type]  # it reads, and asks for the place
        record_types=kinds.response | kinds.resource | kinds.conversion,
        parse_http=True,
        auto_decode="all",
        stream_detect=False,
    )
    for record in records:
        yield _member(record, meter) if _is_text(record) else None


def _is_text(record: "WarcRecord") -> bool:
    if record.is_http and record.http_headers.status_code != _FOUND:
        return False
    return _type_of(record) in {None, *_TEXTS}


def _type_of(record: "WarcRecord") -> str | None:
    """Return the type of what a record holds; null where nobody says."""
    named = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    return named.partition(";")[0].strip().lower() if named else None


def _is_encoded(record: "WarcRecord") -> bool:
    """Check whether what is read of a record is more than what the archive has of it."""
    return record.is_http and any(record.http_headers.get(name) for name in _ENCODINGS)


def _member(record: "WarcRecord", meter: Meter) -> Member:
    address = record.headers.get("WARC-Target-URI") or record.record_id or ""
    path, limit = address.strip("<>").encode("utf-8", "replace"), meter.bounds.member_bytes
    size = record.content_length
    try:
        payload = read_at_most(record.reader, limit)
    except OSError as error:
        return Member(path, None, size, RejectReason.DAMAGED, str(error))
    if payload is None:
        detail = f"more than {limit:,} bytes; that is the limit"
        return Member(path, None, size, RejectReason.TOO_LARGE, detail)
    if _is_encoded(record):
        meter.count_bytes(len(payload))
    elif len(payload) < size:
        raise RefusedError(RejectReason.DAMAGED, "ends in the middle of a record")
    told = {"url": address, "crawled_at": record.headers.get("WARC-Date")}
    declared = {name: value for name, value in told.items() if value}
    is_html = _type_of(record) in _HTML
    return Member(path, payload, len(payload), declared=declared, is_html=is_html)
