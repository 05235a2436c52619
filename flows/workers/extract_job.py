"""What a worker is to read and extract, without the rules for that.

Importing these takes 0.2 s. Who works on a job imports them, so a run gives its workers something
to read before it does so itself.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

import pyarrow as pa

from flows.workers.limits import Limits
from flows.workers.slices import halves_of
from transforms.packed.members import Bounds
from warehouse.landing.zone import LandingZone
from warehouse.storage.staging import ExtractedSlice, Staged
from warehouse.storage.store import Store


class Packing(NamedTuple):
    """What to take out of packed files, and how many of it to leave in one table."""

    bounds: Bounds
    # Of the names of members, as of files.
    patterns: Sequence[str]
    ignore: Sequence[str]
    # The fields of JSON lines.
    fields: Mapping[str, str]
    slice_files: int
    slice_bytes: int


class ExtractJob(NamedTuple):
    """Files of the landing zone to read, and the file for their extracts."""

    landing_zone: LandingZone
    files: pa.Table
    target: Staged
    store: Store
    packing: Packing
    limits: Limits

    def halves(self) -> list[Self]:
        """Return the same work as two jobs; none where there is one file."""
        return [
            self._replace(files=self.files.take(pa.array(rows, pa.int64())), target=target)
            for rows, target in halves_of(range(len(self.files)), self.target)
        ]

    def give_up(self, reason: str) -> list[ExtractedSlice]:
        """Reject the one file of this job, unread; keep its bytes."""
        from flows.workers.extraction.rows import without_file  # noqa: PLC0415 - as below

        return without_file(self, reason)


def extract_slice(job: ExtractJob) -> list[ExtractedSlice]:
    """Read and extract the files of a slice; keep copies of the rejected ones."""
    from flows.workers import extract_slice as work  # noqa: PLC0415 - as said above

    return work.extract_slice(job)
