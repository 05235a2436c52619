"""Measure how well boilerplate is cut out, what of the texts is lost, and what a hash would mean.

    python benchmarks/boilerplate.py FOLDER [--json]

The benchmark dresses each text of the folder as the page of one of three invented publishers, with
lines above, in the middle and below. Some of these are known phrases; the others recur on many
pages. One text in twenty is crawled in eight states, with a sentence of its own in each. It prints:

* precision and recall of the lines that are cut out, by known phrases alone and after learning, as
  a run learns;
* how many sentences of the texts are learned, how many pages lose one to learning, and how many
  keep learned lines as these are too much of the page;
* how many dressed pages get the key of the bare text (the same story on two sites), with a hash of
  the page and with a hash of the text;
* how many keys would change with what is learned, so that known texts would be admitted again.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

sys.path.insert(0, str(Path(__file__).parent.parent))

from transforms.extract import extract
from transforms.page.boilerplate import (
    NOTHING_LEARNED,
    LearnedLines,
    is_informative,
    read_page,
)
from transforms.page.boilerplate_phrases import boilerplate_key, ends_statement
from transforms.text.canonical import canonical_form
from transforms.text.hashing import content_hash
from transforms.text.normalize import normalize_text
from warehouse.database.work_database import WorkDatabase
from warehouse.ledger.boilerplate_lines import NO_PAGES, boilerplate_candidates, group_publishers

_STATE_SHARE = 0.05
_STATES = 8

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


def dress(text: str, chance: random.Random, publisher: int | None = None) -> Dressed:
    """Put the page of a publisher around a text; of a random one where none is given."""
    if publisher is None:
        publisher = chance.randrange(len(ABOVE))
    number = chance.randint(2, 900)
    above, below = ([line.format(number) for line in lines[publisher]] for lines in (ABOVE, BELOW))
    middle = MIDDLE[publisher].format(number)
    lines = text.split("\n")
    place = next((at for at in range(len(lines) // 2, len(lines)) if not lines[at]), len(lines))
    page = "\n".join([*above, *lines[:place], middle, *lines[place:], *below])
    return Dressed(publisher, text, normalize_text(page), [*above, middle, *below])


def crawled(texts: Sequence[str], chance: random.Random) -> Iterator[Dressed]:
    """Yield the pages of all texts, some of them in several states by one publisher."""
    for text in texts:
        page = dress(text, chance)
        yield page
        if chance.random() >= _STATE_SHARE:
            continue
        for state in range(1, _STATES):
            head, _, body = text.partition("\n")
            own = f"{head}\nاب تک {state} بار لکھا گیا ہے کہ {state * 7} افراد پہنچ گئے۔\n{body}"
            yield dress(own, chance, page.publisher)


def learn(pages: Sequence[Dressed]) -> dict[int, LearnedLines]:
    """Learn the lines of each publisher as a run does."""
    rows = [
        {
            "content_hash": _key(page.page),
            "source_path": f"{page.publisher}/{number:06}.txt",
            "text": read_page(page.page).text,
            "is_owner": True,
        }
        for number, page in enumerate(pages)
    ]
    once = list({row["content_hash"]: row for row in rows}.values())
    new_pages = pa.Table.from_pylist(once, NO_PAGES.schema)
    with tempfile.TemporaryDirectory() as folder:
        database = WorkDatabase(Path(folder, "work.duckdb"), Path(folder, "spill"))
        with database.create() as connection:
            found = [
                row
                for group in group_publishers(connection, new_pages)
                for row in boilerplate_candidates(connection, new_pages, group).to_pylist()
                if not is_informative(row["example"])
            ]
    return {
        publisher: LearnedLines(
            frozenset(row["line"] for row in found if row["publisher"] == str(publisher)),
            frozenset(
                row["line"]
                for row in found
                if row["publisher"] == str(publisher) and row["is_site_line"]
            ),
        )
        for publisher in range(len(ABOVE))
    }


def measure(texts: Sequence[str]) -> dict[str, float]:
    """Return every figure by name."""
    chance = random.Random(7)  # noqa: S311 - a benchmark that gives the same figures twice
    pages = list(crawled(texts, chance))
    learned = learn(pages)
    nothing: Callable[[Dressed], LearnedLines] = lambda _page: NOTHING_LEARNED  # noqa: E731
    everything: Callable[[Dressed], LearnedLines] = lambda page: learned[page.publisher]  # noqa: E731
    return {
        "pages": len(pages),
        **{f"{name}_by_words": value for name, value in _lines(pages, nothing).items()},
        **{f"{name}_learned": value for name, value in _lines(pages, everything).items()},
        **_lost(pages, learned),
        "same_key_of_page": _share(pages, lambda page: _key(page.page) == _key(page.bare)),
        "same_key_of_text_by_words": _share(pages, lambda page: _same_text(page, NOTHING_LEARNED)),
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
    pages: Sequence[Dressed], learned: Callable[[Dressed], LearnedLines]
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


def _lost(pages: Sequence[Dressed], learned: dict[int, LearnedLines]) -> dict[str, float]:
    """Return what the texts lose to learning: sentences, and pages that lose or keep too much."""
    sentences = {
        (page.publisher, boilerplate_key(line) or line)
        for page in pages
        for line in _sentences(page)
    }
    lines = {(name, line) for name, known in learned.items() for line in known.lines}
    texts = [read_page(page.page, learned[page.publisher]) for page in pages]
    losing = sum(
        any(line not in text.text for line in _sentences(page))
        for page, text in zip(pages, texts, strict=True)
    )
    return {
        "sentences_learned": len(sentences & lines),
        "pages_that_lose_a_sentence": losing,
        "pages_kept_whole": sum(text.doubtful_line_count > 0 for text in texts),
    }


def _sentences(page: Dressed) -> list[str]:
    """Return the lines of a bare text that are sentences, but for those cut by known phrases."""
    lines = read_page(page.bare).text.split("\n")
    return [line for line in map(normalize_text, lines) if ends_statement(line)]


def _key(text: str) -> str:
    return content_hash(canonical_form(text).encode())


def _same_text(page: Dressed, learned: LearnedLines) -> bool:
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
        is_count = isinstance(value, int)
        print(f"{name:<28}{value:>10,}" if is_count else f"{name:<28}{value:>10.2%}")


if __name__ == "__main__":
    main()
