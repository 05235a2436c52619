"""This file measures how often a near-duplicate is found, and how often a text is wrongly called one.

FOLDER has texts in folders of publishers. Each text is edited as scrapers and newspapers edit, and
joined to others as pages join them; a kind of edit that must not be recognised has a `not:` before
its name. LABELS is a file with one object a line that has `path` (in FOLDER) and, for reports of
the same story in two papers, `pair` and `reuse`: wholly derived (WD), partly (PD) or not (ND). The
thresholds were set on half 0, so half 1 is what counts. An edit that leaves the canonical form is
not counted: such copies are one document before any of this.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from random import Random
from time import process_time
from typing import NamedTuple

from transforms.encoding.decode import decode
from transforms.near_duplicates.minhash import BAND_COUNT, BAND_WIDTH, band_hashes_of_letters
from transforms.near_duplicates.similarity import (
    MIN_JACCARD,
    MIN_SHARED_BANDS,
    MIN_SHINGLES,
    ShingledText,
    candidates,
    is_near_duplicate,
    is_related,
    measure_similarity,
    shingle_text,
)
from transforms.text.normalize import normalize_text

_SENTENCE = re.compile(r"[^۔؟!.।。\n]+[۔؟!.।。\n]*\s*")
_KEYBOARD = str.maketrans({"ی": "ي", "ک": "ك", "ہ": "ه", "ۃ": "ة", "ں": "ں\u200c", "۔": "."})
_MILLION = 1_000_000


class Document(NamedTuple):
    """A text of the corpus."""

    path: str
    publisher: str
    pair: str
    reuse: str
    text: str


class Publisher:
    """What pages of one publisher have: its words, other stories, and lines around each."""

    def __init__(self, documents: Sequence[Document], random: Random) -> None:
        """Invent the lines from the words of the texts."""
        self.random = random
        self.texts = [document.text for document in documents]
        self.vocabulary = [
            word for text in self.texts for word in words(text)[0] if 1 < len(word.strip()) < 12
        ] or ["?"]
        self.separator = words(self.texts[0])[1]
        self.head = [self.line(3, 8) for _ in range(2)]
        self.tail = [self.line(3, 12) for _ in range(5)]

    def line(self, fewest: int, most: int) -> str:
        """A line of some words."""
        return self.separator.join(
            self.random.choices(self.vocabulary, k=self.random.randint(fewest, most))
        )

    def frame(self, length: int) -> str:
        """Sentences of its texts, so many characters in all."""
        block = ""
        while len(block) < length:
            block += self.random.choice(sentences(self.random.choice(self.texts)))
        return block[:length]


def words(text: str) -> tuple[list[str], str]:
    """The words of a text and what is between them; three characters at a time where no spaces are written."""
    pieces = text.split(" ")
    if len(text) < 25 * len(pieces):
        return pieces, " "
    return [text[start : start + 3] for start in range(0, len(text), 3)], ""


def sentences(text: str) -> list[str]:
    """The sentences of a text, with what follows them."""
    return _SENTENCE.findall(text) or [text]


def boilerplate(text: str, page: Publisher) -> str:
    """Two lines before a text and five behind it."""
    return "\n".join([*page.head, text, *page.tail])


def caption(text: str, page: Publisher) -> str:
    """A line of 8 to 20 words behind the first sentences."""
    parts = sentences(text)
    place = page.random.randint(1, 3)
    return "".join(parts[:place]) + "\n" + page.line(8, 20) + "\n" + "".join(parts[place:])


def cut_lead(text: str, _: Publisher) -> str:
    """Without the first sentences, 15 to 50 % of a text; the text itself where they are more."""
    parts = sentences(text)
    for count in range(1, len(parts)):
        rest = "".join(parts[count:])
        if len(rest) < 0.85 * len(text):
            return rest if len(rest) > 0.5 * len(text) else text
    return text


def digits_stripped(text: str, _: Publisher) -> str:
    """Without digits."""
    return re.sub(r"\d", "", text)


def headline_repeated(text: str, _: Publisher) -> str:
    """The first line twice, at most 120 characters of it."""
    return text.partition("\n")[0][:120] + "\n" + text


def headline_dropped(text: str, _: Publisher) -> str:
    """Without the first line, or without the first ten words where it is the story."""
    line, rest = (*text.split("\n", 1), "")[:2]
    pieces, separator = words(text)
    return rest if len(line) < 200 and len(rest) > len(line) else separator.join(pieces[10:])


def keyboard(text: str, page: Publisher) -> str:
    """With a caption and the letters of another keyboard, capitals where there are such."""
    return caption(text, page).translate(_KEYBOARD).upper()


def truncated(text: str, page: Publisher) -> str:
    """The first 60 to 90 %."""
    return text[: int(len(text) * page.random.uniform(0.6, 0.9))]


def copy_edited(text: str, page: Publisher) -> str:
    """Three of a hundred words replaced."""
    pieces, separator = words(text)
    return separator.join(
        page.random.choice(page.vocabulary) if page.random.random() < 0.03 else word
        for word in pieces
    )


def hard_wrapped(text: str, page: Publisher) -> str:
    """Without its lead, and a new line every 60 to 90 characters, in words too."""
    width, rest = page.random.randint(60, 90), cut_lead(text, page)
    return "\n".join(rest[start : start + width] for start in range(0, len(rest), width))


def three_edits(text: str, page: Publisher) -> str:
    """Three of the others, one upon the other."""
    for edit in page.random.sample(_SINGLE_EDITS, 3):
        text = edit(text, page)
    return text


_SINGLE_EDITS: list[Callable[[str, Publisher], str]] = [
    boilerplate,
    caption,
    cut_lead,
    digits_stripped,
    headline_repeated,
    headline_dropped,
    keyboard,
    truncated,
    copy_edited,
    hard_wrapped,
]


def frame(text: str, page: Publisher) -> tuple[str, str]:
    """Two stories with the same block behind each, one to four times as long as the shorter of them."""
    other = page.random.choice([each for each in page.texts if each != text])
    block = page.frame(int(page.random.uniform(1, 4) * min(len(text), len(other))))
    return f"{text}\n{block}", f"{other}\n{block}"


def roundup(text: str, page: Publisher) -> tuple[str, str]:
    """A story, and a page of it and of two to seven others of at least its length."""
    longer = [
        each[: 2 * len(text)] for each in page.texts if len(each) >= len(text) and each != text
    ]
    items = page.random.sample(longer, min(len(longer), page.random.randint(2, 7)))
    return text, "\n".join(page.random.sample([text, *items], len(items) + 1)) if len(
        items
    ) > 1 else text


def other_numbers(text: str, page: Publisher) -> tuple[str, str]:
    """A story, and another day's in the same words."""
    return text, re.sub(
        r"\d", lambda digit: str((int(digit[0]) + page.random.randint(1, 9)) % 10), text
    )


