"""This file says which language a text is written in.

The script decides where only one language is written in it, then letters and small words
(`orthography`), and where these do not, the models (`arbiters`). All look at the start, the middle
and the end of a text: its head alone is often boilerplate.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from transforms.language.models import scores
from transforms.language.orthography import (
    Verdict,
    arabic_language,
    fold_presentation_forms,
    is_roman_urdu,
)
from transforms.text.scripts import count_letters

# Of each of the three samples; a text that is not longer than three is taken whole. More changes
# no answer.
_SAMPLE_CHARS = 150
# Below this, more answers of the models are wrong than right, at any length.
_LEAST_BELIEF = 0.3
_RUNNER_UP = 0.1

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
_OTHER_LANGUAGES = {"Hebr": ("he", "yi", "װױײ"), "Beng": ("bn", "as", "ৰৱ")}
_FEW = 0.005
# Japanese has more kana than this beside its ideographs; Chinese that quotes it has less.
_KANA_SHARE = 0.1
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")


class Language(NamedTuple):
    """The language of one text: BCP 47 tag, share of score in it, second best tag, and what decided.

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
    """The language of each text, in order; each answer depends on its own text alone.

    >>> texts = ["یہ خبر آج صبح لاہور سے ملی ہے۔", "په کابل کې نن باران وشو", "It rained all night.", "12:30"]
    >>> detect_languages(texts)[0]
    Language(tag='ur', score=1.0, runner_up=None, method='words')
    >>> [language.tag for language in detect_languages(texts)]
    ['ur', 'ps', 'en', 'und']
    """
    samples = [fold_presentation_forms(_sample(text)) for text in texts]
    decided = list(map(_decide, samples, count_letters(samples)))
    asked = [
        _without_latin_names(read)
        for read, found in zip(samples, decided, strict=True)
        if found is None
    ]
    votes = iter(scores(asked) if asked else ())
    return [_elect(next(votes)) if found is None else found for found in decided]


def _sample(text: str) -> str:
    """A text whole where it is short, else its start, middle and end.

    >>> _sample("a" * 200 + "b" * 150 + "c" * 200) == " ".join(["a" * 150, "b" * 150, "c" * 150])
    True
    """
    if len(text) <= 3 * _SAMPLE_CHARS:
        return text
    middle = (len(text) - _SAMPLE_CHARS) // 2
    return f"{text[:_SAMPLE_CHARS]} {text[middle : middle + _SAMPLE_CHARS]} {text[-_SAMPLE_CHARS:]}"


def _decide(read: str, letters: Mapping[str, int]) -> Language | None:
    """What script, letters or words of a sample say, whose letters were counted by script.

    Null where the models have to be asked.
    """
    if not letters:
        return NO_LETTERS
    counts = _with_kana(letters)
    main = max(counts, key=lambda code: (counts[code], code))
    score = round(counts[main] / sum(counts.values()), 4)
    found = _by_script(main, counts[main], read) or _by_spelling(main, counts[main], read)
    return found and Language(found.tag, found.score or score, None, found.method)


def _with_kana(letters: Mapping[str, int]) -> dict[str, int]:
    """The same; ideographs beside kana are Japanese.

    >>> _with_kana({"Hani": 40, "Hrkt": 60}), _with_kana({"Hani": 97, "Hrkt": 3})
    ({'Hrkt': 100}, {'Hani': 97, 'Hrkt': 3})
    """
    counts = dict(letters)
    if counts.get("Hrkt", 0) > _KANA_SHARE * counts.get("Hani", 0):
        counts["Hrkt"] += counts.pop("Hani", 0)
    return counts


def _by_script(main: str, letter_count: int, read: str) -> Verdict | None:
    if main in ONE_LANGUAGE_SCRIPTS:
        return Verdict(ONE_LANGUAGE_SCRIPTS[main], "script")
    if main in _OTHER_LANGUAGES:
        first, second, own = _OTHER_LANGUAGES[main]
        share = sum(map(read.count, own)) / letter_count
        return Verdict(second if share >= _FEW else first, "letters")
    return None


def _by_spelling(main: str, letter_count: int, read: str) -> Verdict | None:
    if main == "Arab":
        return arabic_language(read, letter_count)
    if main == "Latn" and is_roman_urdu(re.findall(r"[a-z']+", read.lower())):
        return Verdict("ur-Latn", "words")
    return None


def _without_latin_names(read: str) -> str:
    """What the models are asked about: a text in another script has names in Latin letters."""
    bare = _LATIN.sub(" ", read)
    return bare if sum(map(str.isalpha, bare)) * 2 > sum(map(str.isalpha, read)) else read


def _elect(found: Mapping[str, float]) -> Language:
    """The language with the most score, equals by the alphabet.

    >>> _elect({"nb": 0.51, "da": 0.4, "sv": 0.09})
    Language(tag='nb', score=0.51, runner_up='da', method='vote')
    >>> _elect({"st": 0.21, "tn": 0.2, "sw": 0.1})
    Language(tag='und', score=None, runner_up='st', method='undecided')
    """
    first, *others = sorted(found, key=lambda tag: (-found[tag], tag)) or ["und"]
    if found.get(first, 0.0) < _LEAST_BELIEF:
        return Language("und", None, first, "undecided")
    second = others[0] if others and found[others[0]] >= _RUNNER_UP else None
    return Language(first, found[first], second, "vote")
