"""A description has its schema and its order, and says of an article what a reader would."""

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.describe import (
    PageContext,
    describe,
    describe_guarded,
    preview,
    previews,
    undescribed,
)
from transforms.page.boilerplate import restore
from transforms.schemas import DESCRIPTION
from transforms.text.normalize import normalize_text

ARTICLE = """شہر میں تیز بارش، اسکول بند

لاہور: آج صبح سے شہر میں تیز بارش ہو رہی ہے اور 3.5 فٹ پانی کھڑا ہے۔ کیا اسکول کل کھلیں گے؟

محکمۂ تعلیم نے کہا ہے کہ فیصلہ شام کو ہوگا۔
"""

texts = st.lists(
    (st.text(max_size=60) | st.sampled_from([ARTICLE, "", "Heavy rain in Lahore", "12:30"])).map(
        normalize_text
    ),
    max_size=4,
)


def test_an_article_is_described() -> None:
    [row] = describe([ARTICLE.strip()]).to_pylist()
    assert row.pop("language_score") > 0.8
    assert {name: answer for name, answer in row.items() if answer is not None} == {
        "title": "شہر میں تیز بارش، اسکول بند",
        "title_method": "first_line",
        "dateline_place": "لاہور",
        "dateline_place_name": "Lahore",
        "language": "ur",
        "language_method": "words",
        "script": "Arab",
        "has_mixed_scripts": False,
        "text": ARTICLE.strip(),
        "char_count": len(ARTICLE.strip()),
        "boilerplate_line_count": 0,
        "word_count": 38,
        "sentence_count": 4,
        "paragraph_count": 3,
    }


@settings(max_examples=40, deadline=None)
@given(texts)
def test_a_description_has_the_declared_schema_and_a_row_a_text(texts: list[str]) -> None:
    description = describe(texts)
    assert description.schema.equals(DESCRIPTION.schema, check_metadata=True)
    assert description["char_count"].to_pylist() == [
        len(text) for text in description["text"].to_pylist()
    ]
    assert [
        restore(*row)
        for row in zip(*description.select(["text", "cuts"]).to_pydict().values(), strict=True)
    ] == texts


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_a_row_depends_on_its_own_text_alone(some: list[str], others: list[str]) -> None:
    together = pa.concat_tables([describe(some), describe(others)])
    assert describe(some + others).to_pylist() == together.to_pylist()


def test_a_language_in_doubt_comes_with_the_second_best() -> None:
    [row] = describe(["Han er hjemme i dag"]).to_pylist()
    assert (row["language"], row["language_runner_up"], row["language_method"]) == (
        "da",
        "nb",
        "vote",
    )
    assert 0.3 < row["language_score"] < 0.9


def test_a_blank_text_has_no_title_no_language_and_no_script_but_counts() -> None:
    [row] = describe([""]).to_pylist()
    assert (row["title"], row["language"], row["language_score"], row["script"]) == (
        None,
        "und",
        None,
        None,
    )
    assert [row[f"{unit}_count"] for unit in ("char", "word", "sentence", "paragraph")] == [
        0,
        0,
        0,
        0,
    ]


@given(st.text(max_size=60) | st.sampled_from([ARTICLE * 5, "漢" * 900, "بارش " * 300]))
def test_a_preview_is_the_beginning_of_a_text_and_at_most_500_characters(text: str) -> None:
    beginning = preview(text)
    assert text.startswith(beginning)
    assert len(beginning) <= 500
    assert len(text) <= 500 or len(beginning) >= 440
    assert len(text) > 500 or beginning == text


@given(st.lists(st.text(max_size=9) | st.sampled_from(["ا" * 500, "ا" * 501, "😀 " * 300])))
def test_texts_of_a_column_have_the_previews_that_each_has(texts: list[str]) -> None:
    valid = [text.encode(errors="ignore").decode() for text in texts]
    assert previews(pa.chunked_array([valid], pa.string())) == list(map(preview, valid))


@pytest.mark.parametrize(("length", "beginning_length"), [(500, 500), (501, 500)])
def test_a_preview_has_500_characters(length: int, beginning_length: int) -> None:
    assert len(preview("ا" * length)) == beginning_length


def test_a_preview_ends_between_words() -> None:
    assert preview("بارش " * 300) == "بارش " * 99 + "بارش"


MATTER = "---\ntitle: سرخی صفحے سے\n---\n\n" + ARTICLE.strip()
SIDECAR = json.dumps(
    {
        "sidecar": {
            "title": "سرخی ساتھ والی فائل سے",
            "date": "2026-03-07T11:47:00+05:30",
            "author": "نور خان",
        }
    }
)
FOLDERS = '{"folders": {"title": "سرخی فولڈر سے", "year": "2026", "month": "3", "day": "8"}}'