_JOINS: list[Callable[[str, Publisher], tuple[str, str]]] = [frame, roundup, other_numbers]


class Outcome(NamedTuple):
    """What became of a pair of texts."""

    is_candidate: bool
    is_near_duplicate: bool


def outcome(one: ShingledText, other: ShingledText) -> Outcome:
    """What is found of two texts, if one of them is known."""
    shared = len(set.intersection(*map(set, band_hashes_of_letters([one.letters, other.letters]))))
    return Outcome(
        shared >= MIN_SHARED_BANDS, is_near_duplicate(one, other, measure_similarity(one, other))
    )


def edited_pairs(
    documents: Iterable[Document], pages: Mapping[str, Publisher]
) -> Iterator[tuple[str, str, str]]:
    """Kind, text and other text, for every document and kind of edit."""
    for document in documents:
        page = pages[document.publisher]
        for edit in [*_SINGLE_EDITS, three_edits]:
            yield edit.__name__, document.text, edit(document.text, page)
        for join in _JOINS if len(set(page.texts)) > 1 else []:
            yield f"not:{join.__name__}", *join(document.text, page)


def edits(
    documents: Sequence[Document], pages: Mapping[str, Publisher]
) -> dict[str, dict[str, float]]:
    """By kind of edit: pairs, and shares of candidates, of near-duplicates among all and among candidates."""
    outcomes = defaultdict(list)
    for kind, text, other in edited_pairs(documents, pages):
        one, changed = shingle_text(text), shingle_text(other)
        if one.letters != changed.letters:
            outcomes[kind].append(outcome(one, changed))
    return {kind: shares(found) for kind, found in outcomes.items()}


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Count pairs; how many of a hundred are candidates, verified (candidates or not), and both."""
    count = len(outcomes)
    return {
        "pairs": count,
        "candidates": sum(each.is_candidate for each in outcomes) / count,
        "verified": sum(each.is_near_duplicate for each in outcomes) / count,
        "found": sum(all(each) for each in outcomes) / count,
    }


def totals(kinds: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Precision and recall over all kinds of edit."""
    found = {kind: row["pairs"] * row["found"] for kind, row in kinds.items()}
    right = sum(count for kind, count in found.items() if not kind.startswith("not:"))
    wanted = sum(row["pairs"] for kind, row in kinds.items() if not kind.startswith("not:"))
    return {"precision": right / max(sum(found.values()), 1), "recall": right / max(wanted, 1)}


