"""This file says how much of a text is in each language, paragraph by paragraph, where there is more than one."""

import json
from collections.abc import Sequence

import regex

from transforms.language.detect import Language, detect_languages

_PARAGRAPH_END = regex.compile(r"\n\s*\n")
# A shorter paragraph is a caption or a name; nothing is said of it.
_FEWEST_LETTERS = 20
# Of a longer text about so many are asked about: a share has two digits, and a model takes a
# while.
_MOST_PARAGRAPHS = 1_000
# Its multiples modulo 1 spread evenly, and at no interval at which two languages may take turns.
_GOLDEN_RATIO = 0.6180339887
_LEAST_SHARE = 0.05
# Where fewer of the small words found are of the language of the text, others are quoted or it is
# not alone.
_DOUBT = 0.8


def is_in_doubt(language: Language, *, has_mixed_scripts: bool) -> bool:
    """Whether a text may be in several languages, so that its paragraphs are worth a look."""
    return has_mixed_scripts or (language.method == "words" and (language.score or 0) < _DOUBT)


def language_shares(texts: Sequence[str]) -> list[str | None]:
    r"""For each text the share of its letters in paragraphs of each language, as JSON, most first.

    Null where all paragraphs that say enough are in one language; less than a twentieth does not
    count. Of a text of more than a thousand paragraphs it is an estimate.

    >>> language_shares(["آج صبح سے شہر میں بارش ہو رہی ہے۔\n\nIt has been raining in the city since this morning."])
    ['{"en": 0.63, "ur": 0.37}']
    """
    paragraphs = [_drawn(_paragraphs(text)) for text in texts]
    found = iter(detect_languages([part for parts in paragraphs for part, _ in parts]))
    return [_shares([(next(found).tag, count) for _, count in parts]) for parts in paragraphs]


def _shares(counts: Sequence[tuple[str, int]]) -> str | None:
    """Letters by language, as shares; paragraphs that are undetermined count for nothing."""
    letters: dict[str, int] = {}
    for tag, count in counts:
        if tag != "und":
            letters[tag] = letters.get(tag, 0) + count
    total = sum(letters.values())
    shares = {
        tag: round(letters[tag] / total, 2)
        for tag in sorted(letters, key=lambda tag: (-letters[tag], tag))
    }
    worth_saying = {tag: share for tag, share in shares.items() if share >= _LEAST_SHARE}
    return json.dumps(worth_saying) if len(worth_saying) > 1 else None


def _paragraphs(text: str) -> list[tuple[str, int]]:
    """The paragraphs that say enough, and how many letters each has."""
    counted = [(part, _letter_count(part)) for part in _PARAGRAPH_END.split(text)]
    return [(part, count) for part, count in counted if count >= _FEWEST_LETTERS]


def _drawn(paragraphs: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """All of them where they are few, else some from everywhere."""
    if len(paragraphs) <= _MOST_PARAGRAPHS:
        return paragraphs
    places = {
        int(number * _GOLDEN_RATIO % 1 * len(paragraphs)) for number in range(_MOST_PARAGRAPHS)
    }
    return [paragraphs[place] for place in sorted(places)]


def _letter_count(text: str) -> int:
    return sum(map(str.isalpha, text))
