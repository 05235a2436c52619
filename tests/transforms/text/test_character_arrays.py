"""Texts laid out as one array keep their order, their positions and their characters."""

from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.kernel import needs_kernel
from transforms.text.character_arrays import CharacterArray, chunk_texts, map_texts

_TEXTS = st.lists(st.text("ab خ\n𝐍\ud800", max_size=6), max_size=8)


def _cut_texts(found: CharacterArray) -> list[str]:
    """The texts, cut out of what was laid out."""
    assert found.code_units.tolist() == list(map(ord, found.text))
    line_ends = found.line_ends.tolist()
    assert all(found.text[position] == "\n" for position in line_ends)
    return [found.text[start + 1 : end] for start, end in pairwise(line_ends)]


@needs_kernel
@given(_TEXTS)
def test_each_text_is_found_where_the_ends_say_and_the_rule_is_asked_about_the_others(
    texts: list[str],
) -> None:
    found = map_texts(
        texts,
        lambda laid_out: [("found", text) for text in _cut_texts(laid_out)],
        lambda text: ("asked", text),
        lambda parts: next(iter(parts)),
    )
    assert found == [
        ("asked" if max(text, default="") > "\uffff" else "found", text) for text in texts
    ]


@needs_kernel
@given(st.lists(st.integers(0, 60_000).map("x".__mul__), max_size=8).map("\n".join))
def test_a_long_text_is_answered_in_blocks_of_whole_lines(text: str) -> None:
    (blocks,) = map_texts(
        [text],
        lambda laid_out: [_cut_texts(laid_out)],
        lambda text: [text],
        lambda parts: [*chain.from_iterable(parts)],
    )
    assert "\n".join(blocks) == text
    assert len(blocks) == 1 or all(len(block) >= 50_000 for block in blocks[:-1])
    assert all("\n" not in block[50_000:] for block in blocks[:-1])


@given(st.lists(st.integers(0, 60_000).map("x".__mul__), max_size=8))
def test_chunks_are_all_of_the_texts_in_order_and_as_few_as_can_be(texts: list[str]) -> None:
    found = list(chunk_texts(texts))
    assert [text for chunk in found for text in chunk] == texts
    assert all(chunk and (len(chunk) == 1 or sum(map(len, chunk)) <= 50_000) for chunk in found)
    assert all(
        sum(map(len, chunk)) + len(following[0]) > 50_000 for chunk, following in pairwise(found)
    )