@pytest.mark.parametrize(
    ("page", "attributes", "title_method"),
    [
        (MATTER, SIDECAR, "front_matter"),
        (ARTICLE.strip(), SIDECAR, "sidecar"),
        (ARTICLE.strip(), FOLDERS, "folders"),
        (ARTICLE.strip(), None, "first_line"),
    ],
)
def test_what_is_declared_wins_over_what_is_inferred(
    page: str, attributes: str | None, title_method: str
) -> None:
    [row] = describe([page], [PageContext(attributes)]).to_pylist()
    assert row["title_method"] == title_method
    assert row["text"] == ARTICLE.strip()
    assert row["dateline_place_name"] == "Lahore"


def test_a_sidecar_gives_date_moment_and_author() -> None:
    [row] = describe([ARTICLE.strip()], [PageContext(SIDECAR)]).to_pylist()
    assert (row["date_method"], row["date_precision"], row["byline"]) == (
        "sidecar",
        "minute",
        "نور خان",
    )
    assert row["published_at"].isoformat() == "2026-03-07T06:17:00+00:00"


def test_folders_of_year_month_and_day_give_a_date() -> None:
    [row] = describe([ARTICLE.strip()], [PageContext(FOLDERS)]).to_pylist()
    assert (row["date_method"], str(row["published_on"])) == ("folders", "2026-03-08")


@pytest.mark.parametrize(
    ("crawled", "expected"), [("2015-01-02", "2014-12-31"), ("2014-12-31T20:00:00Z", "2014-12-31")]
)
def test_a_date_without_a_year_gets_it_from_when_the_page_was_crawled(
    crawled: str, expected: str
) -> None:
    page = (
        "نئی خبر\n\nاسلام آباد ۔ 31 دسمبر (اے پی پی)"
        " شہر میں آج صبح سے تیز بارش ہو رہی ہے اور بادل ہیں۔"
    )
    [row] = describe(
        [page], [PageContext(json.dumps({"sidecar": {"crawled_at": crawled}}))]
    ).to_pylist()
    [without] = describe([page]).to_pylist()
    assert (str(row["published_on"]), row["date_method"]) == (expected, "dateline_without_year")
    assert without["published_on"] is None


def test_a_date_with_its_year_keeps_it() -> None:
    page = (
        "نئی خبر\n\nاسلام آباد ۔ 31 دسمبر 2013 (اے پی پی)"
        " شہر میں آج صبح سے تیز بارش ہو رہی ہے اور بادل ہیں۔"
    )
    [row] = describe(
        [page], [PageContext(json.dumps({"sidecar": {"crawled_at": "2026-03-07"}}))]
    ).to_pylist()
    assert (str(row["published_on"]), row["date_method"]) == ("2013-12-31", "dateline")


def test_a_declared_title_does_not_hide_the_dateline() -> None:
    page = (
        "لاہور: آج صبح سے شہر میں تیز بارش ہو رہی ہے اور سڑکوں پر پانی کھڑا ہے۔\n\nاسکول بند ہیں۔"
    )
    [row] = describe([page], [PageContext(SIDECAR)]).to_pylist()
    assert row["dateline_place_name"] == "Lahore"


def test_what_an_earlier_description_cut_out_gives_the_same_page_again() -> None:
    page = "شیئر کریں\n" + ARTICLE.strip() + "\n\nComments are closed."
    [first] = describe([page]).to_pylist()
    [again] = describe([restore(first["text"], first["cuts"])]).to_pylist()
    assert (first["boilerplate"], first["boilerplate_line_count"]) == (
        "شیئر کریں\nComments are closed.",
        2,
    )
    assert again == first


