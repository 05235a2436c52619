"""This file reads a language off its spelling: the letters only one orthography has, then the small words.

It knows the languages of Arabic script, which langdetect does not: it takes Pashto, Sindhi, Sorani,
Uyghur, Punjabi and Saraiki for Persian, Urdu or Arabic, with scores near 1. And it knows Urdu in
Latin letters, which no model we know of knows. Letters and thresholds come from letter profiles of
labelled texts; `zakhira evaluate` measures what they are worth.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

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

# The least share of the letters of a text, by orthography.
_SINDHI = 0.012
_UYGHUR = 0.02
_SORANI = 0.006
_PASHTO = 0.006
_URDU = 0.02
_KASHMIRI = 0.01
_SARAIKI = 0.006
# The vowel of Sorani and Uyghur.
_AE = "ە"
_AE_SHARE = 0.03
# Pashto's e, which Uyghur has too.
_E = "ې"
_E_SHARE = 0.012
_SORANI_NOT_UYGHUR = "ڕڵێیک"
_UYGHUR_NOT_SORANI = "ۇۈڭېۋ"

# The most frequent small words of each language that letters do not settle.
WORDS = {
    "ur": "کے کی میں نے کا کو سے ہے ہیں یہ اور کہ تھا پر کر تھے تھی اس ان ہو وہ جو بھی لیے نہیں کیا ایک گا گے رہا",
    "pnb": "نوں وچ دا دی دے تے نیں توں ایہ اوہ اک ہن نال دیاں اوس ہویا کیتا جیہڑا لئی ہوندا گئی وی اوہناں ایہناں سن",
    "skr": "کوں کنوں وچ دا دی دے تے ایں نال دیاں کیتا اتے ویسی جیں کہیں ڈوں تھیوے ایندے اوندے ہوسی تھی ڳئے ڳیا",
    "fa": "را است این آن برای خود شد شده بود می ها های با از که به در یک اند کرد تا نیز هم باید باشد دارد بر اما اگر",
    "ar": "في من على أن إلى التي عن مع هذا هذه الذي ما لا كان قد بين كل بعد ذلك كما لم إن وقد وفي ومن لكل أي أنه",
    "ps": "په چې چی د ته کې یې دی دي سره له شي شو وي هغه کړي او څخه یو لري",
    "sd": "آهي آهن جي جو جا کي کان سان جنهن هن تي ته ۾",
}

_SPELT_LIKE_URDU = ("ur", "pnb", "skr")
_SPELT_OTHERWISE = ("fa", "ar", "ps", "sd")
_FEWEST_WORDS = {_SPELT_LIKE_URDU: 1, _SPELT_OTHERWISE: 2}
# Persian is often typed with the letters of Arabic.
_YEH_AND_KAF = str.maketrans(letter_of_variants((YEH, KAF)))

ROMAN_URDU = """
    hai hain nahi nahin mein kya yeh woh tha thi thay aur unhon unhone unka unki uske uski iske iski karne karna kiya
    kiye kar gaya gayi gaye raha rahi rahe liye liay wala wali wale bhi kaha apne apni apna saath sath bohat bahut
    hua hui hue jab kyun hoga hogi honge phir abhi taraf baad logon kuch sirf agar lekin
