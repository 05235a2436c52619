"""A run that is killed between the batches of one archive is completed by the next."""

import os
from pathlib import Path

import pytest

from tests import corpus
from tests.archives import zipped
from tests.faults.points import before, kill
from tests.faults.scene import must_succeed
from tests.faults.stem import Stem
from tests.faults.victims import Orders, zakhira
from tests.faults.warehouses import contents, problems

pytestmark = pytest.mark.faults

_SMALL = {
    "ZAKHIRA_PATTERNS": "*.zip",
    "ZAKHIRA_BATCH_FILES": "10",
    "ZAKHIRA_SLICE_FILES": "5",
}
_AFTER_A_BATCH = before("failed = run.failures.add_rejected(decisions)", hit=2)
_IN_A_COMMIT = before("_move(store, part.run_id, part.table.name, part.name)", hit=5)
_AT_A_MEMBER = before("extracts.add_unpacked(_member_row(", hit=23)


@pytest.mark.parametrize("moment", [_AT_A_MEMBER, _AFTER_A_BATCH, _IN_A_COMMIT])
def test_an_archive_is_read_again_after_a_kill_and_no_member_comes_twice(
    stem: Stem, warehouse: Path, moment: object
) -> None:
    landing = warehouse.parent / "landing"
    landing.mkdir()
    undisturbed = warehouse.with_name("undisturbed")
    for place in (undisturbed, warehouse):
        _put(landing / "z.zip", range(30))
        _ingest(stem, landing, place)
        _put(landing / "z.zip", range(6, 40))
        if place == warehouse:
            orders = Orders(_SMALL, at=moment, action=kill)  # type: ignore[arg-type]
            ended = stem.run(zakhira, _command(landing, place), orders)
            assert ended.exit_code == -9, ended
        _ingest(stem, landing, place)
    assert contents(warehouse) == contents(undisturbed)
    assert len(contents(warehouse).removals) == 6


def _put(path: Path, numbers: range) -> None:
    path.write_bytes(
        zipped([(f"{number}.txt", corpus.news(number).encode()) for number in numbers])
    )
    moment = corpus.LONG_AGO_NS + len(numbers) * 10**9
    os.utime(path, ns=(moment, moment))


def _command(landing: Path, warehouse: Path) -> list[str]:
    return ["ingest", str(landing), "--warehouse", str(warehouse)]


def _ingest(stem: Stem, landing: Path, warehouse: Path) -> None:
    orders = Orders({**_SMALL}, verifier=stem.address)
    must_succeed(stem.run(zakhira, _command(landing, warehouse), orders))
    assert problems(warehouse) == []
