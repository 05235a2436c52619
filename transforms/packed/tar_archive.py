"""Read the members of a tar archive, from the first to the last, without going back."""

import tarfile
from collections.abc import Callable, Iterator
from typing import Self

from transforms.packed.compression import ForwardStream, read_at_most
from transforms.packed.members import Member, Meter, RefusedError
from transforms.reject_reasons import RejectReason


class _Header(tarfile.TarInfo):
    """A header of a member; one that cannot be read ends the archive.

    The library would pass over it, as it does over the zeros between two archives in a row.
    """

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if any(archive.fileobj.last):  # type: ignore[attr-defined]  # a `ForwardStream`
                detail = f"no header at byte {archive.offset:,}"
                raise RefusedError(RejectReason.DAMAGED, detail) from error
            raise


def tar_members(
    stream: ForwardStream, is_wanted: Callable[[bytes], bool], meter: Meter
) -> Iterator[Member | None]:
    """Yield the members that are wanted, and null for each that is left out.

    Left out are those with other names, links, devices and pipes; folders are passed over.

    Raises:
        RefusedError: no header where there should be one.
        BeyondBoundsError: it unpacks to too much.
        tarfile.TarError: the archive ends too early.
    """
    archive = tarfile.TarFile(
        fileobj=stream,  # type: ignore[arg-type]
        mode="r",
        tarinfo=_Header,
        ignore_zeros=True,
        encoding="utf-8",
        errors="surrogateescape",
    )
    while info := archive.next():
        # It keeps all that it has met.
        archive.members.clear()  # type: ignore[attr-defined]
        if info.isdir():
            continue
        path = info.name.encode("utf-8", "surrogateescape")
        if not info.isreg() or not is_wanted(path):
            yield None
            continue
        yield _member(archive, info, path, meter)


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, path: bytes, meter: Meter) -> Member:
    max_bytes = meter.bounds.member_bytes
    if info.size < 0:
        raise RefusedError(RejectReason.DAMAGED, "a member of less than no bytes")
    if info.size > max_bytes:
        detail = f"{info.size:,} bytes; the limit is {max_bytes:,}"
        return Member(path, None, info.size, RejectReason.TOO_LARGE, detail)
    if info.issparse():
        # Its holes are in no stream.
        meter.count_bytes(info.size)
    reader = archive.extractfile(info)
    payload = (read_at_most(reader, max_bytes) if reader else None) or b""
    if len(payload) < info.size:
        raise RefusedError(RejectReason.DAMAGED, "ends in the middle of a member")
    return Member(path, payload, len(payload))
