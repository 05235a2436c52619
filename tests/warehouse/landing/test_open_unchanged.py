"""A file that is read in pieces was one file, in a folder and in an object store."""

from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.landing.folder_zone import FolderZone
from warehouse.landing.object_zone import ObjectZone
from warehouse.landing.raw_files import ChangedError, RawFile
from warehouse.landing.zone import LandingZone

ZONES: dict[str, Callable[[Path], LandingZone]] = {
    "folder": FolderZone.at,
    "object store": lambda folder: ObjectZone.at(f"file://{folder}"),
}
FILE = RawFile(b"a.zip", "a.zip", 0, 7)


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, tmp_path: Path) -> LandingZone:
    (tmp_path / "a.zip").write_bytes(bytes(range(256)) * 40_000)
    return ZONES[request.param](tmp_path)


def test_a_file_is_read_in_any_order(zone: LandingZone) -> None:
    with zone.open_unchanged(FILE) as opened:
        assert opened.size_bytes == 256 * 40_000
        opened.reader.seek(-3, 2)
        assert opened.reader.read(9) == b"\xfd\xfe\xff"
        opened.reader.seek(256 * 30_000 + 5)
        assert opened.reader.read(2) == b"\x05\x06"
        assert opened.reader.tell() == 256 * 30_000 + 7


def test_a_file_that_changes_meanwhile_is_told(zone: LandingZone, tmp_path: Path) -> None:
    with pytest.raises(ChangedError), zone.open_unchanged(FILE) as opened:
        opened.reader.read(9)
        (tmp_path / "a.zip").write_bytes(b"another")


def test_a_file_that_is_not_there_is_told(zone: LandingZone) -> None:
    with (
        pytest.raises(FileNotFoundError),
        zone.open_unchanged(FILE._replace(raw_path=b"b.zip")),
    ):
        pass


def test_a_link_that_leads_out_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "zone").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "zone" / "a.zip").symlink_to(tmp_path / "secret")
    with pytest.raises(FileNotFoundError), FolderZone.at(tmp_path / "zone").open_unchanged(FILE):
        pass
