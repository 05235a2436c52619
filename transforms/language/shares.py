"""Measure how much of a text is in each language, where it has paragraphs in more than one."""

import json
from collections.abc import Sequence

import regex

from transforms.language.detect import Language, detect_languages

_PARAGRAPH_END = regex.compile(r"\n\s*\n")
# A shorter paragraph is a caption or a name, and says nothing.
_MIN_LETTERS = 20
# Of a longer text about so many are asked about: a share has two digits, and a model takes a
# while.
_MAX_PARAGRAPHS = 1_000
# Its multiples modulo 1 spread evenly, and at no interval at which two languages may take turns.
_GOLDEN_RATIO = 0.6180339887
_MIN_SHARE = 0.05


def is_in_doubt(language: Language, *, has_mixed_scripts: bool) -> bool:
    """Check whether a text may be in several languages, so that its paragraphs are worth a look.

    Where the spelling decides, a second language is named for its many small words.
    """
    has_other_words = language.method in {"words", "letters"} and language.runner_up is not None
    return has_mixed_scripts or has_other_words


def language_shares(texts: Sequence[str]) -> list[str | None]:
    r"""Return for each text the share of its letters by language, as JSON, the largest first.

    A paragraph counts for one language. None where all paragraphs that are long enough are in one
    language; less than a twentieth does not count. Of a text of more than a thousand paragraphs it
    is an estimate.

    >>> text = "آج صبح سے شہر میں بارش ہو رہی ہے۔\n\nIt has been raining in the city for two days."
    >>> language_shares([text, "آج صبح سے شہر میں بارش ہو رہی ہے۔"])
    ['{"en": 0.59, "ur": 0.41}', None]
    """
    paragraphs = [_drawn(_paragraphs(text)) for text in texts]
    found = iter(detect_languages([part for parts in paragraphs for part, _ in parts]))
    return [_shares([(next(found).tag, count) for _, count in parts]) for parts in paragraphs]


def _shares(counts: Sequence[tuple[str, int]]) -> str | None:
    """Return letters by language as shares; undetermined paragraphs do not count."""
    letters: dict[str, int] = {}
    for tag, count in counts:
        if tag != "und":
            letters[tag] = letters.get(tag, 0) + count
    total = sum(letters.values())
    shares = {
        tag: round(letters[tag] / total, 2)
        for tag in sorted(letters, key=lambda tag: (-letters[tag], tag))
    }
    notable = {tag: share for tag, share in shares.items() if share >= _MIN_SHARE}
    return json.dumps(notable) if len(notable) > 1 else None


def _paragraphs(text: str) -> list[tuple[str, int]]:
    """Return the paragraphs that are long enough, each with its number of letters."""
    counted = [(part, _letter_count(part)) for part in _PARAGRAPH_END.split(text)]
    return [(part, count) for part, count in counted if count >= _MIN_LETTERS]


def _drawn(paragraphs: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """Return all paragraphs where they are few, else some from everywhere, in order."""
    if len(paragraphs) <= _MAX_PARAGRAPHS:
        return paragraphs
    fractions = (number * _GOLDEN_RATIO % 1 for number in range(_MAX_PARAGRAPHS))
    indexes = {int(fraction * len(paragraphs)) for fraction in fractions}
    return [paragraphs[index] for index in sorted(indexes)]


def _letter_count(text: str) -> int:
    return sum(map(str.isalpha, text))
