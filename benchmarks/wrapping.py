"""Measure how well hard-wrapped lines are found and joined.

    python benchmarks/wrapping.py FOLDER [--json]

The benchmark wraps each text of 1,000 characters or more at a width of 65 to 110 characters:

* `words`: between words, at a number of characters, with blank lines in mid-sentence or without;
* `pixels`: between words, at a width that varies as letters do;
* `characters`: inside words.

It prints the share that was found, the share whose paragraphs came back exactly, and the share of
the unwrapped originals that were taken for wrapped.
"""

import argparse
import json
import random
import textwrap
from collections.abc import Callable
from pathlib import Path

from transforms.encoding.decode import decode
from transforms.text.hard_wraps import unwrap
from transforms.text.normalize import normalize_text

_FEWEST_CHARS = 1_000


def words(paragraph: str, width: int, _chance: random.Random) -> list[str]:
    """Break between words, as a mail program does."""
    return textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)


def pixels(paragraph: str, width: int, chance: random.Random) -> list[str]:
    """Break between words where a line of letters of different widths is full."""
    lines, line, room = [], "", width
    for word in paragraph.split():
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, round(width * chance.uniform(0.94, 1.06))
        else:
            line = f"{line} {word}".lstrip()
    return [*lines, line]


def characters(paragraph: str, width: int, _chance: random.Random) -> list[str]:
    """Break after a number of characters, inside words too; spaces at line ends are lost."""
    return [paragraph[start : start + width].rstrip() for start in range(0, len(paragraph), width)]


def with_gaps(
    wrap: Callable[[str, int, random.Random], list[str]],
) -> Callable[[str, int, random.Random], list[str]]:
    """Return a way to wrap that adds blank lines in mid-sentence."""

    def gapped(paragraph: str, width: int, chance: random.Random) -> list[str]:
        lines = wrap(paragraph, width, chance)
        return [
            part
            for line in lines[:-1]
            for part in ([line, ""] if chance.random() < 0.3 else [line])
        ] + lines[-1:]

    return gapped


WAYS = {"words": words, "pixels": pixels, "characters": characters, "words, gaps": with_gaps(words)}


def measure(texts: list[str]) -> dict[str, dict[str, float]]:
    """Return shares found and restored for each way, and of originals taken for wrapped."""
    chance = random.Random(7)  # noqa: S311 - a benchmark that gives the same figures twice
    rows = {}
    long = [text for text in texts if _is_long(text)]
    for name, wrap in WAYS.items():
        found = restored = 0
        for text in long:
            width = chance.randint(65, 110)
            wrapped = "\n\n".join(
                "\n".join(wrap(part, width, chance)) for part in _paragraphs(text)
            )
            joined = unwrap(wrapped)
            found += joined.is_hard_wrapped
            restored += _paragraphs(normalize_text(joined.text)) == _paragraphs(text)
        rows[name] = {
            "texts": len(long),
            "found": found / len(long),
            "restored": restored / len(long),
        }
    rows["none"] = {
        "texts": len(texts),
        "found": sum(unwrap(text).is_hard_wrapped for text in texts) / len(texts),
    }
    return rows


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n") if part.strip()]


def _is_long(text: str) -> bool:
    return len(text) >= _FEWEST_CHARS


def main() -> None:
    """Measure a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    decoded = (decode(path.read_bytes()).text for path in sorted(given.folder.rglob("*.txt")))
    rows = measure([normalize_text(text) for text in decoded if text])
    if given.json:
        print(json.dumps(rows))
        return
    for name, row in rows.items():
        restored = f", restored exactly {row['restored']:.1%}" if "restored" in row else ""
        print(
            f"{name:<12} {row['texts']:>6,} texts, taken for wrapped {row['found']:.1%}{restored}"
        )


if __name__ == "__main__":
    main()
