"""A landing zone may hold anything and change at any time: each raw file is accounted for."""

import contextlib
import json
import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import corpus
from tests.faults.points import before, stop
from tests.faults.processes import process, wait_until
from tests.faults.scene import must_succeed
from tests.faults.stem import Stem
from tests.faults.victims import Orders, append, swap_for_a_link, zakhira
from tests.faults.warehouses import problems
from warehouse.database.connection import connect_read_only
from warehouse.landing.raw_files import source_path
from warehouse.storage.layout import Layout

pytestmark = pytest.mark.faults

_OUTSIDE = (
    "The combination of the safe is forty-one, seven, ninety.\n\n"
    "Nobody but the cashier may know it, ever.\n"
)
_MOST_PATH_BYTES = 4095
_BEFORE_READING = before('_log.info("batch %d: reading %s"')
_IN_MID_READING = before("after = os.fstat(descriptor)", hit=None)
_IN_MID_LISTING = before("with os.scandir(os.path.join(self.root, folder)) as entries", hit=2)

_NAMES = (
    b"it's.txt",
    b'say "hello".txt',
    b"'; drop table documents; --.txt",
    b"two\nlines.txt",
    b"tab\tand\rreturn.txt",
    b"back\\slash.txt",
    b"\\x41.txt",
    b"caf\xe9.txt",
    b"\xff\xfe.txt",
    b"\xed\xa0\x80.txt",
    b"-rf.txt",
    b"~.txt",
    b"$HOME `id` %s {0}.txt",
    b"*[!a]?.txt",
    b" .txt",
    b".txt",
    b".hidden.txt",
    b"\x01\x1b[31m.txt",
    "خبر\u202eملتان\u200f.txt".encode(),
    "e\u0301.txt".encode(),
    "\u00e9.txt".encode(),
    b"a" * 251 + b".txt",
    b"b\\" * 125 + b".txt",
)


