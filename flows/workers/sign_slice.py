"""Compute the band hashes of the texts of a slice, in a worker."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import pyarrow as pa

from flows.workers.limits import Limits, within
from flows.workers.slices import halves_of, together_or_alone
from transforms.failures import FAILURES_TYPE, Failure, Guard
from transforms.near_duplicates.minhash import band_hashes
from transforms.schemas import BAND_HASHES_TYPE
from warehouse.storage.staging import Staged

_QUESTION = "near_duplicates"


class SignJob(NamedTuple):
    """Texts, and the file for their band hashes."""

    texts: Staged
    rows: Sequence[int]
    target: Staged
    limits: Limits

    def halves(self) -> list[Self]:
        """Return the same work as two jobs; none where there is one text."""
        halves = halves_of(self.rows, self.target)
        return [self._replace(rows=rows, target=target) for rows, target in halves]

    def give_up(self, reason: str) -> Staged:
        """Leave the one text of this job without band hashes: it is like no other."""
        return self.target.write_table(_unsigned(Failure(_QUESTION, reason, "")))


def sign_slice(job: SignJob) -> Staged:
    """Compute the band hashes of some texts.

    Leaves a row for each, in order: its `band_hashes`, or else its `failures`.
    """
    column = job.texts.read_table()["text"].take(pa.array(job.rows, pa.int64()))
    texts: list[str] = column.to_pylist()
    signed = together_or_alone(texts, _sign, lambda text: _sign_alone(text, job.limits), job.limits)
    return job.target.write_table(signed)


def no_signatures() -> pa.Table:
    """Return what `sign_slice` leaves for no text."""
    return _table([], [])


def signed_together(texts: Sequence[str], limits: Limits) -> pa.Array:
    """Return the band hashes of some texts; all are null where one of them fails.

    `sign_slice` then finds that text.
    """
    guard = Guard()
    none = pa.nulls(len(texts), BAND_HASHES_TYPE)
    with within(limits):
        return guard.ask(_QUESTION, lambda: pa.array(band_hashes(texts), BAND_HASHES_TYPE), none)


def _sign(texts: Sequence[str]) -> pa.Table:
    return _table(band_hashes(texts), [None] * len(texts))


def _sign_alone(text: str, limits: Limits) -> pa.Table:
    guard = Guard()
    no_rows: pa.Table | None = None
    with within(limits):
        signed = guard.ask(_QUESTION, lambda: _sign([text]), no_rows)
    return _unsigned(guard.failures[0]) if signed is None else signed


def _unsigned(failure: Failure) -> pa.Table:
    return _table([None], [[failure._asdict()]])


def _table(
    hashes: Sequence[Sequence[int] | None], failures: Sequence[Sequence[dict[str, str]] | None]
) -> pa.Table:
    return pa.table(
        {
            "band_hashes": pa.array(hashes, BAND_HASHES_TYPE),
            "failures": pa.array(failures, FAILURES_TYPE),
        }
    )
