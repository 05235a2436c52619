"""Decide whether a date of the head is the text's own, by the lines around it.

Below a short story the head goes on: with other stories, with comments, with match days. A letter
and a day of history have dates too.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from transforms.gazetteer.rarest_letter import has_any_of
from transforms.rules import Rule, first_rule
from transforms.text.letter_variants import (
    LETTER,
    any_of,
    fold_variants,
    lower,
    opening,
    openings,
    whole_words,
)

# A line of so many characters is a paragraph, and one of fewer if it ends as a sentence does.
_PARAGRAPH_CHARS = 120
_SENTENCE_CHARS = 50
# A deck or a caption, above a date line, and the body below it: so many times as long.
_MOST_DECK_CHARS = 400
_BODY_SHARE = 2
# Lines below a date in which a reply, a salutation or a match tells what it is.
_NEAR_LINES = 2
_HEADING_CHARS = 50
# A colon announces a list.
_SENTENCE_END = re.compile(r"[.!?…؟۔।:][\"'”’»)\]]*$")
_OTHER_TEXTS = (
    "comments|comment|leave a comment|leave a reply|reply|replies|responses|reader comments"
    "|readers' comments|join the conversation|related|related stories|related story"
    "|related articles|related news|related posts|related links|related topics|read more"
    "|read also|also read|see also|more stories|more news|more on this story|more like this"
    "|you may also like|you might also like|recommended|recommended stories|latest news"
    "|latest stories|latest|top stories|most read|most viewed|popular|popular posts|trending"
    "|recent posts|recent stories|other news|other stories|in other news|from the archive"
    "|from our archive|archive|previous|next|next story|previous story"
    "|next article|previous article|next post|previous post|older post|newer post|پچھلا مضمون"
    "|اگلا مضمون|خبر بعدی|خبر قبلی|المقال السابق|المقال التالي|الخبر السابق|الخبر التالي"
    "|पिछला लेख|अगला लेख|पिछली खबर|अगली खबर"
    "|تبصرے|تبصرہ|آراء|آپ کی رائے|قارئین کی رائے|قارئین کے تبصرے|متعلقہ|متعلقہ خبریں"
    "|متعلقہ مضامین|متعلقہ تحریریں|مزید|مزید خبریں|مزید پڑھیں|مزید پڑھیے|مزید پڑھئے"
    "|یہ بھی پڑھیں|یہ بھی پڑھیے|یہ بھی پڑھئے|اسی بارے میں|اسی موضوع پر|دیگر خبریں|تازہ ترین"
    "|تازہ ترین خبریں|تازہ خبریں|اہم خبریں|اہم ترین خبریں|مقبول خبریں|مقبول ترین"
    "|سب سے زیادہ پڑھی جانے والی|پچھلی خبر|اگلی خبر|ہور خبراں|ایہ وی پڑھو"
    "|نظرات|نظر|نظر شما|نظرات کاربران|نظرات خوانندگان|دیدگاه|دیدگاه‌ها|دیدگاهها|ارسال نظر"
    "|اخبار مرتبط|مطالب مرتبط|خبرهای مرتبط|مرتبط|بیشتر بخوانید|همچنین بخوانید|آخرین اخبار"
    "|آخرین خبرها|پربازدیدترین‌ها|پربازدیدترین|پربیننده‌ترین|مطالب پیشنهادی|سایر اخبار"
    "|دیگر خبرها|از آرشیو"
    "|التعليقات|تعليقات|تعليقات القراء|تعليق|أضف تعليقا|أضف تعليقاً|اترك تعليقا|اترك تعليقاً"
    "|مواضيع ذات صلة|أخبار ذات صلة|ذات صلة|مقالات ذات صلة|مواضيع متعلقة|أخبار متعلقة"
    "|اقرأ أيضا|اقرأ أيضاً|اقرأ ايضا|اقرأ المزيد|المزيد|الأكثر قراءة|آخر الأخبار|أخبار أخرى"
    "|قد يهمك|قد يهمك أيضا|قد يعجبك|من الأرشيف"
    "|تبصرې|نظرونه|ستاسو نظر|اړوند|اړوند خبرونه|اړوند مطالب|نور خبرونه|نور ولولئ|تازه خبرونه"
    "|دا هم ولولئ"
    "|رايا|تبصرا|لاڳاپيل|لاڳاپيل خبرون|وڌيڪ خبرون|وڌيڪ پڙهو|هي به پڙهو|تازيون خبرون"
    "|टिप्पणियां|टिप्पणियाँ|टिप्पणी|कमेंट|कमेंट्स|पाठकों की राय|संबंधित|संबंधित खबरें"
    "|संबंधित ख़बरें|संबंधित समाचार|ये भी पढ़ें|यह भी पढ़ें|और पढ़ें|अन्य खबरें|अन्य समाचार"
    "|ताजा खबरें|ताज़ा ख़बरें|लोकप्रिय"
    "|کۆمێنت|کۆمێنتەکان|بۆچوونەکان|پەیوەندیدار|هەواڵی پەیوەندیدار|بابەتی پەیوەندیدار"
    "|زیاتر بخوێنەوە"
)
_REPLIES = "reply|جواب دیں|پاسخ|رد|الرد|जवाब दें|उत्तर|ځواب|جواب ڏيو|وەڵام"
_SAYING = (
    "says|said|wrote|writes|commented|کہتے ہیں|کہتا ہے|کہتی ہیں|کہتی ہے|لکھتے ہیں|لکھتا ہے"
    "|لکھتی ہیں|نے لکھا|نے کہا|گفت|نوشت|می‌گوید|می‌نویسد|يقول|تقول|كتب|كتبت|قال|علق"
    "|कहते हैं|कहती हैं|ने लिखा|ने कहा|وايي|ليکي|چوي ٿو|لکي ٿو|دەڵێت"
)
_SALUTATIONS = (
    "dear sir|dear madam|dear editor|dear friend|my dear|sir,|sir:|madam,|مکرمی|محترمی|مخدومی|عزیزم"
    "|عزیز من|بھائی جان|برادرم|برادر محترم|برادر عزیز|محترم مدیر|محترم ایڈیٹر|جناب مدیر"
    "|جناب ایڈیٹر|جناب عالی|جناب من|السلام علیکم|سلام علیکم|سلام مسنون|تسلیمات|دوست عزیز"
    "|دوست گرامی|عزيزي|أخي العزيز|تحية طيبة|ګرانه وروره|मान्यवर"
)
# These are words of other sentences too, and need a mark after a few words.
_ADDRESSES = "dear|محترم|محترمہ|پیارے|پیاری|प्रिय|आदरणीय|ګرانه|پيارا"
_HISTORY = (
    "this day in|on this day|today in history|day in history|آج کا دن تاریخ میں|تاریخ میں آج"
    "|تاریخ کے آئینے میں|تاریخ کے جھروکوں سے|امروز در تاریخ|در چنین روزی|مثل هذا اليوم"
    "|اليوم في التاريخ|आज का इतिहास|इतिहास में आज|इतिहास के झरोखे से|نن په تاریخ کې"
    "|تاريخ ۾ اڄ|ئەمڕۆ لە مێژوودا"
)
# Such a line is one of history if it has nothing else.
_HISTORY_ALONE = "آج کا دن|आज का दिन|اڄ جو ڏينهن|اج دا دن"


_REPLY_OPENINGS = openings(_REPLIES)
_SALUTATION_OPENINGS = openings(f"{_SALUTATIONS}|{_ADDRESSES}")
_HAS_HISTORY = has_any_of(map(fold_variants, f"{_HISTORY}|{_HISTORY_ALONE}".split("|")))


@cache
def _whole_line(row: str) -> re.Pattern[str]:
    """Return an expression for a line that is a phrase of a row; compiled at its first use."""
    return re.compile(rf"[\W\d_]*(?:{any_of(row.split('|'))})[\W\d_]*", re.IGNORECASE)


@cache
def _first_words(row: str, after: str = "") -> re.Pattern[str]:
    words = any_of(row.split("|"))
    return re.compile(rf"[\W_]*(?:{words})(?!{LETTER}){after}", re.IGNORECASE)


@cache
def _any_words(row: str, after: str = "") -> re.Pattern[str]:
    return re.compile(whole_words(row.split("|")) + after, re.IGNORECASE)


_TIME = r"\d{1,2}[:.]\d\d"
_SIDES = (
    r"[^\W\d_]\s?(?:[-–—×]|\sv\s|\svs\.?\s|\sبمقابلہ\s|\sبہ مقابلہ\s|\sضد\s|\sبنام\s)\s?[^\W\d_]"
)
_MATCH = re.compile(rf"{_TIME}.*{_SIDES}|{_SIDES}.*{_TIME}", re.IGNORECASE)


class DatedLine(NamedTuple):
    """A line with a date, and the lines around it that are not blank."""

    # `labelled`, `line`, `headline` or `dateline`.
    method: str
    # All lines above, the headline first; all lines below.
    above: Sequence[str]
    below: Sequence[str]


def is_own_date(line: DatedLine) -> bool:
    """Check whether a date is of the text, and not of a comment, a story beside it or an event.

    >>> story = "The council met on the quay after the storm and agreed to rebuild the market."
    >>> is_own_date(DatedLine("line", ["Market to rise again"], [story]))
    True
    >>> is_own_date(DatedLine("line", ["Market to rise again", story, "Storm takes the roof"], []))
    False
    """
    rule = first_rule(DATE_LINE_RULES, line)
    return rule is not None and rule.answer


def _is_paragraph(line: str) -> bool:
    if len(line) > _PARAGRAPH_CHARS:
        return True
    return len(line) > _SENTENCE_CHARS and _SENTENCE_END.search(line.rstrip()) is not None


def _body_chars(lines: Sequence[str]) -> int:
    return sum(len(line) for line in lines if _is_paragraph(line))


def _is_heading(line: str) -> bool:
    return (
        len(line) <= _HEADING_CHARS
        and _whole_line(_OTHER_TEXTS).fullmatch(fold_variants(line)) is not None
    )


def _is_of_others(line: DatedLine) -> bool:
    """The heading of other stories or of comments stands above, below the body."""
    above = line.above[1:]
    if not above:
        return False
    body = next((at for at, one in enumerate(above) if _is_paragraph(one)), len(above))
    return not any(map(_is_heading, above[:body])) and any(map(_is_heading, above[body:]))


def _is_comment(line: DatedLine) -> bool:
    """Who says it stands above, or a button to reply to it below."""
    if any(map(_is_saying, line.above[1:][-1:])):
        return True
    return any(map(_is_reply, _next(line)))


def _is_reply(line: str) -> bool:
    if opening(line) not in _REPLY_OPENINGS:
        return False
    return _whole_line(_REPLIES).fullmatch(fold_variants(line[:_HEADING_CHARS])) is not None


def _is_saying(line: str) -> bool:
    end = fold_variants(line[-_HEADING_CHARS:]).strip()
    return _any_words(_SAYING, r"\s?:$").search(end) is not None


def _next(line: DatedLine) -> Sequence[str]:
    return line.below[:_NEAR_LINES]


def _is_letter(line: DatedLine) -> bool:
    return any(map(_is_salutation, _next(line)))


def _is_salutation(line: str) -> bool:
    if opening(line) not in _SALUTATION_OPENINGS:
        return False
    start = fold_variants(line[:_HEADING_CHARS])
    if _first_words(_SALUTATIONS).match(start):
        return True
    return _first_words(_ADDRESSES, r"(?: [^\s,،!:.۔]+){1,3}(?:[,،!:]|$)").match(start) is not None


def _is_of_history(line: DatedLine) -> bool:
    """The headline or the line above names a day of history."""
    return any(map(_names_history, dict.fromkeys([*line.above[:1], *line.above[-1:]])))


def _names_history(line: str) -> bool:
    folded = fold_variants(line[:_PARAGRAPH_CHARS])
    if not _HAS_HISTORY.search(lower(folded)):
        return False
    if _any_words(_HISTORY).search(folded):
        return True
    return _whole_line(_HISTORY_ALONE).fullmatch(folded) is not None


def _is_match_day(line: DatedLine) -> bool:
    """Who plays and when stands below."""
    first = line.below[:1]
    return any(not _is_paragraph(one) and _MATCH.search(fold_variants(one)) for one in first)


def _is_above_body(line: DatedLine) -> bool:
    """No paragraph stands above; a text without a headline begins with one, and goes on below."""
    if any(map(_is_paragraph, line.above[1:])):
        return False
    has_headline = not any(map(_is_paragraph, line.above[:1]))
    return has_headline or any(map(_is_paragraph, line.below))


def _is_last(line: DatedLine) -> bool:
    return not line.below and _is_paragraph(line.above[-1])


def _is_below_deck(line: DatedLine) -> bool:
    deck = _body_chars(line.above[1:])
    return 0 < deck <= _MOST_DECK_CHARS and _body_chars(line.below) >= _BODY_SHARE * deck


_STORY = "بندرگاہ کی کونسل نے طوفان کے بعد گھاٹ پر اجلاس کیا اور منڈی دوبارہ بنانے کا فیصلہ کیا۔"

# The examples are lines, of which one is ⟨⟩, the date line.
DATE_LINE_RULES: tuple[Rule[DatedLine, bool], ...] = (
    Rule("other texts", _is_of_others, False, f"منڈی\n{_STORY}\nمتعلقہ خبریں\nچھت اڑ گئی\n⟨⟩"),
    Rule("comment", _is_comment, False, f"منڈی\n{_STORY}\nعلی کہتے ہیں:\n⟨⟩\nبہت خوب"),
    Rule("not on a date line", lambda line: line.method != "line", True, "منڈی\nلاہور، ⟨⟩: منڈی"),
    Rule("letter", _is_letter, False, f"خط\n⟨⟩\nمکرمی، تسلیمات۔ {_STORY}"),
    Rule("day of history", _is_of_history, False, f"تاریخ میں آج\n⟨⟩\n{_STORY}"),
    Rule("match day", _is_match_day, False, "شیڈول\n⟨⟩\nلاہور - کراچی، 18:00"),
    Rule("above the body", _is_above_body, True, f"منڈی\n⟨⟩\n{_STORY}"),
    Rule("last line", _is_last, True, f"منڈی\n{_STORY}\n⟨⟩"),
    Rule("below a deck", _is_below_deck, True, f"منڈی\n{_STORY}\n⟨⟩\n{_STORY * 2}"),
)
