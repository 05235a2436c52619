"""Measure how the cost of each command grows with the corpus.

    python benchmarks/scaling.py [--files 2000 8000 32000] [--tiny] [--json FILE] [--plot FILE.svg]

    python benchmarks/scaling.py --files 50000 200000 1000000 --plot docs/performance.svg

For each size, in a warehouse of its own, the benchmark runs:

* `zakhira ingest` of so many files;
* `zakhira ingest` of 500 more from another folder, four times, so that the oldest generation is
  brought up to date instead of copied; the last one counts;
* `zakhira ingest` of the first folder again, with nothing changed;
* `zakhira maintain`, which compares all documents and compacts their parts; how long it looked for
  near-duplicates, as the run itself says, is named apart;
* `zakhira rebuild` from what that left.

It prints seconds, and peak memory of the whole process tree with shared pages counted once (PSS,
looked at five times a second: `benchmarks/throughput.py`); and the seconds as multiples of the
smallest size. With --tiny a file is one short sentence, to measure the cost of a file and not of a
text.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import own_words, write
from benchmarks.throughput import ZAKHIRA, Cost, measure

_MORE = 500
_RUNS_UNTIL_STEADY = 4
_FILES_A_FOLDER = 1_000
_COMPARE = "near-duplicates"
_COLOURS = {
    "first load": "#2a7f62",
    "500 more": "#b3562d",
    "unchanged": "#3a5f9e",
    "maintain": "#8a4f9e",
    _COMPARE: "#c08fd0",
    "rebuild": "#777777",
}


def write_tiny(folder: Path, files: int, first: int = 0) -> Iterator[int]:
    """Write files of one short sentence, each another; yield their sizes in bytes."""
    words = own_words("ur")
    for number in range(first, first + files):
        path = folder / f"{number // _FILES_A_FOLDER:05}" / f"{number:08}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        payload = f"{' '.join(random.Random(number).choices(words, k=9))} {number}".encode()  # noqa: S311 - no secret
        path.write_bytes(payload)
        yield len(payload)


def grow(aside: Path, files: int, *, is_tiny: bool) -> dict[str, Cost]:
    """Return the cost of each command at one size."""
    make = write_tiny if is_tiny else write
    ingest = [*ZAKHIRA, "ingest", "--warehouse", str(aside / "warehouse"), "--no-prefect"]
    list(make(aside / "landing", files))
    costs = {"first load": measure([*ingest, str(aside / "landing")])}
    for number in range(_RUNS_UNTIL_STEADY):
        list(make(aside / "more", _MORE, first=files + number * _MORE))
        costs["500 more"] = measure([*ingest, str(aside / "more")])
    costs["unchanged"] = measure([*ingest, str(aside / "landing")])
    costs["maintain"] = measure([*ZAKHIRA, "maintain", "--warehouse", str(aside / "warehouse")])
    costs[_COMPARE] = costs["maintain"]._replace(
        seconds=seconds_comparing(aside / "warehouse" / "warehouse.duckdb"), core_seconds=0.0
    )
    costs["rebuild"] = measure([*ZAKHIRA, "rebuild", "--warehouse", str(aside / "warehouse")])
    return costs


def seconds_comparing(database: Path) -> float:
    """Return the seconds in which the newest run looked for near-duplicates."""
    query = "select coalesce(compare_seconds, 0) from runs order by run_id desc limit 1"
    with duckdb.connect(str(database), read_only=True) as connection:
        return round(float(connection.execute(query).fetchall()[0][0]), 2)


def plot(rows: dict[int, dict[str, Cost]]) -> str:
    """Draw seconds against files as SVG, both axes from zero."""
    widest, most = max(rows), max(cost.seconds for row in rows.values() for cost in row.values())
    across = {files: 70 + 600 * files / widest for files in rows}
    lines = [
        f'<text x="{x:.1f}" y="350" text-anchor="middle">{files:,}</text>'
        for files, x in across.items()
    ]
    for place, (name, colour) in enumerate(_COLOURS.items()):
        points = [
            (across[files], 330 - 300 * row[name].seconds / most)
            for files, row in rows.items()
            if name in row
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        lines.append(f'<text x="90" y="{30 + 20 * place}" fill="{colour}">{name}</text>')
    lines.append(f'<text x="62" y="34" text-anchor="end">{most:.0f} s</text>')
    axes = '<path d="M70 20V330H690" stroke="#999" fill="none"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="370" '
        f'font-family="sans-serif" font-size="14">{axes}{"".join(lines)}</svg>\n'
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, nargs="+", default=[2_000, 8_000, 32_000])
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    rows: dict[int, dict[str, Cost]] = {}
    for files in sorted(given.files):
        with tempfile.TemporaryDirectory(prefix="zakhira-bench-") as aside:
            rows[files] = grow(Path(aside), files, is_tiny=given.tiny)
        for name, cost in rows[files].items():
            times = cost.seconds / rows[min(rows)][name].seconds
            line = f"{cost.seconds:>9.2f} s{cost.peak_mebibytes:>8,.0f} MiB{times:>8.2f}"
            print(f"{files:>10,} {name:<16}{line}", flush=True)
    if given.json:
        figures = {
            files: {name: cost._asdict() for name, cost in row.items()}
            for files, row in rows.items()
        }
        given.json.write_text(json.dumps(figures, indent=1) + "\n")
    if given.plot:
        given.plot.write_text(plot(rows))


if __name__ == "__main__":
    main()
