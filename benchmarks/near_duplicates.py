"""Measure how often a near-duplicate is found, and how often a text is wrongly called one.

    python benchmarks/near_duplicates.py FOLDER [--labels LABELS] [--half 1] [--limit 300] [--json]

FOLDER has texts in folders of publishers. The benchmark edits each text as scrapers and newspapers
do, and joins it to others as pages do. A kind of edit that must not be recognized has `not:` before
its name, one that need only be related `part:`. An edit that keeps the canonical form is not
counted: such copies are one document.

LABELS is a file of JSON lines with `path` (in FOLDER) and, for reports of the same story in two
papers, `pair` and `reuse`: wholly derived (WD), partly (PD) or not (ND). The thresholds were set on
half 0, so half 1 is what counts.
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
from transforms.near_duplicates.shingles import MIN_SHINGLES
from transforms.near_duplicates.similarity import (
    MIN_JACCARD,
    MIN_SHARED_BANDS,
    ShingledText,
    Similarity,
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
    """Words, stories and page lines of one publisher."""

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
        """Return a line of random words."""
        return self.separator.join(
            self.random.choices(self.vocabulary, k=self.random.randint(fewest, most))
        )

    def frame(self, length: int) -> str:
        """Return sentences of its texts, so many characters in all."""
        block = ""
        while len(block) < length:
            block += self.random.choice(sentences(self.random.choice(self.texts)))
        return block[:length]


def words(text: str) -> tuple[list[str], str]:
    """Return the words of a text and their separator.

    A text without spaces is cut into words of three characters.
    """
    pieces = text.split(" ")
    if len(text) < 25 * len(pieces):
        return pieces, " "
    return [text[start : start + 3] for start in range(0, len(text), 3)], ""


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with the space after it."""
    return _SENTENCE.findall(text) or [text]


def boilerplate(text: str, page: Publisher) -> str:
    """Add two lines before a text and five after it."""
    return "\n".join([*page.head, text, *page.tail])


def caption(text: str, page: Publisher) -> str:
    """Add a line of 8 to 20 words after the first sentences."""
    parts = sentences(text)
    place = page.random.randint(1, 3)
    return "".join(parts[:place]) + "\n" + page.line(8, 20) + "\n" + "".join(parts[place:])


def cut_lead(text: str, _: Publisher) -> str:
    """Cut the first sentences, 15 to 50 % of a text; keep all where they are more."""
    parts = sentences(text)
    for count in range(1, len(parts)):
        rest = "".join(parts[count:])
        if len(rest) < 0.85 * len(text):
            return rest if len(rest) > 0.5 * len(text) else text
    return text


def digits_stripped(text: str, _: Publisher) -> str:
    """Remove the digits."""
    return re.sub(r"\d", "", text)


def headline_repeated(text: str, _: Publisher) -> str:
    """Repeat the first line, at most 120 characters of it."""
    return text.partition("\n")[0][:120] + "\n" + text


def headline_dropped(text: str, _: Publisher) -> str:
    """Remove the first line, or the first ten words where that line is the story."""
    line, rest = (*text.split("\n", 1), "")[:2]
    pieces, separator = words(text)
    return rest if len(line) < 200 and len(rest) > len(line) else separator.join(pieces[10:])


def keyboard(text: str, page: Publisher) -> str:
    """Add a caption and use the letters of another keyboard, and capitals."""
    return caption(text, page).translate(_KEYBOARD).upper()


def truncated(text: str, page: Publisher) -> str:
    """Keep the first 60 to 90 %."""
    return text[: int(len(text) * page.random.uniform(0.6, 0.9))]


def copy_edited(text: str, page: Publisher) -> str:
    """Replace three of a hundred words."""
    pieces, separator = words(text)
    return separator.join(
        page.random.choice(page.vocabulary) if page.random.random() < 0.03 else word
        for word in pieces
    )


def hard_wrapped(text: str, page: Publisher) -> str:
    """Cut the lead, and break lines every 60 to 90 characters, in words too."""
    width, rest = page.random.randint(60, 90), cut_lead(text, page)
    return "\n".join(rest[start : start + width] for start in range(0, len(rest), width))


