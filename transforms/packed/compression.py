"""Read compressed bytes as a stream: gzip, bzip2, xz and Zstandard, told by their first bytes."""

import bz2
import gzip
import lzma
from collections.abc import Callable
from functools import partial

import pyarrow as pa

from transforms.packed.members import Meter, RefusedError, SeekableStream, Stream
from transforms.reject_reasons import RejectReason

_CHUNK_BYTES = 1 << 20
# Of the library of tar, which reads a header whole: names and attributes.
_MAX_HEADER_BYTES = 16 << 20


def _zstd(stream: SeekableStream) -> Stream:
    found: Stream = pa.CompressedInputStream(pa.PythonFile(_Closable(stream), mode="r"), "zstd")
    return found


_DECOMPRESSORS: dict[bytes, Callable[[SeekableStream], Stream]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"BZh": lambda stream: _InARow(stream, bz2.BZ2Decompressor),
    b"\xfd7zXZ\x00": lambda stream: _InARow(stream, partial(lzma.LZMADecompressor, lzma.FORMAT_XZ)),
    b"\x28\xb5\x2f\xfd": _zstd,
    # A frame to be skipped: parallel writers begin with one.
    b"\x50\x2a\x4d\x18": _zstd,
}
_MAX_MAGIC_BYTES = max(map(len, _DECOMPRESSORS))


class ForwardStream:
    """A stream that is counted, read in bounded pieces and never back."""

    def __init__(self, stream: Stream, meter: Meter) -> None:
        """Begin at the place where the stream is."""
        self._stream = stream
        self._meter = meter
        self._position = 0
        # The last bytes that were read.
        self.last = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, or fewer at the end.

        Raises:
            RefusedError: more are asked for than a name takes, or all.
            BeyondBoundsError: there are too many.
        """
        if not 0 <= size <= _MAX_HEADER_BYTES:
            raise RefusedError(
                RejectReason.DAMAGED, f"a header of more than {_MAX_HEADER_BYTES:,} bytes"
            )
        parts = []
        left = size
        while left and (part := self._stream.read(left)):
            parts.append(part)
            left -= len(part)
            self._meter.count_bytes(len(part))
        self.last = b"".join(parts)
        self._position += len(self.last)
        return self.last

    def seek(self, position: int, _whence: int = 0, /) -> int:
        """Go on to a place."""
        while self._position < position and self.read(min(_CHUNK_BYTES, position - self._position)):
            pass
        return self._position

    def tell(self) -> int:
        """Return the place."""
        return self._position


def decompressed(stream: SeekableStream) -> Stream:
    """Return a stream of unpacked bytes; of one that is not compressed, its own."""
    head = stream.read(_MAX_MAGIC_BYTES)
    stream.seek(0)
    for magic, decompress in _DECOMPRESSORS.items():
        if head.startswith(magic):
            return decompress(stream)
    return stream


def read_at_most(stream: Stream, size: int) -> bytes | None:
    """Return the bytes of a stream; null where there are more than so many."""
    parts = []
    left = size + 1
    while left and (part := stream.read(min(left, _CHUNK_BYTES))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts) if left else None


class _InARow:
    """Compressed streams one after the other, with zeros between them, as one.

    The library takes one whose beginning is broken for the end.
    """

    def __init__(
        self,
        stream: Stream,
        new_decompressor: Callable[[], bz2.BZ2Decompressor | lzma.LZMADecompressor],
    ) -> None:
        self._stream = stream
        self._new = new_decompressor
        self._decompressor = new_decompressor()

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, or fewer; none at the end.

        Raises:
            EOFError: the last stream has no end.
            OSError: what follows a stream is none.
            lzma.LZMAError: the same.
        """
        found = b""
        while not found:
            packed = self._next_packed()
            if packed is None:
                break
            found = self._decompressor.decompress(packed, size)
        return found

    def _next_packed(self) -> bytes | None:
        """Return what to decompress next; null where no stream follows."""
        if not self._decompressor.eof:
            packed = self._stream.read(_CHUNK_BYTES) if self._decompressor.needs_input else b""
            if self._decompressor.needs_input and not packed:
                raise EOFError("ends before its last stream does")
            return packed
        packed = self._decompressor.unused_data.lstrip(b"\0")
        while not packed:
            chunk = self._stream.read(_CHUNK_BYTES)
            if not chunk:
                return None
            packed = chunk.lstrip(b"\0")
        self._decompressor = self._new()
        return packed


class _Closable:
    """A stream with what `pyarrow` asks of a file."""

    closed = False

    def __init__(self, stream: Stream) -> None:
        self.read = stream.read

    def close(self) -> None:
        """Leave it open: it is not ours."""
