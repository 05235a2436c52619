"""Measure seconds and peak memory to load one very long text.

    python benchmarks/long_text.py [--megabytes 50 200] [--json FILE]

The long text is one file of many texts of `benchmarks/corpus.py`, as an export without separators
leaves them. Twenty other texts are files of their own. Memory is that of the whole process tree,
and should stay the same multiple of the text's size.
"""

import argparse
import json
import sys
import tempfile
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import write
from benchmarks.throughput import ZAKHIRA, Cost, measure

_OTHERS = 20
_TEXTS_AT_A_TIME = 1_000


def write_long(path: Path, megabytes: int) -> None:
    """Append texts to a file until it has its size."""
    with path.open("wb") as long, tempfile.TemporaryDirectory() as aside:
        for first in count(0, _TEXTS_AT_A_TIME):
            list(write(Path(aside, str(first)), _TEXTS_AT_A_TIME, first=first))
            for text in sorted(Path(aside, str(first)).rglob("*.txt")):
                long.write(text.read_bytes() + b"\n\n")
                if long.tell() >= megabytes * 1_000_000:
                    return


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megabytes", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    costs: dict[int, Cost] = {}
    for megabytes in given.megabytes:
        with tempfile.TemporaryDirectory(prefix="zakhira-bench-") as aside:
            landing = Path(aside, "landing")
            list(write(landing, _OTHERS, first=1_000_000_000))
            write_long(landing / "long.txt", megabytes)
            command = [
                *ZAKHIRA,
                "ingest",
                str(landing),
                "--warehouse",
                f"{aside}/warehouse",
                "--no-prefect",
            ]
            costs[megabytes] = cost = measure(command)
        times = cost.peak_mebibytes * (1 << 20) / (megabytes * 1_000_000)
        line = f"{cost.seconds:>9.2f} s{cost.peak_mebibytes:>8,.0f} MiB, {times:.1f} times its size"
        print(f"{megabytes:>6} MB {line}", flush=True)
    if given.json:
        figures = {megabytes: cost._asdict() for megabytes, cost in costs.items()}
        given.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
