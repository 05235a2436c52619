"""Detect which language a text is written in.

The script decides where only one language is written in it, then letters and small words
(`orthography`), and where these do not, the models (`models`). All see the start, the middle and
the end of a text: its head alone is often boilerplate.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from transforms.language.models import scores
from transforms.language.orthography import (
    Verdict,
    fold_presentation_forms,
    languages_by_spelling,
)
from transforms.language.roman_urdu import roman_urdu_score
from transforms.language.small_words import WORDS
from transforms.text.scripts import count_letters

# Of each of the three samples; a text that is not longer than three is taken whole. More changes
# no answer.
_SAMPLE_CHARS = 150
# Below this, more answers of the models are wrong than right, at any length.
_MIN_SCORE = 0.3
_MIN_RUNNER_UP_SCORE = 0.1

ONE_LANGUAGE_SCRIPTS = {
    "Guru": "pa",
    "Gujr": "gu",
    "Taml": "ta",
    "Telu": "te",
    "Knda": "kn",
    "Mlym": "ml",
    "Orya": "or",
    "Sinh": "si",
    "Thai": "th",
    "Laoo": "lo",
    "Khmr": "km",
    "Geor": "ka",
    "Armn": "hy",
    "Grek": "el",
    "Hang": "ko",
    "Hrkt": "ja",
    "Hani": "zh",
    "Hanb": "zh",
    "Thaa": "dv",
    "Olck": "sat",
    "Cher": "chr",
    "Tibt": "bo",
}
# Scripts of two languages, and the letters that only the second has.
_TWO_LANGUAGE_SCRIPTS = {"Hebr": ("he", "yi", "װױײ"), "Beng": ("bn", "as", "ৰৱ")}
_MIN_OWN_LETTER_SHARE = 0.005
# Japanese has more kana than this for each of its ideographs; Chinese that quotes it has less.
_MIN_KANA_SHARE = 0.1
# Models are sure of languages of Arabic script that they do not know.
_MAX_ARABIC_VOTE = 0.7
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
_NO_LETTERS_THERE = "×÷"


class Language(NamedTuple):
    """The language of one text (BCP 47), its score, the second best language, and the method.

    The methods are `script` and `letters` (the score is the share of the letters that are of the
    main script), `words` (the share of the small words found that are of this language) and `vote`
    (the weighted mean score of the models). The tag is `und` where there are no letters
    (`no_letters`) or the models disagree (`undecided`; the runner-up is their best guess).
    """

    tag: str
    score: float | None
    runner_up: str | None
    method: str


NO_LETTERS = Language("und", None, None, "no_letters")


def detect_languages(texts: Sequence[str]) -> list[Language]:
    """Return the language of each text, in order; each answer depends on its own text alone.

    >>> texts = ["یہ خبر آج صبح لاہور سے ملی ہے۔", "په کابل کې نن باران وشو", "It rained.", "12:30"]
    >>> detect_languages(texts)[0]
    Language(tag='ur', score=0.75, runner_up=None, method='words')
    >>> [language.tag for language in detect_languages(texts)]
    ['ur', 'ps', 'en', 'und']
    """
    samples = [fold_presentation_forms(_sample(text)) for text in texts]
    letters = list(map(_letters_of_most, count_letters(samples)))
    verdicts = _verdicts(samples, letters)
    asked = [
        _without_latin_names(sample)
        for sample, own, verdict in zip(samples, letters, verdicts, strict=True)
        if own and verdict is None
    ]
    votes = iter(scores(asked) if asked else ())
    return [_language(own, verdict, votes) for own, verdict in zip(letters, verdicts, strict=True)]


def _sample(text: str) -> str:
    """Return a short text whole, else its start, middle and end.

    >>> _sample("a" * 200 + "b" * 150 + "c" * 200) == " ".join(["a" * 150, "b" * 150, "c" * 150])
    True
    """
    if len(text) <= 3 * _SAMPLE_CHARS:
        return text
    middle = (len(text) - _SAMPLE_CHARS) // 2
    return f"{text[:_SAMPLE_CHARS]} {text[middle : middle + _SAMPLE_CHARS]} {text[-_SAMPLE_CHARS:]}"


class _Letters(NamedTuple):
    """The script of most letters, how many there are, and of how many."""

    script: str
    letter_count: int
    total: int

    @property
    def share(self) -> float:
        return round(self.letter_count / self.total, 4)


def _letters_of_most(letter_counts: Mapping[str, int]) -> _Letters | None:
    """Return the script of most letters; None without letters."""
    if not letter_counts:
        return None
    counts = _join_kana(letter_counts)
    script = max(counts, key=lambda code: (counts[code], code))
    return _Letters(script, counts[script], sum(counts.values()))


def _verdicts(samples: Sequence[str], letters: Sequence[_Letters | None]) -> list[Verdict | None]:
    """Return what script, letters or words say of each sample; None where models must be asked."""
    by_spelling = iter(
        languages_by_spelling(
            [
                sample
                for sample, own in zip(samples, letters, strict=True)
                if own and own.script == "Arab"
            ]
        )
    )
    return [
        own and (next(by_spelling) if own.script == "Arab" else _verdict(own, sample))
        for sample, own in zip(samples, letters, strict=True)
    ]


def _language(
    letters: _Letters | None, verdict: Verdict | None, votes: Iterator[Mapping[str, float]]
) -> Language:
    """Return the language that a verdict names, or else the next vote."""
    if letters is None:
        return NO_LETTERS
    if verdict is None:
        return _elect(next(votes))
    if verdict.tag == "und":
        return Language("und", None, verdict.runner_up, verdict.method)
    score = verdict.score or letters.share
    return Language(verdict.tag, score, verdict.runner_up, verdict.method)


def _join_kana(letter_counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts where ideographs count as kana if the text is Japanese.

    >>> _join_kana({"Hani": 40, "Hrkt": 60}), _join_kana({"Hani": 97, "Hrkt": 3})
    ({'Hrkt': 100}, {'Hani': 97, 'Hrkt': 3})
    """
    counts = dict(letter_counts)
    if counts.get("Hrkt", 0) > _MIN_KANA_SHARE * counts.get("Hani", 0):
        counts["Hrkt"] += counts.pop("Hani", 0)
    return counts


