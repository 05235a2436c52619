"""This file puts documents that are one story into clusters, each named by its first document: its *leader*.

Documents are looked at in a fixed order, each compared with the leaders before it, so the result
does not depend on how many are looked at together, and a new document changes nothing for the ones
before it.
"""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from transforms.near_duplicates.similarity import (
    ShingledText,
    Similarity,
    candidates,
    is_near_duplicate,
    is_related,
    measure_similarity,
    shingle_text,
)

_MOST_RELATED = 10
# A text as it is compared takes some 200 kB.
_CACHED_TEXTS = 200


class SignedDocument(NamedTuple):
    """A document with its band hashes, or those of them that others have; `number` says its place in the order."""

    number: int
    band_hashes: Sequence[int]


class Match(NamedTuple):
    """An earlier leader that a document is like, and how much."""

    leader: int
    similarity: Similarity


class ClusterAssignment(NamedTuple):
    """What was found of a document: its cluster, if it joins one, and the leaders it is merely related to."""

    number: int
    cluster: Match | None
    related: tuple[Match, ...]


def assign_clusters(
    documents: Sequence[SignedDocument],
    buckets: MutableMapping[int, list[int]],
    text_of: Callable[[int], str],
) -> Iterator[ClusterAssignment]:
    """Where each document belongs, in order; `buckets` has the leaders of each band hash, and gets the new ones.

    >>> texts = ["مٹی کے دیے " * 3 + str(list(range(60))), "چاک گھمایا " * 3 + str(list(range(90, 199)))]
    >>> texts.append(texts[0] + " مزید خبریں")
    >>> from transforms.near_duplicates.minhash import band_hashes
    >>> signed = [SignedDocument(number, hashes) for number, hashes in enumerate(band_hashes(texts))]
    >>> [placed.cluster and placed.cluster.leader for placed in assign_clusters(signed, {}, texts.__getitem__)]
    [None, None, 0]
    """

    @lru_cache(_CACHED_TEXTS)
    def shingled(number: int) -> ShingledText:
        return shingle_text(text_of(number))

    for document in documents:
        found = [
            (leader, measure_similarity(shingled(document.number), shingled(leader)))
            for leader in candidates(document.band_hashes, buckets)
        ]
        placed = _placed(document, found, shingled)
        if placed.cluster is None:
            for each in document.band_hashes:
                buckets.setdefault(each, []).append(document.number)
        yield placed


def _placed(
    document: SignedDocument,
    found: Sequence[tuple[int, Similarity]],
    shingled: Callable[[int], ShingledText],
) -> ClusterAssignment:
    """The cluster of the leader most like a document, by Jaccard, the earliest of equals; others may be related."""
    near, related = [], []
    for leader, measured in found:
        pair = shingled(document.number), shingled(leader)
        if is_near_duplicate(*pair, measured):
            near.append(Match(leader, measured))
        elif is_related(*pair, measured):
            related.append(Match(leader, measured))
    cluster = max(near, key=_likeness, default=None)
    related.sort(key=_likeness, reverse=True)
    return ClusterAssignment(document.number, cluster, tuple(related[:_MOST_RELATED]))


def _likeness(relation: Match) -> tuple[float, float, int]:
    return relation.similarity.jaccard, relation.similarity.containment, -relation.leader
