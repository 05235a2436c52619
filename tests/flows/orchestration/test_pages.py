"""Pages in Markdown: what strangers wrote is shown as it is, and bars are as long as counts."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.escapes import in_one_line
from flows.orchestration import pages

TEXTS = st.one_of(
    st.text(max_size=100),
    st.text("<>&|[]()*_`~#!\\:/ab1.-+\n \t\u202e", max_size=100),
)


def cells(markdown: str) -> list[str]:
    """The texts of the cells of a table, as a reader sees them; no cell has any markup."""
    found = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        for child in token.children or []:
            assert child.type in {"text", "text_special"}, child
        if token.type == "inline":
            found.append("".join(child.content for child in token.children or []))
    return found


@given(TEXTS)
def test_a_text_of_a_stranger_is_shown_as_it_is_in_its_own_cell(text: str) -> None:
    table = pages.table(
        "language", "documents", "for example", rows=[("ur", "1", pages.literal(text))]
    )
    expected = in_one_line(text).strip(" \t\u3000").strip()
    assert [each.strip() for each in cells(table)] == [
        "language",
        "documents",
        "for example",
        "ur",
        "1",
        expected,
    ]


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_longer_bar_is_a_larger_count(count: int, most: int) -> None:
    shorter, longer = pages.bar(count, most), pages.bar(count + most // 10 + 1, most)
    assert len(shorter) <= len(longer) <= 24
    assert bool(shorter) is (count > 0)


@given(TEXTS)
def test_a_text_of_a_stranger_is_one_item_of_a_list(text: str) -> None:
    (shown,) = cells(pages.quotes({"ur": text}))
    assert shown.split() == f"ur: {in_one_line(text)}".split()


def test_a_page_leaves_out_sections_that_say_nothing() -> None:
    empty = pages.bars("language", "documents", counts={})
    assert pages.page("0 new documents", empty, pages.table("files", "", rows=[])) == (
        "# 0 new documents"
    )
