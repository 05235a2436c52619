"""Generate a news corpus of any size, to measure speed and memory (not quality).

    python benchmarks/corpus.py FOLDER --files 50000 [--seed 7] [--first 0]

The words are our own, in eight languages, Urdu most. Their frequency follows Zipf's law, and text
lengths are those of news (median 2 kB, mean 4 to 5 kB). 20 % are exact copies. Each text has a
headline, a date line, a dateline and the boilerplate of one of a dozen publishers. The same
arguments give the same bytes; another `--first` gives other texts.
"""

import argparse
import random
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.sentences import OTHER_SENTENCES, SENTENCES
from tests.test_samples import ROW as SAMPLE
from tests.test_samples import SAMPLES
from transforms.extract import extract

SHARES = {"ur": 50, "fa": 12, "ar": 12, "en": 10, "hi": 6, "ps": 4, "sd": 3, "pnb": 3}
STOPS = {"en": ".", "fa": ".", "ar": ".", "ps": ".", "hi": "।"}
PLACES = {
    "ur": "لاہور",
    "fa": "تهران",
    "ar": "القاهرة",
    "en": "LAHORE",
    "hi": "जयपुर",
    "ps": "کابل",
    "sd": "ڪراچي",
    "pnb": "قصور",
}
BOILERPLATE = [
    "Comments are closed.",
    "شیئر کریں",
    "اس صفحے کے قارئین کے لیے خاص پیش کش",
    "روزنامہ {} کا دفتر، شاہراہ نمبر ایک",
]
_NAMES = 20_000
_NAME_SHARE = 0.15
_COPY_SHARE = 0.2
_PUBLISHERS = 12
_FILES_A_FOLDER = 1_000


def own_words(tag: str) -> list[str]:
    """Return the words of our sentences and samples in a language, most frequent first.

    Presentation forms and broken characters, as samples have them, are left out: news rarely has
    them.
    """
    rows = SAMPLE.finditer((SAMPLES / "README.md").read_text(encoding="utf-8"))
    paths = [
        SAMPLES / row["path"]
        for row in rows
        if row["language"] == tag and row["outcome"] == "document"
    ]
    texts = [
        {**SENTENCES, **OTHER_SENTENCES}[tag],
        *(extract(path.read_bytes()).text or "" for path in paths),
    ]
    words = Counter(word for text in texts for word in unicodedata.normalize("NFKC", text).split())
    return [word for word, _ in words.most_common() if "\ufffd" not in word]


def vocabulary(tag: str, chance: random.Random) -> tuple[list[str], list[float]]:
    """Return the words of a language with cumulated weights.

    Our own words follow Zipf's law; names are invented from their halves.
    """
    own = own_words(tag)
    halves = [word[: len(word) // 2 + 1] for word in own], [word[len(word) // 2 :] for word in own]
    names = ["".join(chance.choice(halves[place % 2]) for place in range(2)) for _ in range(_NAMES)]
    weights = [1 / (rank + 3) for rank in range(len(own))]
    share = sum(weights) * _NAME_SHARE / (1 - _NAME_SHARE) / _NAMES
    return own + names, list(accumulate(weights + [share] * _NAMES))


class Writer:
    """Write the texts of one seed."""

    def __init__(self, seed: int) -> None:
        """Invent the vocabularies, the same for the same seed."""
        chance = random.Random(seed)  # noqa: S311 - texts, not secrets
        self._words = {tag: vocabulary(tag, chance) for tag in SHARES}

    def text(self, publisher: int, chance: random.Random) -> str:
        """Return a page of a publisher."""
        tag = chance.choices(list(SHARES), list(SHARES.values()))[0]
        size = min(int(chance.lognormvariate(5.75, 0.9)), 20_000)
        known, weights = self._words[tag]
        words = chance.choices(known, cum_weights=weights, k=size + 12)
        headline, body = " ".join(words[:9]), self._paragraphs(words[9:], STOPS.get(tag, "۔"))
        day = (
            f"{chance.randint(1, 28)} March 20{chance.randint(10, 25)}"
            if tag == "en"
            else f"20{chance.randint(10, 25)}-03-{chance.randint(10, 28)}"
        )
        foot = BOILERPLATE[publisher % len(BOILERPLATE)].format(publisher)
        return f"{headline}\n{day}\n\n{PLACES[tag]}: {body}\n\n{foot}\n"

    @staticmethod
    def _paragraphs(words: Sequence[str], stop: str) -> str:
        sentences = (
            " ".join(words[start : start + 17]) + stop for start in range(0, len(words), 17)
        )
        return "\n\n".join(
            " ".join(filter(None, [sentence, next(sentences, "")])) for sentence in sentences
        )


def write(folder: Path, files: int, seed: int = 7, first: int = 0) -> Iterator[int]:
    """Write a corpus; yield the size in bytes of each file."""
    writer = Writer(seed)
    payload = b""
    for number in range(first, first + files):
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - texts, not secrets
        publisher = chance.randrange(_PUBLISHERS)
        if not payload or chance.random() >= _COPY_SHARE:
            payload = writer.text(publisher, chance).encode()
        path = (
            folder
            / f"publisher-{publisher:02}"
            / f"{number // _FILES_A_FOLDER:05}"
            / f"{number:08}.txt"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
        yield len(payload)


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    written = sum(write(given.folder, given.files, given.seed, given.first))
    print(f"{given.files:,} files, {written:,} bytes in {given.folder}")


if __name__ == "__main__":
    main()
