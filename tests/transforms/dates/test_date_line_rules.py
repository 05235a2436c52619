"""Dates of the head that belong to other texts, and those that are the text's own."""

import pytest
from hypothesis import given

from tests.lines import LINES
from transforms.dates.date_line_rules import (
    _ADDRESSES,
    _HAS_HISTORY,
    _HEADING_CHARS,
    _HISTORY,
    _HISTORY_ALONE,
    _REPLIES,
    _REPLY_OPENINGS,
    _SALUTATION_OPENINGS,
    _SALUTATIONS,
    DATE_LINE_RULES,
    DatedLine,
    _any_words,
    _first_words,
    _whole_line,
    is_own_date,
)
from transforms.dates.publication_date import find_date
from transforms.rules import first_rule
from transforms.text.letter_variants import fold_variants, lower, opening

STORY = (
    "شہر کی کونسل نے برف باری کے بعد پل پر اجلاس کیا اور فیصلہ کیا کہ پرانا بازار پھر بنے گا۔"
    " دکان دار مہینوں سے اس فیصلے کے منتظر تھے۔"
)
ENGLISH = (
    "The town council met on the bridge after the snow and agreed to build the old bazaar anew."
    " Shopkeepers had waited for months."
)
PERSIAN = (
    "شورای شهر پس از برف روی پل جلسه گذاشت و تصمیم گرفت بازار کهنه را پیش از بهار دوباره بسازد."
    " دکانداران ماه‌ها در انتظار بودند."
)
ARABIC = (
    "اجتمع مجلس المدينة على الجسر بعد الثلج واتفق على إعادة بناء السوق القديمة قبل حلول الربيع."
    " وكان التجار ينتظرون القرار منذ شهور."
)
HINDI = (
    "नगर परिषद ने बर्फबारी के बाद पुल पर बैठक की और तय किया कि पुराना बाजार वसंत से पहले फिर बनेगा।"
    " दुकानदार महीनों से इंतजार में थे।"
)


def fall(page: str) -> str | None:
    """The name of the rule that a page with the date line ⟨⟩ falls to."""
    lines = page.split("\n")
    number = next(at for at, line in enumerate(lines) if "⟨⟩" in line)
    method = "line" if lines[number] == "⟨⟩" else "dateline"
    dated = DatedLine(method, lines[:number], lines[number + 1 :])
    rule = first_rule(DATE_LINE_RULES, dated)
    assert is_own_date(dated) == (rule is not None and rule.answer)
    return rule.name if rule else None


@pytest.mark.parametrize(
    ("name", "example"), [(rule.name, rule.example) for rule in DATE_LINE_RULES]
)
def test_every_rule_is_the_first_that_applies_to_its_example(name: str, example: str) -> None:
    assert fall(example) == name


@pytest.mark.parametrize(
    "page",
    [
        f"New bazaar\n\n{ENGLISH}\n\nRelated stories\n\nSnow closes the bridge\n3 March 2019",
        f"New bazaar\n{ENGLISH}\nMORE NEWS\nSnow closes the bridge\nPublished: 3 March 2019",
        f"{ENGLISH}\nAmina\n3 March 2019\nWell said",
        f"{STORY}\nپل بند ہو گیا\n3 مارچ 2019",
        f"New bazaar\n{ENGLISH}\nRelated\nMULTAN, March 3, 2019 — It snowed all day",
        f"New bazaar\n{ENGLISH}\nSnow closes the bridge\n3 March 2019\nWind\n4 March 2019",
        f"New bazaar\n{ENGLISH}\nPrevious article\nSnow\nPublished on 3 March 2019",
        f"نیا بازار\n{STORY}\nیہ بھی پڑھیں:\nپل بند ہو گیا\n3 مارچ 2019",
        f"نیا بازار\n{STORY}\nپل بند ہو گیا\n3 مارچ 2019",
        f"نیا بازار\n{STORY}\nمتعلقہ خبریں\nپل بند ہو گیا\nتاریخ اشاعت: 3 مارچ 2019",
        f"نیا بازار\n{STORY}\nمزید خبریں\nملتان ۔ 3 مارچ 2019 (اے پی پی) پل بند ہو گیا",
        f"بازار نو\n{PERSIAN}\nاخبار مرتبط\nپل بسته شد\n۱۲ اسفند ۱۳۹۷",
        f"سوق جديدة\n{ARABIC}\nمواضيع ذات صلة\nالجسر مغلق\n3 مارس 2019",
        f"नया बाजार\n{HINDI}\nये भी पढ़ें\nपुल बंद\n3 मार्च 2019",
    ],
)
def test_the_date_of_a_related_story_is_none(page: str) -> None:
    assert find_date(page).published_on is None


