"""Ordered tables of named rules: the first rule that applies to a case gives the answer."""

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

Case = TypeVar("Case")
Answer = TypeVar("Answer")


class Rule(NamedTuple, Generic[Case, Answer]):
    """A row of a rule table. `example` is a text to which this rule applies first."""

    name: str
    applies: Callable[[Case], bool]
    answer: Answer
    example: str


def first_rule(rules: Sequence[Rule[Case, Answer]], case: Case) -> Rule[Case, Answer] | None:
    """Return the first rule that applies to a case, or None.

    >>> rules = (Rule("digits", str.isdigit, 1, "12"), Rule("letters", str.isalpha, 2, "ab"))
    >>> first_rule(rules, "ab").name, first_rule(rules, "-")
    ('letters', None)
    """
    for rule in rules:
        if rule.applies(case):
            return rule
    return None