"""
# The small words of Urdu in Latin letters, and those that other languages have too.
ROMAN_PARTICLES = "ka ki ke ko se ne par jo to is us"

_FEWEST_ROMAN_WORDS = 3
_ROMAN_SHARE = 0.25


_OWN = filter(
    str.isalpha, "".join([*LETTERS.values(), _AE, _E, _SORANI_NOT_UYGHUR, _UYGHUR_NOT_SORANI])
)
# Without those of `LETTERS` that are no letters to Unicode (۽, ۾ and two marks): they are not
# counted among them.
_OWN_LETTER = re.compile(f"[{''.join(_OWN)}]")
_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


class Verdict(NamedTuple):
    """What the spelling says: the language, what decided, and the share of the small words found that are its own."""

    tag: str
    method: str
    score: float | None = None


def fold_presentation_forms(text: str) -> str:
    """The letters that shaped ones stand for (NFKC of those alone); for looking only, never stored.

    >>> fold_presentation_forms("ﺧﺒﺮ ½")
    'خبر ½'
    """
    return _PRESENTATION_FORMS.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), text)


def arabic_language(text: str, letter_count: int) -> Verdict | None:
    """The language of a text with so many letters of Arabic script: by those of one orthography, then by its words.

    Null where neither decides: Persian, Arabic and whatever else is written with the letters all
    share.

    >>> arabic_language("یہ خبر آج صبح لاہور سے ملی ہے", 22)
    Verdict(tag='ur', method='words', score=1.0)
    >>> arabic_language("د پښتو ژبه", 8)
    Verdict(tag='ps', method='letters', score=None)
    """
    letters = Counter(_OWN_LETTER.findall(text))
    share = _shares(letters, letter_count)
    if share["sd"] >= _SINDHI:
        return Verdict("sd", "letters")
    if share["ur"] < _URDU:
        return _by_letters(letters, share, letter_count) or _by_words(
            text.split(), _SPELT_OTHERWISE
        )
    if share["ps"] >= _PASHTO:
        return Verdict("ps", "letters")
    if share["ks"] >= _KASHMIRI:
        return Verdict("ks", "letters")
    if share["skr"] >= _SARAIKI:
        return Verdict("skr", "letters")
    return _by_words(text.split(), _SPELT_LIKE_URDU) or Verdict("ur", "letters")


def _shares(letters: Mapping[str, int], total: int) -> dict[str, float]:
    """The share of the letters that each orthography has and its neighbours lack."""
    counts = dict.fromkeys(LETTERS, 0)
    for letter in letters.keys() & _OWNERS.keys():
        for tag in _OWNERS[letter]:
            counts[tag] += letters[letter]
    return {tag: count / total for tag, count in counts.items()}


def _by_letters(
    letters: Mapping[str, int], share: Mapping[str, float], total: int
) -> Verdict | None:
    """Sorani, Uyghur or Pashto, of what is not spelt like Urdu."""
    ae = letters.get(_AE, 0) / total
    if ae >= _AE_SHARE or share["ug"] >= _UYGHUR or share["ckb"] >= _SORANI:
        uyghur, sorani = (_count(letters, own) for own in (_UYGHUR_NOT_SORANI, _SORANI_NOT_UYGHUR))
        return Verdict("ckb" if sorani and sorani >= uyghur else "ug", "letters")
    if share["ps"] >= _PASHTO or letters.get(_E, 0) / total >= _E_SHARE:
        return Verdict("ps", "letters")
    return None


def _by_words(words: Iterable[str], among: tuple[str, ...]) -> Verdict | None:
    """The language with most small words, if it has enough of them; of equals the first."""
    found = list(filter(None, map(_TAGS.get, words)))
    counts = Counter(chain.from_iterable(found))
    first = max(among, key=counts.__getitem__)
    if counts[first] < _FEWEST_WORDS[among]:
        return None
    return Verdict(first, "words", round(counts[first] / len(found), 4))


# The orthographies that have a letter.
_OWNERS = {
    letter: tuple(tag for tag, own in LETTERS.items() if letter in own)
    for letter in "".join(LETTERS.values())
}


def _count(letters: Mapping[str, int], own: str) -> int:
    return sum(letters.get(letter, 0) for letter in own)


def _tags() -> dict[str, tuple[str, ...]]:
    """The languages of each small word, as it is spelt and with the letters of Arabic folded."""
    found: dict[str, tuple[str, ...]] = {}
    for tag, words in WORDS.items():
        for word in words.split():
            for spelling in {word, word.translate(_YEH_AND_KAF)} if tag == "fa" else {word}:
                found[spelling] = (*found.get(spelling, ()), tag)
    return found


_TAGS = _tags()
_ROMAN_WORDS = frozenset(ROMAN_URDU.split())
_ROMAN_SHARED = frozenset(ROMAN_PARTICLES.split())


def is_roman_urdu(words: Sequence[str]) -> bool:
    """Whether lower-case words in Latin letters are Urdu (or Hindi: written so, they are one language).

    >>> is_roman_urdu("barish ke baad mausam acha hai aur log park ki taraf nikal aaye hain".split())
    True
    >>> is_roman_urdu("the rain has stopped and people are in the park".split())
    False
    """
    own = [word for word in words if word in _ROMAN_WORDS]
    particles = sum(word in _ROMAN_SHARED for word in words)
    return len(set(own)) >= _FEWEST_ROMAN_WORDS and len(own) + particles >= _ROMAN_SHARE * len(
        words
    )