def links(texts: Sequence[ShingledText]) -> tuple[dict[int, int], int]:
    """Of texts in an order, the leader each joins, and how many candidates were compared; see `candidates`."""
    buckets: dict[int, list[int]] = defaultdict(list)
    leaders, compared = {}, 0
    for place, text in enumerate(texts):
        (hashes,) = band_hashes_of_letters([text.letters])
        measured = {
            leader: measure_similarity(texts[leader], text)
            for leader in candidates(hashes, buckets)
        }
        compared += len(measured)
        joined = [
            leader
            for leader, each in measured.items()
            if is_near_duplicate(texts[leader], text, each)
        ]
        if joined:
            leaders[place] = max(joined, key=lambda leader: (measured[leader].jaccard, -leader))
            continue
        for each in hashes:
            buckets[each].append(place)
    return leaders, compared


def clusters(
    documents: Sequence[Document], pages: Mapping[str, Publisher], random: Random
) -> dict[str, float]:
    """All texts and their edits in one random order: are links right, and do texts join those of their origin?"""
    origins = {document.text: document.text for document in documents}
    for kind, text, other in edited_pairs(documents, pages):
        if not kind.startswith("not:"):
            origins.setdefault(other, text)
    texts = random.sample(sorted(origins), len(origins))
    known = {text: shingle_text(text) for text in texts}
    leaders, compared = links([known[text] for text in texts])
    ends = [(origins[texts[place]], origins[texts[leader]]) for place, leader in leaders.items()]
    right = sum(
        one == other
        or is_near_duplicate(known[one], known[other], measure_similarity(known[one], known[other]))
        for one, other in ends
    )
    return {
        "texts": len(texts),
        "candidates a text": compared / len(texts),
        "precision of links": right / max(len(leaders), 1),
        "texts that joined": len(leaders) / max(len(texts) - len(documents), 1),
    }


def stories(documents: Sequence[Document], *, show: bool) -> dict[str, dict[str, int]]:
    """Pairs of each reuse class (none: not a pair), how many are near-duplicates or related, and would be found.

    Copies with the same canonical form are left out.
    """
    texts = [shingle_text(document.text) for document in documents]
    hashes = list(map(set, band_hashes_of_letters([text.letters for text in texts])))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one, other in combinations(range(len(documents)), 2):
        pair = texts[one], texts[other]
        if pair[0].letters == pair[1].letters:
            continue
        is_pair = documents[one].pair and documents[one].pair == documents[other].pair
        kind = documents[one].reuse if is_pair else "none"
        measured = measure_similarity(*pair)
        is_candidate = len(hashes[one] & hashes[other]) >= MIN_SHARED_BANDS
        relations = {
            "near": is_near_duplicate(*pair, measured),
            "related": is_related(*pair, measured),
        }
        counts[kind]["pairs"] += 1
        counts[kind]["candidates"] += is_candidate
        for relation, holds in relations.items():
            counts[kind][relation] += holds
            counts[kind][f"{relation}, found"] += holds and is_candidate
            if holds and show:
                print(
                    relation,
                    kind,
                    *(f"{share:.2f}" for share in measured),
                    documents[one].path,
                    documents[other].path,
                )
    return counts


