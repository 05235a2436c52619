"""Declared metadata is read where it can be, and a reason says why where it cannot."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates.publication_date import declared_date
from transforms.page.declared_metadata import (
    MAX_SIDECAR_BYTES,
    declared_in,
    parse_declared,
    read_declared_metadata,
)


@given(st.text(max_size=40), st.binary(max_size=60) | st.none())
def test_declared_metadata_is_json_or_a_reason(path: str, sidecar: bytes | None) -> None:
    attributes = read_declared_metadata(path, sidecar)
    assert attributes is None or isinstance(json.loads(attributes), dict)
    assert (attributes is None) <= (sidecar is None)
    assert all(each.method in {"sidecar", "folders"} for each in declared_in(attributes))


@given(
    st.dictionaries(
        st.text(max_size=9), st.recursive(st.none() | st.integers() | st.text(max_size=9), st.lists)
    )
)
def test_a_sidecar_is_kept_as_it_is(block: dict[str, object]) -> None:
    attributes = read_declared_metadata("a.txt", json.dumps(block).encode())
    assert attributes is not None
    assert json.loads(attributes) == {"sidecar": block}


@pytest.mark.parametrize(
    ("sidecar", "reason"),
    [
        (b"[1]", "not a JSON object"),
        (b"{", "not JSON in UTF-8"),
        (b'{"a": "\xff"}', "not JSON in UTF-8"),
        (b"[" * 100_000, "longer than"),
        (b"[" * 50_000, "not JSON"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "nested more than 100 deep"),
        (b" " * (MAX_SIDECAR_BYTES + 1), "longer than 65,536 bytes"),
    ],
)
def test_a_sidecar_that_cannot_be_read_says_why(sidecar: bytes, reason: str) -> None:
    attributes = read_declared_metadata("a.txt", sidecar)
    assert attributes is not None
    assert json.loads(attributes)["sidecar_error"].startswith(reason)
    assert list(declared_in(attributes)) == []


def test_the_sidecar_comes_before_the_folders() -> None:
    attributes = read_declared_metadata("Date=2026-03-08/a.txt", b'{"Date": "2026-03-07"}')
    assert [(each.published, each.method) for each in declared_in(attributes)] == [
        ("2026-03-07", "sidecar"),
        ("2026-03-08", "folders"),
    ]


def test_folders_may_be_percent_encoded_as_partitions_are() -> None:
    attributes = read_declared_metadata("title=%D8%AE%D8%A8%D8%B1/a.txt", None)
    assert [each.title for each in declared_in(attributes)] == ["خبر"]


def test_a_declared_title_is_read_without_its_escapes() -> None:
    attributes = read_declared_metadata("a.txt", b'{"title": "R&amp;D, Zo&euml; &#1582;"}')
    assert [each.title for each in declared_in(attributes)] == ["R&D, Zoë خ"]


@pytest.mark.parametrize("path", ["a=b.txt", "2026/03/a.txt", "=x/a.txt", "a b=c/x.txt"])
def test_other_folders_and_file_names_declare_nothing(path: str) -> None:
    assert read_declared_metadata(path, None) is None


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2026-03-07", date(2026, 3, 7)),
        ("20260307", date(2026, 3, 7)),
        ("2026-03-07T23:30:00Z", date(2026, 3, 7)),
        ("2026-03-07 10:15", date(2026, 3, 7)),
        ("March 7, 2026", date(2026, 3, 7)),
        ("۷ مارچ ۲۰۲۶", date(2026, 3, 7)),
        ("Sat, 07 Mar 2026 06:17:00 GMT", date(2026, 3, 7)),
        ("yesterday", None),
        ("03/07/2026", None),
        ("", None),
        ("9999-99-99", None),
    ],
)
def test_a_declared_date_is_read_as_people_and_programs_write_it(
    published: str, expected: date | None
) -> None:
    assert declared_date(published, "sidecar").published_on == expected


@given(
    st.dictionaries(
        st.sampled_from(["date", "title", "author", "crawled_at", "year"]),
        st.integers() | st.text(),
    )
)
def test_values_of_any_kind_declare_something_or_nothing(block: dict[str, object]) -> None:
    found = parse_declared(block, "sidecar")
    assert found.title is None or isinstance(found.title, str)
    declared_date(found.published, found.method)
    declared_date(found.crawled, found.method)


@pytest.mark.parametrize(
    ("size", "key"), [(64 * 1024, "sidecar"), (64 * 1024 + 1, "sidecar_error")]
)
def test_a_sidecar_has_64_kb_at_most(size: int, key: str) -> None:
    attributes = read_declared_metadata("a.txt", b'{"title": "a"}'.ljust(size))
    assert attributes is not None
    assert list(json.loads(attributes)) == [key]


@pytest.mark.parametrize(("depth", "key"), [(100, "sidecar"), (101, "sidecar_error")])
@pytest.mark.parametrize("level", ['{"a":%s}', '{"a":[%s]}'])
def test_a_sidecar_is_nested_a_hundred_deep_at_most(level: str, depth: int, key: str) -> None:
    nested = '{"a":1}'
    levels = level.count("[") + 1
    for _ in range((depth - 1) // levels):
        nested = level % nested
    if (depth - 1) % levels:
        nested = f'{{"a":{nested}}}'
    attributes = read_declared_metadata("a.txt", nested.encode())
    assert attributes is not None
    assert list(json.loads(attributes)) == [key]


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("9" * 1_000, int("9" * 1_000)),
        ("9" * 1_001, None),
        ("9" * 5_000, None),
        ("1.5", 1.5),
        ("1e999", None),
        ("-1e999", None),
        ("NaN", None),
    ],
)
def test_a_number_that_databases_refuse_is_null_and_the_rest_is_kept(
    number: str, kept: float | None
) -> None:
    attributes = read_declared_metadata("a.txt", f'{{"year": {number}, "title": "خبر"}}'.encode())
    assert attributes is not None
    assert json.loads(attributes) == {"sidecar": {"year": kept, "title": "خبر"}}
    assert [each.title for each in declared_in(attributes)] == ["خبر"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("\\ud83c\\udf27 بارش", "🌧 بارش"),
        ("\\ud83c بارش", "\ufffd بارش"),
        ("\\udf27", "\ufffd"),
        ("a\\u0000b\\u001b[31m\\u009b\\u202ec\\ufeff", "ab[31mc"),
        ("\\u0627\\u0653 \\n\\u2028 x", "آ x"),
        ("\\u200b", None),
    ],
)
def test_what_is_declared_is_normalized_as_text_is(written: str, title: str | None) -> None:
    sidecar = f'{{"title": "{written}", "author": "{written}"}}'
    attributes = read_declared_metadata("a.txt", sidecar.encode())
    assert attributes is not None
    assert "\ud83c" not in attributes
    assert [(each.title, each.byline) for each in declared_in(attributes)] == [(title, title)]


@given(st.text(st.sampled_from("a/=%\ud83c\udf27\udc80\n0FfcC"), max_size=30))
def test_what_folders_declare_can_be_written(path: str) -> None:
    attributes = read_declared_metadata(f"title=%00{path}/a.txt", None)
    assert attributes is not None
    assert "\ud83c" not in attributes


@pytest.mark.parametrize(("length", "kept"), [(1_000, 1_000), (1_001, 1_000), (60_000, 1_000)])
def test_a_declared_title_or_byline_has_1000_characters_at_most(length: int, kept: int) -> None:
    found = parse_declared({"title": "ا" * length, "author": "ب" * length}, "sidecar")
    assert (found.title, found.byline) == ("ا" * kept, "ب" * kept)


def test_the_first_name_with_a_text_declares() -> None:
    block = {"title": "", "headline": "خبر", "author": {"name": "a"}, "creator": "سعدیہ"}
    found = parse_declared(block, "sidecar")
    assert (found.title, found.byline, found.method) == ("خبر", "سعدیہ", "sidecar")


@pytest.mark.parametrize(("length", "is_key"), [(61, True), (62, False)])
def test_the_key_of_a_folder_has_61_characters_at_most(length: int, is_key: bool) -> None:
    attributes = read_declared_metadata(f"{'k' * length}=value/a.txt", None)
    assert (attributes is not None) == is_key


@pytest.mark.parametrize(("year", "published"), [("2026", "2026-03-07"), ("20260", None)])
def test_a_part_of_a_date_has_four_digits_at_most(year: str, published: str | None) -> None:
    found = parse_declared({"year": year, "month": "3", "day": "7"}, "folders")
    assert found.published == published
