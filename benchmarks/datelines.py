"""This file measures publication dates and datelines on labelled news: how often right, how often found, how fast.

LABELS is a file of JSON lines, one object a text: the `path` of its raw file below the folder of
the labels, and the `date` of its newspaper (dd.mm.yy). A dateline has no year; the reference it
needs is the label's own date, or the day that is `--days-later`, as a crawl is. A paper prints a
dateline of the day before: precision is given for the day itself and for a day's difference.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from transforms.attribution.dateline import read_dateline
from transforms.dates.publication_date import PublicationDate, find_date
from transforms.extract import extract


class Labelled(NamedTuple):
    """A normalized text and the date of its newspaper."""

    path: str
    text: str
    on: date


def read(labels: Path) -> Iterator[Labelled]:
    """The texts with a date; a label that is no date is left out."""
    with labels.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            try:
                on = datetime.strptime(row.get("date") or "", "%d.%m.%y").date()  # noqa: DTZ007
            except ValueError:
                continue
            text = extract((labels.parent / row["path"]).read_bytes()).text
            if text is not None:
                yield Labelled(row["path"], text, on)


def score(
    rows: Sequence[Labelled], found: Sequence[PublicationDate]
) -> dict[str, dict[str, float]]:
    """By method, and of all: how many were found, which share that is, and the share of them that is right."""
    errors: defaultdict[str, list[int]] = defaultdict(list)
    for row, answer in zip(rows, found, strict=True):
        if answer.published_on:
            days = abs((answer.published_on - row.on).days)
            errors["all"].append(days)
            errors[answer.date_method or ""].append(days)
    return {
        method: {
            "found": len(days),
            "coverage": len(days) / len(rows),
            "exact": days.count(0) / len(days),
            "within_a_day": sum(day <= 1 for day in days) / len(days),
        }
        for method, days in sorted(errors.items())
    }


def microseconds(
    rule: Callable[[Labelled], object], rows: Sequence[Labelled], repeats: int
) -> float:
    """Of processor time per document, in the best of several rounds."""
    rounds = []
    for _ in range(repeats):
        began = time.process_time()
        for row in rows:
            rule(row)
        rounds.append(time.process_time() - began)
    return 1e6 * min(rounds) / len(rows)


def main() -> None:
    """Measure, and print a table or one object."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path, metavar="LABELS")
    parser.add_argument(
        "--days-later", type=int, default=0, help="the reference, in days after the label (0)"
    )
    parser.add_argument("--repeats", type=int, default=7, help="rounds; the best one counts (7)")
    parser.add_argument(
        "--wrong", action="store_true", help="name the texts whose date differs by more than a day"
    )
    parser.add_argument("--json", action="store_true", help="print one object")
    options = parser.parse_args()
    later = timedelta(days=options.days_later)
    rows = list(read(options.labels))
    found = [find_date(row.text, row.on + later) for row in rows]
    datelines = [read_dateline(row.text) for row in rows]
    report = {
        "labels": str(options.labels),
        "documents": len(rows),
        "days_later": options.days_later,
        "dates": score(rows, found),
        "places": sum(line.dateline_place is not None for line in datelines) / len(rows),
        "place_names": sum(line.dateline_place_name is not None for line in datelines) / len(rows),
        "agencies": sum(line.agency is not None for line in datelines) / len(rows),
        "agency_names": sum(line.agency_name is not None for line in datelines) / len(rows),
        "find_date_us": microseconds(
            lambda row: find_date(row.text, row.on), rows, options.repeats
        ),
        "find_date_without_reference_us": microseconds(
            lambda row: find_date(row.text), rows, options.repeats
        ),
        "read_dateline_us": microseconds(
            lambda row: read_dateline(row.text), rows, options.repeats
        ),
        "wrong": [
            {
                "path": row.path,
                "label": str(row.on),
                "found": str(answer.published_on),
                "method": answer.date_method,
            }
            for row, answer in zip(rows, found, strict=True)
            if answer.published_on and abs((answer.published_on - row.on).days) > 1
        ],
    }
    print(json.dumps(report) if options.json else as_table(report, with_wrong=options.wrong))


def as_table(report: dict, *, with_wrong: bool) -> str:
    """The report for a person."""
    lines = [
        f"{report['labels']}: {report['documents']:,} documents, reference {report['days_later']} days later",
        f"  {'date':<12}{'found':>7}{'coverage':>10}{'exact':>9}{'within a day':>14}",
    ]
    lines += [
        f"  {method:<12}{row['found']:>7,}{row['coverage']:>10.1%}{row['exact']:>9.2%}{row['within_a_day']:>14.2%}"
        for method, row in report["dates"].items()
    ]
    shares = ("places", "place_names", "agencies", "agency_names")
    lines.append(
        "  " + ", ".join(f"{name.replace('_', ' ')} {report[name]:.1%}" for name in shares)
    )
    times = ("find_date_us", "find_date_without_reference_us", "read_dateline_us")
    lines.append(
        "  us a document: "
        + ", ".join(f"{name.removesuffix('_us')} {report[name]:.1f}" for name in times)
    )
    if with_wrong:
        lines += [
            f"  {row['path']}: {row['label']}, found {row['found']} ({row['method']})"
            for row in report["wrong"]
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
