"""This file speaks to an object store by way of `pyarrow.fs`, and says in one sentence what is wrong with one.

What is specific to one use of a store stands elsewhere: `object_landing.py` for a landing zone of
objects.
"""

import contextlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import fs

from transforms.errors import TerminalError, TransientError, UsageError

# What a store's answer holds, and what to do about it; the first that fits.
_REFUSALS = {
    "NO_SUCH_BUCKET": "there is no such bucket: make it, or name another",
    "INVALID_ACCESS_KEY_ID": "the store does not know the access key: set AWS_ACCESS_KEY_ID or AWS_PROFILE",
    "SIGNATURE_DOES_NOT_MATCH": "the secret key is not that of the access key: set AWS_SECRET_ACCESS_KEY",
    "EXPIRED": "the credentials have expired: get new ones and run again",
    "ACCESS_DENIED": "access denied: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (or AWS_PROFILE) to credentials "
    "that may list, read and write there",
    "Looks like the configured region": "the bucket is in another region: say region=... in the URL",
    "status 301": "the bucket is in another region: say region=... in the URL",
    "AuthorizationHeaderMalformed": "the bucket is in another region: say region=... in the URL",
    "status 411": "the store wants uploads without checksums: set AWS_REQUEST_CHECKSUM_CALCULATION=when_required",
}
# What a store's answer holds that may be another the next time.
_PASSING = (
    "NETWORK_CONNECTION",
    "SERVICE_UNAVAILABLE",
    "SLOW_DOWN",
    "INTERNAL_FAILURE",
    "REQUEST_TIMEOUT",
    "status 503",
)


_CHUNK_BYTES = 8 << 20


class ObjectStoreError(TerminalError):
    """A store refuses what was asked of it."""


class StoreUnreachableError(TransientError):
    """A store does not answer."""


class ReplacedError(FileNotFoundError):
    """An object was replaced while it was read; what was read of it is worth nothing."""


class Objects(NamedTuple):
    """The objects below a prefix of a store."""

    url: str

    def __str__(self) -> str:
        """The URL as the ledger knows it: without the query, which says how the store is reached and not what it is.

        >>> str(Objects("s3://corpus/news/?endpoint_override=127.0.0.1:9000"))
        's3://corpus/news'
        """
        return self.url.partition("?")[0].rstrip("/")

    def below(self, name: str) -> "Objects":
        """A prefix below this one.

        >>> Objects("s3://corpus/news?region=eu-west-1").below("2026").url
        's3://corpus/news/2026?region=eu-west-1'
        """
        query = self.url.partition("?")[2]
        return Objects(f"{self}/{name}" + (f"?{query}" if query else ""))

    def contains(self, other: "Objects") -> bool:
        """Whether all that is below the other prefix is below this one.

        >>> Objects("s3://corpus/news").contains(Objects("s3://corpus/news/2026?region=eu-west-1"))
        True
        >>> Objects("s3://corpus/news").contains(Objects("s3://corpus/newspapers"))
        False
        """
        return f"{other}/".startswith(f"{self}/")


@lru_cache
def opened(objects: Objects) -> tuple[fs.FileSystem, str]:
    """The filesystem of a store, and the prefix there (`bucket/prefix`).

    Raises:
        UsageError: the URL has options that pyarrow does not know.
        ObjectStoreError: the bucket's region cannot be found out.
    """
    with errors_of(objects):
        try:
            filesystem, path = fs.FileSystem.from_uri(_with_single_puts(objects.url))
        except pa.ArrowInvalid as error:
            raise UsageError(f"{objects} cannot be opened: {error}") from error
    return filesystem, path.rstrip("/")


def _with_single_puts(url: str) -> str:
    """The URL with pyarrow told to put a small object in one request, where it would take three on S3.

    >>> _with_single_puts("s3://corpus"), _with_single_puts("gs://corpus?scheme=http")
    ('s3://corpus?allow_delayed_open=true', 'gs://corpus?scheme=http')
    """
    if not url.startswith("s3://") or "allow_delayed_open" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}allow_delayed_open=true"