class Zone:
    """A landing zone, and the warehouse it goes into."""

    def __init__(self, stem: Stem, folder: Path) -> None:
        """Make it, empty."""
        self.stem = stem
        self.landing = folder / "landing"
        self.warehouse = folder / "warehouse"
        self.outside = folder / "outside"
        self.landing.mkdir()
        self.outside.mkdir()
        (self.outside / "secret.txt").write_text(_OUTSIDE, encoding="utf-8")

    def command(self, landing: Path | None = None) -> list[str]:
        """The command that takes it in."""
        return [
            "ingest",
            str(landing or self.landing),
            "--warehouse",
            str(self.warehouse),
            "--json",
            # Names that begin with a dot are hostile enough.
            "--ignore=,",
        ]

    def ingest(self, orders: Orders | None = None, landing: Path | None = None) -> dict[str, Any]:
        """Take it in; the summary of the run."""
        orders = (orders or Orders())._replace(verifier=self.stem.address)
        ended = self.stem.run(zakhira, self.command(landing), orders)
        assert ended.exit_code == 0, ended
        summary: dict[str, Any] = json.loads(ended.stdout)
        assert problems(self.warehouse) == []
        assert summary["seen"] == sum(
            summary[count] for count in ("unchanged", "new_documents", "duplicates", "rejected")
        )
        return summary

    @contextlib.contextmanager
    def halted(self) -> Iterator[None]:
        """Halt a run that has listed the landing zone and read nothing yet, for a block."""
        orders = Orders(verifier=self.stem.address, at=_BEFORE_READING, action=stop)
        run = self.stem.start(zakhira, self.command(), orders)
        wait_until(process(run.pid).has_stopped, "a run before it reads")
        try:
            yield
        finally:
            run.signal(signal.SIGCONT)
            ended = run.wait()
        must_succeed(ended)
        assert problems(self.warehouse) == []

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the published database answers."""
        with connect_read_only(Layout(self.warehouse).published) as connection:
            return connection.execute(query).fetchall()

    def reasons(self) -> dict[str, str | None]:
        """Every path of the ledger, with the reject reason of its last version."""
        return dict(
            self.rows(
                "select source_path, last(reject_reason order by seen_at) from sources group by all"
            )
        )

    def require_secrecy(self) -> None:
        """Nothing of what lies outside has come in."""
        assert self.rows("from documents where text like '%cashier%'") == []
        assert (
            self.rows("from sources where source_path like '%secret%' and file_hash is not null")
            == []
        )


@pytest.fixture
def zone(stem: Stem, tmp_path: Path) -> Zone:
    return Zone(stem, tmp_path)


def test_names_of_any_bytes_are_files_like_any_other(zone: Zone) -> None:
    for number, name in enumerate(_NAMES):
        _write(zone.landing, name, corpus.news(number))
    assert zone.ingest()["new_documents"] == len(_NAMES)
    assert set(zone.reasons()) == {source_path(name) for name in _NAMES}
    must_succeed(
        zone.stem.run(
            zakhira, ["sql", "from sources", "--csv", "--warehouse", str(zone.warehouse)], Orders()
        )
    )
    assert zone.ingest()["unchanged"] == len(_NAMES)
    for name in _NAMES:
        (zone.landing / os.fsdecode(name)).unlink()
    assert zone.ingest()["removed"] == len(_NAMES)
    assert zone.ingest()["removed"] == 0


def test_links_are_followed_to_files_inside_and_nowhere_else(zone: Zone) -> None:
    corpus.write(
        zone.landing, {"news/a.txt": corpus.news(1).encode(), "news/b.txt": corpus.news(2).encode()}
    )
    links = {
        "to-a-file-inside.txt": "news/a.txt",
        "by-way-of-outside.txt": "../landing/news/b.txt",
        "to-a-file-outside.txt": "../outside/secret.txt",
        "to-a-file-outside-by-its-whole-path.txt": str(zone.outside / "secret.txt"),
        "to-the-system.txt": "/etc/hostname",
        "to-a-process.txt": "/proc/self/environ",
        "to-itself.txt": "to-itself.txt",
        "there.txt": "back.txt",
        "back.txt": "there.txt",
        "to-nothing.txt": "nothing.txt",
        "to-a-folder-inside": "news",
        "to-a-folder-inside.txt": "news",
        "to-a-folder-outside": "../outside",
        "to-the-folder-above": "..",
        "to-this-folder": ".",
    }
    for name, target in links.items():
        (zone.landing / name).symlink_to(target)
    assert zone.ingest()["seen"] == 4
    assert set(zone.reasons()) == {
        "news/a.txt",
        "news/b.txt",
        "to-a-file-inside.txt",
        "by-way-of-outside.txt",
    }
    zone.require_secrecy()


def test_what_is_no_file_is_not_waited_for(zone: Zone) -> None:
    corpus.write(
        zone.landing,
        {"a.txt": corpus.news(1).encode(), "folder.txt/b.txt": corpus.news(2).encode()},
    )
    os.mkfifo(zone.landing / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(zone.landing / "socket.txt"))
        assert zone.ingest()["seen"] == 2


def _remove(path: Path) -> None:
    path.unlink()


def _become_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("../outside/secret.txt")


def _become_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("change", [_remove, _become_a_link, _become_a_pipe, _become_a_folder])
def test_file_that_is_another_thing_when_it_is_read_has_vanished(
    zone: Zone, change: Callable[[Path], None]
) -> None:
    corpus.write(
        zone.landing, {"a.txt": corpus.news(1).encode(), "secret.txt": corpus.news(2).encode()}
    )
    with zone.halted():
        change(zone.landing / "secret.txt")
    assert zone.reasons() == {"a.txt": None, "secret.txt": "vanished"}
    zone.require_secrecy()
    assert zone.ingest()["removed"] == 1


def test_folder_that_became_a_link_to_the_outside_is_not_read(zone: Zone) -> None:
    corpus.write(
        zone.landing,
        {"a.txt": corpus.news(1).encode(), "folder/secret.txt": corpus.news(2).encode()},
    )
    with zone.halted():
        swap_for_a_link(zone.landing / "folder", zone.outside)
    zone.require_secrecy()
    assert zone.reasons() == {"a.txt": None, "folder/secret.txt": "vanished"}


def test_folder_that_became_a_link_to_the_outside_while_listing_is_not_read(zone: Zone) -> None:
    corpus.write(
        zone.landing, {"a.txt": corpus.news(1).encode(), "folder/b.txt": corpus.news(2).encode()}
    )
    swap = partial(swap_for_a_link, zone.landing / "folder", zone.outside)
    zone.ingest(Orders(at=_IN_MID_LISTING, action=swap))
    zone.require_secrecy()


def test_folder_that_goes_away_while_listing_harms_nobody(zone: Zone) -> None:
    corpus.write(
        zone.landing, {"a.txt": corpus.news(1).encode(), "folder/b.txt": corpus.news(2).encode()}
    )
    found = zone.ingest(
        Orders(at=_IN_MID_LISTING, action=partial(shutil.rmtree, zone.landing / "folder"))
    )
    assert found["new_documents"] == 1
    assert zone.reasons() == {"a.txt": None}


def test_file_that_changes_between_listing_and_reading_is_read_as_it_is(zone: Zone) -> None:
    corpus.write(zone.landing, {"a.txt": corpus.news(1).encode()})
    with zone.halted():
        (zone.landing / "a.txt").write_text(corpus.news(2), encoding="utf-8")
    assert [text for (text,) in zone.rows("select text from documents")] == [corpus.news(2).strip()]
    size = (zone.landing / "a.txt").stat().st_size
    assert zone.rows("select size_bytes from sources") == [(size,)]
    assert zone.ingest()["unchanged"] == 1


def test_file_that_grows_while_it_is_read_is_unstable_until_it_rests(zone: Zone) -> None:
    corpus.write(zone.landing, {"growing.txt": corpus.news(1).encode()})
    zone.ingest(Orders(at=_IN_MID_READING, action=partial(append, zone.landing / "growing.txt")))
    assert zone.reasons() == {"growing.txt": "unstable"}
    assert zone.rows("from documents") == []
    assert zone.ingest()["new_documents"] == 1
    assert zone.reasons() == {"growing.txt": None}


def test_file_that_cannot_be_opened_is_tried_again_and_its_folder_hides_nothing(zone: Zone) -> None:
    news = {
        f"{folder}/{number}.txt": corpus.news(number).encode()
        for number, folder in enumerate("aabbcc")
    }
    corpus.write(zone.landing, news)
    (zone.landing / "a/0.txt").chmod(0)
    like_anybody = Orders(like_anybody=True)
    assert zone.ingest(like_anybody)["rejected"] == 1
    assert zone.reasons()["a/0.txt"] == "unreadable"
    (zone.landing / "a/0.txt").chmod(0o600)
    (zone.landing / "b").chmod(0)
    found = zone.ingest(like_anybody)
    assert (found["new_documents"], found["removed"]) == (1, 0)
    assert zone.reasons()["a/0.txt"] is None
    (zone.landing / "b").chmod(0o700)
    assert zone.ingest(like_anybody)["unchanged"] == len(news)


def test_folders_three_hundred_deep_are_read(zone: Zone) -> None:
    deep, long = "/".join("d" * 300), "/".join(["long" * 50] * 15)
    corpus.write(
        zone.landing,
        {f"{deep}/a.txt": corpus.news(1).encode(), f"{long}/b.txt": corpus.news(2).encode()},
    )
    assert zone.ingest()["new_documents"] == 2
    assert set(zone.reasons()) == {f"{deep}/a.txt", f"{long}/b.txt"}


def test_file_whose_path_is_longer_than_the_system_allows_is_accounted_for(zone: Zone) -> None:
    corpus.write(zone.landing, {"a.txt": corpus.news(1).encode()})
    descriptor = os.open(zone.landing, os.O_RDONLY)
    for _ in range((_MOST_PATH_BYTES - len(os.fsencode(zone.landing))) // 51 - 1):
        descriptor = _open_below(descriptor, "f" * 50)
    with open(
        "g" * 200 + ".txt", "w", encoding="utf-8", opener=partial(os.open, dir_fd=descriptor)
    ) as file:
        file.write(corpus.news(2))
    os.close(descriptor)
    assert zone.ingest()["seen"] == 2
    assert sorted(map(str, zone.reasons().values())) == ["None", "unreadable"]


def test_two_landing_zones_in_one_warehouse_leave_each_other_alone(
    zone: Zone, tmp_path: Path
) -> None:
    other = corpus.write(
        tmp_path / "other", corpus.landing_zone(10) | {"only-there.txt": corpus.news(11).encode()}
    )
    corpus.write(
        zone.landing, corpus.landing_zone(10) | {"only-here.txt": corpus.news(12).encode()}
    )
    first, second = zone.ingest(), zone.ingest(landing=other)
    assert (first["new_documents"], first["removed"]) == (7, 0)
    assert (second["new_documents"], second["duplicates"], second["removed"]) == (1, 8, 0)
    for landing in (zone.landing, other):
        found = zone.ingest(landing=landing)
        assert (found["unchanged"], found["removed"]) == (11, 0)
    (other / "ur/000/000000.txt").unlink()
    assert zone.ingest(landing=other)["removed"] == 1
    assert zone.ingest()["removed"] == 0
    assert zone.rows("select landing_zone, source_path from removals") == [
        (str(other), "ur/000/000000.txt")
    ]


def _write(landing: Path, name: bytes, text: str) -> None:
    path = landing / os.fsdecode(name)
    path.write_bytes(text.encode())
    os.utime(path, ns=(corpus.LONG_AGO_NS, corpus.LONG_AGO_NS))


def _open_below(descriptor: int, name: str) -> int:
    """Make a folder in an open one and open it instead."""
    os.mkdir(name, dir_fd=descriptor)
    below = os.open(name, os.O_RDONLY, dir_fd=descriptor)
    os.close(descriptor)
    return below
