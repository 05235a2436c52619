"""A landing zone below a prefix: listed and read as a folder is, with the reasons of a store."""

import contextlib
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flows.ingest import ingest
from flows.settings import Settings, read_settings
from tests import corpus
from tests.command import COMMAND, zakhira
from tests.faults.warehouses import contents
from tests.s3.server import Bucket, S3Server
from tests.s3.world import without_landing
from transforms.errors import UsageError
from transforms.reject_reasons import RejectReason
from warehouse.database.connection import connect_read_only
from warehouse.landing import object_zone
from warehouse.landing.object_zone import ObjectZone
from warehouse.landing.raw_files import RawFile, Reading, Selection, to_files
from warehouse.storage.layout import Layout
from warehouse.storage.objects import Objects, open_object

TXT = ("*.txt",)
# A store says when an object was put: what is put now is read again by the next run, until it is
# so old.
_SAFELY_OLDER_SECONDS = 2.2


def zone(bucket: Bucket) -> ObjectZone:
    return ObjectZone.at(bucket.url("news"))


def read(bucket: Bucket, name: str, size: int = 0, limit: int = 1_000_000) -> Reading:
    return zone(bucket).read_file(RawFile(name.encode(), name, size, 7), limit)


def test_objects_are_listed_in_path_order_with_size_and_time(bucket: Bucket) -> None:
    names = [
        "b.txt",
        "a b+c%20#?.txt",
        "a/z.txt",
        "a.txt",
        "خبر.txt",
        "back\\slash.txt",
        "page.html",
        "a/b/c.TXT",
    ]
    began = time.time_ns()
    for name in names:
        bucket.put(f"news/{name}", name)
    bucket.put("newspapers/other.txt", "beside the prefix")
    listing = zone(bucket).list_files(Selection(TXT))
    files = to_files(listing.files)
    assert [file.raw_path for file in files] == sorted(
        name.encode() for name in names if name.lower().endswith(".txt")
    )
    assert [file.source_path for file in files if b"\\" in file.raw_path] == ["back\\\\slash.txt"]
    assert all(file.size_bytes == len(file.raw_path) for file in files)
    assert all(abs(file.modified_ns - began) < 60e9 for file in files)
    assert (listing.names_left_out, listing.links_left_out, listing.unlisted_folders) == (1, 0, ())
    assert listing.endings_left_out == ((".html", 1),)
    assert all(zone(bucket).is_there(file.source_path) for file in files)
    assert not zone(bucket).is_there("none.txt")


def test_a_pattern_with_a_slash_is_matched_against_the_whole_key(bucket: Bucket) -> None:
    for name in ("2026/a.txt", "2025/a.txt"):
        bucket.put(f"news/{name}", name)
    found = zone(bucket).list_files(Selection(("2026/*",)))
    assert [file.source_path for file in to_files(found.files)] == ["2026/a.txt"]
    assert found.names_left_out == 1


def test_an_object_is_read_whole_or_has_a_reason(bucket: Bucket) -> None:
    bucket.put("news/a.txt", b"payload")
    bucket.put("news/empty.txt", b"")
    assert read(bucket, "a.txt") == Reading(b"payload", 7, 7)
    assert read(bucket, "empty.txt").payload == b""
    assert read(bucket, "none.txt").reject_reason is RejectReason.VANISHED
    large = read(bucket, "a.txt", limit=6)
    assert (large.payload, large.size_bytes, large.reject_reason) == (
        None,
        7,
        RejectReason.TOO_LARGE,
    )


@pytest.mark.parametrize("changes", [1, 9])
def test_an_object_replaced_while_it_is_read_is_read_again_and_unstable_at_the_third_time(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch, changes: int
) -> None:
    bucket.put("news/a.txt", b"version 0")
    left = list(range(1, changes + 1))

    @contextlib.contextmanager
    def replaced(objects: Objects, name: str) -> Iterator[Any]:
        """The object, which is replaced by one of the same size once it has been read."""
        with open_object(objects, name) as source:
            yield source
            if left:
                bucket.put("news/a.txt", f"version {left.pop(0)}")

    monkeypatch.setattr(object_zone, "open_object", replaced)
    found = read(bucket, "a.txt")
    if changes == 1:
        assert found.payload == b"version 1"
    else:
        assert (found.payload, found.reject_reason) == (None, RejectReason.UNSTABLE)


