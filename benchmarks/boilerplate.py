"""Measure how well boilerplate is cut out, and what a content hash of the text would mean.

    python benchmarks/boilerplate.py FOLDER [--json]

The benchmark dresses each text of the folder as the page of one of three invented publishers, with
lines above, in the middle and below. Some of these are known phrases; the others recur on many
pages. It prints:

* precision and recall of the lines that are cut out, by known phrases alone and after learning;
* how many dressed pages get the key of the bare text (the same story on two sites), with a hash of
  the page and with a hash of the text;
* how many keys would change with what is learned, so that known texts would be admitted again.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from transforms.extract import extract
from transforms.page.boilerplate import is_date_or_credit, read_page
from transforms.page.boilerplate_phrases import boilerplate_key
from transforms.text.canonical import canonical_form
from transforms.text.hashing import content_hash
from transforms.text.normalize import normalize_text

ABOVE = [
    ["مواد پر جائیں", "روزنامہ چراغ کا خصوصی صفحہ برائے قارئین"],
    ["ہوم » تازہ خبریں", "چناب آن لائن کے ساتھ جڑے رہیے"],
    ["Skip to content", "The Indus Courier readers' page"],
]
MIDDLE = ["یہ بھی پڑھیے: {} نئی خبر", "،تصویر کا ذریعہChiragh", "Image source, Indus Courier"]
BELOW = [
    [
        "شیئر کریں",
        "اس صفحے کو {} لوگوں نے پسند کیا",
        "چراغ کے دفتر سے رابطے کا پتا: شاہراہ نمبر ایک",
        "© 2026 روزنامہ چراغ",
    ],
    ["متعلقہ خبریں", "چناب آن لائن کی ٹیم کو لکھیے", "پڑھنے کا وقت {} منٹ", "تبصرے بند ہیں"],
    [
        "Comments are closed.",
        "Sent from the Courier newsroom desk page {}",
        "Facebook | Twitter | WhatsApp",
    ],
]


class Dressed(NamedTuple):
    """A bare text, and the page of a publisher that holds it."""

    publisher: int
    bare: str
    page: str
    added: list[str]


def dress(text: str, chance: random.Random) -> Dressed:
    """Put the page of a random publisher around a text."""
    publisher, number = chance.randrange(len(ABOVE)), chance.randint(2, 900)
    above, below = ([line.format(number) for line in lines[publisher]] for lines in (ABOVE, BELOW))
    middle = MIDDLE[publisher].format(number)
    lines = text.split("\n")
    place = next((at for at in range(len(lines) // 2, len(lines)) if not lines[at]), len(lines))
    page = "\n".join([*above, *lines[:place], middle, *lines[place:], *below])
    return Dressed(publisher, text, normalize_text(page), [*above, middle, *below])


def learn(pages: Sequence[Dressed]) -> dict[int, frozenset[str]]:
    """Learn the lines of each publisher, as `warehouse/sql/boilerplate/candidates.sql` does."""
    counts: Counter[tuple[int, str]] = Counter()
    for page in pages:
        counts.update({(page.publisher, key) for key in _edge_keys(page.page)})
    sizes = Counter(page.publisher for page in pages)
    learned: dict[int, set[str]] = {publisher: set() for publisher in sizes}
    for (publisher, line), count in counts.items():
        if count >= max(5, 0.001 * sizes[publisher]):
            learned[publisher].add(line)
    return {publisher: frozenset(lines) for publisher, lines in learned.items()}


def _edge_keys(page: str) -> set[str]:
    lines = [line for line in read_page(page).text.split("\n") if line]
    edges = {line for line in lines[:10] + lines[-15:] if not is_date_or_credit(line)}
    return {key for key in map(boilerplate_key, edges) if key}


def measure(texts: Sequence[str]) -> dict[str, float]:
    """Return every figure by name."""
    chance = random.Random(7)  # noqa: S311 - a benchmark that gives the same figures twice
    pages = [dress(text, chance) for text in texts]
    learned = learn(pages)
    nothing: Callable[[Dressed], frozenset[str]] = lambda _page: frozenset()  # noqa: E731
    everything: Callable[[Dressed], frozenset[str]] = lambda page: learned[page.publisher]  # noqa: E731
    return {
        "pages": len(pages),
        **{f"{name}_by_words": value for name, value in _lines(pages, nothing).items()},
        **{f"{name}_learned": value for name, value in _lines(pages, everything).items()},
        "same_key_of_page": _share(pages, lambda page: _key(page.page) == _key(page.bare)),
        "same_key_of_text_by_words": _share(pages, lambda page: _same_text(page, frozenset())),
        "same_key_of_text_learned": _share(
            pages, lambda page: _same_text(page, learned[page.publisher])
        ),
        "keys_changed_by_learning": _share(
            pages,
            lambda page: (
                _key(read_page(page.page).text) != _key(read_page(page.page, everything(page)).text)
            ),
        ),
    }


def _lines(
    pages: Sequence[Dressed], learned: Callable[[Dressed], frozenset[str]]
) -> dict[str, float]:
    """Return precision and recall of the added lines, over all pages."""
    hits = cut = added = 0
    for page in pages:
        expected = Counter(page.added) + Counter(read_page(page.bare).boilerplate)
        found = Counter(read_page(page.page, learned(page)).boilerplate)
        hits += (found & expected).total()
        cut += found.total()
        added += expected.total()
    return {"precision": hits / cut, "recall": hits / added}


def _key(text: str) -> str:
    return content_hash(canonical_form(text))


def _same_text(page: Dressed, learned: frozenset[str]) -> bool:
    return _key(read_page(page.page, learned).text) == _key(read_page(page.bare, learned).text)


def _share(pages: Sequence[Dressed], is_so: Callable[[Dressed], bool]) -> float:
    return sum(map(is_so, pages)) / len(pages)


def main() -> None:
    """Measure a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    extracted = (extract(path.read_bytes()).text for path in sorted(given.folder.rglob("*.txt")))
    figures = measure([text for text in extracted if text])
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<28}{value:>10,}" if name == "pages" else f"{name:<28}{value:>10.2%}")


if __name__ == "__main__":
    main()