@contextlib.contextmanager
def errors_of(objects: Objects) -> Iterator[None]:
    """Turn what a store answers into advice; that there is no such object stays a `FileNotFoundError`.

    Raises:
        ObjectStoreError: the store refuses.
        StoreUnreachableError: it does not answer, or is too busy.
    """
    try:
        yield
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowInvalid) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # the disk of this machine
        said = str(error)
        for sign, advice in _REFUSALS.items():
            if sign in said:
                raise ObjectStoreError(f"{objects}: {advice}") from error
        if any(sign in said for sign in _PASSING):
            raise StoreUnreachableError(
                f"{objects} does not answer: run again when it does ({said})"
            ) from error
        raise ObjectStoreError(f"{objects}: {said}") from error


def require_bucket(objects: Objects) -> None:
    """Fail where there is no bucket, or none in which we may list the prefix; there need be nothing below that.

    Raises:
        ObjectStoreError: as said.
        StoreUnreachableError: the store does not answer.
    """
    filesystem, prefix = opened(objects)
    with errors_of(objects), contextlib.suppress(FileNotFoundError):
        filesystem.get_file_info(fs.FileSelector(prefix))


def listed(objects: Objects, below: str = "") -> list[fs.FileInfo]:
    """Every object below a prefix, or below a name there, in no order; S3 lists what has been put, at once."""
    filesystem, prefix = opened(objects)
    with errors_of(objects):
        found = filesystem.get_file_info(
            fs.FileSelector(f"{prefix}/{below}".rstrip("/"), allow_not_found=True, recursive=True)
        )
    return [info for info in found if info.type == fs.FileType.File]


def names_of(objects: Objects, below: str) -> list[str]:
    """The names of all objects below a name, from the prefix on, in order."""
    _, prefix = opened(objects)
    return sorted(found.path[len(prefix) + 1 :] for found in listed(objects, below))


def has(objects: Objects, name: str) -> bool:
    """Whether there is an object of a name; asked by opening it, which is one request."""
    filesystem, prefix = opened(objects)
    with errors_of(objects), contextlib.suppress(FileNotFoundError):
        filesystem.open_input_file(f"{prefix}/{name}").close()
        return True
    return False


def put(objects: Objects, name: str, payload: bytes | pa.Buffer | Path) -> None:
    """Put an object: whole or not at all, over one that is there; the same bytes again change nothing.

    A file is mapped, so that nothing can fail between the first byte that is sent and the last:
    closing what was begun would make an object of it.
    """
    filesystem, prefix = opened(objects)
    with errors_of(objects):
        if isinstance(payload, Path):
            with pa.memory_map(str(payload)) as source:
                payload = source.read_buffer()
        with filesystem.open_output_stream(f"{prefix}/{name}") as sink:
            sink.write(payload)


@contextlib.contextmanager
def reading(objects: Objects, name: str) -> Iterator[pa.NativeFile]:
    """An object to be read, and looked at once more behind that: what was read of it is of one object.

    pyarrow asks for an object's size first and for as many bytes then. Where it was replaced
    between the two, a longer object comes cut off, without an error; a shorter one as an internal
    failure.

    Raises:
        FileNotFoundError: there is no such object, or no longer.
        ReplacedError: it is another one now.
    """
    filesystem, prefix = opened(objects)
    path = f"{prefix}/{name}"

    def require_same(cause: OSError | None = None) -> None:
        """Fail where what the store tells of the object, as its ETag, is no longer what it told at first."""
        with filesystem.open_input_file(path) as now:
            if (now.size(), now.metadata()) != mark:
                raise ReplacedError(path) from cause

    with errors_of(objects):
        with filesystem.open_input_file(path) as source:
            mark = (source.size(), source.metadata())
            try:
                yield source
            except OSError as error:
                if error.errno is None:
                    require_same(error)
                raise
        require_same()


def get(objects: Objects, name: str) -> bytes:
    """The bytes of an object, of one moment.

    Raises:
        FileNotFoundError: there is none, or it went away or was replaced while it was read.
    """
    with reading(objects, name) as source:
        payload: bytes = source.read()
        return payload


def fetch(objects: Objects, name: str, target: Path) -> None:
    """Copy an object that nobody replaces into a file.

    Raises:
        FileNotFoundError: there is none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with reading(objects, name) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK_BYTES):
            sink.write(chunk)


def remove(objects: Objects, name: str) -> None:
    """Remove an object, if it is there."""
    filesystem, prefix = opened(objects)
    with errors_of(objects), contextlib.suppress(FileNotFoundError):
        filesystem.delete_file(f"{prefix}/{name}")
