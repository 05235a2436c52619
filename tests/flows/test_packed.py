"""A member of an archive is a source of its own, and an unchanged archive is not opened."""

import contextlib
import gzip
import json
import os
import sys
import tarfile
from collections.abc import Iterator

import pytest

from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse, repair_warehouse
from flows.run.batches import Summary
from flows.settings import Settings
from tests import corpus
from tests.archives import tarred, warc, zipped, zstd
from tests.faults.warehouses import contents
from tests.place import OLD_NS, Place
from warehouse.landing.folder_zone import FolderZone
from warehouse.landing.raw_files import OpenFile, RawFile
from warehouse.writer.repair import Repaired

pytestmark = pytest.mark.usefixtures("clean")

PACKED = "*.txt,*.txt.gz,*.zip,*.tar.*,*.jsonl*"


def counts(summary: Summary) -> dict[str, int]:
    return {
        name: value
        for name, value in summary._asdict().items()
        if name not in ("run_id", "seconds") and value
    }


def news(*numbers: int) -> list[tuple[str, bytes]]:
    return [(f"day/{number}.txt", corpus.news(number).encode()) for number in numbers]


def lines(*numbers: int, **more: str) -> bytes:
    records = [{"id": f"k{number}", "text": corpus.news(number), **more} for number in numbers]
    return b"\n".join(json.dumps(record).encode() for record in records)


def current(place: Place) -> dict[tuple[str, str | None], str | None]:
    """The outcome of every file and member that there is now."""
    rows = place.ask("""
        select source_path, member_path, coalesce(reject_reason, member_count::varchar, 'text')
        from current_sources
    """)
    return {(path, member): outcome for path, member, outcome in rows}


@pytest.fixture
def packed(place: Place) -> Place:
    """One text, and archives of others."""
    for name in ("b.txt", "c.txt"):
        (place.landing / name).unlink()
    place.put("site/s.txt.gz", gzip.compress(corpus.news(1).encode()))
    place.put("site/z.zip", zipped([*news(10, 11, 12), ("p.txt", b"\x89PNG\r\n\x1a\n")]))
    place.put("site/t.tar.zst", zstd(tarred([*news(11, 20, 21), ("empty.txt", b"")])))
    place.put("site/l.jsonl.gz", gzip.compress(lines(30, 31) + b"\n{}\n"))
    return place