def three_edits(text: str, page: Publisher) -> str:
    """Apply three of the other edits, one after another."""
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
    """Return two stories with the same block after each.

    The block is one to four times as long as the shorter story.
    """
    other = page.random.choice([each for each in page.texts if each != text])
    block = page.frame(int(page.random.uniform(1, 4) * min(len(text), len(other))))
    return f"{text}\n{block}", f"{other}\n{block}"


def roundup(text: str, page: Publisher) -> tuple[str, str]:
    """Return a story, and a page of it and of two to seven others of at least its length."""
    longer = [
        each[: 2 * len(text)] for each in page.texts if len(each) >= len(text) and each != text
    ]
    items = page.random.sample(longer, min(len(longer), page.random.randint(2, 7)))
    if len(items) < 2:
        return text, text
    return text, "\n".join(page.random.sample([text, *items], len(items) + 1))


def block(text: str, page: Publisher) -> tuple[str, str]:
    """Return two stories, each with the leads of the same other stories behind it, as sites print.

    The lead of each story stands in the block of the other one.
    """
    other = page.random.choice([each for each in page.texts if each != text])
    items = page.random.sample(page.texts, min(len(page.texts), page.random.randint(6, 14)))
    leads = ["".join(sentences(each)[1:3])[:250] for each in (text, other, *items)]
    return f"{text}\n{' '.join(leads[1:])}", f"{other}\n{' '.join(leads[:1] + leads[2:])}"


def other_numbers(text: str, page: Publisher) -> tuple[str, str]:
    """Return a story, and that of another day in the same words."""
    return text, re.sub(
        r"\d", lambda digit: str((int(digit[0]) + page.random.randint(1, 9)) % 10), text
    )


_JOINS: list[Callable[[str, Publisher], tuple[str, str]]] = [frame, roundup, block, other_numbers]


def extract(text: str, page: Publisher) -> str:
    """Return headline and first paragraphs: a fifth to a third of a story."""
    return text[: int(len(text) * page.random.uniform(0.2, 0.33))]


class Outcome(NamedTuple):
    """The result for a pair of texts."""

    is_candidate: bool
    is_near_duplicate: bool
    is_related: bool


def outcome(one: ShingledText, other: ShingledText) -> Outcome:
    """Compare two texts, one of which is known."""
    shared = len(set.intersection(*map(set, band_hashes_of_letters([one.letters, other.letters]))))
    measured = measure_similarity(one, other)
    return Outcome(
        shared >= MIN_SHARED_BANDS,
        is_near_duplicate(one, other, measured),
        is_related(one, other, measured),
    )


def edited_pairs(
    documents: Iterable[Document], pages: Mapping[str, Publisher]
) -> Iterator[tuple[str, str, str]]:
    """Yield kind, text and other text, for every document and kind of edit."""
    for document in documents:
        page = pages[document.publisher]
        for edit in [*_SINGLE_EDITS, three_edits]:
            yield edit.__name__, document.text, edit(document.text, page)
        yield "part:extract", document.text, extract(document.text, page)
        for join in _JOINS if len(set(page.texts)) > 1 else []:
            yield f"not:{join.__name__}", *join(document.text, page)


def edits(
    documents: Sequence[Document], pages: Mapping[str, Publisher]
) -> dict[str, dict[str, float]]:
    """Return the `shares` of each kind of edit."""
    outcomes = defaultdict(list)
    for kind, text, other in edited_pairs(documents, pages):
        one, changed = shingle_text(text), shingle_text(other)
        if one.letters != changed.letters:
            found = outcome(one, changed)
            if kind.startswith("part:"):
                found = found._replace(
                    is_near_duplicate=found.is_near_duplicate or found.is_related
                )
            outcomes[kind].append(found)
    return {kind: shares(found) for kind, found in outcomes.items()}


