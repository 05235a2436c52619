"""The search by the rarest letter finds the same phrases as a look for each."""

from hypothesis import given
from hypothesis import strategies as st

from tests.lines import LINES
from transforms.gazetteer.phrases import AGENCY_WORDS
from transforms.gazetteer.rarest_letter import has_any_of


@given(LINES, st.sets(st.sampled_from(AGENCY_WORDS.split("|")), min_size=1))
def test_a_text_matches_if_it_has_a_phrase(line: str, phrases: set[str]) -> None:
    assert (has_any_of(phrases).search(line) is not None) == any(one in line for one in phrases)


@given(st.text("ab"), st.sets(st.text("ab", min_size=1), min_size=1))
def test_phrases_that_overlap_are_found(text: str, phrases: set[str]) -> None:
    assert (has_any_of(phrases).search(text) is not None) == any(one in text for one in phrases)