@pytest.mark.parametrize(
    "page",
    [
        f"New bazaar\n\n{ENGLISH}\n\nComments\n\nA reader says:\nMarch 3, 2021 at 10:30 am\nYes",
        f"New bazaar\n{ENGLISH}\nComments (2)\nA reader\nMarch 3, 2021\nAt last!",
        f"New bazaar\n{ENGLISH}\nComments\nOne says:\nMarch 3, 2021 at 10:30 am\n{ENGLISH * 3}",
        "New bazaar\nThe council met.\nA reader wrote:\nMarch 3, 2021\nAt last",
        "New bazaar\nThe council met.\nA reader\nMarch 3, 2021\nAt last\nReply",
        f"نیا بازار\n{STORY}\nتبصرے\nایک قاری\n3 مارچ 2021\nآخرکار",
        f"نیا بازار\n{STORY}\nایک قاری لکھتے ہیں:\n3 مارچ 2021\nآخرکار",
        f"بازار نو\n{PERSIAN}\nنظرات\nخواننده\n۱۲ اسفند ۱۳۹۹ ساعت ۱۰:۳۰\nبالاخره\nپاسخ",
        f"سوق جديدة\n{ARABIC}\nالتعليقات\nقارئ يقول:\n3 مارس 2021\nأخيرا",
        f"नया बाजार\n{HINDI}\nटिप्पणियां\nएक पाठक\n3 मार्च 2021\nआखिरकार",
    ],
)
def test_the_date_of_a_comment_is_none(page: str) -> None:
    assert find_date(page).published_on is None


@pytest.mark.parametrize(
    "page",
    [
        f"This day in the valley\n\n12 March 2011\nThe first bridge opened.\n{ENGLISH}",
        f"تاریخ میں آج\n12 مارچ 2011\nپہلا پل کھلا۔\n{STORY}",
        f"آج کا دن\n12 مارچ 2011\nپہلا پل کھلا۔\n{STORY}",
        f"در چنین روزی\n۲۱ اسفند ۱۳۸۹\n{PERSIAN}",
        f"حدث في مثل هذا اليوم\n12 مارس 2011\n{ARABIC}",
        f"आज का इतिहास\n12 मार्च 2011\n{HINDI}",
        f"The bridge opens\n12 March 1911\n{ENGLISH}",
        f"سقوط پل\n12 مارچ 1971\n{STORY}",
        f"MULTAN, March 12, 1947 — The bridge opened\n{ENGLISH}",
    ],
)
def test_the_date_of_an_anniversary_or_of_history_is_none(page: str) -> None:
    assert find_date(page).published_on is None


@pytest.mark.parametrize(
    "page",
    [
        f"ایک خط\nملتان\n12 مارچ 2011\nمکرمی! السلام علیکم\n{STORY}",
        f"خطوط\n12 مارچ 2011\nملتان\nعزیزم، تسلیمات۔ {STORY}",
        f"Letters\n12 March 2011\nDear Sir, {ENGLISH}",
        f"خط\n12 مارچ 2011\nپیارے علی، {STORY}",
        f"نامه\n۲۱ اسفند ۱۳۸۹\nدوست گرامی،\n{PERSIAN}",
        f"पत्र\n12 मार्च 2011\nप्रिय भाई,\n{HINDI}",
        f"ایک خط\nملتان\n12 مارچ 1938\n{STORY}",
        f"ایک خط\nمورخہ: 12 مارچ 1938\n{STORY}",
        f"نامه\n۲۱ اسفند ۱۳۱۶\n{PERSIAN}",
    ],
)
def test_the_date_of_a_printed_letter_is_none(page: str) -> None:
    assert find_date(page).published_on is None


@pytest.mark.parametrize(
    "page",
    [
        f"برنامه لیگ\n{PERSIAN}\nجمعه ۱۶ آبان ۱۳۹۹\nدریا - کوه، ساعت ۱۵:۰۰\nباد - ابر، ساعت ۱۷:۰۰",
        "برنامه لیگ\nجمعه ۱۶ آبان ۱۳۹۹\nدریا - کوه، ساعت ۱۵:۰۰\nباد - ابر، ساعت ۱۷:۰۰",
        "لیگ\nدیدارهای هفته دوم لیگ فوتبال شهر به این ترتیب برگزار می‌شود:\n۱۶ آبان ۱۳۹۹\nباد و ابر",
        "Fixtures\nFriday 6 November 2020\n19:45 River v Hill\n19:45 Wind v Rain",
        "میچوں کا شیڈول\n6 نومبر 2020\nدریا بمقابلہ پہاڑ، 19:45",
        f"جدول المباريات\n{ARABIC}\nالجمعة 6 نوفمبر 2020\nالنهر ضد الجبل\nالريح ضد المطر",
    ],
)
def test_a_day_of_matches_is_none(page: str) -> None:
    assert find_date(page).published_on is None


