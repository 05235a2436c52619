"""A landing zone and a warehouse in one bucket, and machines that run over them."""

import json
import shutil
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from tests.faults.scene import SETTINGS, must_succeed
from tests.faults.stem import Child, Ended, Stem
from tests.faults.victims import Orders, zakhira
from tests.faults.warehouses import OF_THE_RUN, Contents, Row, contents, problems
from tests.s3.server import Bucket
from transforms.schemas import DOCUMENT_METADATA, DOCUMENTS, SOURCES, Table
from warehouse.storage.object_store import ObjectStore

_numbers = count(1)
OUR_NAMES = ("parquet", "quarantine", "versions", "warehouse.json")


class World:
    """A landing zone below `news`, a warehouse below a prefix, and a state folder a machine."""

    def __init__(self, bucket: Bucket, stem: Stem, folder: Path) -> None:
        self.bucket, self.stem, self.folder = bucket, stem, folder
        self.prefix = f"warehouse-{next(_numbers)}"

    @property
    def url(self) -> str:
        return self.bucket.url(self.prefix)

    def state(self, machine: str) -> Path:
        return self.folder / self.prefix / machine

    def store(self, machine: str = "one") -> ObjectStore:
        return ObjectStore.at(self.url, self.state(machine))

    def start(self, machine: str = "one", orders: Orders | None = None, *command: str) -> Child:
        """Start a command, by default an ingest."""
        orders = orders or Orders()
        environment = (
            SETTINGS | {"ZAKHIRA_STATE": str(self.state(machine))} | dict(orders.environment)
        )
        orders = orders._replace(environment=environment, verifier=self.stem.address)
        arguments = command or ("ingest", self.bucket.url("news"), "--json")
        return self.stem.start(zakhira, [*arguments, "--warehouse", self.url], orders)

    def run(self, machine: str = "one", orders: Orders | None = None, *command: str) -> Ended:
        return self.start(machine, orders, *command).wait()

    def ingest(self, machine: str = "one") -> dict[str, Any]:
        """An ingest that must succeed; what it did. Warnings are allowed."""
        ended = self.run(machine)
        assert ended.exit_code == 0, ended
        found: dict[str, Any] = json.loads(ended.stdout)
        return found

    def names(self, below: str = "") -> list[str]:
        """The objects of the warehouse, from its prefix on."""
        return [
            name.removeprefix(f"{self.prefix}/")
            for name in self.bucket.names(f"{self.prefix}/{below}".rstrip("/"))
        ]

    def pointer(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.bucket.get(f"{self.prefix}/warehouse.json"))
        return found

    def as_folder(self, machine: str = "one") -> Path:
        """What the URL and a machine's state hold, as the warehouse folder that it would be."""
        folder = self.folder / f"mirror-{next(_numbers)}"
        for name in self.names():
            if not name.startswith("lock/") and name != "warehouse.json":
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(self.bucket.get(f"{self.prefix}/{name}"))
        (folder / "warehouse.duckdb").symlink_to(self.pointer()["key"])
        ours = shutil.ignore_patterns(
            "warehouse.url", "warehouse.duckdb", "versions", "check_results.parquet"
        )
        shutil.copytree(self.state(machine), folder / "state", ignore=ours)
        return folder

    def contents(self) -> Contents:
        return contents(self.as_folder())

    def require_whole(self, machine: str = "one") -> Contents:
        """What the warehouse holds; it must be whole, pass the checks, and leave nothing over."""
        assert self.names("lock") == []
        assert {name.partition("/")[0] for name in self.names()} <= set(OUR_NAMES)
        folder = self.as_folder(machine)
        assert problems(folder) == []
        must_succeed(self.run(machine, None, "check"))
        found = contents(folder)
        shutil.rmtree(folder)
        return found


# Also the day of a document that says no other.
_OF_THE_LANDING = {"landing_zone", "modified_at", "modified_ns", "first_modified_at", "dated_on"}


def without_landing(found: Contents) -> Contents:
    """The same without what differs between landing zones: name, and times of files."""
    return found._replace(
        sources=_without(SOURCES, found.sources),
        documents=_without(DOCUMENTS, found.documents),
        document_metadata=_without(DOCUMENT_METADATA, found.document_metadata),
        removals=[row[1:] for row in found.removals],
    )


def _without(table: Table, rows: list[Row]) -> list[Row]:
    names = [name for name in table.schema.names if name not in OF_THE_RUN]
    kept = [place for place, name in enumerate(names) if name not in _OF_THE_LANDING]
    return sorted((tuple(row[place] for place in kept) for row in rows), key=repr)


def put_all(bucket: Bucket, files: Mapping[str, bytes]) -> None:
    """Put raw files into the landing zone."""
    for name, payload in files.items():
        bucket.put(f"news/{name}", payload)
