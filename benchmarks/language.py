"""Measure how often the language of a snippet is right, by language and length.

    python benchmarks/language.py LABELS.jsonl... [--half 1]

LABELS has JSON lines with `lang`, `text` and `L`, the number of characters. For each language it
prints the percentage that is right, that is right or `und`, and that is wrong with a score above
0.9. Words and thresholds were set on half 0, so half 1 is what counts.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import NamedTuple

from transforms.language.detect import Language, detect_languages

_SURE = 0.9


class Snippet(NamedTuple):
    """A text with the language it is in."""

    language: str
    length: int
    text: str

    @property
    def half(self) -> int:
        """The half of the labels it is in."""
        return sha256(self.text.encode()).digest()[0] % 2


def main() -> None:
    """Read labels, ask for their languages and print how many are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--half", type=int, choices=(0, 1))
    arguments = parser.parse_args()
    snippets = sorted({each for path in arguments.labels for each in _read(path)})
    snippets = [each for each in snippets if arguments.half in {None, each.half}]
    start = process_time()
    answers = detect_languages([each.text for each in snippets])
    microseconds = (process_time() - start) / max(1, len(snippets)) * 1e6
    print(f"{len(snippets):,} snippets, {microseconds:.0f} us each")
    _report(snippets, answers)


def _read(path: Path) -> list[Snippet]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Snippet(row["lang"], row["L"], row["text"]) for row in rows]


def _report(snippets: Sequence[Snippet], answers: Sequence[Language]) -> None:
    groups = defaultdict(list)
    for snippet, answer in zip(snippets, answers, strict=True):
        groups[snippet.language, snippet.length].append(answer)
    print("language  length  number  right  right or und  wrong and sure")
    for (language, length), found in sorted(groups.items()):
        right = [answer.tag == language for answer in found]
        harmless = [answer.tag in {language, "und"} for answer in found]
        sure = [answer.tag != language and (answer.score or 0) > _SURE for answer in found]
        shares = "  ".join(
            f"{100 * sum(each) / len(found):5.1f}" for each in (right, harmless, sure)
        )
        print(f"{language:8}  {length:6}  {len(found):6}  {shares}")


if __name__ == "__main__":
    main()
