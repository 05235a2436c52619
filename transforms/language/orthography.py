"""Identify the language of a text in Arabic script by its spelling.

Models know few of these languages, and are sure that the others are a neighbour: Balochi is Urdu to
them, Gorani Sorani, Gilaki Persian. So a text must show what the language has: small words, and
letters that its neighbours lack. A text that shows too little is `und`.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from transforms.language.spelling_evidence import COLUMNS, IS_NEIGHBOUR, TAGS, WIDESPREAD
from transforms.language.spelling_evidence_arrays import EvidenceOfMany, collect_all
from transforms.text.character_arrays import chunk_texts
from transforms.text.characters import normalize

# Evidence a word: the median of labelled texts. Neighbours may show less.
_EVIDENCE_A_WORD = {
    **dict.fromkeys(("ur", "pnb", "skr"), 0.45),
    "fa": 0.35,
    "ar": 0.5,
    **dict.fromkeys(("ps", "sd", "ug", "ckb", "ks"), 0.7),
}
_NEIGHBOURS_EVIDENCE_A_WORD = 0.3
# What is doubtful where two languages have as much evidence; one word more halves it.
_DOUBT = 0.4
# A score is near the share of right answers with such a score. Below these the text is `und`.
_MIN_SCORE = 0.14
_MIN_NEIGHBOURS_SCORE = 0.3
# A text with letters of Urdu and no small word of any language: names, or a headline.
_SCORE_OF_LETTERS_ALONE = 0.5
# So many words without a small word are in none of these languages.
_MIN_WORDS_OF_UNKNOWN = 20
# Where another language has so many words that the first lacks, as a share of its own, the text is
# in two languages or between them.
_MIN_OTHERS_SHARE = 0.25

# Shaped letters of Arabic script, and bold or slanted ones, which people write without a font.
_PRESENTATION_FORMS = re.compile(
    "[\ufb50-\ufdff\ufe70-\ufefc\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]+"
)
# Their first bytes in UTF-8; to look for these is ten times faster than to search.
_FIRST_BYTES_OF_FORMS = b"\xef\xf0"


class Verdict(NamedTuple):
    """What the spelling says: the language, the method, the score and the second language.

    The second is one of whose words the first has few. The tag is `und` where the text shows too
    little for any language; then the second is the best guess.
    """

    tag: str
    method: str
    score: float | None = None
    runner_up: str | None = None


def fold_presentation_forms(text: str) -> str:
    """Replace shaped and styled letters by the letters they stand for (NFKC of those alone).

    The result is for detection only, and never stored.

    >>> fold_presentation_forms("ﺧﺒﺮ ½")
    'خبر ½'
    >>> fold_presentation_forms("𝐑𝐚𝐢𝐧 𝘪𝘯 ½")
    'Rain in ½'
    """
    payload = text.encode("utf-8", "surrogatepass")
    if not any(byte in payload for byte in _FIRST_BYTES_OF_FORMS):
        return text
    return _PRESENTATION_FORMS.sub(lambda forms: normalize("NFKC", forms[0]), text)


def language_by_spelling(text: str) -> Verdict | None:
    """Return the language of a text in Arabic script; None where a few words show nothing.

    The score is the share of the evidence that a text of the language has, at most 1, less what is
    doubtful where another language has nearly as much.

    >>> language_by_spelling("یہ خبر آج صبح لاہور سے ملی ہے")
    Verdict(tag='ur', method='words', score=0.75, runner_up=None)
    >>> language_by_spelling("د پښتو ژبه")
    Verdict(tag='ps', method='words', score=0.8571, runner_up=None)
    """
    return languages_by_spelling([text])[0]


def languages_by_spelling(texts: Sequence[str]) -> list[Verdict | None]:
    """Return the same for each of some texts, in order."""
    return [verdict for some in chunk_texts(texts) for verdict in _verdicts(collect_all(some))]


class _Shown(NamedTuple):
    """What one text shows of the two languages for which most speaks."""

    tag: str
    most: float
    next_most: float
    # Of the first, what words and letters say.
    words: float
    letters: float
    # The widespread language with most of the words that the first lacks, and what they say.
    other: str
    others_words: float
    word_count: int
    is_spelt_like_urdu: bool
    has_foreign_letters: bool


def _verdicts(evidence: EvidenceOfMany) -> list[Verdict | None]:
    total = evidence.words + evidence.letters
    texts = np.arange(len(total))
    first, second = np.argsort(-total, axis=1, kind="stable")[:, :2].T
    others = evidence.of_others(first) * ~IS_NEIGHBOUR
    other = others.argmax(axis=1)
    columns: Sequence[Iterable[Any]] = (
        map(TAGS.__getitem__, first.tolist()),
        total[texts, first].tolist(),
        total[texts, second].tolist(),
        evidence.words[texts, first].tolist(),
        evidence.letters[texts, first].tolist(),
        map(TAGS.__getitem__, other.tolist()),
        others[texts, other].tolist(),
        evidence.word_counts.tolist(),
        (evidence.has_urdu_letters & (evidence.letters[:, COLUMNS["ur"]] == 0)).tolist(),
        np.all(evidence.letters[:, [COLUMNS["fa"], COLUMNS["ps"]]] <= -1, axis=1).tolist(),
    )
    return [_verdict(_Shown(*row)) for row in zip(*columns, strict=True)]


def _verdict(shown: _Shown) -> Verdict | None:
    score = _score(shown)
    least = _MIN_SCORE if shown.tag in WIDESPREAD else _MIN_NEIGHBOURS_SCORE
    if score < least:
        return _too_little(shown)
    method = "letters" if shown.letters > shown.words else "words"
    return Verdict(shown.tag, method, score, _runner_up(shown))


def _score(shown: _Shown) -> float:
    expected = shown.word_count * _EVIDENCE_A_WORD.get(shown.tag, _NEIGHBOURS_EVIDENCE_A_WORD)
    share = max(0.0, shown.most) / expected if expected else 0.0
    doubt: float = _DOUBT * 0.5 ** (shown.most - max(0.0, shown.next_most))
    return round((1 - doubt) * min(1.0, share), 4)


def _runner_up(shown: _Shown) -> str | None:
    """Return the widespread language with most of the words that the first lacks, if many."""
    has_many = shown.others_words > 0 and shown.others_words >= _MIN_OTHERS_SHARE * shown.words
    return shown.other if has_many else None


def _too_little(shown: _Shown) -> Verdict | None:
    """Return what to say of a text that shows too little; None for what a model may know."""
    if shown.is_spelt_like_urdu and shown.tag == "ur" and shown.next_most < 1:
        return Verdict("ur", "letters", _SCORE_OF_LETTERS_ALONE)
    if shown.most > 0:
        return Verdict("und", "undecided", None, shown.tag)
    if shown.has_foreign_letters or shown.word_count >= _MIN_WORDS_OF_UNKNOWN:
        return Verdict("und", "undecided")
    return None
