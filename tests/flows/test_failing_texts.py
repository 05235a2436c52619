"""Whatever a text makes our code do, it stays the row of one file, and no other text suffers."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from flows.maintain import maintain
from flows.settings import Settings
from flows.steps.finish import RejectBudgetError
from tests.archives import zipped
from tests.place import Place
from tests.versions import be_version
from transforms.errors import UsageError
from transforms.reject_reasons import RejectReason
from warehouse.checks import run_checks

# The story on which a rule is made to fail.
BAD = "c.txt"
_SIGN = "لاہور"


def failing(rule: Callable[..., Any]) -> Callable[..., Any]:
    """A rule that raises for the bad story, alone or among others."""

    def fail(first: Any, *more: Any, **options: Any) -> Any:
        texts = [first] if isinstance(first, str | bytes) else first
        for text in texts:
            if _SIGN in (text.decode() if isinstance(text, bytes) else text):
                raise IndexError("list index out of range")
        return rule(first, *more, **options)

    return fail


def break_rule(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    module, _, attribute = name.rpartition(".")
    rule = getattr(__import__(module, fromlist=[attribute]), attribute)
    monkeypatch.setattr(name, failing(rule))


def require_clean(place: Place) -> None:
    settings = Settings(landing=place.landing, warehouse=place.layout.root)
    assert [check.name for check in run_checks(settings.store) if check.broken_count] == []


EXTRACTING = [
    "transforms.html.read_payload",
    "flows.workers.extraction.rows.hash_pages",
]


@pytest.mark.parametrize("rule", EXTRACTING)
def test_a_file_that_cannot_be_extracted_is_rejected_by_name_and_the_others_are_documents(
    place: Place, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    break_rule(monkeypatch, rule)
    summary = place.ingest()
    assert (summary.new_documents, summary.rejected, summary.failed) == (2, 1, 1)
    assert summary.first_failed[0].startswith("c.txt: IndexError: list index out of range")
    [(path, reason, detail, kept)] = place.ask(
        "select source_path, reject_reason, reject_detail, quarantine_path from rejected_files"
    )
    assert (path, reason) == (BAD, "failed")
    assert "pipeline version" in detail
    assert (place.layout.root / kept).read_bytes() == (place.landing / BAD).read_bytes()
    assert place.ask("select source_path from failed_texts") == [(BAD,)]
    require_clean(place)


@pytest.mark.parametrize("rule", [EXTRACTING[0], "transforms.describe.find_title"])
def test_a_member_that_fails_is_named_with_its_archive(
    place: Place, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    texts = [(path.name, path.read_bytes()) for path in sorted(place.landing.iterdir())]
    for name, _ in texts:
        (place.landing / name).unlink()
    place.put("z.zip", zipped(texts))
    break_rule(monkeypatch, rule)
    summary = place.ingest(patterns="*.zip")
    assert [each.partition(":")[0] for each in summary.first_failed] == [f"z.zip/{BAD}"]


DESCRIBING = {
    "page": "transforms.describe.read_page",
    "title": "transforms.describe.find_title",
    "language": "transforms.describe.detect_languages",
    "counts": "transforms.describe.word_counts",
}


@pytest.mark.parametrize("question", DESCRIBING)
def test_a_question_that_fails_is_null_and_has_a_row_and_the_document_stays(
    place: Place, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    break_rule(monkeypatch, DESCRIBING[question])
    summary = place.ingest()
    assert (summary.new_documents, summary.rejected, summary.failed) == (3, 0, 1)
    assert place.ask("select first_source_path, failed_questions from documents order by 1") == [
        ("a.txt", None),
        ("b.txt", None),
        (BAD, question),
    ]
    [row] = place.ask("""
        select question, exception, run_id, failures.pipeline_version = documents.pipeline_version
        from failures inner join documents using (content_hash)
    """)
    assert row == (question, "IndexError: list index out of range", summary.run_id, True)
    assert place.ask("select source_path, question from failed_texts") == [(BAD, question)]
    require_clean(place)
    assert place.ingest().failed == 0


def test_a_sidecar_that_fails_costs_what_it_declares_and_no_more(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: str, *_: object) -> str | None:
        if path == BAD:
            raise RecursionError
        return None

    monkeypatch.setattr("flows.workers.extraction.rows.read_declared_metadata", fail)
    assert (place.ingest().new_documents, place.ask("select question from failures")) == (
        3,
        [("declared",)],
    )


def test_a_preview_that_fails_is_null_and_no_text_suffers(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_rule(monkeypatch, "transforms.describe.preview")
    assert place.ingest().new_documents == 3
    assert place.ask("select question from failures") == [("preview",)]
    assert place.ask("select count(*) from documents where failed_questions notnull") == [(0,)]
    parts = str(place.layout.shown("document_metadata") / "*.parquet")
    previews = place.ask(f"select preview from read_parquet('{parts}') order by first_source_path")
    assert [preview is None for (preview,) in previews] == [False, False, True]


def test_the_first_few_are_named_and_all_are_counted(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(8):
        place.put(f"d{number}.txt", f"لاہور میں خبر نمبر {number}\n\nآج صبح شہر میں بارش ہوئی۔")
    break_rule(monkeypatch, "transforms.describe.find_title")
    with caplog.at_level(logging.INFO, "zakhira"):
        summary = place.ingest()
    assert summary.failed == 9
    assert len(summary.first_failed) == 5
    assert len([line for line in caplog.messages if line.startswith("failed on ")]) == 5
    assert json.loads(json.dumps(summary._asdict()))["failed"] == 9


def test_failures_count_for_the_error_budget(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        place.put(f"d{number}.txt", f"لاہور میں خبر نمبر {number}\n\nآج صبح شہر میں بارش ہوئی۔")
    break_rule(monkeypatch, "transforms.describe.find_title")
    with pytest.raises(RejectBudgetError, match="10 of 12 files read were rejected or failed"):
        place.ingest(error_budget=0.8)
    assert place.ask("select count(*) from documents") == [(12,)]


def test_a_new_version_tries_again_what_failed_and_this_one_does_not(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        break_rule(broken, "transforms.html.read_payload")
        place.ingest()
        assert place.ingest().unchanged == 3
        be_version(broken, "9.8")
        summary = place.ingest()
        assert (summary.unchanged, summary.rejected) == (3, 0)
        assert place.ingest().unchanged == 3
    be_version(monkeypatch, "9.9")
    assert place.ingest().new_documents == 1
    assert place.ask("select count(*) from failed_texts") == [(0,)]
    require_clean(place)


def test_retry_reads_again_now_what_was_rejected_for_a_reason(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.put("empty.txt", b"")
    with monkeypatch.context() as broken:
        break_rule(broken, "transforms.html.read_payload")
        place.ingest()
    assert place.ingest(retry=(RejectReason.EMPTY,)).new_documents == 0
    assert place.ingest(retry="failed").new_documents == 1
    with pytest.raises(ValueError, match="retry"):
        place.ingest(retry="no reason")


def test_retry_describes_again_what_failed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        break_rule(broken, "transforms.describe.find_title")
        place.ingest()
        again = place.ingest(retry="failed")
        assert (again.redescribed, again.failed) == (0, 1)
    assert place.ingest().redescribed == 0
    assert place.ingest(retry="failed").redescribed == 1
    assert place.ask("select count(*) from documents where failed_questions notnull") == [(0,)]
    assert place.ask("select count(*) from failures") == [(2,)]


@pytest.mark.usefixtures("ingested")
def test_a_document_whose_page_is_not_restored_keeps_its_description(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place.ask("select * from documents order by content_hash")
    monkeypatch.setattr("flows.workers.describe_slice.restore", failing(lambda text, _: str(text)))
    be_version(monkeypatch, "9.9")
    summary = place.ingest()
    assert (summary.redescribed, summary.failed) == (0, 1)
    assert place.ask("select * from documents order by content_hash") == before
    assert place.ask("select question from failures") == [("page",)]


NEAR = ["flows.workers.sign_slice.band_hashes", "transforms.near_duplicates.clusters.shingle_text"]


@pytest.mark.parametrize("rule", NEAR)
def test_a_text_that_cannot_be_compared_is_like_no_other_and_the_rest_is_compared(
    place: Place, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    long = " ".join(f"لفظ{number}" for number in range(150))
    other = " ".join(f"بات{number}" for number in range(150))
    for name, text in {"1": f"لاہور {long}", "2": f"لاہور {long} اضافہ", "3": other}.items():
        place.put(f"{name}.txt", text)
    place.put("4.txt", f"{other} اضافہ")
    break_rule(monkeypatch, rule)
    summary = place.ingest()
    assert summary.near_duplicates == 1
    assert set(place.ask("select question from failures")) == {("near_duplicates",)}
    require_clean(place)
    assert place.ingest().failed == 0


def test_a_line_on_which_learning_fails_is_not_learned(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(12):
        text = f"خبر {number} کی سرخی\n\nآج شہر میں واقعہ {number} پیش آیا ہے جس پر لوگ خوش ہیں۔"
        place.put(f"subh/{number}.txt", f"{text}\n\nصبح کے قارئین\n\nلاہور کے قارئین")
    break_rule(monkeypatch, "transforms.page.boilerplate.is_informative")
    maintain_settings = Settings(landing=place.landing, warehouse=place.layout.root)
    place.ingest()
    maintain.fn(maintain_settings)
    learned = {line for (line,) in place.ask("select line from boilerplate_lines")}
    assert "صبح کے قارئین" in learned
    assert "لاہور کے قارئین" not in learned
    assert "a line is not learned" in caplog.text


def test_an_unknown_reason_to_retry_is_named(place: Place) -> None:
    from flows.settings import read_settings

    with pytest.raises(UsageError, match="retry"):
        read_settings(landing=place.landing, warehouse=place.layout.root, retry="no_reason")
