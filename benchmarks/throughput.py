"""Measure speed and memory of a full ingest, against a plain script and the floor.

    python benchmarks/throughput.py [--files 20000 | --folder RAW] [--json FILE] [--plot FILE.svg]

The corpus is generated (`benchmarks/corpus.py`), or a folder of your own. Four things run in turn,
three times, and the median counts:

* the script and the floor of `benchmarks/baselines.py`;
* `zakhira ingest`, plain;
* the same as a Prefect flow run, on the server that PREFECT_API_URL names; without one, the run
  starts a server, which takes longer.

Then the ingest runs again with nothing changed, and with one percent more files, and
`zakhira maintain` learns boilerplate and finds near-duplicates. Memory is that of the whole process
tree, with shared pages counted once (PSS). The run itself reports the stages, and its seconds
without the start of Python.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import write

_HERE = Path(__file__).parent
ZAKHIRA = [sys.executable, "-c", "from flows.cli.main import main; main()"]
_SECONDS_BETWEEN_LOOKS = 0.2
_ROUNDS = 3


class Cost(NamedTuple):
    """Seconds and peak memory of a command."""

    seconds: float
    peak_mebibytes: float


def measure(command: Sequence[str]) -> Cost:
    """Run a command to its end.

    Raises:
        SystemExit: it failed.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=_HERE.parent
    )
    peak = _Peak(process.pid)
    output, _ = process.communicate()
    seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{' '.join(command)}\n{output}")
    return Cost(round(seconds, 2), round(peak.end() / 1024, 1))


class _Peak:
    """Peak memory of a process and its descendants together, in KiB."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def end(self) -> int:
        self._over.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._over.wait(_SECONDS_BETWEEN_LOOKS):
            self._most = max(self._most, sum(map(_pss, _tree(self._pid))))


def _tree(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                parent = int(Path(entry.path, "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for each in found:
        found.extend(children.get(each, ()))
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def compare(folder: Path, aside: Path, *, can_grow: bool) -> dict[str, Any]:
    """Return every figure by name."""
    files = sum(1 for _ in folder.rglob("*.txt"))
    ingest = [
        *ZAKHIRA,
        "ingest",
        str(folder),
        "--warehouse",
        str(aside / "warehouse"),
        "--no-prefect",
    ]
    rounds = [_round(folder, ingest, aside) for _ in range(_ROUNDS)]
    costs = {name: sorted(each[name] for each in rounds)[_ROUNDS // 2] for name in rounds[0]}
    costs["unchanged"] = measure(ingest)
    own = {"unchanged": _own_seconds(ingest)}
    if can_grow:
        list(write(folder, max(files // 100, 1), first=files))
        costs["one percent more"] = measure(ingest)
    costs["maintain"] = measure([*ZAKHIRA, "maintain", "--warehouse", str(aside / "warehouse")])
    return {
        "files": files,
        "cores": len(os.sched_getaffinity(0)),
        "costs": {name: cost._asdict() for name, cost in costs.items()},
        "ingest_to_floor": round(costs["ingest"].seconds / costs["floor"].seconds, 2),
        "flow_run_to_ingest": round(costs["as a flow run"].seconds / costs["ingest"].seconds, 2),
        "script_to_ingest": round(costs["script"].seconds / costs["ingest"].seconds, 2),
        "own_seconds": own,
        "stages": _stages(aside / "warehouse" / "warehouse.duckdb"),
    }


def _round(folder: Path, ingest: Sequence[str], aside: Path) -> dict[str, Cost]:
    """Run each of the four loads once, from nothing."""
    for made in aside.iterdir():
        if made != folder:
            shutil.rmtree(made)
    baselines = [sys.executable, str(_HERE / "baselines.py")]
    return {
        "floor": measure([*baselines, "floor", str(folder), str(aside / "floor")]),
        "script": measure([*baselines, "script", str(folder), str(aside / "script")]),
        "ingest": measure(ingest),
        "as a flow run": measure([*ingest[:-2], str(aside / "warehouse-of-a-flow"), "--prefect"]),
    }


def _own_seconds(ingest: Sequence[str]) -> float:
    """Return the seconds of a run in its summary: from taking the lock to publication."""
    summary = subprocess.run(
        [*ingest, "--json"], capture_output=True, text=True, check=True, cwd=_HERE.parent
    )
    return float(json.loads(summary.stdout)["seconds"])


def _stages(database: Path) -> dict[str, float]:
    """Return the seconds of each stage of the first run."""
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute("select columns('.*_seconds') from runs order by run_id limit 1")
        names = [column[0] for column in found.description]
        return {
            name: round(value or 0.0, 2)
            for name, value in zip(names, found.fetchall()[0], strict=True)
        }


def plot(figures: Mapping[str, Any]) -> str:
    """Draw bars of seconds as SVG, labelled with the memory."""
    costs = figures["costs"]
    scale = 420 / max(cost["seconds"] for cost in costs.values())
    bars = "".join(
        f'<text x="150" y="{32 + 34 * row}" text-anchor="end">{name}</text>'
        f'<rect x="160" y="{16 + 34 * row}" width="{scale * cost["seconds"]:.1f}" height="22" '
        'fill="#2a7f62"/>'
        f'<text x="{168 + scale * cost["seconds"]:.1f}" y="{32 + 34 * row}">'
        f"{cost['seconds']:.1f} s, {cost['peak_mebibytes']:,.0f} MiB</text>"
        for row, (name, cost) in enumerate(costs.items())
    )
    height = 24 + 34 * len(costs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{height}" '
        f'font-family="sans-serif" font-size="14">{bars}</svg>\n'
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zakhira-bench-") as aside:
        folder = given.folder or Path(aside, "landing")
        if given.folder is None:
            list(write(folder, given.files))
        figures = compare(folder, Path(aside), can_grow=given.folder is None)
    for name, cost in figures["costs"].items():
        print(f"{name:<18}{cost['seconds']:>9.2f} s{cost['peak_mebibytes']:>10,.0f} MiB")
    print(
        f"ingest takes {figures['ingest_to_floor']} times the floor; "
        f"the script {figures['script_to_ingest']} of it; "
        f"as a flow run it takes {figures['flow_run_to_ingest']} times as long"
    )
    print(f"unchanged: {figures['own_seconds']['unchanged']:.2f} s without the start of Python")
    print(
        ", ".join(
            f"{name.removesuffix('_seconds')} {spent} s"
            for name, spent in figures["stages"].items()
        )
    )
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n")
    if given.plot:
        given.plot.write_text(plot(figures))


if __name__ == "__main__":
    main()
