"""Identify a language by its spelling: the letters that only one orthography has, then small words.

It knows the languages of Arabic script, which langdetect does not: it takes Pashto, Sindhi, Sorani,
Uyghur, Punjabi and Saraiki for Persian, Urdu or Arabic, with scores near 1. And it knows Urdu in
Latin letters, which no model we know of knows. Letters and thresholds come from letter profiles of
labelled texts; `zakhira evaluate` measures what they are worth.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from transforms.text.characters import normalize
from transforms.text.letter_variants import KAF, YEH, letter_of_variants

# Letters that one orthography has and its neighbours lack; all that is spelt like Urdu has those
# of `ur`.
LETTERS = {
    "sd": "ٿٽڏڙڪ۽۾ڀٺڃڊڌڍڦ",
    "ug": "ۇۈڭ",
    "ckb": "ڕڵێ",
    "ps": "ټډړږښګڼۍڅځ",
    "ur": "ٹڈڑںےہ",
    "ks": "ۄؠ\u0655\u065f",
    "skr": "ٻڄڳڻڱݙݨ",
}

# The least share of these letters among all of a text, by orthography.
_MIN_SINDHI_SHARE = 0.012
_MIN_UYGHUR_SHARE = 0.02
_MIN_SORANI_SHARE = 0.006
_MIN_PASHTO_SHARE = 0.006
_MIN_URDU_SHARE = 0.02
_MIN_KASHMIRI_SHARE = 0.01
_MIN_SARAIKI_SHARE = 0.006
# The vowel of Sorani and Uyghur.
_AE = "ە"
_MIN_AE_SHARE = 0.03
# Pashto's e, which Uyghur has too.
_E = "ې"
_MIN_E_SHARE = 0.012
_SORANI_NOT_UYGHUR = "ڕڵێیک"
_UYGHUR_NOT_SORANI = "ۇۈڭېۋ"

# Languages that are spelt like Urdu and have letters of their own, in the order they are tried.
_LIKE_URDU_WITH_LETTERS = {
    "ps": _MIN_PASHTO_SHARE,
    "ks": _MIN_KASHMIRI_SHARE,
    "skr": _MIN_SARAIKI_SHARE,
}

# The most frequent small words of each language that letters do not settle.
WORDS = {
    "ur": (
        "کے کی میں نے کا کو سے ہے ہیں یہ اور کہ تھا پر کر تھے تھی اس ان ہو وہ جو بھی لیے نہیں "
        "کیا ایک گا گے رہا"
    ),
    "pnb": (
        "نوں وچ دا دی دے تے نیں توں ایہ اوہ اک ہن نال دیاں اوس ہویا کیتا جیہڑا لئی ہوندا گئی "
        "وی اوہناں ایہناں سن"
    ),
    "skr": (
        "کوں کنوں وچ دا دی دے تے ایں نال دیاں کیتا اتے ویسی جیں کہیں ڈوں تھیوے ایندے اوندے "
        "ہوسی تھی ڳئے ڳیا"
    ),
    "fa": (
        "را است این آن برای خود شد شده بود می ها های با از که به در یک اند کرد تا نیز هم باید "
        "باشد دارد بر اما اگر"
    ),
    "ar": (
        "في من على أن إلى التي عن مع هذا هذه الذي ما لا كان قد بين كل بعد ذلك كما لم إن وقد "
        "وفي ومن لكل أي أنه"
    ),
    "ps": ("په چې چی د ته کې یې دی دي سره له شي شو وي هغه کړي او څخه یو لري"),
    "sd": "آهي آهن جي جو جا کي کان سان جنهن هن تي ته ۾",
}

_SPELT_LIKE_URDU = ("ur", "pnb", "skr")
_SPELT_OTHERWISE = ("fa", "ar", "ps", "sd")
_MIN_WORDS = {_SPELT_LIKE_URDU: 1, _SPELT_OTHERWISE: 2}
# Persian is often typed with the letters of Arabic.
_YEH_AND_KAF = str.maketrans(letter_of_variants((YEH, KAF)))

ROMAN_URDU = """
    hai hain nahi nahin mein kya yeh woh tha thi thay aur unhon unhone unka unki uske uski iske
    iski karne karna kiya kiye kar gaya gayi gaye raha rahi rahe liye liay wala wali wale bhi
    kaha apne apni apna saath sath bohat bahut hua hui hue jab kyun hoga hogi honge phir abhi
    taraf baad logon kuch sirf agar lekin
