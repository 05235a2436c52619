"""Measure the cost of publishing a small change, for warehouses of several sizes.

    python benchmarks/publication.py [--documents 2000 8000 32000] [--json FILE]

Each warehouse has as many generations as are kept. The benchmark adds fifty files and makes the
next generation in three ways: from the oldest one, from a copy of the newest, and from a copy of
the work database. It prints the seconds of each way, and those of the largest warehouse as
multiples of the smallest: a cost that depends on the changes alone stays near 1.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import write
from flows.ingest import ingest
from flows.settings import Settings
from warehouse.database.arrow import query_arrow
from warehouse.database.work_database import WorkDatabase
from warehouse.generations import publish as publishing
from warehouse.generations.build import MANIFEST
from warehouse.storage.layout import Layout
from warehouse.storage.staging import StagedFile

_MORE = 50
_KEEP = 3


def measure(folder: Path, documents: int) -> dict[str, float]:
    """Return the seconds of each way to make the next generation."""
    landing, layout = folder / "landing", Layout(folder / "warehouse")
    first = 0
    for files in (documents, *[_MORE] * _KEEP):
        list(write(landing, files, first=first))
        first += files
        ingest.fn(Settings(landing=landing, warehouse=layout.root))
    with WorkDatabase(layout.work_database, layout.spill).connect() as connection:
        ((number,),) = connection.execute("select generation from pipeline.state").fetchall()
        manifest = query_arrow(connection, "from parquet_parts")
    oldest, *_, newest = layout.generations().values()
    ways = {"oldest": oldest, "newest": newest, "work database": layout.work_database}
    found = {"documents": documents, "mebibytes": round(newest.stat().st_size / (1 << 20), 1)}
    for name, base in ways.items():
        aside = folder / "aside"
        aside.mkdir()
        StagedFile(aside / MANIFEST).write_table(manifest)
        if name == "oldest":
            shutil.copy(base, aside / layout.generation(number).name)
        began = time.perf_counter()
        if reason := publishing._make(layout, number, aside, base):
            sys.exit(reason)
        found[name] = round(time.perf_counter() - began, 3)
        shutil.rmtree(aside)
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, nargs="+", default=[2_000, 8_000, 32_000])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    rows = []
    for documents in given.documents:
        with tempfile.TemporaryDirectory(prefix="zakhira-bench-") as folder:
            rows.append(measure(Path(folder), documents))
            print(", ".join(f"{name} {figure:,}" for name, figure in rows[-1].items()), flush=True)
    print(
        "last to first: "
        + ", ".join(f"{way} {rows[-1][way] / rows[0][way]:.2f}" for way in list(rows[0])[2:])
    )
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
