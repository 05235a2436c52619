"""Measure what new descriptions cost a run that merges them into the Parquet of documents.

    python benchmarks/descriptions.py [--parts 4] [--documents 20000]

Each part has so many documents of some 3 kB. A run describes three documents of one part again,
another three of each part, a third one every document. The benchmark prints the parts and bytes
that were written anew, the time, the time to look where nothing changed, and the peak of memory;
first, what describing such texts costs.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.history import History
from tests.sentences import SENTENCES
from transforms.describe import describe

_WORDS_A_TEXT = 350
_DESCRIBED = 1_000
_KILOBYTES_A_GIBIBYTE = 1 << 20


def texts(count: int, seed: int) -> list[str]:
    """Return texts of some 3 kB in which no two sentences are alike."""
    words = " ".join(SENTENCES.values()).split()
    chance = random.Random(seed)  # noqa: S311 - texts, not secrets
    return [" ".join(chance.choices(words, k=_WORDS_A_TEXT)) for _ in range(count)]


def measure_describing() -> None:
    """Describe texts, the first of them unmeasured: models load; and print."""
    pages = texts(_DESCRIBED, -1)
    describe(pages[:100])
    began = time.process_time()
    describe(pages)
    worked = (time.process_time() - began) / _DESCRIBED
    print(f"to describe a document: {worked * 1e3:.2f} ms of processor time", flush=True)


def measure(history: History, name: str, places: Collection[int]) -> None:
    """Describe documents again, merge, look once more, and print."""
    before = set(history.files("documents"))
    history.describe_again(places)
    began = time.perf_counter(), time.process_time()
    replaced = history.merge()
    spent, worked = time.perf_counter() - began[0], time.process_time() - began[1]
    looking = time.perf_counter()
    history.merge()
    looked = time.perf_counter() - looking
    written = [
        history.layout.part(table, part)
        for table in ("documents", "document_metadata")
        for part in history.files(table)
        if part not in before
    ]
    mebibytes = sum(path.stat().st_size for path in written) / (1 << 20)
    print(
        f"{name:<28}{len(places):>9,} documents{replaced:>5} parts{mebibytes:>9.1f} MiB"
        f"{spent:>8.2f} s ({worked:.2f} s of processor time)"
        f"{looked * 1e3:>8.1f} ms to look again",
        flush=True,
    )


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--parts", type=int, default=4)
    parser.add_argument("--documents", type=int, default=20_000)
    given = parser.parse_args()
    measure_describing()
    with TemporaryDirectory(prefix="zakhira-bench-") as folder:
        history = History(Path(folder, "warehouse"))
        for part in range(given.parts):
            history.ingest_texts(texts(given.documents, part))
        history.publish()
        starts = range(0, given.parts * given.documents, given.documents)
        few = [start + place for start in starts for place in range(3)]
        measure(history, "three of one part", few[:3])
        measure(history, "three of each part", few)
        measure(history, "all", range(given.parts * given.documents))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KILOBYTES_A_GIBIBYTE
    print(f"peak of memory {peak:.2f} GiB, most of it the texts that the benchmark holds itself")


if __name__ == "__main__":
    main()