@pytest.mark.parametrize(
    "page",
    [
        f"New bazaar\n7 March 2026\n{ENGLISH}",
        f"New bazaar\n{ENGLISH[:90]}\nBy Jane Doe\n7 March 2026\n{ENGLISH}\n{ENGLISH}",
        f"نیا بازار\n{STORY[:99]}\nملتان\n7 مارچ 2026\n{STORY}\n{STORY}",
        f"New bazaar\n{ENGLISH}\n7 March 2026",
        f"نیا بازار\n{STORY}\n{STORY}\n7 مارچ 2026",
        f"نیا بازار\nتبصرے\n7 مارچ 2026\n{STORY}",
        f"Snow to go on, says the council\n7 March 2026\n{ENGLISH}",
        f"Snow to go on\n7 March 2026\n11:47\n{ENGLISH}",
        f"On this bridge\n7 March 2026\n{ENGLISH}",
        f"آج کا دن کیسا رہے گا\n7 مارچ 2026\n{STORY}",
        f"The dear departed\n7 March 2026\nDearer bread angers the town.\n{ENGLISH}",
        f"پل کا افتتاح\n7 مارچ 2026\nمحترمہ وزیر نے پل کا افتتاح کیا۔\n{STORY}",
        f"پل کا افتتاح\n7 مارچ 2026\nبرادر ملک نے پل بنایا۔\n{STORY}",
        f"Bridge opens\n7 March 2026\nSir John Roe opened the bridge, and it rained.\n{ENGLISH}",
        f"River beat Hill\n7 March 2026\nRiver beat Hill by two goals on Friday.\n{ENGLISH}",
        f"پرانا پل\nتاریخ اشاعت: 7 مارچ 2026\n{STORY}",
        f"{ENGLISH}\n7 March 2026",
        f"{STORY}\n7 مارچ 2026\n{STORY}",
        f"New bazaar\n{ENGLISH}\nPosted by admin on March 7, 2026",
    ],
)
def test_a_date_above_the_body_below_a_deck_or_at_the_end_is_the_text_s_own(page: str) -> None:
    assert str(find_date(page).published_on) == "2026-03-07"


@pytest.mark.parametrize(("year", "is_news"), [(1989, False), (1990, True)])
def test_the_web_has_no_news_from_before_1990(year: int, *, is_news: bool) -> None:
    for line in (f"7 March {year}", f"Dated: 7 March {year}", f"MULTAN, March 7, {year} — Snow"):
        assert (find_date(f"New bazaar\n{line}\n{ENGLISH}").published_on is not None) == is_news
    assert (find_date(f"New bazaar7 مارچ {year}\n{STORY}").published_on is not None) == is_news


@pytest.mark.parametrize("line", ["Published: 7 March 1965", "Published\n7 March 1965"])
def test_a_label_of_publication_may_have_an_older_date(line: str) -> None:
    assert str(find_date(f"New bazaar\n{line}\n{ENGLISH}").published_on) == "1965-03-07"


def own(above: str, below: str) -> bool:
    return is_own_date(DatedLine("line", ["بازار", above], [below]))


@pytest.mark.parametrize(("length", "is_body"), [(120, False), (121, True)])
def test_a_line_of_121_characters_is_a_paragraph(length: int, *, is_body: bool) -> None:
    assert own("ب" * length, "") != is_body


@pytest.mark.parametrize(("length", "is_body"), [(50, False), (51, True)])
@pytest.mark.parametrize("mark", [".", "۔", "؟", "।", "!”", "…", ":"])
def test_a_line_of_51_characters_that_ends_as_a_sentence_does_is_a_paragraph(
    mark: str, length: int, *, is_body: bool
) -> None:
    assert own("ب" * (length - len(mark)) + mark, "بارش") != is_body


@pytest.mark.parametrize(("deck", "is_deck"), [(400, True), (401, False)])
def test_a_deck_has_400_characters_at_most(deck: int, *, is_deck: bool) -> None:
    assert own("ب" * deck, "ب" * 1_000) == is_deck


@pytest.mark.parametrize(("body", "is_body"), [(399, False), (400, True)])
def test_the_body_below_a_deck_is_twice_as_long(body: int, *, is_body: bool) -> None:
    assert own("ب" * 200, "ب" * body) == is_body


@pytest.mark.parametrize(("lines", "is_near"), [(1, True), (2, False)])
def test_a_salutation_and_a_reply_stand_in_the_next_two_lines(lines: int, *, is_near: bool) -> None:
    for near in ("مکرمی", "Reply"):
        below = ["بارش"] * lines + [near]
        assert is_own_date(DatedLine("line", ["بازار"], below)) != is_near


@pytest.mark.parametrize(("length", "is_heading"), [(50, True), (51, False)])
def test_a_heading_has_fifty_characters_at_most(length: int, *, is_heading: bool) -> None:
    heading = "Comments" + "." * (length - 8)
    page = f"بازار\n{STORY}\n{heading}\nPublished: 7 March 2026"
    assert (find_date(page).published_on is None) == is_heading


@given(LINES)
def test_what_the_quick_looks_refuse_the_rules_refuse(line: str) -> None:
    start = line[:_HEADING_CHARS]
    folded = fold_variants(start)
    if opening(start) not in _REPLY_OPENINGS:
        assert not _whole_line(_REPLIES).fullmatch(folded)
    if opening(start) not in _SALUTATION_OPENINGS:
        assert not _first_words(_SALUTATIONS).match(folded)
        assert not _first_words(_ADDRESSES).match(folded)
    if not _HAS_HISTORY.search(lower(folded)):
        assert not _whole_line(_HISTORY_ALONE).fullmatch(folded)
        assert not _any_words(_HISTORY).search(folded)
