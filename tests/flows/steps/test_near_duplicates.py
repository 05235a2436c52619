"""Near-duplicates are found against what is stored, in one order, however the work is cut."""

from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse
from flows.settings import Settings
from flows.steps import near_duplicates
from tests.flows.retries import fail_once_at, twice
from tests.place import Place
from tests.sentences import SENTENCES
from transforms.near_duplicates.clusters import SignedDocument, assign_clusters
from transforms.near_duplicates.minhash import band_hashes
from transforms.near_duplicates.version import NEAR_DUPLICATES_VERSION

pytestmark = pytest.mark.usefixtures("clean")

CLUSTERS = """
    select later.first_source_path, first.first_source_path,
        round(containment_score, 3), round(jaccard_score, 3)
    from near_duplicates
    inner join documents as later using (content_hash)
    inner join documents as first on near_duplicates.cluster_hash = first.content_hash
    order by all
"""


def story(number: int, sentences: int = 12) -> list[str]:
    """Sentences of one story, like those of no other."""
    random = Random(number)  # noqa: S311 - texts, not secrets
    words = [word for tag in ("ur", "fa", "ar") for word in SENTENCES[tag].split()]
    return [" ".join(random.choices(words, k=14)) + "۔" for _ in range(sentences)]


def text(sentences: list[str]) -> str:
    return "\n\n".join(sentences)


@pytest.fixture
def copies(place: Place) -> Place:
    """Put four stories; two have other states: without the lead, with a caption, two thirds."""
    for number in range(4):
        place.put(f"a/{number}.txt", text(story(number)))
    place.put("b/0-cut.txt", text(story(0)[1:]))
    place.put("b/0-caption.txt", text([*story(0)[:3], "تصویر میں دریا کا کنارہ", *story(0)[3:]]))
    place.put("c/1-short.txt", text(story(1)[:8]))
    return place


EXPECTED = {
    ("b/0-caption.txt", "a/0.txt"),
    ("b/0-cut.txt", "a/0.txt"),
    ("c/1-short.txt", "a/1.txt"),
}


def pairs(place: Place) -> set[tuple[str, str]]:
    return {(later, first) for later, first, _, _ in place.ask(CLUSTERS)}


def test_states_of_a_story_are_one_cluster_named_by_its_first_document(copies: Place) -> None:
    assert copies.ingest().near_duplicates == 3
    assert pairs(copies) == EXPECTED
    found = copies.ask(
        "select first_path, document_count, publisher_count from near_duplicate_clusters"
    )
    assert found == [("a/0.txt", 3, 2), ("a/1.txt", 2, 2)]


def test_the_files_of_a_flat_folder_are_of_one_publisher(place: Place) -> None:
    place.put("0.txt", text(story(0)))
    place.put("0-cut.txt", text(story(0)[1:]))
    place.ingest()
    assert place.ask("select document_count, publisher_count from near_duplicate_clusters") == [
        (2, 1)
    ]


def test_what_is_found_does_not_depend_on_how_the_work_was_cut(
    copies: Place, tmp_path: Path
) -> None:
    copies.ingest()
    other = tmp_path / "other"
    other.mkdir()
    others = Place(other)
    others.landing = copies.landing
    others.ingest(batch_files=2, slice_files=1)
    assert others.ask(CLUSTERS) == copies.ask(CLUSTERS)


def indexed(place: Place) -> dict[str, set[int]]:
    """Return the band hashes of each leader in the index."""
    with duckdb.connect(str(place.layout.work_database), read_only=True) as connection:
        found = connection.sql(
            "select content_hash, list(band_hash) from pipeline.bands"
            " join pipeline.leaders using (leader_number) group by all"
        ).fetchall()
    return {content_hash: set(hashes) for content_hash, hashes in found}


def test_the_index_has_the_bands_of_texts_as_they_are_stored(place: Place) -> None:
    """The first batch is described again, without a line that the second one teaches."""
    for path in place.landing.iterdir():
        path.unlink()
    for number in range(11):
        paragraphs = text(story(number))
        place.put(f"subh/{number:02}.txt", f"{paragraphs}\n\nروزنامہ صبح کا شمارہ نمبر {number}")
    assert place.ingest(batch_files=4).redescribed == 4
    texts = dict(place.ask("select content_hash, text from documents"))
    assert not any("شمارہ" in each for each in texts.values())
    bands = map(set, band_hashes(list(texts.values())))
    assert indexed(place) == dict(zip(texts, bands, strict=True))