def test_members_are_sources_and_again_nothing_happens(
    packed: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {"seen": 5, "archives": 3, "members": 11, "new_documents": 9, "duplicates": 1}
    assert counts(packed.ingest(patterns=PACKED)) == {**expected, "rejected": 3}
    found: dict[tuple[str, str | None], str] = {
        ("a.txt", None): "text",
        ("site/s.txt.gz", None): "text",
        ("site/z.zip", None): "4",
        **{("site/z.zip", f"day/{number}.txt"): "text" for number in (10, 11, 12)},
        ("site/z.zip", "p.txt"): "binary",
        ("site/t.tar.zst", None): "4",
        **{("site/t.tar.zst", f"day/{number}.txt"): "text" for number in (11, 20, 21)},
        ("site/t.tar.zst", "empty.txt"): "empty",
        ("site/l.jsonl.gz", None): "3",
        **{("site/l.jsonl.gz", f"k{number}"): "text" for number in (30, 31)},
        ("site/l.jsonl.gz", "3"): "no_text",
    }
    assert current(packed) == found
    owners = packed.ask(
        "select source_path, member_path, owner_path, owner_member_path from duplicate_files"
    )
    assert owners == [("site/z.zip", "day/11.txt", "site/t.tar.zst", "day/11.txt")]
    [hashed] = packed.ask("select file_hash from sources where source_path = 'site/s.txt.gz'")
    packed.put("site/s.txt", corpus.news(1))
    assert counts(packed.ingest(patterns=PACKED))["duplicates"] == 1
    assert packed.ask("select file_hash from sources where source_path = 'site/s.txt'") == [hashed]
    before = packed.files()
    monkeypatch.setattr(FolderZone, "open_unchanged", _refuse)
    assert counts(packed.ingest(patterns=PACKED)) == {"seen": 6, "unchanged": 6}
    assert packed.files() == before
    monkeypatch.undo()
    again = {"seen": 6, "archives": 3, "members": 11, "unchanged": 14}
    assert counts(packed.ingest(patterns=PACKED, verify=True)) == again
    assert packed.files().keys() == before.keys(), "nothing was written but notes"


def test_a_changed_archive_changes_what_changed_in_it(packed: Place) -> None:
    packed.ingest(patterns=PACKED)
    packed.put("site/z.zip", zipped([*news(10), ("day/11.txt", b"Edited, and short."), *news(13)]))
    os.utime(packed.landing / "site/t.tar.zst", ns=(OLD_NS, OLD_NS + 10**9))
    (packed.landing / "site/l.jsonl.gz").unlink()
    assert counts(packed.ingest(patterns=PACKED)) == {
        "seen": 4,
        "archives": 2,
        "members": 7,
        "new_documents": 2,
        "edited": 1,
        # The two that were not opened, a member of the first archive and all of the second.
        "unchanged": 7,
        # Two members, and an archive of three.
        "removed": 6,
    }
    changes = packed.ask("""
        select change, source_path, member_path from changes
        where run_id = (select max(run_id) from runs)
        order by all
    """)
    assert changes == [
        ("edited", "site/z.zip", "day/11.txt"),
        ("gone", "site/l.jsonl.gz", "3"),
        ("gone", "site/l.jsonl.gz", "k30"),
        ("gone", "site/l.jsonl.gz", "k31"),
        ("gone", "site/z.zip", "day/12.txt"),
        ("gone", "site/z.zip", "p.txt"),
        ("new", "site/z.zip", "day/13.txt"),
    ]
    versions = packed.ask("""
        select member_path, version, is_current from file_versions
        where source_path = 'site/z.zip' and member_path in ('day/10.txt', 'day/11.txt', 'p.txt')
        order by all
    """)
    assert versions == [
        ("day/10.txt", 1, True),
        ("day/11.txt", 1, False),
        ("day/11.txt", 2, True),
        ("p.txt", 1, False),
    ]
    packed.put("site/l.jsonl.gz", gzip.compress(lines(30, 31)))
    assert counts(packed.ingest(patterns=PACKED))["members"] == 2
    assert current(packed)["site/l.jsonl.gz", "k30"] == "text"


@pytest.mark.parametrize("batch_files", [100, 1])
def test_members_of_an_archive_that_broke_in_another_are_not_held_for_gone(
    place: Place, batch_files: int
) -> None:
    more = {"patterns": "*.zip", "batch_files": batch_files, "slice_files": batch_files}
    inner = zipped(news(1, 2))
    place.put("z.zip", zipped([("i.zip", inner), *news(3, 4)]))
    place.ingest(**more)
    place.put("z.zip", zipped([("i.zip", inner[:-9]), *news(3)]), OLD_NS + 10**9)
    assert counts(place.ingest(**more))["removed"] == 1
    assert current(place)["z.zip", "i.zip"] == "damaged"
    assert current(place)["z.zip", "i.zip/day/1.txt"] == "text"
    place.put("z.zip", zipped([("i.zip", inner[:-9]), *news(4)]), OLD_NS + 2 * 10**9)
    assert counts(place.ingest(**more))["removed"] == 1
    place.put("z.zip", zipped([("i.zip", zipped(news(1))), *news(4)]), OLD_NS + 3 * 10**9)
    assert counts(place.ingest(**more))["removed"] == 2
    assert current(place) == {
        ("z.zip", None): "2",
        ("z.zip", "i.zip/day/1.txt"): "text",
        ("z.zip", "day/4.txt"): "text",
    }


def test_an_archive_of_many_members_is_committed_in_batches(packed: Place) -> None:
    packed.put("site/z.zip", zipped(news(*range(100, 140))))
    small = {"batch_files": 8, "slice_files": 4, "patterns": PACKED}
    assert counts(packed.ingest(**small))["members"] == 47
    parts = packed.ask("select count(*) from parquet_parts where table_name = 'documents'")
    assert parts > [(5,)]
    compared = packed.ask("select count(*) from documents where first_member_path is not null")
    assert compared == [(45,)]
    fewer = [number for number in range(100, 140) if number % 5]
    packed.put("site/z.zip", zipped(news(*fewer)))
    assert counts(packed.ingest(**small))["removed"] == 8
    assert len(current(packed)) == 32 + 3 + 9
    assert maintain.fn(_settings(packed))
    before = contents(packed.layout.root)
    (packed.layout.parquet / "removals").rename(packed.layout.root / "lost")
    for part in (packed.layout.parquet / "sources").iterdir():
        part.unlink()
    repaired = repair_warehouse(_settings(packed), is_rehearsal=False)
    assert all(isinstance(each, Repaired) and each.part for each in repaired)
    rebuild_warehouse(_settings(packed))
    assert contents(packed.layout.root) == before


def test_an_archive_that_changes_while_it_is_read_leaves_nothing(
    packed: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, open_unchanged = packed.landing / "site/z.zip", FolderZone.open_unchanged

    @contextlib.contextmanager
    def changing(zone: FolderZone, file: RawFile) -> Iterator[OpenFile]:
        with open_unchanged(zone, file) as opened:
            yield opened
            if file.source_path == "site/z.zip":
                with archive.open("ab") as writer:
                    writer.write(b"\0")

    monkeypatch.setattr(FolderZone, "open_unchanged", changing)
    packed.ingest(patterns=PACKED, slice_files=2)
    found = current(packed).items()
    there = {member: outcome for (path, member), outcome in found if path == "site/z.zip"}
    assert there == {None: "unstable"}
    monkeypatch.undo()
    packed.put("site/z.zip", zipped(news(10, 11)))
    assert counts(packed.ingest(patterns=PACKED))["members"] == 2


def test_a_bomb_and_a_broken_archive_are_rejects_and_stop_nothing(packed: Place) -> None:
    packed.put("bomb.txt.gz", gzip.compress(b"\0" * (80 << 20), 1))
    packed.put("cut.tar.gz", gzip.compress(tarred(news(50, 51, 52)))[:-200])
    packed.put("none.zip", b"no archive")
    packed.put("many.zip", zipped(news(60, 61, 62, 63, 64)))
    packed.ingest(patterns=PACKED, max_members=4)
    found = current(packed)
    assert found["bomb.txt.gz", None] == "bomb"
    assert found["cut.tar.gz", None] == "damaged"
    assert found["none.zip", None] == "damaged"
    assert found["many.zip", None] == "too_large"
    again = packed.ingest(patterns=PACKED, retry="too_large")
    assert counts(again)["members"] == 5
    assert current(packed)["many.zip", None] == "5"


def test_a_member_that_says_it_is_larger_than_any_disk_stops_nothing(place: Place) -> None:
    huge = tarfile.TarInfo("huge.txt")
    huge.size = 1 << 63
    place.put("t.tar", tarred(news(1), [huge]))
    place.ingest(patterns=PACKED + ",*.tar")
    found = current(place)
    assert found["t.tar", "huge.txt"] == "too_large"
    assert found["t.tar", None] == "damaged"
    assert found["t.tar", "day/1.txt"] == found["a.txt", None] == "text"


def test_a_name_of_half_a_million_folders_takes_no_time(place: Place) -> None:
    place.put("t.tar", tarred([("d/" * 500_000 + "x.txt", b"Rain in the town."), *news(1)]))
    place.ingest(patterns="*.txt,*.tar")
    assert current(place)["t.tar", None] == "2"


def test_a_member_is_tried_again_for_its_own_reason(packed: Place) -> None:
    packed.ingest(patterns=PACKED)
    assert counts(packed.ingest(patterns=PACKED, retry="no_text"))["archives"] == 1
    assert "archives" not in counts(packed.ingest(patterns=PACKED, retry="blank"))


def test_a_line_declares_what_it_says(place: Place) -> None:
    said = {"headline": "Rain", "posted": "2026-03-07", "writer": "A. Reporter"}
    place.put("site/l.jsonl", lines(30, url="https://site.example/30", **said))
    place.ingest(patterns="*.jsonl", fields="date=posted,author=writer")
    found = place.ask(
        "select title, title_method, published_on::varchar, date_method, byline, url from documents"
    )
    assert found == [
        ("Rain", "record", "2026-03-07", "record", "A. Reporter", "https://site.example/30")
    ]


def test_html_is_read_without_its_tags_or_rejected(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Rain in town</title><meta property="
        "'article:published_time' content='2026-03-07'></head><body><article><h1>Rain in town</h1>"
        f"<p>{corpus.news(3)}</p></article></body></html>"
    ).encode()
    place.put("site/a.html", page)
    place.put("site/b.txt", page.replace(b"Rain", b"Sun"))
    place.put("site/c.warc.gz", gzip.compress(warc([("https://site.example/c", page)])))
    place.put("site/d.jsonl", json.dumps({"text": page.decode()}))
    patterns = "*.html,*.txt,*.warc.gz,*.jsonl"
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "trafilatura", None)
        without.setitem(sys.modules, "fastwarc", None)
        place.ingest(patterns=patterns)
    reasons = {path: reason for (path, _), reason in current(place).items() if "site/" in path}
    assert set(reasons.values()) == {"html", "warc", "1"}
    assert place.ask("select count(*) from documents where text like '%<%'") == [(0,)]
    place.ingest(patterns=patterns, retry="html,warc")
    found = place.ask("""
        select title, title_method, published_on::varchar, date_method, url
        from documents where first_source_path like 'site/%' order by all
    """)
    assert [row[:4] for row in found] == [
        ("Rain in town", "html", "2026-03-07", "html"),
        ("Sun in town", "html", "2026-03-07", "html"),
    ]
    assert current(place)["site/c.warc.gz", "https://site.example/c"] == "text"
    assert place.ask("select count(*) from documents where text like '%<%'") == [(0,)]


def test_the_address_of_a_text_is_no_name_of_a_page_of_html(place: Place) -> None:
    address = "https://site.example/story.html"
    texts = [(address, corpus.news(3).encode())]
    place.put("c.warc", warc(texts, "text/plain"))
    place.put("d.jsonl", json.dumps({"id": address, "text": corpus.news(4)}))
    place.put(
        "e.zip", zipped([("l.jsonl", json.dumps({"id": "a.htm", "text": corpus.news(5)}).encode())])
    )
    place.ingest(patterns="*.warc,*.jsonl,*.zip")
    found = current(place)
    assert found["c.warc", address] == found["d.jsonl", address] == "text"
    assert found["e.zip", "l.jsonl/a.htm"] == "text"


def test_patterns_choose_members_unless_all_are_for_packed_files(place: Place) -> None:
    place.put("z.zip", zipped([*news(1), ("a.md", b"Some words of a note."), (".git/b.txt", b"x")]))
    place.ingest(patterns="*.md,*.zip")
    assert ("z.zip", "a.md") in current(place)
    assert ("z.zip", "day/1.txt") not in current(place)
    assert place.ask("select reject_detail from sources where member_count is not null") == [
        ("members left out for their names, or as links: 2",)
    ]
    place.ingest(patterns="*.zip", verify=True)
    assert ("z.zip", "day/1.txt") in current(place)
    assert ("z.zip", ".git/b.txt") not in current(place)
    assert current(place)["z.zip", None] == "2"


def _settings(place: Place) -> Settings:
    return Settings(landing=place.landing, warehouse=place.layout.root, grace_hours=0)


def _refuse(*_: object) -> None:
    raise AssertionError("was opened")
