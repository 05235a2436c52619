"""Put documents that are one story into clusters, each named by its first document: its *leader*.

Documents are compared in a fixed order, each with the leaders before it. So the result does not
depend on how many are compared together, and a new document changes nothing for earlier ones.
"""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from transforms.failures import Failure, Guard
from transforms.near_duplicates.similarity import (
    ShingledText,
    Similarity,
    candidates,
    is_near_duplicate,
    is_related,
    measure_similarity,
    shingle_text,
)

_MAX_RELATED = 10
# In Jaccard similarity.
_MAX_LESS_SIMILAR = 0.1
# The shingles of a text take some 200 kB.
_CACHED_TEXTS = 200


class SignedDocument(NamedTuple):
    """A document with its band hashes."""

    # Its position in the order of comparison.
    number: int
    # All of them, or only those that other documents have.
    band_hashes: Sequence[int]


class Match(NamedTuple):
    """A leader that a document is similar to."""

    leader: int
    similarity: Similarity


class ClusterAssignment(NamedTuple):
    """The cluster that a document joins, if any, and the leaders that it is only related to."""

    number: int
    cluster: Match | None
    # The most similar first.
    related: tuple[Match, ...]
    # Of the comparisons whose rule raised an exception: they found nothing.
    failures: tuple[Failure, ...] = ()


def assign_clusters(
    documents: Sequence[SignedDocument],
    buckets: MutableMapping[int, list[int]],
    text_of: Callable[[int], str],
) -> Iterator[ClusterAssignment]:
    """Yield the cluster of each document, in order.

    `buckets` has the leaders of each band hash; new leaders are added to it. `text_of` returns the
    text of a document by its number.

    >>> from transforms.near_duplicates.minhash import band_hashes
    >>> texts = ["مٹی کے دیے " + str(list(range(60))), "چاک گھمایا " + str(list(range(90, 199)))]
    >>> texts.append(texts[0] + " مزید خبریں")
    >>> signed = list(map(SignedDocument, range(3), band_hashes(texts)))
    >>> found = assign_clusters(signed, {}, texts.__getitem__)
    >>> [assigned.cluster and assigned.cluster.leader for assigned in found]
    [None, None, 0]
    """

    @lru_cache(_CACHED_TEXTS)
    def shingled(number: int) -> ShingledText:
        return shingle_text(text_of(number))

    for document in documents:
        leaders = candidates(document.band_hashes, buckets)
        assigned = _assign(document.number, leaders, shingled)
        if assigned.cluster is None:
            for band_hash in document.band_hashes:
                buckets.setdefault(band_hash, []).append(document.number)
        yield assigned


def _assign(
    number: int, leaders: Sequence[int], shingled: Callable[[int], ShingledText]
) -> ClusterAssignment:
    """Compare a document with some leaders: it joins the first of the most similar ones."""
    near: list[Match] = []
    related: list[Match] = []
    guard = Guard()
    for leader in leaders:
        relation = partial(_relation, number, leader, shingled)
        match, is_near = guard.ask("near_duplicates", relation, _NO_RELATION)
        if match:
            (near if is_near else related).append(match)
    cluster = _first_of_the_most_similar(near)
    related.sort(key=_rank, reverse=True)
    return ClusterAssignment(number, cluster, tuple(related[:_MAX_RELATED]), tuple(guard.failures))


def _first_of_the_most_similar(near: Sequence[Match]) -> Match | None:
    """Return the first of the leaders that are about as similar as the most similar one.

    Of two copies of a story with two leaders, one would be more like this leader, one like that.
    """
    best = max((match.similarity.jaccard for match in near), default=0.0)
    alike = (match for match in near if match.similarity.jaccard > best - _MAX_LESS_SIMILAR)
    return min(alike, key=lambda match: match.leader, default=None)


class _Relation(NamedTuple):
    """A match, and whether it is a near-duplicate or only related; null for neither."""

    match: Match | None
    is_near: bool


_NO_RELATION = _Relation(None, is_near=False)


def _relation(number: int, leader: int, shingled: Callable[[int], ShingledText]) -> _Relation:
    """Compare a document with a leader."""
    pair = shingled(number), shingled(leader)
    match = Match(leader, measure_similarity(*pair))
    if is_near_duplicate(*pair, match.similarity):
        return _Relation(match, is_near=True)
    if is_related(*pair, match.similarity):
        return _Relation(match, is_near=False)
    return _NO_RELATION


def _rank(match: Match) -> tuple[float, float, int]:
    """Order matches by Jaccard, then by containment; of equal ones the earliest leader is first."""
    return match.similarity.jaccard, match.similarity.containment, -match.leader