def false_candidates(documents: Sequence[Document]) -> dict[str, float]:
    """Expected candidates of a document among a million, by the Jaccard of every pair that is not of one story.

    That is, below a third of the least and not a labelled pair. The assumption: pairs of a million
    documents are as alike as pairs of these, which are of one language, of a few papers and months,
    and therefore more alike.
    """
    known = [
        (document.pair or document.path, shingle_text(document.text)) for document in documents
    ]
    values = [
        measure_similarity(one, other).jaccard
        for (pair, one), (other_pair, other) in combinations(known, 2)
        if pair != other_pair and min(len(one.shingles), len(other.shingles)) >= MIN_SHINGLES
    ]
    collisions = [value**BAND_WIDTH for value in values if value < MIN_JACCARD / 3]
    none = [(1 - each) ** BAND_COUNT for each in collisions]
    one_band = [BAND_COUNT * each * (1 - each) ** (BAND_COUNT - 1) for each in collisions]
    size = _MILLION / max(len(values), 1)
    return {
        "pairs": len(values),
        "sharing a band": size * sum(1 - each for each in none),
        "candidates": size
        * sum(1 - each - other for each, other in zip(none, one_band, strict=True)),
    }


def microseconds(documents: Sequence[Document]) -> dict[str, float]:
    """Time of each step, for a document and for a pair, and per thousand characters."""
    started = process_time()
    texts = [shingle_text(document.text) for document in documents]
    shingled = process_time()
    band_hashes_of_letters([text.letters for text in texts])
    hashed = process_time()
    for text in texts:
        is_near_duplicate(text, text, measure_similarity(text, text))
    verified = process_time()
    scale = 1e6 / len(texts)
    return {
        "characters": sum(len(document.text) for document in documents) / len(texts),
        "shingles": scale * (shingled - started),
        "bands": scale * (hashed - shingled),
        "verification": scale * (verified - hashed),
    }


def read(folder: Path, labels: Path | None, half: int | None) -> Iterator[Document]:
    """The documents of a half, or all; a pair is in one half."""
    rows = map(json.loads, labels.read_text(encoding="utf-8").splitlines()) if labels else []
    known = {row["path"]: row for row in rows}
    for path in sorted(folder.rglob("*.txt")):
        name = path.relative_to(folder).as_posix()
        row = known.get(name, {})
        pair = row.get("pair", "")
        text = normalize_text(decode(path.read_bytes()).text or "")
        if text and half in {None, sha256((pair or name).encode()).digest()[-1] % 2}:
            yield Document(name, name.rpartition("/")[0], pair, row.get("reuse", ""), text)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument(
        "--limit", type=int, default=300, help="documents that are edited (default: 300)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--show", action="store_true", help="print the pairs that are found in the folder as it is"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    documents = list(read(options.folder, options.labels, options.half))
    random = Random(options.seed)  # noqa: S311 - edits, not secrets
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        groups[document.publisher].append(document)
    pages = {name: Publisher(group, random) for name, group in groups.items()}
    sample = random.sample(documents, min(options.limit, len(documents)))
    kinds = edits(sample, pages)
    report: dict[str, Mapping[str, Mapping[str, float]]] = {
        "edits": kinds,
        "all edits": {"": totals(kinds)},
        "all texts and edits in one order": {"": clusters(sample, pages, random)},
        "pairs of the folder": stories(documents, show=options.show),
        "expected among a million": {
            name: false_candidates(group) for name, group in groups.items() if len(group) > 1
        },
        "microseconds a document": {"": microseconds(sample)},
    }
    print(
        json.dumps(report, indent=1, ensure_ascii=False)
        if options.json
        else "\n".join(table(report))
    )


def table(report: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Iterator[str]:
    """The report, for a reader."""
    for section, rows in report.items():
        names = list(dict.fromkeys(name for row in rows.values() for name in row))
        yield f"\n{section:<36}" + "".join(f"{name:>20}" for name in names)
        for key, row in rows.items():
            yield f"{key:<36}" + "".join(f"{_figure(row.get(name, 0)):>20}" for name in names)


def _figure(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.1%}" if value <= 1 else f"{value:,.1f}"


if __name__ == "__main__":
    main()
