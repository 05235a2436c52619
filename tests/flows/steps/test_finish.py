"""A run says how many files it found edited, as the view `changes` does."""

import pytest

from tests.place import OLD_NS, TEXTS, Place
from transforms.reject_reasons import RejectReason
from warehouse.landing.raw_files import RawFile, Reading

pytestmark = pytest.mark.usefixtures("clean")


def edited(place: Place) -> int:
    """The files that the next run finds edited, which the warehouse must say as well."""
    summary = place.ingest()
    told = place.ask(
        f"select count(*) from changes where change = 'edited' and run_id = '{summary.run_id}'"
    )
    counted = place.ask(f"select edited_count from run_history where run_id = '{summary.run_id}'")
    assert told == (counted or [(0,)]) == [(summary.edited,)]
    return summary.edited


def put(place: Place, name: str, text: str | bytes) -> None:
    """Write a file with another modification time than it had."""
    place.put(name, text, OLD_NS + hash(text) % 10**9 * 1_000)


def test_a_file_with_another_text_was_edited(place: Place) -> None:
    assert edited(place) == 0
    put(place, "a.txt", TEXTS["a.txt"] + " اور شام کو ختم ہو گیا۔")
    put(place, "b.txt", TEXTS["c.txt"])
    put(place, "c.txt", b"")
    put(place, "d.txt", TEXTS["b.txt"])
    assert edited(place) == 3
    assert edited(place) == 0
    put(place, "c.txt", TEXTS["c.txt"])
    assert edited(place) == 1


@pytest.mark.usefixtures("ingested")
def test_a_file_with_the_same_text_was_not_edited_nor_one_that_came_back(place: Place) -> None:
    put(place, "a.txt", TEXTS["a.txt"].encode("utf-16"))
    put(place, "b.txt", TEXTS["b.txt"].replace("ک", "ك"))
    (place.landing / "c.txt").unlink()
    assert edited(place) == 0
    put(place, "c.txt", TEXTS["a.txt"])
    assert edited(place) == 0


@pytest.mark.usefixtures("ingested")
def test_a_file_that_could_not_be_read_for_a_while_was_not_edited(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("warehouse.landing.folder_zone.FolderZone.read_file", _unreadable)
        assert place.ingest(verify=True).rejected == 3
    put(place, "b.txt", TEXTS["b.txt"] + " کل اور بھیجے جائیں گے۔")
    assert edited(place) == 1


def _unreadable(_: object, file: RawFile, __: int) -> Reading:
    return Reading(None, file.size_bytes, file.modified_ns, RejectReason.UNREADABLE, "no leave")
