"""This file measures descriptions against labelled texts: how often each column is right, and how fast.

A set of labels is a file of JSON lines, or a folder with one. A line has a `text`, or the `path`
(or `file`) of a raw file below the folder of the labels, and the truth for any columns of
`documents`, by name; null says that the text does not tell. `crawled_on` is no truth but given:
when the page was read; dates without a year are reckoned from it.
"""

import contextlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from transforms.describe import PageContext, describe
from transforms.errors import UsageError
from transforms.extract import extract
from transforms.schemas import DESCRIPTION
from transforms.text.normalize import normalize_text

_SLICE_TEXTS = 1_000
# Described before the clock starts: models are loaded once a process.
_WARM_UP_TEXTS = 100
_MOST_CONFUSIONS = 20
_GIVEN = {"text", "cuts"}
# What columns are called elsewhere.
_ALIASES = {"lang": "language", "date": "published_on"}
_DAY_FIRST = "%d.%m.%y"


class Labelled(NamedTuple):
    """One text with what is true of it, by column."""

    text: str
    truth: dict[str, object]
    context: PageContext
    # The nominal length of a snippet, where its label has one (`L`).
    length: int | None


class Score(NamedTuple):
    """How the answers in one column compare with the labels."""

    labelled: int
    # Share of all labels, null ones included, that were met.
    accuracy: float
    # Of the answers, the share that is right; null where there was none.
    precision: float | None
    # Of the labels that are not null, the share that was found.
    recall: float | None
    # Mean F1 of the languages; null for other columns.
    macro_f1: float | None
    # What was taken for what, and how often, most often first; of languages only.
    confusions: list[tuple[str, str, int]]


class Evaluation(NamedTuple):
    """What the description of a labelled set is worth."""

    labels: str
    documents: int
    microseconds_per_document: float
    columns: dict[str, Score]
    # The same for the snippets of each nominal length, where the labels have lengths.
    by_length: dict[int, dict[str, Score]]


def evaluate(labels: Path, languages: frozenset[str] | None = None) -> Evaluation:
    """Describe a labelled set, or its texts in some languages, and compare.

    Raises:
        UsageError: there are no labels, or a labelled file is missing.
    """
    rows = [
        row
        for row in read_labels(labels)
        if languages is None or row.truth.get("language") in languages
    ]
    if not rows:
        raise UsageError(f"no labels in {labels}")
    describe([row.text for row in rows[:_WARM_UP_TEXTS]])
    began = time.perf_counter()
    tables = [
        describe([row.text for row in some], [row.context for row in some])
        for some in _slices(rows)
    ]
    answers = [answer for table in tables for answer in table.to_pylist()]
    spent = time.perf_counter() - began
    pairs = list(zip(rows, answers, strict=True))
    return Evaluation(
        str(labels),
        len(rows),
        round(1e6 * spent / len(rows), 1),
        _scores(pairs),
        {
            length: _scores([pair for pair in pairs if pair[0].length == length])
            for length in sorted({row.length for row in rows if row.length})
        },
    )


def read_labels(labels: Path) -> Iterator[Labelled]:
    """The labelled texts, normalized; files that are rejected have the empty text."""
    labels = _file_of(labels)
    with labels.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                text = normalize_text(row["text"]) if "text" in row else _read(labels.parent, row)
            except (ValueError, KeyError) as error:
                raise UsageError(f"{labels}, line {number}: {error!r}") from error
            crawled = (
                {"sidecar": {"crawled_at": row["crawled_on"]}} if row.get("crawled_on") else None
            )
            yield Labelled(
                text,
                _truth(row),
                PageContext(json.dumps(crawled) if crawled else None),
                row.get("L"),
            )


def _file_of(labels: Path) -> Path:
    """The file of labels in a folder; a file is its own."""
    found = sorted(labels.glob("*.jsonl")) if labels.is_dir() else [labels]
    if len(found) != 1 or not found[0].is_file():
        raise UsageError(
            f"no labels at {labels}: name a file of JSON lines, or a folder with one (*.jsonl)"
        )
    return found[0]


def _read(folder: Path, row: Mapping[str, str]) -> str:
    file = folder / (row["path"] if "path" in row else row["file"])
    if not file.is_file():
        raise UsageError(f"no file at {file}, which the labels name")
    return extract(file.read_bytes()).text or ""


def _truth(row: Mapping[str, object]) -> dict[str, object]:
    """The labels of columns of a description, in their types; a date that is none is no label."""
    named = {_ALIASES.get(name, name): value for name, value in row.items()}
    truth = {}
    for name in DESCRIPTION.schema.names:
        if name in named and name not in _GIVEN:
            with contextlib.suppress(ValueError):
                truth[name] = _typed(name, named[name])
    return truth


