"""Decide whether a sentence cites the agency that it names, or tells a story about it.

`خبر رساں ادارے رائٹرز نے بتایا` cites it, `خبر رساں ادارے رائٹرز کے دفتر میں آگ` does not: a word
of saying, writing or reporting must stand next to the name.
"""

import re

from transforms.text.letter_variants import fold_variants

# Characters before and after a name in which such a word stands.
_NEAR_CHARS = 100
# A word or several of the same clause.
_ONE_WORD = r"(?:\s[^\s،,؛;]+)?"
_TWO_WORDS = r"(?:\s[^\s،,؛;]+){0,2}"
_FIVE_WORDS = r"(?:\s[^\s،,؛;]+){0,5}"
_CLAUSE = r"[^،,؛;]*"

_AFTER = {
    "ur": (
        rf"کے{_ONE_WORD} (?:مطابق|حوالے)"
        rf"|کی{_TWO_WORDS} (?:رپورٹ|خبر|اطلاع)"
        r"|کا (?:کہنا|دعوی)"
        rf"|نے {_CLAUSE}(?:بتا|کہا|کہنا|لکھ|رپورٹ|خبر|اطلاع|دعوی|انکشاف|تصدیق|شائع|نشر|حوالے)"
        rf"|کو{_FIVE_WORDS} (?:بتا|انٹرویو|بیان)"
        rf"|سے{_TWO_WORDS} (?:بات|گفتگو|کہا)"
    ),
    "fa": (
        rf"{_CLAUSE}(?:گزارش (?:داد|کرد|میدہد|می دہد)|نوشت|خبر داد|نقل کرد|منتشر کرد|اعلام کرد"
        r"|تہیہ کرد|گفت(?!گو)|افزود|بہ نقل از|اظہار)"
        r"|- (?:گروہ|سرویس|حوزہ)|از \w+(?: \w+)?[؛:]"
    ),
    "ar": (r"(?:\S+ )?(?:عن|ان|نقلا|نقلت|ذکرت|قالت|افادت|اوردت)(?!\w)"),
    "hi": (
        rf"के{_ONE_WORD} (?:मुताबिक|मुताबिक़|अनुसार|हवाले)"
        rf"|की{_TWO_WORDS} (?:रिपोर्ट|खबर|ख़बर)"
        rf"|ने {_CLAUSE}(?:बता|कहा|कहना|लिखा|रिपोर्ट|खबर|ख़बर|दावा|हवाले)"
        rf"|को{_FIVE_WORDS} (?:बता|इंटरव्यू|बयान)"
        rf"|से{_TWO_WORDS} (?:बात|कहा)"
    ),
    "ps": (rf"{_CLAUSE}(?:ویل|وویل|وایی|راپور|خبر ورکړ|لیکل|لیکی|حوال)"),
    "sd": (rf"جی{_ONE_WORD} (?:مطابق|حوالی)|(?:کی|سان|جو) {_CLAUSE}(?:ٻڌای|چی|چوڻ|ڳالہا)"),
    "ckb": (rf"{_CLAUSE}(?:ڕایگەیاند|راگەیاند|ڕاگەیاند|بڵاو|گواست|گوت|نووس)"),
    "en": (rf"{_CLAUSE}(?:reports|reported|said|says|quoted|quoting|cited|citing|wrote)\b"),
}
_BEFORE = {
    "ur": "بحوالہ|بہ حوالہ|بشکریہ",
    "fa": r"گزارش|نقل از|گفت ?و ?گو با|گفتگو با|مصاحبہ با|نوشتہ|خبرنگار|(?:گروہ|سرویس|حوزہ) \S+",
    "ar": (
        "[وف]?(?:ذکرت|قالت|افادت|نقلت|اوردت|اعلنت|اکدت|کشفت|نشرت|بثت|اضافت|اشارت|عن|بحسب|حسب|وفق)"
        "|[وف]?(?:قال|صرح|اکد|ابلغ|اضاف|تصریح) [^،,]*"
    ),
    "ps": "د راپور لہ مخې",
    "ckb": "بەپێی|لە زاری",
    "en": (
        r"(?:told|tells|according to|by|quoting|quoted|citing|from|via|said|says)"
        r"(?: the)?(?: \w+)?"
    ),
}
_SAID_AFTER = re.compile(
    rf"[\s:：\"'”“]*(?:\([^()]*\)\s*)?(?:{'|'.join(_AFTER.values())})", re.IGNORECASE
)
_SAID_BEFORE = re.compile(rf"(?<!\w)(?:{'|'.join(_BEFORE.values())})\s*$", re.IGNORECASE)
_COLON = re.compile(r"\s?[:：]")


def is_cited(before: str, after: str) -> bool:
    """Check for a word of saying next to an agency.

    Args:
        before: the sentence up to the agency and the word `agency`, in this order or the other.
        after: what follows on them.

    >>> is_cited("", " نے بتایا ہے کہ بارش ہوئی"), is_cited("", " کے دفتر میں آگ لگ گئی")
    (True, False)
    >>> is_cited("he told ", ""), is_cited("a fire in the office of ", " on Monday")
    (True, False)
    """
    following = fold_variants(after[:_NEAR_CHARS])
    if _COLON.match(following) or _SAID_AFTER.match(following):
        return True
    return _SAID_BEFORE.search(fold_variants(before[-_NEAR_CHARS:])) is not None
