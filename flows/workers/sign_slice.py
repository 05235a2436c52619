"""Compute the band hashes of the texts of a slice, in a worker."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple, Self

import pyarrow as pa

from flows.workers.limits import Limits, within
from flows.workers.slices import halves_of, together_or_alone
from transforms.failures import FAILURES_TYPE, Failure, Guard
from transforms.near_duplicates.minhash import band_hashes
from warehouse.storage.staging import Staged

_QUESTION = "near_duplicates"


class SignJob(NamedTuple):
    """Texts, and the file for their band hashes."""

    texts: Staged
    rows: Sequence[int]
    first_number: int
    target: Staged
    limits: Limits

    def halves(self) -> list[Self]:
        """Return the same work as two jobs; none where there is one text."""
        halves = halves_of(self.rows, self.target)
        return [self._replace(rows=rows, target=target) for rows, target in halves]

    def give_up(self, reason: str) -> Staged:
        """Leave the one text of this job without band hashes: it is like no other."""
        [row] = self.rows
        failed = _unsigned(self.first_number + row, Failure(_QUESTION, reason, ""))
        return self.target.write_table(failed)


class _Text(NamedTuple):
    number: int
    text: str


def sign_slice(job: SignJob) -> Staged:
    """Compute the band hashes of some texts.

    Leaves a row for each: `number`, from the job's first on, and `band_hash`. A text that fails has
    one row, without a hash, and its `failures`.
    """
    column = job.texts.read_table()["text"].take(pa.array(job.rows, pa.int64()))
    numbers = [job.first_number + row for row in job.rows]
    texts = list(map(_Text, numbers, column.to_pylist()))
    signed = together_or_alone(texts, _sign, lambda text: _sign_alone(text, job.limits), job.limits)
    return job.target.write_table(signed)


def _sign(texts: Sequence[_Text]) -> pa.Table:
    hashes = band_hashes([each.text for each in texts])
    numbers = [each.number for each, row in zip(texts, hashes, strict=True) for _ in row]
    return _table(numbers, list(chain.from_iterable(hashes)), [None] * len(numbers))


def _sign_alone(text: _Text, limits: Limits) -> pa.Table:
    guard = Guard()
    no_rows: pa.Table | None = None
    with within(limits):
        signed = guard.ask(_QUESTION, lambda: _sign([text]), no_rows)
    return _unsigned(text.number, guard.failures[0]) if signed is None else signed


def _unsigned(number: int, failure: Failure) -> pa.Table:
    return _table([number], [None], [[failure._asdict()]])


def _table(
    numbers: Sequence[int],
    hashes: Sequence[int | None],
    failures: Sequence[Sequence[dict[str, str]] | None],
) -> pa.Table:
    return pa.table(
        {
            "number": pa.array(numbers, pa.int64()),
            "band_hash": pa.array(hashes, pa.int64()),
            "failures": pa.array(failures, FAILURES_TYPE),
        }
    )
