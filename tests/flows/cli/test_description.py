"""What `zakhira describe` says of a file on which a rule fails."""

from pathlib import Path

import pytest

from flows.cli.description import describe_files


def fail(*_: object) -> None:
    raise IndexError("list index out of range")


def test_a_question_that_fails_is_named_and_the_others_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("نئی خبر\n\nلاہور: آج صبح شہر میں بارش ہوئی۔", encoding="utf-8")
    monkeypatch.setattr("transforms.describe.find_title", fail)
    [row] = describe_files([file], 1 << 20)
    assert (row["title"], row["language"], row["failed_questions"]) == (None, "ur", "title")
    assert str(row["failures"]).startswith("['title: IndexError: list index out of range (")


def test_a_file_that_cannot_be_extracted_has_the_exception_for_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"news")
    monkeypatch.setattr("flows.cli.description.read_page", fail)
    [row] = describe_files([file], 1 << 20)
    assert row["reject_reason"] == "failed"
    assert str(row["reject_detail"]).startswith("text: IndexError")
