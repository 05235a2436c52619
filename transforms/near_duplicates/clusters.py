"""This file puts documents that are one story into clusters, each named by its first document: its *leader*.

Documents are looked at in a fixed order, each compared with the leaders before it, so the result
does not depend on how many are looked at together, and a new document changes nothing for the ones
before it.
"""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from transforms.near_duplicates.similarity import (
    Comparable,
    Similarity,
    candidates,
    comparable,
    is_near_duplicate,
    is_related,
    similarity,
)

_MOST_RELATED = 10
# A text as it is compared takes some 200 kB.
_CACHED_TEXTS = 200


class Signed(NamedTuple):
    """A document with its band hashes, or those of them that others have; `number` says its place in the order."""

    number: int
    bands: Sequence[int]


class Relation(NamedTuple):
    """An earlier leader that a document is like, and how much."""

    leader: int
    measured: Similarity


class Placed(NamedTuple):
    """What was found of a document: its cluster, if it joins one, and the leaders it is merely related to."""

    number: int
    cluster: Relation | None
    related: tuple[Relation, ...]


def place(
    documents: Sequence[Signed],
    holders: MutableMapping[int, list[int]],
    text_of: Callable[[int], str],
) -> Iterator[Placed]:
    """Where each document belongs, in order; `holders` has the leaders of each band hash, and gets the new ones.

    >>> texts = ["مٹی کے دیے " * 3 + str(list(range(60))), "چاک گھمایا " * 3 + str(list(range(90, 199)))]
    >>> texts.append(texts[0] + " مزید خبریں")
    >>> from transforms.near_duplicates.minhash import bands
    >>> signed = [Signed(number, hashes) for number, hashes in enumerate(bands(texts))]
    >>> [placed.cluster and placed.cluster.leader for placed in place(signed, {}, texts.__getitem__)]
    [None, None, 0]
    """

    @lru_cache(_CACHED_TEXTS)
    def comparable_of(number: int) -> Comparable:
        return comparable(text_of(number))

    for document in documents:
        found = [
            (leader, similarity(comparable_of(document.number), comparable_of(leader)))
            for leader in candidates(document.bands, holders)
        ]
        placed = _placed(document, found, comparable_of)
        if placed.cluster is None:
            for each in document.bands:
                holders.setdefault(each, []).append(document.number)
        yield placed


def _placed(
    document: Signed,
    found: Sequence[tuple[int, Similarity]],
    comparable_of: Callable[[int], Comparable],
) -> Placed:
    """The cluster of the leader most like a document, by Jaccard, the earliest of equals; others may be related."""
    near, related = [], []
    for leader, measured in found:
        pair = comparable_of(document.number), comparable_of(leader)
        if is_near_duplicate(*pair, measured):
            near.append(Relation(leader, measured))
        elif is_related(*pair, measured):
            related.append(Relation(leader, measured))
    cluster = max(near, key=_likeness, default=None)
    related.sort(key=_likeness, reverse=True)
    return Placed(document.number, cluster, tuple(related[:_MOST_RELATED]))


def _likeness(relation: Relation) -> tuple[float, float, int]:
    return relation.measured.jaccard, relation.measured.containment, -relation.leader
