"""Measure where a worker's time goes, rule by rule, for a file and for a document.

    python benchmarks/stages.py FOLDER [--files 2000]

The benchmark samples raw files from all over a folder and runs each rule on all of them, in one
process, with the models loaded. It prints microseconds of one core. Some rules share what they
know of a line, so together they cost less than one by one.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

os.environ["RAYON_NUM_THREADS"] = "1"  # as a worker has it
sys.path.insert(0, str(Path(__file__).parent.parent))

from transforms.attribution.dateline import read_dateline
from transforms.dates.publication_date import find_date
from transforms.describe import describe
from transforms.extract import hash_pages, read_by_rules, read_payload
from transforms.language.detect import detect_languages
from transforms.language.models import load_py3langid
from transforms.near_duplicates.minhash import band_hashes
from transforms.page.boilerplate import read_page
from transforms.page.title import find_title
from transforms.text.scripts import detect_scripts
from transforms.text.segmentation import count_paragraphs
from transforms.text.segmentation_arrays import sentence_counts, word_counts

Result = TypeVar("Result")
_WARM_UP = 200


def measure(name: str, count: int, ask: Callable[[], Result]) -> Result:
    """Return the result of a rule, and print what it took per item."""
    began = time.process_time()
    found = ask()
    print(f"{name:<44}{1e6 * (time.process_time() - began) / max(count, 1):>8.0f} us", flush=True)
    return found


def extract_all(payloads: Sequence[bytes]) -> list[str]:
    """Return the distinct texts of some payloads."""
    count = len(payloads)
    read = measure("decode, unwrap, normalize", count, lambda: list(map(read_payload, payloads)))
    measure("the same by the rules in Python", count, lambda: list(map(read_by_rules, payloads)))
    texts = [extract.text for extract in read if extract.text is not None]
    hashes = measure("canonical form and content hash", len(texts), lambda: hash_pages(texts))
    return list(dict(zip(hashes, texts, strict=True)).values())


def describe_all(pages: Sequence[str]) -> None:
    """Measure each rule on some pages, and all rules together."""
    count = len(pages)
    texts = [
        page.text
        for page in measure("page and boilerplate", count, lambda: list(map(read_page, pages)))
    ]
    measure("dateline and credits", count, lambda: list(map(read_dateline, texts)))
    measure("publication date", count, lambda: list(map(find_date, texts)))
    measure("title", count, lambda: list(map(find_title, texts)))
    measure("language", count, lambda: detect_languages(texts))
    measure("script", count, lambda: detect_scripts(texts))
    measure("words, sentences, paragraphs", count, lambda: _counts(texts))
    measure("all rules, as a table", count, lambda: describe(pages))
    measure("sign for near-duplicates", count, lambda: band_hashes(texts))


def _counts(texts: Sequence[str]) -> tuple[object, ...]:
    return word_counts(texts), sentence_counts(texts), list(map(count_paragraphs, texts))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=2_000)
    given = parser.parse_args()
    paths = sorted(path for path in given.folder.rglob("*.txt") if path.is_file())
    paths = paths[:: max(len(paths) // given.files, 1)]
    payloads = measure("read a file", len(paths), lambda: [path.read_bytes() for path in paths])
    load_py3langid()
    describe([extract.text for extract in map(read_payload, payloads[:_WARM_UP]) if extract.text])
    describe_all(extract_all(payloads))


if __name__ == "__main__":
    main()
