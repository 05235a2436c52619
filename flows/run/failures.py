"""The files and documents on which the program failed in a run: how many, and the first few."""

import logging
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from transforms.failures import Failure
from transforms.reject_reasons import RejectReason

_log = logging.getLogger("zakhira")
# Of a run, named in its summary and its log; the table `failures` and the view `rejected_files`
# have all.
_MAX_NAMED = 5


class FailureLog:
    """What failed in one run."""

    def __init__(self) -> None:
        """Begin with none."""
        self.first: list[str] = []
        # New documents; those described again are none of the files read.
        self.described_count = 0

    def add_rejected(self, decisions: pa.Table) -> int:
        """Note the files that are rejected because of a failure; return how many."""
        is_failed = pc.equal(decisions["reject_reason"], str(RejectReason.FAILED))
        failed = decisions.filter(pc.and_not(is_failed, decisions["is_known_version"]))
        names = _names(failed, "source_path", "member_path")
        return self._add(zip(names, failed["reject_detail"].to_pylist(), strict=True))

    def add_described(self, documents: pa.Table) -> int:
        """Note the documents that have `failures`; return how many.

        With the first path of each.
        """
        count = self.add_documents(documents, "first_source_path", "first_member_path")
        self.described_count += count
        return count

    def add_documents(self, documents: pa.Table, *columns: str) -> int:
        """Note the documents that have `failures`, each by some columns; return how many."""
        failed = documents.select([*columns, "failures"])
        failed = failed.filter(pc.is_valid(failed["failures"]))
        details = map(_sentence, failed["failures"].to_pylist())
        return self._add(zip(_names(failed, *columns), details, strict=True))

    def _add(self, failed: Iterable[tuple[str, str]]) -> int:
        sentences = [f"{path}: {detail}" for path, detail in failed]
        named = sentences[: _MAX_NAMED - len(self.first)]
        for sentence in named:
            _log.info("failed on %s", sentence)
        self.first += named
        return len(sentences)


def _names(rows: pa.Table, *columns: str) -> list[str]:
    """Return the names of rows, as a path where several columns make one; nulls are left out."""
    values = zip(*(rows[column].to_pylist() for column in columns), strict=True)
    return ["/".join(filter(None, each)) for each in values]


def _sentence(failures: Iterable[dict[str, str]]) -> str:
    return "; ".join(Failure(**failure).sentence() for failure in failures)
