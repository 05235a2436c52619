"""A document joins the first of the most similar leaders; others are related at most."""

from random import Random

import pytest

from tests.sentences import SENTENCES
from transforms.near_duplicates.clusters import (
    Match,
    SignedDocument,
    _first_of_the_most_similar,
    assign_clusters,
)
from transforms.near_duplicates.similarity import Similarity

_WORDS = SENTENCES["ur"].split()


def story(number: int) -> list[str]:
    """The words of a report that no other number has."""
    return Random(number).choices(_WORDS, k=120)  # noqa: S311 - texts, not secrets


def text(words: list[str]) -> str:
    return " ".join(words)


def assign(*texts: str) -> list[tuple[int | None, list[int]]]:
    """The leader that each text joins, and those it is related to; every text is a candidate."""
    signed = [SignedDocument(number, [1, 2]) for number in range(len(texts))]
    return [
        (found.cluster and found.cluster.leader, [match.leader for match in found.related])
        for found in assign_clusters(signed, {}, texts.__getitem__)
    ]


def test_a_document_joins_the_most_similar_leader() -> None:
    first = story(0)
    longer = first + story(1)[:70]
    assert assign(text(first), text(story(2)), text(longer)) == [(None, []), (None, []), (0, [])]
    shorter = first[:60] + story(3)[:60]
    assert assign(text(shorter), text(first), text(first[:-5]))[2][0] == 1


def letters(alphabet: str, length: int) -> str:
    return "".join(Random(1).choices(alphabet, k=length))  # noqa: S311 - texts, not secrets


def test_a_document_joins_the_first_of_equally_similar_leaders() -> None:
    shared = letters("ابپتٹ", 300)
    one, other = letters("سشصضط", 110) + shared, letters("کگلمن", 110) + shared
    assert assign(one, other, shared) == [(None, []), (None, [0]), (0, [])]
    assert assign(other, one, shared) == [(None, []), (None, [0]), (0, [])]


@pytest.mark.parametrize(("less", "leader"), [(0.09, 0), (0.1, 1)])
def test_of_leaders_that_are_about_as_similar_a_document_joins_the_first(
    less: float, leader: int
) -> None:
    near = [Match(0, Similarity(1.0, 0.75 - less)), Match(1, Similarity(1.0, 0.75))]
    assert _first_of_the_most_similar(near) == near[leader]
    assert _first_of_the_most_similar(near[::-1]) == near[leader]


def test_a_document_that_joined_a_cluster_leads_none() -> None:
    words = story(0)
    assert assign(text(words), text(words[:-5]), text(words[:-10])) == [
        (None, []),
        (0, []),
        (0, []),
    ]


@pytest.mark.parametrize(("leader_count", "related_count"), [(10, 10), (11, 10)])
def test_a_document_is_related_to_ten_leaders_at_most(
    leader_count: int, related_count: int
) -> None:
    shared = story(0)[:60]
    texts = [text(shared + story(number)) for number in range(1, leader_count + 1)]
    *_, (cluster, related) = assign(*texts, text(shared + story(99)))
    assert cluster is None
    assert len(related) == related_count