def test_what_a_run_has_described_it_does_not_sign_once_more(
    copies: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.workers.sign_slice.sign_slice", _refuse)
    assert copies.ingest().near_duplicates == 3
    assert pairs(copies) == EXPECTED


def test_a_first_load_is_compared_by_maintenance(
    copies: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.steps.near_duplicates._MAX_IN_INGEST", 5)
    assert copies.ingest().near_duplicates == 0
    maintain.fn(Settings(landing=copies.landing, warehouse=copies.layout.root, workers=1))
    assert pairs(copies) == EXPECTED


def test_a_run_that_finds_related_documents_alone_is_recorded(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("a/0.txt", text(story(0)))
    place.put("b/0-and-1.txt", text([*story(0)[:6], *story(1)[:8]]))
    with monkeypatch.context() as patched:
        patched.setattr("flows.steps.near_duplicates._MAX_IN_INGEST", 0)
        place.ingest()
    assert place.ingest().near_duplicates == 0
    assert len(place.ask("from related_documents")) == 1
    place.ingest()
    assert place.ask("select outcome from runs") == [("completed",)] * 2


def test_a_new_document_is_compared_with_all_before_it_and_changes_nothing_for_them(
    copies: Place,
) -> None:
    copies.ingest()
    before = copies.ask(CLUSTERS)
    copies.put("d/2-again.txt", text(story(2)[2:]))
    copies.put("0-first.txt", text(story(3)[:-1]))
    assert copies.ingest().near_duplicates == 2
    found = pairs(copies)
    assert {("d/2-again.txt", "a/2.txt"), ("0-first.txt", "a/3.txt")} <= found
    assert [row for row in copies.ask(CLUSTERS) if row in before] == before


def test_nothing_is_compared_twice(copies: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    copies.ingest()
    before = copies.files()
    monkeypatch.setattr("flows.steps.comparison.compare", _refuse)
    assert copies.ingest().near_duplicates == 0
    assert copies.files() == before


def test_after_a_rebuild_everything_is_compared_anew_and_found_once(copies: Place) -> None:
    copies.ingest()
    before = copies.ask(CLUSTERS)
    rebuild_warehouse(Settings(landing=copies.landing, warehouse=copies.layout.root, workers=1))
    assert copies.ask(CLUSTERS) == before
    copies.put("d/2-again.txt", text(story(2)[2:]))
    assert copies.ingest().near_duplicates == 1
    assert pairs(copies) == EXPECTED | {("d/2-again.txt", "a/2.txt")}


def test_a_comparison_that_died_is_made_by_the_next_run(
    copies: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.steps.comparison.compare", _refuse)
    with pytest.raises(AssertionError):
        copies.ingest()
    monkeypatch.undo()
    assert copies.ingest().near_duplicates == 3
    assert pairs(copies) == EXPECTED


def test_other_rules_compare_everything_anew(
    copies: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies.ingest()
    for module in ("near_duplicates", "comparison"):
        monkeypatch.setattr(f"flows.steps.{module}.NEAR_DUPLICATES_VERSION", 99)
    assert copies.ingest().near_duplicates == 3
    assert copies.ask(
        "select comparison_version, count(*) from near_duplicates group by all order by all"
    ) == [
        (NEAR_DUPLICATES_VERSION, 3),
        (99, 3),
    ]
    assert copies.ask("select document_count from near_duplicate_clusters") == [(3,), (2,)]


def test_boilerplate_makes_no_cluster(place: Place) -> None:
    frame = story(99, 4)
    for number in range(8):
        place.put(f"p/{number}.txt", text([*frame[:2], *story(number, 3), *frame[2:]]))
    place.ingest()
    assert pairs(place) == set()


REVISIONS = "select content_hash, is_revision from near_duplicates order by is_revision"


def test_an_edited_file_is_a_revision_and_no_near_duplicate_of_itself(place: Place) -> None:
    place.put("a/0.txt", text(story(0)))
    assert place.ingest().near_duplicates == 0
    place.put("a/0.txt", text([*story(0), "بندرگاہ کے دفتر نے بعد میں اس کی تصدیق کر دی۔"]))
    assert place.ingest().near_duplicates == 0
    place.put("b/0.txt", text(story(0)[1:]))
    assert place.ingest().near_duplicates == 1
    assert [is_revision for _, is_revision in place.ask(REVISIONS)] == [False, True]
    [(paths, count)] = place.ask("select paths, document_count from near_duplicate_clusters")
    assert (paths, count) == (["a/0.txt", "b/0.txt"], 2)


def test_an_edited_copy_is_a_revision_of_what_its_file_was(place: Place) -> None:
    place.put("a/0.txt", text(story(0)))
    place.put("b/0.txt", text(story(0)))
    place.ingest()
    place.put("b/0.txt", text([*story(0), "بندرگاہ کے دفتر نے بعد میں اس کی تصدیق کر دی۔"]))
    place.ingest()
    assert [is_revision for _, is_revision in place.ask(REVISIONS)] == [True]


def test_a_document_depends_on_those_before_it_alone() -> None:
    texts = [text(story(number % 5)[number // 5 :]) for number in range(20)]
    signed = [SignedDocument(number, hashes) for number, hashes in enumerate(band_hashes(texts))]
    whole = list(assign_clusters(signed, {}, texts.__getitem__))
    buckets: dict[int, list[int]] = {}
    cut = [
        found
        for start in range(0, 20, 3)
        for found in assign_clusters(signed[start : start + 3], buckets, texts.__getitem__)
    ]
    assert cut == whole
    assert [found.cluster.leader for found in whole if found.cluster] == [
        number % 5 for number in range(5, 20)
    ]


def _refuse(*_: Any) -> None:
    raise AssertionError("was called")


def test_a_comparison_that_is_tried_again_in_its_run_loses_nothing(
    copies: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = [
        path.rename(copies.landing.parent / path.name) for path in copies.landing.glob("[bc]/*.txt")
    ]
    copies.ingest()
    for path in later:
        copies.put(f"b/{path.name}", path.read_bytes())
    fail_once_at(monkeypatch, "flows.workers.sign_slice.sign_slice", call=2)
    monkeypatch.setattr(
        "flows.pipelines.steps.find_near_duplicates",
        twice(near_duplicates.find_near_duplicates),
    )
    assert copies.ingest(batch_files=1).near_duplicates == 3
    assert {first for _, first in pairs(copies)} == {"a/0.txt", "a/1.txt"}
    assert len(pairs(copies)) == 3
