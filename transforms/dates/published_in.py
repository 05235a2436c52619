"""Read the sentence that says where and when a text was first published."""

import re
from collections.abc import Sequence
from functools import cache

from transforms.dates.grammar import FoundDate, find_dates
from transforms.dates.vocabulary import WEEKDAYS, words
from transforms.text.letter_variants import any_of, fold_variants

# What such a sentence has; most lines have none of it.
_TRIGGER = re.compile(
    r"ublished|UBLISHED|ppeared|شائع|شا[یي]ع|منتشر|چاپ|نُ?شر|خپور|خپره|خپاره|چھپ|ڇپ|بڵاو|प्रकाशित|छप"
)
# Characters of a line in which the date of such a sentence stands, and the sentence.
_DATE_CHARS = 120
_SENTENCE_CHARS = 300
_DATE = "⟨⟩"
# What may stand between the words of such a sentence: of one clause, without another number.
_NEAR = r"[^\n\d.۔!?؟]{0,80}?"
_AFTER = r"(?:(?!(?:جس|جو|اور|مگر|لیکن|تو|جب|که|کہ|and|which)\b)[^\s.۔]+[ ،,]+){0,7}?"
_NOTE = r"[\W_]*(?:(?:نوٹ|note|ادارتی نوٹ|editor's note|توضیح|یادداشت|ملاحظة|नोट)\s?[:؛،.-]\s?)?"


def _subject(this: str, texts: str) -> str:
    """Return an expression for `this text`, and what may follow it before its date."""
    return rf"(?:{this}) (?:{texts}){_NEAR}{_DATE}"


# What may stand before such a note.
_OUTLET = r"[^\n\d.۔!?؟]{0,40}?(?<!\S)"
_URDU = "مضمون|کالم|تحریر|خبر|رپورٹ|بلاگ|انٹرویو|فیچر|تجزیہ|تجزیے|اداریہ|آرٹیکل|مقالہ|مراسلہ"
_ENGLISH = (
    "article|story|report|piece|column|interview|essay|editorial|blog|post|op-ed|feature|news"
)
_WAS = "(?:item |article |was |has |had |been |also |originally |first |previously )*"
_PERSIAN = "خبر|مطلب|گزارش|یادداشت|مقاله|مصاحبه|گفت ?وگو|متن|نوشته|نوشتار"
_ARABIC = "المقال|المقالة|الخبر|التقرير|المادة|القصة|الحوار|النص"
_HINDI = "खबर|ख़बर|लेख|आलेख|रिपोर्ट|कहानी|साक्षात्कार|इंटरव्यू|ब्लॉग|स्टोरी|समाचार"
_ARABIC_PUBLISHED = "نشر|نشرت|نُشر|نُشرت"
_PUBLISHED_ON = (
    rf"{_subject('یہ|اس', _URDU)} (?:کو|کے) {_AFTER}(?:شائع|چھپ)",
    rf"{_subject('ایہ|ایہہ', 'خبر|لکھت|مضمون|کالم|لیکھ')} (?:نوں|دے) {_AFTER}(?:شائع|چھپ)",
    rf"(?:a version of )?(?:this|the) (?:{_ENGLISH}) {_WAS}(?:published|appeared){_NEAR}{_DATE}",
    rf"{_subject('این', _PERSIAN)} {_AFTER}(?:منتشر|چاپ|درج) ?(?:شد|گردید|کرد|رسید)",
    rf"(?:تم )?(?:{_ARABIC_PUBLISHED}) (?:هذا|هذه) [^\s\d]+{_NEAR}{_DATE}",
    rf"(?:هذا|هذه) (?:{_ARABIC}){_NEAR}(?:{_ARABIC_PUBLISHED}){_NEAR}{_DATE}",
    rf"{_subject('دا|دغه', 'لیکنه|خبر|مقاله|راپور|مطلب|مرکه')} {_AFTER}(?:خپور|خپره|خپاره|چاپ)",
    rf"{_subject('هي|هيءَ|هيء', 'خبر|مضمون|ليک|رپورٽ|ڪالم|تحرير')} {_AFTER}(?:شايع|ڇپ)",
    rf"{_subject('यह|ये|इस', _HINDI)} को {_AFTER}(?:प्रकाशित|छप)",
    rf"{_subject('ئەم', 'بابەتە|هەواڵە|وتارە|ڕاپۆرتە')} {_AFTER}بڵاو",
)
_ON = rf"(?:(?:{any_of(words(' '.join(WEEKDAYS.values())))})[،,]? )?"
_OUTLET_PUBLISHED = (
    rf"(?:originally |first )?published (?:in|by) [^\s\d⟨]{_NEAR}{_DATE}\W*",
    rf"(?:originally|first) published on {_DATE}\W*",
    rf"[^\d\n:،]{{2,40}} نے {_ON}{_DATE} کو شائع (?:کیا|کی)(?: تھا| تھی| ہے)?\W*",
)
_FIRST = (
    "پہلی بار|پہلی مرتبہ|پہلی دفعہ|پہلے پہل|دوبارہ|first|originally|previously|نخستین بار|اولین بار"
    "|پیش از این|للمرة الأولى|لأول مرة|सबसे पहले|पहली बार|पहली दफ़ा|मूल रूप से|لومړی ځل|پهريون ڀيرو"
    "|پهريون دفعو|پہلی واری|نوٹ|note|توضیح|नोट|یەکەم جار"
)


@cache
def _any(patterns: Sequence[str], start: str) -> re.Pattern[str]:
    """Return an expression for any of some sentences; compiled at its first use."""
    folded = "|".join(f"(?:{fold_variants(pattern)})" for pattern in patterns)
    return re.compile(f"{start}(?:{folded})", re.IGNORECASE)


def published_in(line: str, *, is_end: bool) -> FoundDate | None:
    """Return the date on which a line says that its text was first published.

    Args:
        line: a line at the end of a text, or at its start.
        is_end: at the start the line must say that it was for the first time, or be a note: a
            report that the text is about has been published too.

    >>> published_in("یہ خبر 19 اگست 2018 کو صبح اخبار میں شائع ہوئی۔", is_end=True).on
    datetime.date(2018, 8, 19)
    >>> published_in("یہ خبر 19 اگست 2018 کو پھیلی۔", is_end=True)
    """
    if not _TRIGGER.search(line, 0, _SENTENCE_CHARS):
        return None
    for found in find_dates(line[:_DATE_CHARS])[:1]:
        after = line[found.end : _SENTENCE_CHARS]
        marked = fold_variants(line[: found.start] + _DATE + after)
        says = _says_at_end if is_end else _says_at_start
        return found if says(marked) else None
    return None


def _says_at_end(marked: str) -> bool:
    is_whole = _any(_OUTLET_PUBLISHED, r"\W*").fullmatch(marked) is not None
    return is_whole or _is_sentence(marked) or _says_at_start(marked)


def _says_at_start(marked: str) -> bool:
    """Check for a note; the outlet may stand before the text: `بی بی سی پر یہ تحریر پہلی بار`."""
    if not _any((_FIRST,), "").search(marked):
        return False
    return _any(_PUBLISHED_ON, _OUTLET).match(marked) is not None or _is_sentence(marked)


def _is_sentence(marked: str) -> bool:
    return _any(_PUBLISHED_ON, fold_variants(_NOTE)).match(marked) is not None
