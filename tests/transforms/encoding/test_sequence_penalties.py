"""Sequences that no orthography has cost bits; each rule has its example."""

import pytest

from transforms.encoding.sequence_penalties import SYMBOL_RULES, Rule, penalty, symbol_rule


@pytest.mark.parametrize("rule", SYMBOL_RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_symbol_rule_falls_to_it(rule: Rule) -> None:
    assert symbol_rule(*rule.example) == rule
    assert penalty(rule.example) == rule.bits


@pytest.mark.parametrize("window", ["a’b", " «a", "a» ", "5€ ", " ’9", "(“a", "a\u200cb"])
def test_symbols_that_orthographies_have_fall_to_no_rule(window: str) -> None:
    assert symbol_rule(*window) is None
    assert penalty(window) == 0


@pytest.mark.parametrize(
    ("window", "bits"),
    [
        ("dл ", 12),
        ("млн", 0),
        (" лd", 12),
        ("aの ", 3),
        ("の漢字", 0),
        ("nÉe", 8),
        (" éa", 0),
        ("aéA", 8),
        ("5é5", 8),
        ("5éa", 0),
        ("5µm", 0),
    ],
)
def test_letters_cost_for_another_script_a_capital_and_digits_around_them(
    window: str, bits: float
) -> None:
    assert penalty(window) == bits
