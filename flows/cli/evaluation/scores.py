"""Scores of answers against labels: accuracy, precision, recall, macro-F1, confusions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_MOST_CONFUSIONS = 20

# A label and an answer; null where the text does not tell, or nothing was found.
Pair = tuple[object, object]


class Score(NamedTuple):
    """How the answers in one column compare with the labels."""

    labelled: int
    # Share of all labels, null ones included, that were met.
    accuracy: float
    # Share of the answers that are right; null where there was none.
    precision: float | None
    # Share of the labels that are not null that was found; null where all are null.
    recall: float | None
    # Mean F1 of the languages that are labelled; null for other columns.
    macro_f1: float | None
    # Label, answer and count of the wrong languages, most frequent first; empty for other columns.
    confusions: list[tuple[str, str, int]]


def score_columns(
    rows: Iterable[tuple[Mapping[str, object], Mapping[str, object]]],
) -> dict[str, Score]:
    """Score every column that is labelled, of rows of labels and answers by column."""
    columns: defaultdict[str, list[Pair]] = defaultdict(list)
    for truths, answers in rows:
        for name, truth in truths.items():
            columns[name].append((truth, answers[name]))
    return {
        name: score_languages(pairs) if name == "language" else score_values(pairs)
        for name, pairs in columns.items()
    }


def score_values(pairs: Sequence[Pair]) -> Score:
    """Score the answers in a column; there is at least one.

    >>> score_values([("a", "a"), (None, "b"), (None, None), ("c", None)])[:4]
    (4, 0.5, 0.5, 0.5)
    """
    met = [truth for truth, answer in pairs if truth == answer]
    found = len(met) - met.count(None)
    answered = sum(answer is not None for _, answer in pairs)
    labelled = sum(truth is not None for truth, _ in pairs)
    accuracy = len(met) / len(pairs)
    return Score(len(pairs), accuracy, _share(found, answered), _share(found, labelled), None, [])


def score_languages(pairs: Sequence[Pair]) -> Score:
    """Score the answers in the column of languages; there is at least one.

    >>> score = score_languages([("ur", "ur"), ("ur", "fa"), ("fa", "fa"), ("ps", "und")])
    >>> score.accuracy, round(score.macro_f1, 3), score.confusions
    (0.5, 0.444, [('ps', 'und', 1), ('ur', 'fa', 1)])
    """
    return score_values(pairs)._replace(macro_f1=_macro_f1(pairs), confusions=_confusions(pairs))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _macro_f1(pairs: Sequence[Pair]) -> float:
    met = Counter(truth for truth, answer in pairs if truth == answer)
    truths = Counter(truth for truth, _ in pairs)
    answers = Counter(answer for _, answer in pairs)
    return sum(2 * met[tag] / (truths[tag] + answers[tag]) for tag in truths) / len(truths)


def _confusions(pairs: Sequence[Pair]) -> list[tuple[str, str, int]]:
    wrong = Counter((str(truth), str(answer)) for truth, answer in pairs if truth != answer)
    rows = [(truth, answer, count) for (truth, answer), count in wrong.items()]
    return sorted(rows, key=lambda row: (-row[2], row))[:_MOST_CONFUSIONS]