QUESTIONS = {
    "page": ("transforms.describe.read_page", ["boilerplate", "cuts"]),
    "url": ("transforms.describe.find_address", ["url"]),
    "title": ("transforms.describe.find_title", ["title", "title_method"]),
    "date": ("transforms.describe.find_date", ["published_on", "date_method"]),
    "language": ("transforms.describe.detect_languages", ["language_score", "script"]),
    "dateline": ("transforms.describe.read_dateline", ["dateline_place", "agency", "byline"]),
    "counts": ("transforms.describe.word_counts", ["word_count", "sentence_count"]),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_rule_that_fails_costs_its_own_columns_only(
    question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise IndexError("list index out of range")

    [whole] = describe([ARTICLE.strip()]).to_pylist()
    rule, columns = QUESTIONS[question]
    monkeypatch.setattr(rule, fail)
    row, [failure] = describe_guarded(ARTICLE.strip())
    [found] = row.to_pylist()
    assert failure.question == found["failed_questions"] == question
    assert failure.exception == "IndexError: list index out of range"
    assert all(found[column] is None for column in columns)
    assert found["text"] == whole["text"] == ARTICLE.strip()
    assert found["language"] == ("und" if question == "language" else whole["language"])
    others = {column for name, (_, own) in QUESTIONS.items() if name != question for column in own}
    assert {name: found[name] for name in others} == {name: whole[name] for name in others}


def test_nothing_fails_on_a_text_that_all_rules_can_read() -> None:
    row, failures = describe_guarded(ARTICLE.strip())
    assert failures == []
    assert row.equals(describe([ARTICLE.strip()]))


def test_a_text_that_cannot_be_described_is_kept_whole() -> None:
    page = f"شیئر کریں\n\n{ARTICLE.strip()}"
    [row] = undescribed(page).to_pylist()
    assert (row["text"], row["char_count"], row["language"]) == (page, len(page), "und")
    assert row["failed_questions"] == "description"
    assert row["title"] is row["word_count"] is row["published_on"] is None


@pytest.mark.parametrize(
    ("above", "agency"),
    [
        ("(اے پی پی)", "اے پی پی"),
        ("بی بی سی اردو", None),
        ("ماخذ: رائٹرز\nتاریخ: 7 مارچ 2026", "رائٹرز"),
        ("7 مارچ 2026", None),
        ("تحریر: نور خان", None),
    ],
)
def test_the_line_above_the_headline_may_credit_an_agency(above: str, agency: str | None) -> None:
    [row] = describe([f"{above}\n{ARTICLE.strip()}"]).to_pylist()
    assert (row["title"], row["agency"]) == ("شہر میں تیز بارش، اسکول بند", agency)


def test_a_headline_credits_no_agency() -> None:
    [row] = describe(["رائٹرز\n\nرائٹرز سے سب واقف ہیں اور سب اسے پڑھتے ہیں۔"]).to_pylist()
    assert (row["title"], row["agency"]) == ("رائٹرز", None)


def test_an_author_below_a_label_is_the_byline() -> None:
    report = "لوگ گھاٹ پر جمع ہوئے اور دیر تک کشتیوں کی راہ دیکھتے رہے۔"
    [row] = describe([f"بارش\n\nتحریر:\nنور خان\n\n{report}"]).to_pylist()
    assert (row["byline"], row["boilerplate"]) == ("نور خان", "تحریر:")


ADDRESS = "https://subh.example/khabar/7"


@pytest.mark.parametrize(
    ("page", "attributes", "url"),
    [
        (ARTICLE, None, None),
        (f"{ARTICLE}\n{ADDRESS}", None, ADDRESS),
        (ARTICLE, {"sidecar": {"canonical": ADDRESS, "source": "صبح"}}, ADDRESS),
        (ARTICLE, {"sidecar": {"URL": "javascript:alert(1)", "link": ADDRESS}}, ADDRESS),
        (ARTICLE, {"sidecar": {"url": ["a"], "source": f"{ADDRESS} (مدیر)"}}, None),
        (f"{ARTICLE}\n{ADDRESS}8", {"folders": {"url": ADDRESS}}, ADDRESS),
        (f"---\nurl: {ADDRESS}\n---\n{ARTICLE}", {"sidecar": {"url": f"{ADDRESS}8"}}, ADDRESS),
        (f"---\ntitle: خبر\nlead:\n- {ADDRESS}\n---\n{ARTICLE}", None, None),
    ],
)
def test_the_url_is_declared_or_on_a_line_of_its_own(
    page: str, attributes: dict[str, object] | None, url: str | None
) -> None:
    context = PageContext(json.dumps(attributes) if attributes else None)
    [row] = describe([page.strip()], [context]).to_pylist()
    assert row["url"] == url


def test_a_line_with_an_address_is_treated_as_it_was() -> None:
    body = ARTICLE.strip()
    for line in (f"ماخذ: {ADDRESS}", ADDRESS):
        [row] = describe([f"{body}\n\n{line}"]).to_pylist()
        assert line in (row["text"].split("\n") + (row["boilerplate"] or "").split("\n"))


def test_a_document_without_a_date_has_the_day_of_its_crawl_its_file_or_its_arrival() -> None:
    seen, modified = (datetime(2026, month, 7, tzinfo=UTC) for month in (3, 2))
    crawled = json.dumps({"sidecar": {"fetched_at": "2026-01-07T10:00:00Z"}})
    contexts = {
        "crawled": PageContext(crawled, seen, modified),
        "modified": PageContext(None, seen, modified),
        "seen": PageContext(None, seen),
    }
    undated = "نئی خبر\n\nلاہور میں آج بارش ہوئی۔"
    rows = describe([undated] * 3, list(contexts.values())).to_pylist()
    assert [row["dated_by"] for row in rows] == list(contexts)
    assert [row["dated_on"].isoformat() for row in rows] == [
        "2026-01-07",
        "2026-02-07",
        "2026-03-07",
    ]
    [row] = describe([f"7 March 2025\n{undated}"], [contexts["crawled"]]).to_pylist()
    assert (row["dated_on"], row["dated_by"]) == (row["published_on"], "published")