def _typed(name: str, value: object) -> object:
    """A label as its column would have it.

    >>> _typed("published_on", "01.12.14"), _typed("title", " نئی  خبر ")
    (datetime.date(2014, 12, 1), 'نئی خبر')
    """
    if isinstance(value, list):
        return "\n".join(map(str, value)) or None
    if not isinstance(value, str):
        return value
    if name == "published_on":
        if value.count(".") == 2:
            return datetime.strptime(value, _DAY_FIRST).date()  # noqa: DTZ007 - a day, no moment
        return date.fromisoformat(value)
    if name == "published_at":
        return datetime.fromisoformat(value)
    return " ".join(normalize_text(value).split())


def _slices(rows: list[Labelled]) -> Iterator[list[Labelled]]:
    for start in range(0, len(rows), _SLICE_TEXTS):
        yield rows[start : start + _SLICE_TEXTS]


def _scores(pairs: Iterable[tuple[Labelled, Mapping[str, object]]]) -> dict[str, Score]:
    """A score for each column that is labelled."""
    columns: defaultdict[str, list[tuple[object, object]]] = defaultdict(list)
    for row, answer in pairs:
        for name, truth in row.truth.items():
            columns[name].append((truth, answer[name]))
    return {name: _score(found, is_language=name == "language") for name, found in columns.items()}


def _score(pairs: list[tuple[object, object]], *, is_language: bool) -> Score:
    """The score of truths and answers.

    >>> score = _score([("ur", "ur"), ("ur", "fa"), ("fa", "fa"), ("ps", "und")], is_language=True)
    >>> score.accuracy, round(score.macro_f1, 3), score.confusions
    (0.5, 0.444, [('ps', 'und', 1), ('ur', 'fa', 1)])
    >>> _score([("a", "a"), (None, "b"), (None, None), ("c", None)], is_language=False)[:4]
    (4, 0.5, 0.5, 0.5)
    """
    right = sum(truth == answer for truth, answer in pairs)
    hits = sum(truth == answer and truth is not None for truth, answer in pairs)
    answered = sum(answer is not None for _, answer in pairs)
    labelled = sum(truth is not None for truth, _ in pairs)
    wrong = Counter((str(truth), str(answer)) for truth, answer in pairs if truth != answer)
    confusions = sorted(
        ((*pair, count) for pair, count in wrong.items()), key=lambda row: (-row[2], row)
    )
    return Score(
        len(pairs),
        right / len(pairs),
        hits / answered if answered else None,
        hits / labelled if labelled else None,
        _macro_f1(pairs) if is_language else None,
        confusions[:_MOST_CONFUSIONS] if is_language else [],
    )


def _macro_f1(pairs: Sequence[tuple[object, object]]) -> float:
    """Mean over the languages that are labelled."""
    hits = Counter(truth for truth, answer in pairs if truth == answer)
    truths, answers = Counter(truth for truth, _ in pairs), Counter(answer for _, answer in pairs)
    return sum(2 * hits[tag] / (truths[tag] + answers[tag]) for tag in truths) / len(truths)


def as_row(found: Evaluation) -> dict[str, object]:
    """The evaluation as one object for scripts."""
    return {
        **found._asdict(),
        "columns": _as_objects(found.columns),
        "by_length": {length: _as_objects(scores) for length, scores in found.by_length.items()},
    }


def _as_objects(scores: Mapping[str, Score]) -> dict[str, object]:
    return {name: score._asdict() for name, score in scores.items()}


def as_table(found: Evaluation) -> str:
    """The evaluation for a person."""
    lines = [
        f"{found.labels}: {found.documents:,} documents, {found.microseconds_per_document:,.0f} us each",
        f"  {'':<18}{'labelled':>9}{'accuracy':>10}{'macro-F1':>10}{'precision':>10}{'recall':>10}",
        *_lines(found.columns, ""),
        *(
            line
            for length, scores in found.by_length.items()
            for line in _lines(scores, f" at {length}")
        ),
    ]
    language = found.columns.get("language")
    if language and language.confusions:
        taken = (f"{truth} for {answer} {count}" for truth, answer, count in language.confusions)
        lines.append(f"  taken: {', '.join(taken)}")
    return "\n".join(lines)


def _lines(scores: Mapping[str, Score], suffix: str) -> Iterator[str]:
    for name, score in scores.items():
        shares = (score.accuracy, score.macro_f1, score.precision, score.recall)
        yield f"  {name + suffix:<18}{score.labelled:>9,}" + "".join(map(_percent, shares))


def _percent(value: float | None) -> str:
    return f"{'':>10}" if value is None else f"{value:>10.2%}"
