"""Read the pages of a WARC archive of web crawls: responses, and texts made of them (WET)."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from transforms.packed.compression import ForwardStream, read_at_most
from transforms.packed.members import Member, Meter, RefusedError, sentence_of
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
    pages = (kinds.response, kinds.resource, kinds.conversion)
    records = warc.ArchiveIterator(
        stream,  # type: ignore[arg-type]  # it reads, and asks for the place
        parse_http=False,
        stream_detect=False,
    )
    for record in records:
        if record.record_type in pages:
            yield _member(record, meter)
        else:
            _require_whole(record, record.reader.consume())


def _is_text(record: "WarcRecord") -> bool:
    if record.is_http and record.http_headers.status_code != _FOUND:
        return False
    return _type_of(record) in {None, *_TEXTS}


def _type_of(record: "WarcRecord") -> str | None:
    """Return the type of what a record holds; null where nobody says."""
    named = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    return named.partition(";")[0].strip().lower() if named else None


def _is_encoded(record: "WarcRecord") -> bool:
    """Check whether what is read of an answer is more than what the archive has of it."""
    return any(record.http_headers.get(name) for name in _ENCODINGS)


def _member(record: "WarcRecord", meter: Meter) -> Member | None:
    """Return the member that a record is, or null.

    Raises:
        RefusedError: the archive ends in it.
    """
    member, limit = _named(record), meter.bounds.member_bytes
    if record.content_length > limit:
        record.parse_http()
        return _too_large(member, limit) if _is_text(record) else None
    raw = read_at_most(record.reader, limit) or b""
    _require_whole(record, len(raw))
    if not record.is_http:
        return _with_payload(member, record, raw) if _is_text(record) else None
    try:
        return _answered(member, _http(raw, type(record)), meter, raw)
    except OSError as error:
        detail = sentence_of(error)
        return member._replace(reject_reason=RejectReason.DAMAGED, reject_detail=detail, raw=raw)


def _named(record: "WarcRecord") -> Member:
    """Return the member of a record, still without its bytes: its address, and the crawl."""
    address = (record.headers.get("WARC-Target-URI") or record.record_id or "").strip("<>")
    told = {"url": address, "crawled_at": record.headers.get("WARC-Date")}
    declared = {name: value for name, value in told.items() if value}
    path, size = address.encode("utf-8", "replace"), record.content_length
    return Member(path, None, size, declared=declared, is_file=False)


def _answered(member: Member, content: "WarcRecord", meter: Meter, raw: bytes) -> Member | None:
    """Return a member with what a server answered; null where that is no text.

    Raises:
        OSError: it is not encoded as the server says.
    """
    if not _is_text(content):
        return None
    payload = read_at_most(content.reader, meter.bounds.member_bytes)
    if payload is None:
        return _too_large(member, meter.bounds.member_bytes)._replace(raw=raw)
    if _is_encoded(content):
        meter.count_bytes(len(payload))
    return _with_payload(member, content, payload)


def _with_payload(member: Member, content: "WarcRecord", payload: bytes) -> Member:
    is_html = _type_of(content) in _HTML
    return member._replace(payload=payload, size_bytes=len(payload), is_html=is_html)


def _require_whole(record: "WarcRecord", read_bytes: int) -> None:
    if read_bytes < record.content_length or not record.headers.get("Content-Length"):
        raise RefusedError(RejectReason.DAMAGED, "ends in the middle of a record")


def _too_large(member: Member, limit: int) -> Member:
    detail = f"more than {limit:,} bytes; that is the limit"
    return member._replace(reject_reason=RejectReason.TOO_LARGE, reject_detail=detail)


def _http(raw: bytes, new_record: "Callable[[], WarcRecord]") -> "WarcRecord":
    """Return what a server answered, by itself: the library loses its place at what is encoded.

    Raises:
        OSError: it is encoded in an unknown way.
    """
    content = new_record()
    content.is_http = True
    content.set_bytes_content(raw)
    content.parse_http(auto_decode="all")
    return content
