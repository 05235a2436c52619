"""Archives for tests, made in memory."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable

import pyarrow as pa

Files = Iterable[tuple[str, bytes]]


def zstd(payload: bytes) -> bytes:
    """A payload as Zstandard."""
    packed: bytes = pa.compress(payload, codec="zstd", asbytes=True)
    return packed


COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda payload: gzip.compress(payload, mtime=0),
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files as a ZIP archive; a name may come twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, payload in files:
            archive.writestr(zipfile.ZipInfo(name), payload, method)
    return buffer.getvalue()


def tarred(files: Files, more: Iterable[tarfile.TarInfo] = ()) -> bytes:
    """Files as a tar archive, and members without bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, payload in files:
            info = tarfile.TarInfo(name)
            info.size = len(payload)
            archive.addfile(info, io.BytesIO(payload))
        for info in more:  # from Python 3.13 on, `addfile` wants the bytes that one declares
            head = info.tobuf(archive.format)
            buffer.write(head)
            archive.offset += len(head)
    return buffer.getvalue()


def warc(pages: Files, type_: str = "text/html", status: str = "200 OK", more: str = "") -> bytes:
    """Pages by address as a WARC archive of responses."""
    records = []
    for address, payload in pages:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {type_}; charset=utf-8\r\n{more}\r\n".encode()
        fields = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-03-07T01:02:03Z\r\n"
            f"WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(head) + len(payload)}\r\n\r\n"
        )
        records.append(fields.encode() + head + payload + b"\r\n\r\n")
    return b"".join(records)
