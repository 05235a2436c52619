"""Requests to an object store, made with `pyarrow.fs`.

An error becomes one sentence that says what to do. Why pyarrow and no other client:
`docs/decisions/0029-object-store-client.md`.
"""

import contextlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import fs

from transforms.errors import TerminalError, TransientError, UsageError

_OTHER_REGION = "the bucket is in another region: say region=... in the URL"

# A part of a store's answer, and what to do about it; the first that fits.
_REFUSALS = {
    "NO_SUCH_BUCKET": "there is no such bucket: make it, or name another",
    "INVALID_ACCESS_KEY_ID": "the store does not know the access key: "
    "set AWS_ACCESS_KEY_ID or AWS_PROFILE",
    "SIGNATURE_DOES_NOT_MATCH": "the secret key is not that of the access key: "
    "set AWS_SECRET_ACCESS_KEY",
    "EXPIRED": "the credentials have expired: get new ones and run again",
    "ACCESS_DENIED": "access denied: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY "
    "(or AWS_PROFILE) to credentials that may list, read and write there",
    "Looks like the configured region": _OTHER_REGION,
    "status 301": _OTHER_REGION,
    "AuthorizationHeaderMalformed": _OTHER_REGION,
    "status 411": "the store wants uploads without checksums: "
    "set AWS_REQUEST_CHECKSUM_CALCULATION=when_required",
}
# Parts of an answer that may be another the next time.
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
    """The object was replaced during the read; discard the bytes."""


class Objects(NamedTuple):
    """The objects below a prefix of a store. Their names are counted from the prefix."""

    url: str

    def __str__(self) -> str:
        """The URL as the ledger knows it: without the query, which says how to reach the store.

        >>> str(Objects("s3://corpus/news/?endpoint_override=127.0.0.1:9000"))
        's3://corpus/news'
        """
        return self.url.partition("?")[0].rstrip("/")


@lru_cache
def open_store(objects: Objects) -> tuple[fs.FileSystem, str]:
    """Return the filesystem of a store, and the prefix there (`bucket/prefix`).

    Raises:
        UsageError: the URL has options that pyarrow does not know.
        ObjectStoreError: the bucket's region cannot be found out.
    """
    with store_errors(objects):
        try:
            filesystem, path = fs.FileSystem.from_uri(_with_single_puts(objects.url))
        except pa.ArrowInvalid as error:
            raise UsageError(f"{objects} cannot be opened: {error}") from error
    return filesystem, path.rstrip("/")


def _with_single_puts(url: str) -> str:
    """Return the URL with the option to put a small object in one request.

    Without it pyarrow takes three on S3.

    >>> _with_single_puts("s3://corpus"), _with_single_puts("gs://corpus?scheme=http")
    ('s3://corpus?allow_delayed_open=true', 'gs://corpus?scheme=http')
    """
    if not url.startswith("s3://") or "allow_delayed_open" in url:
        return url
    return f"{url}{'&' if '?' in url else '?'}allow_delayed_open=true"


@contextlib.contextmanager
def store_errors(objects: Objects) -> Iterator[None]:
    """Turn what a store answers into advice.

    A `FileNotFoundError` stays: there is no such object. So does an error of this machine's disk.

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
            raise
        answer = str(error)
        for sign, advice in _REFUSALS.items():
            if sign in answer:
                raise ObjectStoreError(f"{objects}: {advice}") from error
        if any(sign in answer for sign in _PASSING):
            raise StoreUnreachableError(
                f"{objects} does not answer: run again when it does ({answer})"
            ) from error
        raise ObjectStoreError(f"{objects}: {answer}") from error


def require_bucket(objects: Objects) -> None:
    """Fail where there is no bucket, or none in which we may list the prefix.

    There need be nothing below the prefix.

    Raises:
        ObjectStoreError: as said.
        StoreUnreachableError: the store does not answer.
    """
    filesystem, prefix = open_store(objects)
    with store_errors(objects), contextlib.suppress(FileNotFoundError):
        filesystem.get_file_info(fs.FileSelector(prefix))


def list_objects(objects: Objects, below: str = "") -> list[fs.FileInfo]:
    """List every object below the prefix, or below a name there, in no order.

    A listing holds whatever was put before it (S3 says so since 2020).
    """
    filesystem, prefix = open_store(objects)
    folder = f"{prefix}/{below}".rstrip("/")
    with store_errors(objects):
        found = filesystem.get_file_info(
            fs.FileSelector(folder, allow_not_found=True, recursive=True)
        )
    return [info for info in found if info.type == fs.FileType.File]


def list_names(objects: Objects, below: str) -> list[str]:
    """Return the names of all objects below a name, in order."""
    _, prefix = open_store(objects)
    return sorted(found.path[len(prefix) + 1 :] for found in list_objects(objects, below))


def has(objects: Objects, name: str) -> bool:
    """Check whether there is an object of a name, by opening it: one request."""
    filesystem, prefix = open_store(objects)
    with store_errors(objects), contextlib.suppress(FileNotFoundError):
        filesystem.open_input_file(f"{prefix}/{name}").close()
        return True
    return False


def put(objects: Objects, name: str, payload: bytes | pa.Buffer) -> None:
    """Put an object: whole or not at all, over one that is there."""
    filesystem, prefix = open_store(objects)
    with store_errors(objects), filesystem.open_output_stream(f"{prefix}/{name}") as sink:
        sink.write(payload)


def put_file(objects: Objects, name: str, path: Path) -> None:
    """Put the bytes of a file.

    The file is mapped, so that nothing can fail between the first byte that is sent and the last:
    closing what was begun would make an object of it.
    """
    with pa.memory_map(str(path)) as source:
        payload = source.read_buffer()
    put(objects, name, payload)


@contextlib.contextmanager
def open_object(objects: Objects, name: str) -> Iterator[pa.NativeFile]:
    """Open an object to read it, and make sure after the block that it was one object.

    pyarrow asks for an object's size first and for as many bytes then. Where it was replaced
    between the two, a longer object comes cut off, without an error; a shorter one as an internal
    failure.

    Raises:
        FileNotFoundError: there is no such object, or no longer.
        ReplacedError: it is another one now.
    """
    filesystem, prefix = open_store(objects)
    path = f"{prefix}/{name}"

    def require_same(cause: OSError | None = None) -> None:
        """Fail where size or metadata (the ETag is in it) are not what they were at first."""
        with filesystem.open_input_file(path) as now:
            if (now.size(), now.metadata()) != mark:
                raise ReplacedError(path) from cause

    with store_errors(objects):
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
    """Return the bytes of an object, of one moment.

    Raises:
        FileNotFoundError: there is none, or it went away or was replaced during the read.
    """
    with open_object(objects, name) as source:
        payload: bytes = source.read()
        return payload


def fetch(objects: Objects, name: str, target: Path) -> None:
    """Copy an object that no run replaces into a file.

    Raises:
        FileNotFoundError: there is none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with open_object(objects, name) as source, target.open("wb") as sink:
        while chunk := source.read(_CHUNK_BYTES):
            sink.write(chunk)


def remove(objects: Objects, name: str) -> None:
    """Remove an object, if it is there."""
    filesystem, prefix = open_store(objects)
    with store_errors(objects), contextlib.suppress(FileNotFoundError):
        filesystem.delete_file(f"{prefix}/{name}")
