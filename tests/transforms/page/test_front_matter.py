"""Front matter is a YAML mapping between two lines of dashes; anything else is text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert found.declared[:2] == ("خبر", date(2026, 3, 7))


@given(st.text(st.sampled_from("a: \n-"), max_size=30))
def test_the_text_begins_after_the_second_fence(text: str) -> None:
    page = f"---\n{text}\n---\nخبر"
    found = read_front_matter(page)
    assert found is None or page[: found.end].endswith("\n---\n")