"""
# The small words of Urdu in Latin letters that other languages have too.
ROMAN_PARTICLES = "ka ki ke ko se ne par jo to is us"

_MIN_ROMAN_WORDS = 3
_MIN_ROMAN_SHARE = 0.25

# Without those of `LETTERS` that are no letters to Unicode (۽, ۾ and two marks): they are not
# counted among them.
_OWN_LETTERS = filter(
    str.isalpha, "".join([*LETTERS.values(), _AE, _E, _SORANI_NOT_UYGHUR, _UYGHUR_NOT_SORANI])
)
_OWN_LETTER = re.compile(f"[{''.join(_OWN_LETTERS)}]")
_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")

# The orthographies that have a letter.
_TAGS_BY_LETTER = {
    letter: tuple(tag for tag, own in LETTERS.items() if letter in own)
    for letter in "".join(LETTERS.values())
}


def _tags_by_word() -> dict[str, tuple[str, ...]]:
    """Return the languages of each small word; those of Persian with the letters of Arabic, too."""
    found: dict[str, tuple[str, ...]] = {}
    for tag, words in WORDS.items():
        for word in words.split():
            spellings = {word, word.translate(_YEH_AND_KAF)} if tag == "fa" else {word}
            for spelling in spellings:
                found[spelling] = (*found.get(spelling, ()), tag)
    return found


_TAGS_BY_WORD = _tags_by_word()
_ROMAN_WORDS = frozenset(ROMAN_URDU.split())
_ROMAN_SHARED = frozenset(ROMAN_PARTICLES.split())


class Verdict(NamedTuple):
    """What the spelling says: the language, the method, and the share of its small words.

    The score is the share of the small words found that are of the language; None where letters
    decide.
    """

    tag: str
    method: str
    score: float | None = None


def fold_presentation_forms(text: str) -> str:
    """Replace shaped letters by the letters they stand for (NFKC of those alone).

    The result is for detection only, and never stored.

    >>> fold_presentation_forms("ﺧﺒﺮ ½")
    'خبر ½'
    """
    return _PRESENTATION_FORMS.sub(lambda forms: normalize("NFKC", forms[0]), text)


def language_by_spelling(text: str, letter_count: int) -> Verdict | None:
    """Return the language of a text by the letters of one orthography, else by its words.

    The text has so many letters of Arabic script. None where neither decides: Persian, Arabic and
    whatever else is written with the letters all share.

    >>> language_by_spelling("یہ خبر آج صبح لاہور سے ملی ہے", 22)
    Verdict(tag='ur', method='words', score=1.0)
    >>> language_by_spelling("د پښتو ژبه", 8)
    Verdict(tag='ps', method='letters', score=None)
    """
    letters = Counter(_OWN_LETTER.findall(text))
    shares = _shares_by_tag(letters, letter_count)
    if shares["sd"] >= _MIN_SINDHI_SHARE:
        return Verdict("sd", "letters")
    if shares["ur"] < _MIN_URDU_SHARE:
        verdict = _by_letters(letters, shares, letter_count)
        return verdict or _by_words(text.split(), _SPELT_OTHERWISE)
    for tag, min_share in _LIKE_URDU_WITH_LETTERS.items():
        if shares[tag] >= min_share:
            return Verdict(tag, "letters")
    return _by_words(text.split(), _SPELT_LIKE_URDU) or Verdict("ur", "letters")


def _shares_by_tag(letters: Mapping[str, int], total: int) -> dict[str, float]:
    """Return the share of the letters that each orthography has and its neighbours lack."""
    counts = dict.fromkeys(LETTERS, 0)
    for letter in letters.keys() & _TAGS_BY_LETTER.keys():
        for tag in _TAGS_BY_LETTER[letter]:
            counts[tag] += letters[letter]
    return {tag: count / total for tag, count in counts.items()}


def _by_letters(
    letters: Mapping[str, int], shares: Mapping[str, float], total: int
) -> Verdict | None:
    """Return Sorani, Uyghur or Pashto for a text that is not spelt like Urdu; None for others."""
    has_ae = letters.get(_AE, 0) / total >= _MIN_AE_SHARE
    if has_ae or shares["ug"] >= _MIN_UYGHUR_SHARE or shares["ckb"] >= _MIN_SORANI_SHARE:
        uyghur = _count(letters, _UYGHUR_NOT_SORANI)
        sorani = _count(letters, _SORANI_NOT_UYGHUR)
        return Verdict("ckb" if sorani and sorani >= uyghur else "ug", "letters")
    if shares["ps"] >= _MIN_PASHTO_SHARE or letters.get(_E, 0) / total >= _MIN_E_SHARE:
        return Verdict("ps", "letters")
    return None


def _count(letters: Mapping[str, int], own_letters: str) -> int:
    return sum(letters.get(letter, 0) for letter in own_letters)


def _by_words(words: Iterable[str], tags: tuple[str, ...]) -> Verdict | None:
    """Return the language with most small words; of equals the first. None where they are few."""
    found = list(filter(None, map(_TAGS_BY_WORD.get, words)))
    counts = Counter(chain.from_iterable(found))
    first = max(tags, key=counts.__getitem__)
    if counts[first] < _MIN_WORDS[tags]:
        return None
    return Verdict(first, "words", round(counts[first] / len(found), 4))


def is_roman_urdu(words: Sequence[str]) -> bool:
    """Check whether lower-case words in Latin letters are Urdu, or Hindi: so written, they are one.

    >>> is_roman_urdu("barish ke baad mausam acha hai aur log park ki taraf nikal aaye".split())
    True
    >>> is_roman_urdu("the rain has stopped and people are in the park".split())
    False
    """
    own = [word for word in words if word in _ROMAN_WORDS]
    if len(set(own)) < _MIN_ROMAN_WORDS:
        return False
    particle_count = sum(word in _ROMAN_SHARED for word in words)
    return len(own) + particle_count >= _MIN_ROMAN_SHARE * len(words)