def test_an_object_that_changes_between_its_opening_and_its_reading_is_read_as_it_then_is(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {"gone.txt": None, "emptied.txt": b"", "longer.txt": b"payload of more bytes"}
    for name, payload in whole.items():
        change = bucket.remove if payload is None else partial(bucket.put, payload=payload)
        bucket.put(f"news/{name}", b"payload")
        changes = [change]

        @contextlib.contextmanager
        def changed(objects: Objects, name: str, changes: list[Any] = changes) -> Iterator[Any]:
            with open_object(objects, name) as source:
                if changes:
                    changes.pop()(f"news/{name}")
                yield source

        monkeypatch.setattr(object_zone, "open_object", changed)
        found = read(bucket, name)
        assert (found.payload, found.reject_reason) == (
            payload,
            RejectReason.VANISHED if payload is None else None,
        )


def test_the_json_beside_an_object_is_its_sidecar(bucket: Bucket) -> None:
    bucket.put("news/story.json", b"{}")
    bucket.put("news/other.txt.json", b"x" * 20)
    assert zone(bucket).read_sidecar(b"story.txt", 10) == b"{}"
    assert zone(bucket).read_sidecar(b"other.txt", 10) == b"x" * 11
    assert zone(bucket).read_sidecar(b"alone.txt", 10) is None


class Landing:
    """The same raw files in a bucket and in a folder, and a warehouse for each."""

    def __init__(self, bucket: Bucket, folder: Path) -> None:
        self.bucket, self.folder = bucket, folder / "landing"
        self.warehouses = {"url": folder / "from-url", "folder": folder / "from-folder"}

    def put(self, files: dict[str, bytes]) -> None:
        corpus.write(self.folder, files)
        for name, payload in files.items():
            self.bucket.put(f"news/{name}", payload)

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()
        self.bucket.remove(f"news/{name}")

    def ingest(self, **more: Any) -> dict[str, Any]:
        """Both runs; what the one over the bucket did."""
        options = {"workers": 2, "batch_files": 20, "slice_files": 5, **more}
        ingest.fn(Settings(landing=self.folder, warehouse=self.warehouses["folder"], **options))
        url = self.bucket.url("news/")
        return ingest.fn(
            Settings(landing=url, warehouse=self.warehouses["url"], **options)
        )._asdict()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with connect_read_only(Layout(self.warehouses["url"]).published) as connection:
            return connection.execute(query).fetchall()

    def require_alike(self) -> None:
        """Both warehouses hold the same, but for the zone's name and moments a store decides."""
        url, folder = (
            without_landing(contents(self.warehouses[kind])) for kind in ("url", "folder")
        )
        assert len(url.documents) == len(folder.documents) > 0
        assert url.documents == folder.documents
        assert url.document_metadata == folder.document_metadata
        assert url.quarantine == folder.quarantine
        assert url.near_duplicates == folder.near_duplicates
        query = """
            select
                source_path,
                size_bytes,
                file_hash,
                content_hash,
                encoding,
                is_duplicate,
                reject_reason
            from current_sources order by all
        """
        with connect_read_only(Layout(self.warehouses["folder"]).published) as connection:
            assert self.ask(query) == connection.execute(query).fetchall()


@pytest.fixture
def landing(bucket: Bucket, tmp_path: Path) -> Landing:
    found = Landing(bucket, tmp_path)
    sidecar = {"en/000/000007.json": b'{"title": "Declared beside it", "author": "Somebody"}'}
    found.put(corpus.landing_zone(40) | sidecar | {"large.txt": b"large " * 200_000})
    return found


def test_an_ingest_from_a_url_finds_what_one_from_a_folder_finds_and_keeps_up_with_it(
    landing: Landing,
) -> None:
    time.sleep(_SAFELY_OLDER_SECONDS)
    first = landing.ingest(max_file_bytes=1 << 20)
    landing.require_alike()
    assert first["rejected"] == 9 and first["names_left_out"] == 1
    assert landing.ask("select distinct landing_zone from sources") == [
        (f"s3://{landing.bucket.name}/news",)
    ]
    assert landing.ask("select count(*) from documents where title = 'Declared beside it'") == [
        (1,)
    ]
    again = landing.ingest(max_file_bytes=1 << 20)
    assert {
        name: again[name] for name in ("unchanged", "new_documents", "duplicates", "removed")
    } == {
        "unchanged": first["seen"],
        "new_documents": 0,
        "duplicates": 0,
        "removed": 0,
    }
    names = list(corpus.landing_zone(8))
    landing.put({names[0]: corpus.news(901).encode(), "copy.txt": corpus.news(1).encode()})
    landing.remove(names[2])
    later = landing.ingest(max_file_bytes=1 << 20)
    assert (later["new_documents"], later["duplicates"], later["removed"]) == (1, 1, 1)
    landing.require_alike()


def test_an_unchanged_object_is_not_read(landing: Landing, monkeypatch: pytest.MonkeyPatch) -> None:
    time.sleep(_SAFELY_OLDER_SECONDS)
    landing.ingest()
    monkeypatch.setattr(ObjectZone, "read_file", _refuse)
    assert landing.ingest(workers=1)["unchanged"] == 41


def _refuse(*_arguments: object) -> None:
    raise AssertionError("an unchanged file was read")


def test_an_object_replaced_by_one_of_the_same_size_is_read_again(
    bucket: Bucket, tmp_path: Path
) -> None:
    settings = Settings(landing=bucket.url("news"), warehouse=tmp_path / "warehouse", workers=1)
    bucket.put("news/a.txt", "A dry winter ends\n\nIt rained all day.")
    ingest.fn(settings)
    bucket.put("news/a.txt", "A wet winter ends\n\nIt rained all day.")
    assert ingest.fn(settings).new_documents == 1


_NO_KEY = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}