def shares(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Count pairs, and shares of candidates, verified pairs (candidates or not), and both."""
    count = len(outcomes)
    return {
        "pairs": count,
        "candidates": sum(each.is_candidate for each in outcomes) / count,
        "verified": sum(each.is_near_duplicate for each in outcomes) / count,
        "found": sum(each.is_candidate and each.is_near_duplicate for each in outcomes) / count,
    }


def totals(kinds: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return precision and recall over all kinds of edit."""
    kinds = {kind: row for kind, row in kinds.items() if not kind.startswith("part:")}
    found = {kind: row["pairs"] * row["found"] for kind, row in kinds.items()}
    right = sum(count for kind, count in found.items() if not kind.startswith("not:"))
    wanted = sum(row["pairs"] for kind, row in kinds.items() if not kind.startswith("not:"))
    return {"precision": right / max(sum(found.values()), 1), "recall": right / max(wanted, 1)}


def links(texts: Sequence[ShingledText]) -> tuple[dict[int, int], int]:
    """Return the leader that each text joins, and how many candidates were compared.

    Texts come in the given order; a text without a leader becomes one.
    """
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
            leaders[place] = min(joined)
            continue
        for each in hashes:
            buckets[each].append(place)
    return leaders, compared


def clusters(
    documents: Sequence[Document], pages: Mapping[str, Publisher], random: Random
) -> dict[str, float]:
    """Compare all texts and their edits in one random order.

    A link is right between texts of one origin, or between near-duplicates.
    """
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
    """Count pairs of each reuse class (none: not a pair), by relation and by whether it is found.

    Copies with the same canonical form are left out.
    """
    texts = [shingle_text(document.text) for document in documents]
    hashes = list(map(set, band_hashes_of_letters([text.letters for text in texts])))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one, other in combinations(range(len(documents)), 2):
        pair = texts[one], texts[other]
        if pair[0].letters == pair[1].letters:
            continue
        kind = reuse_of(documents[one], documents[other])
        measured = measure_similarity(*pair)
        is_candidate = len(hashes[one] & hashes[other]) >= MIN_SHARED_BANDS
        relations = relations_of(*pair, measured)
        counts[kind]["pairs"] += 1
        counts[kind]["candidates"] += is_candidate
        for relation, holds in relations.items():
            counts[kind][relation] += holds
            counts[kind][f"{relation}, found"] += holds and is_candidate
        if show:
            names = [relation for relation, holds in relations.items() if holds]
            print_relations(names, kind, measured, (documents[one], documents[other]))
    return counts


def reuse_of(one: Document, other: Document) -> str:
    """Return the labelled reuse class of two documents; `none` where they are not a pair."""
    return one.reuse if one.pair and one.pair == other.pair else "none"


def relations_of(one: ShingledText, other: ShingledText, measured: Similarity) -> dict[str, bool]:
    """Return whether two texts are near-duplicates, and whether they are related."""
    return {
        "near": is_near_duplicate(one, other, measured),
        "related": is_related(one, other, measured),
    }


def print_relations(
    relations: Iterable[str], kind: str, measured: Similarity, pair: tuple[Document, Document]
) -> None:
    """Print a line for each relation of a pair."""
    shares = " ".join(f"{share:.2f}" for share in measured)
    for relation in relations:
        print(relation, kind, shares, pair[0].path, pair[1].path)


def false_candidates(documents: Sequence[Document]) -> dict[str, float]:
    """Return the expected candidates of a document among a million.

    They follow from the Jaccard of every pair that is not of one story: below a third of the least
    and not a labelled pair. The assumption: pairs of a million documents are as similar as these,
    which are of one language, a few papers and months, and therefore more similar.
    """
    values = unrelated_jaccards(documents)
    collisions = [value**BAND_WIDTH for value in values if value < MIN_JACCARD / 3]
    none = [(1 - each) ** BAND_COUNT for each in collisions]
    one_band = [BAND_COUNT * each * (1 - each) ** (BAND_COUNT - 1) for each in collisions]
    neither = [1 - each - other for each, other in zip(none, one_band, strict=True)]
    size = _MILLION / max(len(values), 1)
    return {
        "pairs": len(values),
        "sharing a band": size * sum(1 - each for each in none),
        "candidates": size * sum(neither),
    }


def unrelated_jaccards(documents: Sequence[Document]) -> list[float]:
    """Return the Jaccard of every pair that is long enough and not a labelled pair."""
    known = [
        (document.pair or document.path, shingle_text(document.text)) for document in documents
    ]
    long = [(pair, text) for pair, text in known if len(text.shingles) >= MIN_SHINGLES]
    return [
        measure_similarity(one, other).jaccard
        for (pair, one), (other_pair, other) in combinations(long, 2)
        if pair != other_pair
    ]


def microseconds(documents: Sequence[Document]) -> dict[str, float]:
    """Return the microseconds of each step, per document."""
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
    """Yield the documents of a half, or all; a pair is in one half."""
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
    """Yield the lines of the report."""
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
