"""Measure speed and memory of a full ingest, against plain scripts, the floor, and two tools.

    python benchmarks/throughput.py [--files 20000 | --folder RAW] [--rounds 3] [--tools]
        [--json FILE] [--plot FILE.svg]

The corpus is generated (`benchmarks/corpus.py`), or a folder of your own. These run in turn, in
each of some rounds, and the median counts:

* the floor and both scripts of `benchmarks/baselines.py`;
* `zakhira ingest`, plain;
* the same as a Prefect flow run, on the server that PREFECT_API_URL names; without one it is left
  out, for most of it would be the start of a server;
* with --tools, datatrove and dlt (`benchmarks/tools.py`), each in an environment that pip makes.

Then the ingest runs again with nothing changed, and with one percent more files, and
`zakhira maintain` learns boilerplate and finds near-duplicates.

Printed are seconds, as multiples of the floor and of the one-process script too; the processor's
seconds, and memory of the whole process tree, with shared pages counted once (PSS). Both are looked
at five times a second, so what a process does in its last moment is not seen. The run itself
reports its stages, which overlap, and its seconds without the start of Python.
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
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.baselines import BASELINES
from benchmarks.corpus import write
from benchmarks.tools import PACKAGES

_HERE = Path(__file__).parent
ZAKHIRA = [sys.executable, "-c", "from flows.cli.main import main; main()"]
_SECONDS_BETWEEN_LOOKS = 0.2
_ROUNDS = 3
_SCRIPT = "one-process"
_TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Seconds, peak memory and seconds of the processor of a command, with its descendants."""

    seconds: float
    peak_mebibytes: float
    core_seconds: float = 0.0


def measure(command: Sequence[str]) -> Cost:
    """Run a command to its end.

    Raises:
        SystemExit: it failed.
    """
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=_HERE.parent
    )
    watch = _Watch(process.pid)
    output, _ = process.communicate()
    seconds = time.perf_counter() - began
    if process.returncode:
        sys.exit(f"{' '.join(command)}\n{output}")
    peak, ticks = watch.end()
    return Cost(round(seconds, 2), round(peak / 1024, 1), round(ticks / _TICKS, 2))


class _Watch:
    """Looks at a process and its descendants: peak memory together, in KiB, and their ticks."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._over = pid, 0, threading.Event()
        self._ticks: dict[int, int] = {}
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def end(self) -> tuple[int, int]:
        self._over.set()
        self._thread.join()
        return self._most, sum(self._ticks.values())

    def _watch(self) -> None:
        while not self._over.wait(_SECONDS_BETWEEN_LOOKS):
            tree = _tree(self._pid)
            self._most = max(self._most, sum(map(_pss, tree)))
            self._ticks |= {pid: ticks for pid in tree if (ticks := _ticks_of(pid))}


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


def _ticks_of(pid: int) -> int:
    """Return the ticks of the processor that a process took, in its own code and the kernel's."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def environments(aside: Path) -> dict[str, Path]:
    """Make an environment for each tool; return the Python of each.

    A tool that pip cannot install is left out, with what pip says.
    """
    found = {}
    for tool, packages in PACKAGES.items():
        venv.create(aside / tool, with_pip=True)
        python = aside / tool / "bin" / "python"
        pip = [str(python), "-m", "pip", "install", "--quiet", *packages]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{tool} is left out: {done.stderr.strip().rpartition(chr(10))[2]}")
        else:
            found[tool] = python
    return found


def compare(
    folder: Path, aside: Path, tools: Mapping[str, Path], rounds: int, *, can_grow: bool
) -> dict[str, Any]:
    """Return every figure by name; `aside` is emptied before each round."""
    files = sum(1 for _ in folder.rglob("*.txt"))
    ingest = [
        *ZAKHIRA,
        "ingest",
        str(folder),
        "--warehouse",
        str(aside / "warehouse"),
        "--no-prefect",
    ]
    warehouse = aside / "warehouse" / "warehouse.duckdb"
    found, stages = [], []
    for _ in range(rounds):
        found.append(_round(folder, ingest, aside, tools))
        stages.append(_stages(warehouse))
    costs = {name: _median([each[name] for each in found]) for name in found[0]}
    costs["unchanged"] = measure(ingest)
    own = {"unchanged": _own_seconds(ingest)}
    if can_grow:
        list(write(folder, max(files // 100, 1), first=files))
        costs["one percent more"] = measure(ingest)
    costs["maintain"] = measure([*ZAKHIRA, "maintain", "--warehouse", str(aside / "warehouse")])
    return {
        "files": files,
        "cores": len(os.sched_getaffinity(0)),
        "rounds": rounds,
        "costs": {name: cost._asdict() for name, cost in costs.items()},
        "ratios": {
            name: {base: round(cost.seconds / costs[base].seconds, 2) for base in BASELINES}
            for name, cost in costs.items()
        },
        "own_seconds": own,
        "stages": {name: median(each[name] for each in stages) for name in stages[0]},
    }


def _median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(round(median(figures), 2) for figures in zip(*costs, strict=True)))


def _round(
    folder: Path, ingest: Sequence[str], aside: Path, tools: Mapping[str, Path]
) -> dict[str, Cost]:
    """Run each of the loads once, from nothing."""
    for made in aside.iterdir():
        shutil.rmtree(made)
    script = [sys.executable, str(_HERE / "baselines.py")]
    costs = {name: measure([*script, name, str(folder), str(aside / name)]) for name in BASELINES}
    costs["ingest"] = measure(ingest)
    if os.environ.get("PREFECT_API_URL"):
        flow = [*ingest[:-2], str(aside / "warehouse-of-a-flow"), "--prefect"]
        costs["as a flow run"] = measure(flow)
    for tool, python in tools.items():
        load = [str(python), str(_HERE / "tools.py"), tool, str(folder), str(aside / tool)]
        costs[tool] = measure(load)
    return costs


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
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--tools", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zakhira-bench-") as temporary:
        folder = given.folder or Path(temporary, "landing")
        if given.folder is None:
            list(write(folder, given.files))
        tools = environments(Path(temporary, "environments")) if given.tools else {}
        aside = Path(temporary, "loads")
        aside.mkdir()
        figures = compare(folder, aside, tools, given.rounds, can_grow=given.folder is None)
    show(figures)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n")
    if given.plot:
        given.plot.write_text(plot(figures))


def show(figures: Mapping[str, Any]) -> None:
    """Print a line for each command, and one for each stage of the ingest."""
    costs, ratios = figures["costs"], figures["ratios"]
    print(
        f"{figures['files']:,} files, {figures['cores']} cores, "
        f"medians of {figures['rounds']} rounds"
    )
    print(f"{'':<18}{'s':>9}{'core-s':>9}{'MiB':>9}{'floor':>9}{_SCRIPT:>13}")
    for name, cost in costs.items():
        of = ratios[name]
        print(
            f"{name:<18}{cost['seconds']:>9.2f}{cost['core_seconds']:>9.1f}"
            f"{cost['peak_mebibytes']:>9,.0f}{of['floor']:>9.2f}{of[_SCRIPT]:>13.2f}"
        )
    print(f"unchanged, without the start of Python: {figures['own_seconds']['unchanged']:.2f} s")
    print("stages of the ingest, which overlap:")
    for name, spent in figures["stages"].items():
        of_floor = spent / costs["floor"]["seconds"]
        of_script = spent / costs[_SCRIPT]["seconds"]
        stage = name.removesuffix("_seconds")
        print(f"  {stage:<16}{spent:>9.2f}{'':>18}{of_floor:>9.2f}{of_script:>13.2f}")


if __name__ == "__main__":
    main()
