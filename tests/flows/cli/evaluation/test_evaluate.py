"""Evaluation: descriptions against labels, as scores anybody can check by hand."""

import json
from pathlib import Path

import pytest

from flows.cli.evaluation.evaluate import as_table, evaluate
from tests.sentences import OTHER_SENTENCES, SENTENCES
from transforms.errors import UsageError


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    (tmp_path / "ur.txt").write_text("نئی خبر\n\n" + SENTENCES["ur"], encoding="utf-8")
    rows = [
        {"path": "ur.txt", "language": "ur", "title": "نئی  خبر", "published_on": None},
        {"text": SENTENCES["fa"], "lang": "fa", "L": 50},
        {"text": OTHER_SENTENCES["ps"], "lang": "fa", "L": 100, "date": "0..14"},
        {"text": SENTENCES["en"], "lang": "en", "L": 100, "title": "Another", "date": "07.03.26"},
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_scores_are_shares_of_the_labels_of_a_column(labels: Path) -> None:
    found = evaluate(labels)
    language, title, published_on = (
        found.columns[name] for name in ("language", "title", "published_on")
    )
    assert (found.documents, language.labelled, language.accuracy) == (4, 4, 0.75)
    assert language.confusions == [("fa", "ps", 1)]
    assert language.macro_f1 == pytest.approx((1 + 2 / 3 + 1) / 3)
    assert (title.labelled, title.accuracy) == (2, 0.5)
    assert (published_on.labelled, published_on.recall) == (2, 0.0)
    assert {length: scores["language"].accuracy for length, scores in found.by_length.items()} == {
        50: 1.0,
        100: 0.5,
    }


def test_some_languages_can_be_asked_for(labels: Path) -> None:
    assert evaluate(labels, frozenset(["fa"])).columns["language"].accuracy == 0.5


def test_the_table_has_a_line_a_column_and_what_was_taken_for_what(labels: Path) -> None:
    table = as_table(evaluate(labels))
    assert "  language                  4    75.00%" in table
    assert "taken: fa for ps 1" in table


@pytest.mark.parametrize(
    ("line", "message"),
    [("{", "line 1"), ("{}", "line 1"), ('{"path": "gone.txt"}', "gone.txt"), ("", "no labels in")],
)
def test_labels_that_cannot_be_used_are_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(line)
    with pytest.raises(UsageError, match=message):
        evaluate(path)


def test_a_missing_file_of_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no labels at .*: name a file of JSON lines"):
        evaluate(tmp_path / "labels.jsonl")
