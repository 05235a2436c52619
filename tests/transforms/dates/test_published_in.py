"""Sentences that say when a text was first published, and those that say it of something else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates.published_in import published_in

AT_THE_END = [
    "یہ خبر 7 مارچ 2026 کو صبح اخبار میں شائع ہوئی",
    "یہ رپورٹ ہفتہ 7 مارچ 2026ء کو روزنامہ کوہسار ملتان میں شائع ہوئی۔",
    "یہ مضمون 7 مارچ 2026 کو روزنامہ کوہسار کے شمارے میں شائع ہوا تھا۔",
    "kohsarurdu نے Saturday، 7 March 2026 کو شائع کیا.",
    "صبح اخبار نے 7 مارچ 2026 کو شائع کی تھی۔",
    "ایہ خبر 7 مارچ 2026 نوں چھپی سی۔",
    "Published in The Morning, March 7th, 2026",
    "First published on 7 March 2026.",
    "Originally published by The Morning on 7 March 2026.",
    "This article was published in The Morning on 7 March 2026.",
    "A version of this article appeared in print on March 7, 2026, on page 4.",
    "این خبر در تاریخ ۱۶ اسفند ۱۴۰۴ در روزنامه صبح منتشر شد.",
    "این گزارش روز شنبه ۷ مارس ۲۰۲۶ در روزنامه صبح چاپ شده است.",
    "نشر هذا المقال في صحيفة الصباح بتاريخ 7 مارس 2026.",
    "هذا التقرير نُشر في صحيفة الصباح يوم 7 مارس 2026.",
    "دا خبر په ۷ مارچ ۲۰۲۶ خپور شو.",
    "هي خبر 7 مارچ 2026 تي روزاني صبح ۾ شايع ٿي.",
    "यह खबर 7 मार्च 2026 को सुबह अखबार में छपी थी।",
    "ئەم بابەتە لە 7ی ئازاری 2026 بڵاوکراوەتەوە.",
]
FIRST_TIME = [
    "یہ تحریر پہلی مرتبہ صبح اخبار کے صفحات پر 7 مارچ 2026 کو شائع ہوئی تھی، جسے پھر پیش کیا گیا۔",
    "نوٹ: یہ تحریر 7 مارچ 2026 کو شائع کی گئی تھی جسے آج دوبارہ شیئر کیا گیا ہے",
    "صبح اخبار پر یہ رپورٹ پہلی مرتبہ 7 مارچ 2026 کو شائع ہوئی تھی۔",
    "یہ کالم پہلی بار ہفتہ 7 مارچ 2026 کو چھپا۔",
    "This story first appeared in The Morning on March 7, 2026.",
    "Note: this article was originally published on 7 March 2026.",
    "این یادداشت نخستین بار در ۱۶ اسفند ۱۴۰۴ در روزنامه صبح چاپ شده است.",
    "تم نشر هذا الخبر لأول مرة في 7 مارس 2026",
    "دا لیکنه لومړی ځل د ۲۰۲۶ د مارچ په ۷ مه نېټه خپره شوې وه.",
    "यह लेख पहली बार 7 मार्च 2026 को सुबह अखबार में प्रकाशित हुआ था।",
]
OF_SOMETHING_ELSE = [
    "یہ خبر 7 مارچ 2026 کو سامنے آئی تھی جس کے بعد کتاب شائع ہوئی",
    "یہ خبر 7 مارچ 2026 کو پھیلی۔ کتاب بھی شائع ہوئی۔",
    "حکومت نے 7 مارچ 2026 کو رپورٹ شائع کی اور کہا",
    "کتاب 7 مارچ 2026 کو شائع ہوئی",
    "یہ رپورٹ سنہ 2018 میں شائع ہوئی",
    "یہ رپورٹ 7 مارچ 2026 سے پہلے شائع ہو گی",
    "The book was first published on 7 March 2026",
    "Their study was first published in Leaf on 7 March 2026 and says so",
    "This article of the law was changed on 7 March 2026",
    "این خبر ۱۶ اسفند ۱۴۰۴ اعلام شد",
    "هذا الخبر في 7 مارس 2026 كان مفاجئا",
    "دا خبر په ۷ مارچ ۲۰۲۶ راغی",
    "यह खबर 7 मार्च 2026 को फैली",
    "پہلی بار 7 مارچ 2026 کو شائع ہوا",
    "Published on 7 March 2026",
    "وزیر نے کہا۔ یہ رپورٹ پہلی بار 7 مارچ 2026 کو شائع ہوئی",
]


@pytest.mark.parametrize("line", AT_THE_END + FIRST_TIME)
def test_a_text_says_at_its_end_when_it_was_published(line: str) -> None:
    found = published_in(line, is_end=True)
    assert found is not None
    assert found.on == date(2026, 3, 7)


@pytest.mark.parametrize("line", FIRST_TIME)
def test_a_text_says_at_its_start_when_it_was_first_published(line: str) -> None:
    assert published_in(line, is_end=False) is not None


@pytest.mark.parametrize("line", AT_THE_END)
def test_a_report_that_opens_a_text_may_be_another_one(line: str) -> None:
    assert published_in(line, is_end=False) is None


@pytest.mark.parametrize("line", OF_SOMETHING_ELSE)
@pytest.mark.parametrize("is_end", [True, False])
def test_what_else_was_published_or_happened_is_left(line: str, *, is_end: bool) -> None:
    assert published_in(line, is_end=is_end) is None


@pytest.mark.parametrize(("end", "is_read"), [(120, True), (121, False)])
def test_the_date_ends_in_the_first_120_characters(end: int, *, is_read: bool) -> None:
    line = "Published in Morning, March 7, 2026".rjust(end)
    assert (published_in(line, is_end=True) is not None) == is_read


@pytest.mark.parametrize(("words", "is_read"), [(7, True), (8, False)])
def test_seven_words_may_stand_between_the_date_and_its_verb(words: int, *, is_read: bool) -> None:
    line = f"یہ خبر 7 مارچ 2026 کو {'صبح ' * words}شائع ہوئی"
    assert (published_in(line, is_end=True) is not None) == is_read


@pytest.mark.parametrize(("length", "is_read"), [(80, True), (81, False)])
def test_eighty_characters_may_stand_between_a_text_and_its_date(
    length: int, *, is_read: bool
) -> None:
    line = f"یہ خبر {'ص' * (length - 2)} 7 مارچ 2026 کو شائع ہوئی"
    assert (published_in(line, is_end=True) is not None) == is_read


@pytest.mark.parametrize(("length", "is_read"), [(40, True), (41, False)])
def test_forty_characters_may_stand_before_a_note(length: int, *, is_read: bool) -> None:
    line = f"{'ص' * (length - 1)} یہ خبر پہلی بار 7 مارچ 2026 کو شائع ہوئی"
    assert (published_in(line, is_end=False) is not None) == is_read


@pytest.mark.parametrize(("end", "is_read"), [(300, True), (301, False)])
def test_the_verb_ends_in_the_first_300_characters(end: int, *, is_read: bool) -> None:
    before = "یہ خبر 7 مارچ 2026 کو "
    line = before + "ص" * (end - len(before) - 5) + " شائع"
    assert len(line) == end
    assert (published_in(line, is_end=True) is not None) == is_read


@given(st.text(st.sampled_from("یہ خبر کو شائع published in7مارچ2026.،"), max_size=200))
def test_any_line_has_a_date_or_none(line: str) -> None:
    published_in(line, is_end=True)
    published_in(line, is_end=False)
