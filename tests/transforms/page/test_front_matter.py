"""Front matter is a YAML mapping between two lines of dashes; anything else is text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates.publication_date import declared_date
from transforms.page.front_matter import read_front_matter


def block_of(length: int) -> str:
    """A page whose front matter has so many characters, its fences included."""
    start, end = "---\ntitle: ", "\n---\n"
    return start + "a" * (length - len(start) - len(end)) + end


@pytest.mark.parametrize(("length", "is_read"), [(5_000, True), (5_001, False)])
def test_front_matter_has_5000_characters_at_most(length: int, is_read: bool) -> None:
    found = read_front_matter(block_of(length) + "خبر")
    assert (found is not None) == is_read
    assert found is None or found.end == length


@pytest.mark.parametrize(
    "text",
    [
        "خبر",
        "---\ntitle: a\n",
        "---\n- a\n- b\n---\n",
        "---\na: [\n---\n",
        "---\nآج صبح بارش ہوئی۔\n---\n",
        "title: a\n---\nخبر",
        " ---\ntitle: a\n---\n",
    ],
)
def test_anything_but_a_mapping_between_fences_is_text(text: str) -> None:
    assert read_front_matter(text) is None


def test_names_may_have_capitals() -> None:
    found = read_front_matter("---\nTitle: خبر\nDate: 2026-03-07\n---\nمتن")
    assert found is not None
    assert found.declared[:2] == ("خبر", "2026-03-07")


@given(st.text(st.sampled_from("a: \n-"), max_size=30))
def test_the_text_begins_after_the_second_fence(text: str) -> None:
    page = f"---\n{text}\n---\nخبر"
    found = read_front_matter(page)
    assert found is None or page[: found.end].endswith("\n---\n")


# As sites and their generators write it.
GENERATED = {
    "Jekyll": """
layout: post
title:  "Rain: the bridge is open"
date:   2026-03-07 10:15:42 +0530
categories: [news, weather]
author: سعدیہ
""",
    "Hugo": """
title: 'Rain: the bridge is open'
date: 2026-03-07T10:15:42+05:30
draft: false
tags:
- rain
- bridges
menu:
  main: {weight: 10, parent: news}
author: سعدیہ
""",
    "JSON": """
{"title": "Rain: the bridge is open", "tags": ["a", {"b": [1]}],
 "date": "2026-03-07T10:15:42+05:30", "author": "\\u0633\\u0639\\u062f\\u06cc\\u06c1"}
""",
    "blocks": """
title: >-
  Rain:
  the bridge is open
summary: |
  # A title
  title: of something else
date: !!timestamp 2026-03-07T10:15:42+05:30
author: &who سعدیہ
editor: *who
image: {title: A bridge, author: *who}
? [a, b]
: c
# author: nobody
""",
}


@pytest.mark.parametrize("block", GENERATED.values(), ids=list(GENERATED))
def test_front_matter_is_read_as_generators_write_it(block: str) -> None:
    found = read_front_matter(f"---{block}---\nمتن")
    assert found is not None
    assert found.declared.title == "Rain: the bridge is open"
    assert found.declared.byline == "سعدیہ"
    assert declared_date(found.declared.published, "front_matter").published_at == datetime(
        2026, 3, 7, 4, 45, 42, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"\\ud83c\\udf27 Rain"', "🌧 Rain"),
        ('"\\ud83c Rain"', "\ufffd Rain"),
        ('"a\\0b\\e[31m\\x9b\\u202e"', "ab[31m"),
        ("1984", "1984"),
        ("yes", "yes"),
        ("!!bool maybe", "maybe"),
        ("!!int ''", None),
        ("!!timestamp foo", "foo"),
        ("0x" + "f" * 4_800, "0x" + "f" * 998),
        ("~", None),
        ("null", None),
        ("", None),
        ('"~"', "~"),
        ("[a, b]", None),
        ("{a: b}", None),
        ("*nothing", None),
    ],
)
def test_a_value_is_the_text_of_its_scalar(written: str, title: str | None) -> None:
    found = read_front_matter(f"---\ntitle: {written}\nauthor: سعدیہ\n---\nمتن")
    assert found is not None
    assert (found.declared.title, found.declared.byline) == (title, "سعدیہ")


@pytest.mark.parametrize(
    "block", ['title: "\\UFFFFFFFF"', 'title: "\\U00110000"', "a: b\n...\n--- c", "a: b: c"]
)
def test_what_is_not_well_formed_is_text(block: str) -> None:
    assert read_front_matter(f"---\n{block}\n---\nمتن") is None


def test_the_last_of_two_equal_names_counts() -> None:
    found = read_front_matter("---\ntitle: a\nTitle: b\n---\nمتن")
    assert found is not None
    assert found.declared.title == "b"


@pytest.mark.parametrize(("count", "is_read"), [(100, True), (101, False)])
@pytest.mark.parametrize("brackets", ["[]", "{}"])
def test_front_matter_opens_a_hundred_brackets_at_most(
    brackets: str, count: int, is_read: bool
) -> None:
    listed = ", ".join([brackets] * (count - 1))
    found = read_front_matter(f"---\ntitle: خبر\nlist: [{listed}]\n---\nمتن")
    assert (found is not None) == is_read


def merging(levels: int) -> str:
    """Mappings of which each merges nine of the one before: nine times larger at each level."""
    merged = [
        f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}"
        for level in range(1, levels)
    ]
    return "\n".join(["title: خبر", "a0: &a0 {x: 1}", *merged])


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "block",
    [
        merging(40),
        "a: " + "[" * 4_900,
        "a: " + "[" * 100 + "a:," * 1_500 + "]" * 100,
        "- " * 2_400,
        "? " * 2_400,
        "\n".join(f"{' ' * depth}a:" for depth in range(95)),
        "a: [" + "b," * 2_400 + "]",
        '"a": "' + "\\n" * 2_400 + '"',
    ],
    ids=lambda block: block[:12],
)
def test_hostile_front_matter_takes_no_longer_than_its_length(block: str) -> None:
    for _ in range(20):
        read_front_matter(f"---\n{block[:4_980]}\n---\nمتن")


def test_mappings_that_merge_others_cost_nothing_and_lose_nothing() -> None:
    found = read_front_matter(f"---\n{merging(40)}\n---\nمتن")
    assert found is not None
    assert found.declared.title == "خبر"
