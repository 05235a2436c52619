"""A landing zone with a past: what the killed runs are about to take in."""

import os
import shutil
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests import corpus
from tests.faults.stem import Ended, Stem
from tests.faults.victims import Orders, zakhira
from tests.faults.warehouses import Contents, contents

# Two batches of a few files, read in the run's own process; each publication retires the one
# before.
SETTINGS = {"ZAKHIRA_BATCH_FILES": "5", "ZAKHIRA_WORKERS": "1", "ZAKHIRA_KEEP_GENERATIONS": "1"}
_FIRST_FILES = 8


class Scene(NamedTuple):
    """A landing zone that has changed, and its warehouse before and after an undisturbed run."""

    stem: Stem
    landing: Path
    before: Path
    after: Path

    def ingest(self, warehouse: Path, orders: Orders | None = None) -> Ended:
        """Bring a warehouse up to date with the landing zone."""
        return self.run(("ingest", str(self.landing)), warehouse, orders)

    def run(self, command: tuple[str, ...], warehouse: Path, orders: Orders | None = None) -> Ended:
        """Run a command over a warehouse."""
        orders = orders or Orders()
        orders = orders._replace(
            environment=SETTINGS | dict(orders.environment), verifier=self.stem.address
        )
        return self.stem.run(zakhira, [*command, "--warehouse", str(warehouse)], orders)

    def contents_before(self) -> Contents:
        """What the warehouse held before the landing zone changed."""
        return contents(self.before)

    def contents_after(self) -> Contents:
        """What it must hold in the end."""
        return contents(self.after)


def set_scene(folder: Path, stem: Stem) -> Scene:
    """Make a landing zone and its warehouse, change the zone, and run undisturbed once."""
    scene = Scene(stem, folder / "landing", folder / "before", folder / "after")
    corpus.write(scene.landing, corpus.landing_zone(_FIRST_FILES))
    must_succeed(scene.ingest(scene.before))
    change(scene.landing)
    must_succeed(scene.ingest(copy(scene.before, scene.after)))
    return scene


def change(landing: Path) -> None:
    """What happens to a landing zone between two runs: files come, go, change, and are touched."""
    old = corpus.landing_zone(_FIRST_FILES)
    removed, copied, edited, emptied, touched, mended = list(old)[:5] + list(old)[6:7]
    (landing / removed).unlink()
    (landing / copied).unlink()
    news = {
        "copies/of-a-removed-file.txt": old[copied],
        edited: corpus.news(901).encode(),
        emptied: b"",
        mended: corpus.news(902).encode(),
        **corpus.landing_zone(3, first=17),
    }
    corpus.write(landing, news, count(corpus.LONG_AGO_NS + 10**12, 10**9))
    os.utime(landing / touched, ns=(corpus.LONG_AGO_NS + 10**13, corpus.LONG_AGO_NS + 10**13))


def copy(warehouse: Path, to: Path) -> Path:
    """A warehouse of its own with the same bytes."""
    return Path(shutil.copytree(warehouse, to, symlinks=True))


def must_succeed(ended: Ended) -> Ended:
    """The same end, which must be a good one."""
    assert (ended.exit_code, ended.stderr) == (0, ""), ended
    return ended
