"""This file holds a description to its schema, its order, and to what it says of one article."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.describe import describe, preview
from transforms.schemas import DESCRIPTION

ARTICLE = """شہر میں تیز بارش، اسکول بند

لاہور: آج صبح سے شہر میں تیز بارش ہو رہی ہے اور 3.5 فٹ پانی کھڑا ہے۔ کیا اسکول کل کھلیں گے؟

محکمۂ تعلیم نے کہا ہے کہ فیصلہ شام کو ہوگا۔
"""

texts = st.lists(st.text(max_size=60) | st.sampled_from([ARTICLE, "", "Heavy rain in Lahore", "12:30"]), max_size=4)


def test_an_article_is_described() -> None:
    [row] = describe([ARTICLE]).to_pylist()
    assert row.pop("language_score") == pytest.approx(1, abs=1e-4)
    assert {name: answer for name, answer in row.items() if answer is not None} == {
        "title": "شہر میں تیز بارش، اسکول بند",
        "title_method": "first_line",
        "dateline_place": "لاہور",
        "dateline_place_name": "Lahore",
        "language": "ur",
        "language_method": "words",
        "script": "Arab",
        "has_mixed_scripts": False,
        "char_count": len(ARTICLE),
        "word_count": 38,
        "sentence_count": 4,
        "paragraph_count": 3,
    }


@settings(max_examples=40, deadline=None)
@given(texts)
def test_a_description_has_the_declared_schema_and_a_row_a_text(texts: list[str]) -> None:
    description = describe(texts)
    assert description.schema.equals(DESCRIPTION.schema, check_metadata=True)
    assert description["char_count"].to_pylist() == [len(text) for text in texts]


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_a_row_depends_on_its_own_text_alone(some: list[str], others: list[str]) -> None:
    together = pa.concat_tables([describe(some), describe(others)])
    assert describe(some + others).to_pylist() == together.to_pylist()


def test_a_language_in_doubt_comes_with_the_second_best() -> None:
    [row] = describe(["Han er hjemme i dag"]).to_pylist()
    assert (row["language"], row["language_runner_up"], row["language_method"]) == ("da", "nb", "vote")
    assert 0.3 < row["language_score"] < 0.9


def test_a_blank_text_has_no_title_no_language_and_no_script_but_counts() -> None:
    [row] = describe([" \n"]).to_pylist()
    assert (row["title"], row["language"], row["language_score"], row["script"]) == (None, "und", None, None)
    assert [row[f"{unit}_count"] for unit in ("char", "word", "sentence", "paragraph")] == [2, 0, 0, 0]


@given(st.text(max_size=60) | st.sampled_from([ARTICLE * 5, "漢" * 900, "بارش " * 300]))
def test_a_preview_is_the_beginning_of_a_text_and_at_most_500_characters(text: str) -> None:
    beginning = preview(text)
    assert text.startswith(beginning)
    assert len(beginning) <= 500
    assert len(text) <= 500 or len(beginning) >= 440
    assert len(text) > 500 or beginning == text


def test_a_preview_ends_between_words() -> None:
    assert preview("بارش " * 300) == "بارش " * 99 + "بارش"