@pytest.mark.parametrize(
    ("path", "environment", "sentence"),
    [
        ("no-such-bucket/news", {}, "there is no such bucket"),
        ("{bucket}/nothing", {}, "name a prefix with raw files below it"),
        ("{bucket}/news", {"AWS_SECRET_ACCESS_KEY": "wrong"}, "set AWS_ACCESS_KEY_ID"),
        ("{bucket}/news", {"AWS_ACCESS_KEY_ID": "wrong"}, "set AWS_ACCESS_KEY_ID"),
        ("{bucket}/news", _NO_KEY, "set AWS_ACCESS_KEY_ID"),
    ],
)
def test_what_a_store_refuses_is_one_sentence_that_says_what_to_do(
    bucket: Bucket, tmp_path: Path, path: str, environment: dict[str, str], sentence: str
) -> None:
    bucket.put("news/a.txt", "A dry winter ends")
    url, warehouse = bucket.server.url(path.format(bucket=bucket.name)), tmp_path / "warehouse"
    done = zakhira("ingest", url, "--warehouse", str(warehouse), command=COMMAND, **environment)
    assert done.returncode in {1, 2}
    assert done.stderr.startswith("zakhira: ") and done.stderr.count("\n") == 1, done.stderr
    assert sentence in done.stderr
    assert not warehouse.exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("s3://key:secret@bucket/news", "credentials do not belong into a URL"),
        ("http://127.0.0.1/news", "a URL begins with s3:// or gs://"),
        ("s3:///news", "names no bucket"),
        ("s3://bucket//news", "empty name"),
    ],
)
def test_a_url_that_cannot_be_used_is_told_without_repeating_what_may_be_a_secret(
    url: str, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence) as told:
        read_settings(landing=url)
    assert "secret" not in str(told.value)


def test_a_url_with_an_option_nobody_knows_is_a_usage_error(server: S3Server) -> None:
    with pytest.raises(UsageError, match="no_such_option"):
        ObjectZone.at(server.url("bucket/news") + "&no_such_option=1").require_listed()


def test_a_file_url_is_a_folder(tmp_path: Path) -> None:
    assert Settings(landing=f"file://{tmp_path}/a%20b").landing == tmp_path / "a b"
