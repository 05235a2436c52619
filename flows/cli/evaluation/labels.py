"""Labelled texts: what a person says is true of a text, by column of `documents`.

A set of labels is a file of JSON lines, or a folder with one. A line has a `text`, or the `path`
(or `file`) of a raw file below the folder of the labels, and the truth for any columns of
`documents`, by name. Null says that the text does not tell. `crawled_on` is no truth but an input:
the day when the page was read, from which dates without a year are reckoned.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from transforms.describe import NO_CONTEXT, PageContext
from transforms.errors import UsageError
from transforms.extract import extract
from transforms.schemas import DESCRIPTION
from transforms.text.normalize import normalize_text

# Columns that a label never judges: the text is the input.
_INPUTS = {"text", "cuts"}
# What other sets of labels call our columns.
_ALIASES = {"lang": "language", "date": "published_on"}
_DAY_FIRST = "%d.%m.%y"


class LabelledText(NamedTuple):
    """One text with what is true of it, by column."""

    text: str
    truth: dict[str, object]
    context: PageContext
    # The nominal length of a snippet, where its label has one (`L`).
    length: int | None


def read_labels(labels: Path) -> Iterator[LabelledText]:
    """Read labelled texts, normalized; a file that is rejected has the empty text.

    Raises:
        UsageError: a line, or a file that it names, cannot be read.
    """
    file = _labels_file(labels)
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield _labelled_text(file.parent, json.loads(line))
            except (ValueError, KeyError) as error:
                raise UsageError(f"{file}, line {number}: {error!r}") from error


def _labels_file(labels: Path) -> Path:
    """Return the file of labels in a folder, or the file itself."""
    found = sorted(labels.glob("*.jsonl")) if labels.is_dir() else [labels]
    if len(found) != 1 or not found[0].is_file():
        raise UsageError(
            f"no labels at {labels}: name a file of JSON lines, or a folder with one (*.jsonl)"
        )
    return found[0]


def _labelled_text(folder: Path, row: Mapping[str, Any]) -> LabelledText:
    text = normalize_text(row["text"]) if "text" in row else _extracted_text(folder, row)
    return LabelledText(text, _truth(row), _context(row), row.get("L"))


def _extracted_text(folder: Path, row: Mapping[str, str]) -> str:
    file = folder / (row["path"] if "path" in row else row["file"])
    if not file.is_file():
        raise UsageError(f"no file at {file}, which the labels name")
    return extract(file.read_bytes()).text or ""


def _context(row: Mapping[str, object]) -> PageContext:
    if not row.get("crawled_on"):
        return NO_CONTEXT
    return PageContext(json.dumps({"sidecar": {"crawled_at": row["crawled_on"]}}))


def _truth(row: Mapping[str, object]) -> dict[str, object]:
    """Return the labels of columns of a description; a date that cannot be read is no label."""
    named = {_ALIASES.get(name, name): value for name, value in row.items()}
    truth = {}
    for name in DESCRIPTION.schema.names:
        if name not in named or name in _INPUTS:
            continue
        try:
            truth[name] = _column_value(name, named[name])
        except ValueError:
            continue
    return truth


def _column_value(name: str, value: object) -> object:
    """Convert a label to the type and form of its column.

    >>> _column_value("published_on", "01.12.14"), _column_value("title", " نئی  خبر ")
    (datetime.date(2014, 12, 1), 'نئی خبر')
    """
    if isinstance(value, list):
        return "\n".join(map(str, value)) or None
    if not isinstance(value, str):
        return value
    if name == "published_on":
        return _date(value)
    if name == "published_at":
        return datetime.fromisoformat(value)
    return " ".join(normalize_text(value).split())


def _date(value: str) -> date:
    if value.count(".") == 2:
        return datetime.strptime(value, _DAY_FIRST).date()  # noqa: DTZ007 - a day, no moment
    return date.fromisoformat(value)
