"""This file asks langdetect which language a text is written in, and gets the same answer every time.

langdetect draws n-grams of the first 10,000 characters at random, so its answer depends on the seed, and
in the last digits of its score on the order in which it met its profile files and on how Python adds.
Here every text starts from the same seed, and scores are rounded to the digits that machines agree on.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

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
_BCP47_TAGS = {"zh-cn": "zh", "zh-tw": "zh"}
"""langdetect's names that are no BCP 47 tags; which Chinese it is, the script tells."""


def detect(texts: Sequence[str]) -> list[list[tuple[str, float]]]:
    """For each text its languages (BCP 47) and langdetect's belief in each, most first; each by its own text alone.

    langdetect gives every text one of its 55 languages, so a belief near 1 is no proof. A text without letters it
    knows has none.

    >>> detect(["یہ خبر آج صبح لاہور سے ملی ہے۔", "12:30"])
    [[('ur', 1.0)], []]
    """
    # Set at every call and never put back: putting it back is what would disturb another thread.
    DetectorFactory.seed = _SEED
    found = detect_langs_batch(texts)
    return [_ranked((guess.lang, guess.prob) for guess in guesses or ()) for guesses in found]


def _ranked(guesses: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """One tag's beliefs added up; equals by the alphabet.

    >>> _ranked([("ko", 0.41), ("zh-cn", 0.29), ("zh-tw", 0.3)])
    [('zh', 0.59), ('ko', 0.41)]
    """
    beliefs: defaultdict[str, float] = defaultdict(float)
    for name, belief in guesses:
        beliefs[_BCP47_TAGS.get(name, name)] += belief
    ranked = sorted(beliefs, key=lambda tag: (-beliefs[tag], tag))
    return [(tag, round(beliefs[tag], _SCORE_DIGITS)) for tag in ranked]
