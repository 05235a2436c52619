"""The landing zone: what is listed, what is read, and what a hostile folder cannot do."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reject_reasons import RejectReason
from warehouse.landing.folder_zone import FolderZone
from warehouse.landing.raw_files import RawFile, Selection, raw_path, source_path, to_files

TXT = ("*.txt",)
LIMIT = 1 << 20


def listed(root: Path, patterns: tuple[str, ...] = TXT) -> list[str]:
    return [
        file.source_path
        for file in to_files(FolderZone(root).list_files(Selection(patterns)).files)
    ]


def read(
    root: Path, name: str, size: int = 0, limit: int = LIMIT
) -> tuple[bytes | None, str | None]:
    raw = os.fsencode(name)
    reading = FolderZone(root).read_file(RawFile(raw, source_path(raw), size, 0), limit)
    return reading.payload, reading.reject_reason


@given(st.binary(min_size=1))
def test_every_raw_path_has_its_own_source_path_and_comes_back_from_it(path: bytes) -> None:
    assert raw_path(source_path(path)) == path


def test_files_are_listed_below_all_folders_in_path_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/a/deep.txt", "c.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert listed(tmp_path) == ["a/a/deep.txt", "a/z.txt", "b.txt"]


def test_patterns_choose_by_name_and_with_a_slash_by_path(tmp_path: Path) -> None:
    for name in ("news/a.txt", "news/b.md", "other/c.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert listed(tmp_path, ("*.txt", "news/*.md")) == ["news/a.txt", "news/b.md"]
    assert listed(tmp_path, ()) == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (b'it\'s "quoted".txt', 'it\'s "quoted".txt'),
        (b"two\nlines.txt", "two\nlines.txt"),
        ("خبر نامہ.txt".encode(), "خبر نامہ.txt"),
        (b"caf\xe9.txt", r"caf\xe9.txt"),
        (b"back\\slash.txt", r"back\\slash.txt"),
    ],
)
def test_a_name_of_any_bytes_is_listed_and_read(tmp_path: Path, name: bytes, path: str) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_bytes(b"payload")
    (file,) = to_files(FolderZone(tmp_path).list_files(Selection(TXT)).files)
    assert (file.raw_path, file.source_path, file.size_bytes) == (name, path, 7)
    assert FolderZone(tmp_path).read_file(file, LIMIT).payload == b"payload"
    assert FolderZone(tmp_path).is_there(path)


def test_links_are_read_inside_and_left_out_where_they_lead_elsewhere(tmp_path: Path) -> None:
    zone, outside = tmp_path / "zone", tmp_path / "outside"
    for folder in (zone, outside):
        folder.mkdir()
    (outside / "secret.txt").write_text("secret")
    (zone / "real.txt").write_text("real")
    (zone / "alias.txt").symlink_to("real.txt")
    (zone / "out.txt").symlink_to(outside / "secret.txt")
    (zone / "up.txt").symlink_to("../outside/secret.txt")
    (zone / "folder.txt").symlink_to(outside)
    (zone / "broken.txt").symlink_to("nowhere")
    (zone / "loop.txt").symlink_to("loop.txt")
    (zone / "outside").symlink_to(outside)
    listing = FolderZone(zone).list_files(Selection(TXT))
    assert listing.files["source_path"].to_pylist() == ["alias.txt", "real.txt"]
    assert (listing.links_left_out, listing.names_left_out) == (5, 1)
    assert read(zone, "alias.txt") == (b"real", None)


def test_a_file_that_became_a_link_to_the_outside_is_not_read(tmp_path: Path) -> None:
    zone = tmp_path / "zone"
    zone.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (zone / "a.txt").symlink_to(tmp_path / "secret.txt")
    assert read(zone, "a.txt") == (None, RejectReason.VANISHED)


def test_a_pipe_is_no_file_and_blocks_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert listed(tmp_path) == []
    assert read(tmp_path, "pipe.txt") == (None, RejectReason.VANISHED)


def test_a_file_that_went_away_is_a_row_with_its_reason(tmp_path: Path) -> None:
    assert read(tmp_path, "gone.txt") == (None, RejectReason.VANISHED)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"x" * 11)
    assert read(tmp_path, "large.txt", limit=10) == (None, RejectReason.TOO_LARGE)
    assert read(tmp_path, "large.txt", limit=11) == (b"x" * 11, None)


def test_a_file_that_keeps_changing_while_it_is_read_is_unstable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(b"x")
    real_read = os.read

    def read_and_grow(descriptor: int, size: int) -> bytes:
        with path.open("ab") as file:
            file.write(b"y")
        return real_read(descriptor, size) if path.stat().st_size % 2 else b""

    monkeypatch.setattr("warehouse.landing.folder_zone.os.read", read_and_grow)
    assert read(tmp_path, "growing.txt") == (None, RejectReason.UNSTABLE)


def test_a_file_system_that_does_not_tell_sizes_has_no_empty_files() -> None:
    assert read(Path(f"/proc/{os.getpid()}"), "status") == (None, RejectReason.UNSTABLE)


def test_a_file_that_changed_once_is_read_again_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"first")
    real_read, changes = os.read, [b"second version"]

    def read_and_change(descriptor: int, size: int) -> bytes:
        payload = real_read(descriptor, size)
        if changes:
            path.write_bytes(changes.pop())
        return payload

    monkeypatch.setattr("warehouse.landing.folder_zone.os.read", read_and_change)
    assert read(tmp_path, "a.txt") == (b"second version", None)


@pytest.mark.parametrize("name", [b"story.json", b"story.txt.json"])
def test_a_sidecar_is_the_json_beside_a_raw_file(tmp_path: Path, name: bytes) -> None:
    (tmp_path / os.fsdecode(name)).write_bytes(b"{}")
    assert FolderZone(tmp_path).read_sidecar(b"story.txt", 10) == b"{}"
    assert FolderZone(tmp_path).read_sidecar(b"other.txt", 10) is None


def test_a_sidecar_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    (tmp_path / "story.json").write_bytes(b" " * 1_000)
    assert FolderZone(tmp_path).read_sidecar(b"story.txt", 10) == b" " * 11


def test_a_sidecar_outside_the_landing_zone_or_that_is_no_file_is_none(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}")
    zone = tmp_path / "zone"
    zone.mkdir()
    (zone / "story.json").symlink_to(tmp_path / "secret.json")
    os.mkfifo(zone / "pipe.json")
    (zone / "folder.json").mkdir()
    found = [
        FolderZone(zone).read_sidecar(name, 10)
        for name in (b"story.txt", b"pipe.txt", b"folder.txt")
    ]
    assert found == [None, None, None]


def test_what_is_to_be_ignored_is_neither_read_nor_entered_and_is_counted(tmp_path: Path) -> None:
    for name in ("a.txt", ".a.txt", "~$a.txt", "b/.git/c.txt", "b/.git/d/e.txt", "b/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    zone = FolderZone(tmp_path)
    listing = zone.list_files(Selection(TXT, (".*", "~$*")))
    assert listing.files["source_path"].to_pylist() == ["a.txt", "b/c.txt"]
    assert (listing.ignored_left_out, listing.names_left_out) == (3, 0)
    below = zone.list_files(Selection(TXT, ("b/*",)))
    assert below.files["source_path"].to_pylist() == [".a.txt", "a.txt", "~$a.txt"]


def test_endings_match_in_any_case_what_is_ignored_only_in_its_own(tmp_path: Path) -> None:
    for name in ("a.TXT", "b.Txt", "Drafts/c.txt", "drafts/d.txt", "e.MD", "f.md", "g"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    listing = FolderZone(tmp_path).list_files(Selection(TXT, ("drafts",)))
    assert listing.files["source_path"].to_pylist() == ["Drafts/c.txt", "a.TXT", "b.Txt"]
    assert listing.endings_left_out == ((".md", 2), ("", 1))


def test_what_is_to_be_ignored_has_no_ending_that_a_pattern_would_bring(tmp_path: Path) -> None:
    for name in ("a.txt.part", "b.md"):
        (tmp_path / name).touch()
    listing = FolderZone(tmp_path).list_files(Selection(TXT, ("*.part",)))
    assert (listing.names_left_out, listing.endings_left_out) == (2, ((".md", 1),))


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_a_listing_says_meanwhile_how_many_it_found(tmp_path: Path, count: int) -> None:
    for number in range(count):
        (tmp_path / f"{number}.txt").touch()
    told: list[int] = []
    listing = FolderZone(tmp_path).list_files(Selection(TXT), told.append)
    assert sum(told) == listing.files.num_rows == count
    assert len(told) == count // 100 + 1


@pytest.mark.parametrize(
    ("age_ns", "is_read"), [(0, False), (59, False), (60, True), (-59, False), (-60, True)]
)
def test_a_file_is_read_once_it_has_the_age_also_where_its_clock_is_wrong(
    tmp_path: Path, age_ns: int, is_read: bool
) -> None:
    now_ns = 1_700_000_000_000_000_000
    (tmp_path / "a.txt").touch()
    os.utime(tmp_path / "a.txt", ns=(now_ns - age_ns, now_ns - age_ns))
    listing = FolderZone(tmp_path).list_files(Selection(TXT, (), min_age_ns=60, now_ns=now_ns))
    assert (listing.files.num_rows, listing.young_left_out) == (int(is_read), int(not is_read))
