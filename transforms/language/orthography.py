"""Identify the language of a text in Arabic script by its spelling.

Models know few of these languages, and are sure that the others are a neighbour: Balochi is Urdu to
them, Gorani Sorani, Gilaki Persian. So a text must show what the language has: small words, and
letters that its neighbours lack. A text that shows too little is `und`.
"""

import re
from typing import NamedTuple

import numpy as np

from transforms.language.spelling_evidence import (
    COLUMNS,
    IS_NEIGHBOUR,
    TAGS,
    Evidence,
    Weights,
    collect,
)
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

_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


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
    """Replace shaped letters by the letters they stand for (NFKC of those alone).

    The result is for detection only, and never stored.

    >>> fold_presentation_forms("ﺧﺒﺮ ½")
    'خبر ½'
    """
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
    evidence = collect(text)
    words = evidence.words
    total = words + evidence.letters
    first, second = map(int, np.argsort(-total, kind="stable")[:2])
    score = _score(TAGS[first], total[first], total[second], evidence.word_count)
    if score < (_MIN_NEIGHBOURS_SCORE if IS_NEIGHBOUR[first] else _MIN_SCORE):
        return _too_little(TAGS[first], total[first], total[second], evidence)
    method = "letters" if evidence.letters[first] > words[first] else "words"
    return Verdict(TAGS[first], method, score, _runner_up(TAGS[first], words, evidence))


def _score(tag: str, most: float, next_most: float, word_count: int) -> float:
    expected = word_count * _EVIDENCE_A_WORD.get(tag, _NEIGHBOURS_EVIDENCE_A_WORD)
    share = max(0.0, most) / expected if expected else 0.0
    doubt = _DOUBT * 0.5 ** (most - max(0.0, next_most))
    return round(float((1 - doubt) * min(1.0, share)), 4)


def _runner_up(tag: str, words: Weights, evidence: Evidence) -> str | None:
    """Return the widespread language with most of the words that the first lacks, if many."""
    others = evidence.of_others(tag) * ~IS_NEIGHBOUR
    best = int(np.argmax(others))
    has_many = others[best] > 0 and others[best] >= _MIN_OTHERS_SHARE * words[COLUMNS[tag]]
    return TAGS[best] if has_many else None


def _too_little(tag: str, most: float, next_most: float, evidence: Evidence) -> Verdict | None:
    """Return what to say of a text that shows too little; None for what a model may know."""
    is_spelt_like_urdu = evidence.has_urdu_letters and not evidence.letters[COLUMNS["ur"]]
    if is_spelt_like_urdu and tag == "ur" and next_most < 1:
        return Verdict("ur", "letters", _SCORE_OF_LETTERS_ALONE)
    if most > 0:
        return Verdict("und", "undecided", None, tag)
    has_foreign_letters = all(evidence.letters[COLUMNS[tag]] <= -1 for tag in ("fa", "ps"))
    if has_foreign_letters or evidence.word_count >= _MIN_WORDS_OF_UNKNOWN:
        return Verdict("und", "undecided")
    return None
