"""Measure how often publication dates and datelines are found, how often right, and how fast.

    python benchmarks/datelines.py LABELS [--days-later DAYS] [--wrong] [--json]

LABELS is a file of JSON lines, one object a text: the `path` of its raw file below the folder of
the labels, and the `date` of its newspaper (dd.mm.yy). A dateline has no year; the reference it
needs is the label's own date, or one that is `--days-later`, as in a crawl. A paper prints a
dateline of the day before, so precision is given for the day itself and within a day.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from transforms.attribution.dateline import read_dateline
from transforms.dates.publication_date import PublicationDate, find_date
from transforms.extract import extract


class Labelled(NamedTuple):
    """A normalized text and the date of its newspaper."""

    path: str
    text: str
    on: date


def read(labels: Path) -> Iterator[Labelled]:
    """Yield the texts with a date; skip a label that is no date."""
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
    """Return by method, and for all: count and share found, and how many of these are right."""
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
    """Return the processor time per document, in the best of several rounds."""
    rounds = []
    for _ in range(repeats):
        began = time.process_time()
        for row in rows:
            rule(row)
        rounds.append(time.process_time() - began)
    return 1e6 * min(rounds) / len(rows)


def main() -> None:
    """Measure, and print a table or JSON."""
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
    rows = list(read(options.labels))
    report = {
        "labels": str(options.labels),
        "days_later": options.days_later,
        **measure(rows, timedelta(days=options.days_later), options.repeats),
    }
    print(json.dumps(report) if options.json else as_table(report, with_wrong=options.wrong))


def measure(rows: Sequence[Labelled], later: timedelta, repeats: int) -> dict[str, Any]:
    """Return every figure by name."""
    found = [find_date(row.text, row.on + later) for row in rows]
    datelines = [read_dateline(row.text) for row in rows]

    def share(column: str) -> float:
        return sum(getattr(line, column) is not None for line in datelines) / len(rows)

    return {
        "documents": len(rows),
        "dates": score(rows, found),
        "places": share("dateline_place"),
        "place_names": share("dateline_place_name"),
        "agencies": share("agency"),
        "agency_names": share("agency_name"),
        "find_date_us": microseconds(lambda row: find_date(row.text, row.on), rows, repeats),
        "find_date_without_reference_us": microseconds(
            lambda row: find_date(row.text), rows, repeats
        ),
        "read_dateline_us": microseconds(lambda row: read_dateline(row.text), rows, repeats),
        "wrong": wrong(rows, found),
    }


def wrong(rows: Sequence[Labelled], found: Sequence[PublicationDate]) -> list[dict[str, str]]:
    """Return the texts whose date differs from the label by more than a day."""
    return [
        {
            "path": row.path,
            "label": str(row.on),
            "found": str(answer.published_on),
            "method": answer.date_method or "",
        }
        for row, answer in zip(rows, found, strict=True)
        if answer.published_on and abs((answer.published_on - row.on).days) > 1
    ]


def as_table(report: Mapping[str, Any], *, with_wrong: bool) -> str:
    """Return the report as a table."""
    count, later = report["documents"], report["days_later"]
    lines = [
        f"{report['labels']}: {count:,} documents, reference {later} days later",
        f"  {'date':<12}{'found':>7}{'coverage':>10}{'exact':>9}{'within a day':>14}",
    ]
    for method, row in report["dates"].items():
        shares = f"{row['coverage']:>10.1%}{row['exact']:>9.2%}{row['within_a_day']:>14.2%}"
        lines.append(f"  {method:<12}{row['found']:>7,}{shares}")
    columns = ("places", "place_names", "agencies", "agency_names")
    lines.append(
        "  " + ", ".join(f"{name.replace('_', ' ')} {report[name]:.1%}" for name in columns)
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
