"""UTF-8 that was read wrongly is told from accidents by counts and costs."""

import pytest

from transforms.encoding import mojibake_utf8
from transforms.encoding.mojibake_utf8 import (
    TextCost,
    _cheapest,
    _decode_torn_utf8,
    _is_likely,
    repair_in_part,
    reread_as_utf8,
    text_cost,
)
from transforms.encoding.utf import Reading


def test_four_whole_characters_outweigh_a_torn_end() -> None:
    assert _decode_torn_utf8(b"\x80" + "мост".encode()) == Reading("\ufffdмост", "utf-8", 1.0, 1)
    assert _decode_torn_utf8(b"\x80" + "мос".encode()) is None


def test_six_different_characters_are_no_accident_though_one_is_rare() -> None:
    assert _is_likely("абвгд\u0250", "абвгд")
    assert not _is_likely("абвг\u0250", "абвг")
    assert _is_likely("абвг", "абвг")


def test_an_unassigned_character_costs_thirty_bits_more_than_a_symbol() -> None:
    assert text_cost("\u0378").bits - text_cost("☃").bits == 30


@pytest.mark.parametrize(("likeliest_bits", "cheapest"), [(10.0, 0), (10.1, 1)])
def test_the_likelier_mistake_may_cost_three_bits_more(
    monkeypatch: pytest.MonkeyPatch, likeliest_bits: float, cheapest: int
) -> None:
    bits = {"likeliest": likeliest_bits, "other": 7.0}
    monkeypatch.setattr(mojibake_utf8, "text_cost", lambda text: TextCost(1, bits[text]))
    meanings = [(Reading(text, "utf-8", 1.0), "windows-1252") for text in bits]
    assert _cheapest(meanings) == meanings[cheapest]


def test_a_run_of_which_half_is_rare_is_left_as_it_is() -> None:
    assert repair_in_part("a Ã©É\x90", "windows-1252") == "a Ã©É\x90"
    assert repair_in_part("a Ã©Ã©É\x90", "windows-1252") == "a éé\u0250"


@pytest.mark.parametrize("text", ["", "a", "é", "\ufffd"])
def test_a_text_of_a_character_or_none_is_no_utf8_read_wrongly(text: str) -> None:
    assert reread_as_utf8(text) is None


@pytest.mark.parametrize(
    ("others", "is_read"), [("Ã¼", False), ("Ã¼" * 4, False), ("Ã¼" * 5, True)]
)
def test_a_word_that_looks_like_mojibake_needs_three_times_as_much_that_is(
    others: str, *, is_read: bool
) -> None:
    # Three characters of `é…”`, and two for each letter.
    assert (reread_as_utf8(f"né…” {others}") is not None) == is_read
