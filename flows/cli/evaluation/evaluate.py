"""Measure descriptions against labelled texts: how often each column is right, and how fast."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from flows.cli.evaluation.labels import LabelledText, read_labels
from flows.cli.evaluation.scores import Score, score_columns
from transforms.describe import describe
from transforms.errors import UsageError

_SLICE_TEXTS = 1_000
# Described before the clock starts: models are loaded once a process.
_WARM_UP_TEXTS = 100

Answer = Mapping[str, object]


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
    texts = list(read_labels(labels))
    if languages is not None:
        texts = [text for text in texts if text.truth.get("language") in languages]
    if not texts:
        raise UsageError(f"no labels in {labels}")
    describe([text.text for text in texts[:_WARM_UP_TEXTS]])
    began = time.perf_counter()
    answers = list(_described(texts))
    spent = time.perf_counter() - began
    return Evaluation(
        str(labels),
        len(texts),
        round(1e6 * spent / len(texts), 1),
        _scores(texts, answers),
        _scores_by_length(texts, answers),
    )


def _described(texts: Sequence[LabelledText]) -> Iterator[Answer]:
    for start in range(0, len(texts), _SLICE_TEXTS):
        some = texts[start : start + _SLICE_TEXTS]
        yield from describe(
            [each.text for each in some], [each.context for each in some]
        ).to_pylist()


def _scores(texts: Iterable[LabelledText], answers: Iterable[Answer]) -> dict[str, Score]:
    return score_columns((each.truth, answer) for each, answer in zip(texts, answers, strict=True))


def _scores_by_length(
    texts: Sequence[LabelledText], answers: Sequence[Answer]
) -> dict[int, dict[str, Score]]:
    scores = {}
    for length in sorted({each.length for each in texts if each.length}):
        rows = [number for number, each in enumerate(texts) if each.length == length]
        scores[length] = _scores([texts[row] for row in rows], [answers[row] for row in rows])
    return scores


def as_object(found: Evaluation) -> dict[str, object]:
    """Return the evaluation as one object for scripts."""
    return {
        **found._asdict(),
        "columns": _as_objects(found.columns),
        "by_length": {length: _as_objects(scores) for length, scores in found.by_length.items()},
    }


def _as_objects(scores: Mapping[str, Score]) -> dict[str, object]:
    return {name: score._asdict() for name, score in scores.items()}


def as_table(found: Evaluation) -> str:
    """Return the evaluation as a table for a person."""
    heads = ("labelled", "accuracy", "macro-F1", "precision", "recall")
    speed = f"{found.microseconds_per_document:,.0f} us each"
    lines = [
        f"{found.labels}: {found.documents:,} documents, {speed}",
        f"  {'':<18}{heads[0]:>9}" + "".join(f"{head:>10}" for head in heads[1:]),
        *_table_lines(found.columns, ""),
    ]
    for length, scores in found.by_length.items():
        lines += _table_lines(scores, f" at {length}")
    language = found.columns.get("language")
    if language and language.confusions:
        taken = (f"{truth} for {answer} {count}" for truth, answer, count in language.confusions)
        lines.append(f"  taken: {', '.join(taken)}")
    return "\n".join(lines)


def _table_lines(scores: Mapping[str, Score], suffix: str) -> Iterator[str]:
    for name, score in scores.items():
        shares = (score.accuracy, score.macro_f1, score.precision, score.recall)
        yield f"  {name + suffix:<18}{score.labelled:>9,}" + "".join(map(_percent, shares))


def _percent(value: float | None) -> str:
    return f"{'':>10}" if value is None else f"{value:>10.2%}"