def _verdict(letters: _Letters, sample: str) -> Verdict | None:
    """Return what a script that is not Arabic says of the language."""
    script = letters.script
    if script in ONE_LANGUAGE_SCRIPTS:
        return Verdict(ONE_LANGUAGE_SCRIPTS[script], "script")
    if script in _TWO_LANGUAGE_SCRIPTS:
        first, second, own_letters = _TWO_LANGUAGE_SCRIPTS[script]
        share = sum(map(sample.count, own_letters)) / letters.letter_count
        return Verdict(second if share >= _MIN_OWN_LETTER_SHARE else first, "letters")
    score = roman_urdu_score(_WORD.findall(sample.lower())) if script == "Latn" else None
    return Verdict("ur-Latn", "words", score) if score else None


def _without_latin_names(sample: str) -> str:
    """Return a sample without words in Latin letters, unless they are most of it.

    >>> _without_latin_names("Как BBC сообщает"), _without_latin_names("It rained in Москва")
    ('Как   сообщает', 'It rained in Москва')
    """
    if sample.isascii():
        return sample
    bare, word_count = _LATIN_WORD.subn(" ", sample)
    latin_count = len(sample) - len(bare) + word_count - sum(map(sample.count, _NO_LETTERS_THERE))
    return bare if sum(map(str.isalpha, bare)) > latin_count else sample


def _elect(found: Mapping[str, float]) -> Language:
    """Return the language with the highest score; of equals the first by tag.

    >>> _elect({"nb": 0.51, "da": 0.4, "sv": 0.09})
    Language(tag='nb', score=0.51, runner_up='da', method='vote')
    >>> _elect({"st": 0.21, "tn": 0.2, "sw": 0.1})
    Language(tag='und', score=None, runner_up='st', method='undecided')
    """
    first, *others = sorted(found, key=lambda tag: (-found[tag], tag)) or ["und"]
    if found.get(first, 0.0) < _MIN_SCORE:
        return Language("und", None, first, "undecided")
    has_runner_up = bool(others) and found[others[0]] >= _MIN_RUNNER_UP_SCORE
    score = min(found[first], _MAX_ARABIC_VOTE) if first in WORDS else found[first]
    return Language(first, score, others[0] if has_runner_up else None, "vote")
