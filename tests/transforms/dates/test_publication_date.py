"""Publication dates: every form as it is met, where it stands, and the dates that are none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lines import LINES
from transforms.dates import headline_dates, publication_date
from transforms.dates.date_lines import label_of
from transforms.dates.grammar import FoundDate, find_dates
from transforms.dates.headline_dates import without_date
from transforms.dates.publication_date import (
    NO_DATE,
    declared_date,
    find_date,
    is_after,
    is_date_line,
)
from transforms.dates.readings import _lines_with_year, _read_line
from transforms.describe import PageContext, describe
from transforms.page.declared_metadata import read_declared_metadata

THE_DAY = date(2026, 3, 7)
BODY = (
    "\n\nلاہور: شہر میں 16 اکتوبر 2020 کو بارش ہوئی تھی اور آج پھر بادل ہیں۔"
    " یکم جنوری 2024 سے نیا قانون ہے۔"
)

ON_A_LINE = [
    "7 مارچ 2026",
    "۷ مارچ ۲۰۲۶ء",
    "٧ مارس ٢٠٢٦",
    "07 مارچ ، 2026",
    "مارچ 7، 2026",
    "سات مارچ 2026",
    "ہفتہ، 7 مارچ 2026",
    "7 مارچ 2026 کو شائع ہوا",
    "شنبه ۷ مارس ۲۰۲۶",
    "السبت 7 آذار 2026",
    "7 मार्च 2026",
    "७ मार्च २०२६",
    "March 7, 2026",
    "7th March 2026",
    "Sat, 07 Mar 2026",
    "2026-03-07",
    "2026/03/07",
    "2026 /Mar/ 07",
    "7مارچ2026ء",
    "7 مارچ سنہ 2026ء",
    "7۔مارچ۔2026",
    "مارچ 07, 2026",
    "بروز ہفتہ 7 مارچ 2026ء",
    "7 مارچ 2026 صبح 11:47 بجے",
    "11:47 - 7 مارچ 2026",
    "7 مارس/آذار 2026",
    "٧/٣/٢٠٢٦",
    "السبت ٧ مارس ٢٠٢٦م - ١١:٤٧ ص",
    "د ۲۰۲۶ کال د مارچ ۷مه",
    "ڇنڇر، 7 مارچ 2026ع",
    "शनिवार, 7 मार्च, 2026",
    "শনিবার, ৭ মার্চ ২০২৬",
    "7ی ئازاری 2026",
    "7th of March, 2026",
    "Sat Mar. 7, 2026 11.47 am",
    "07-Mar-2026",
    "07.03.2026 | 11:47",
    "* 7 March 2026 *",
    "March 7, 2026 3 min read",
    "7؍ مارچ ۲۰۲۶ء",
    "7؍مارچ 2026",
    "۷؍۳؍۲۰۲۶",
    "7مارچ2026ءہفتہ",
    "7 مارچ 2026ء شام 5 بج کر 30 منٹ",
    "7 مارس 2026 على الساعة 11:47",
    "Sat 7 Mar 2026 11.47 BST",
    "07.03.2026, 11:47 Uhr",
    "Sat Mar 07 11:47:00 PKT 2026",
    "Sat Mar 07 11:47:00 +0500 2026",
    "০৭ মার্চ ২০২৬, ১১: ৪৭",
    "০৭ মার্চ ২০২৬, ১১:৪৭ এএম",
]
BESIDE_WHO_AND_WHERE = [
    "ویب ڈیسک 07 مارچ ، 2026",
    "رائٹرز، 7 مارچ 2026",
    "نامہ نگار خصوصی، 7 مارچ 2026",
    "کراچی - 7 مارچ 2026",
    "By Jane Doe, March 7, 2026",
    "AFP, March 7, 2026",
    "March 7, 2026 by admin",
    "مارچ 7, 2026 بذریعہ علی",
    "جلد 12 شمارہ 45 ہفتہ 7 مارچ 2026",
    "ویب ڈیسک ہفتہ 7 مارچ 2026 شیئر ٹویٹ",
    "۷ مارس ۲۰۲۶ - ۱۱:۴۷ اخبار شهر و روستا",
    "7 مارس 2026 - 11:47 بتوقيت القاهرة",
    "7 مارچ 2026، 11:47 اپ ڈیٹ کی گئی 2 گھنٹے قبل",
    "7 مارچ 2026 اپ ڈیٹ کی گئی 8 مارچ 2026",
]
LABELLED = [
    "Published : March 7, 2026",
    "تاریخ اشاعت: 7 مارچ 2026",
    "Posted on 7 March 2026",
    "شائع: ۷ مارچ ۲۰۲۶",
    "اشاعت کی تاریخ: 2026-03-07",
    "پبلش کی تاریخ 07 مارچ 2026",
    "شائع 07 مارچ 2026 11:47am",
    "First Published on Mar 7, 2026",
    "Posted at 11:47 am on March 7, 2026",
    "نشر في: 7 مارس/آذار 2026",
    "تاریخ انتشار : شنبه ۷ مارس ۲۰۲۶ ساعت ۱۱:۴۷",
    "خپره شوې: ۷ مارچ ۲۰۲۶",
    "شايع ٿيل: 7 مارچ 2026",
    "ڇپيل: 7 مارچ 2026",
    "प्रकाशित : 07 मार्च 2026, 11:47",
    "کد خبر: 123456 تاریخ انتشار: ۷ مارس ۲۰۲۶",
    "Published: March 7, 2026 By Staff Reporter",
    "اشاعت: 7 مارچ 2026 | زمرہ: موسم",
    "Jane Doe Published March 7, 2026 Updated March 8, 2026",
    "امیر نسیم شائع 07 مارچ 2026 11:47",
    "Published: March 7, 2026 | Updated: March 8, 2026",
    "Updated: 8 Mar 2026, 10:00 PM; First published: 7 Mar 2026",
    "شائع شدہ: 7 مارچ 2026 آخری اپ ڈیٹ: 8 مارچ 2026",
    "به روز شده: ۸ مارس ۲۰۲۶ | تاریخ انتشار: ۷ مارس ۲۰۲۶",
    "अपडेटेड: 8 मार्च 2026 | प्रकाशित: 7 मार्च 2026",
]
UPDATED = [
    "Updated: March 7, 2026",
    "Last Updated on March 7, 2026 11:47 IST",
    "7 March 2026 Last updated at 11:47 GMT",
    "اپ ڈیٹ 07 مارچ 2026",
    "آخری بار اپ ڈیٹ کیا گیا: 7 مارچ 2026",
    "آخر تحديث: 7 مارس 2026",
    "آخرین به‌روزرسانی: ۷ مارس ۲۰۲۶",
    "अपडेटेड: 7 मार्च 2026",
    "Updated\nMarch 7, 2026",
    "March 7, 2026 (updated)",
    "March 7, 2026 - last updated",
    "7 مارچ 2026 (ترمیم شدہ)",
    "۷ مارس ۲۰۲۶ (به‌روز شده)",
    "7 मार्च 2026: अपडेट",
]
GLUED = [
    "date 2026-03-07 نئی خبر",
    "2026 /Mar/ 07 - نئی خبر",
    "نئی خبر07 مارچ ، 2026",
    "07 مارچ 2026 | نئی خبر",
    "[2026-03-07] نئی خبر",
    "نئی خبر | 7 مارچ 2026",
]
ENDS = ["کیوں؟", "ہوا!", "ہوئی۔", "کہا‘", "“rain”", "کہا؟’", "होगी?", "हुई", "آمد»"]
DATELINES = [
    "لاہور ۔ 7 مارچ 2026 (اے پی پی) شہر میں آج",
    "نئی دہلی، 7 مارچ 2026: شہر میں آج",
    "KARACHI, March 7, 2026 — It rained",
    "اسلام آباد(اردو پوائنٹ ۔ 07 مارچ 2026ء) شہر میں آج",
    "DUBAI, 7th March, 2026 (WAM) -- It rained",
    "Riyadh, March 7, 2026, SPA -- It rained",
    "المنامة في 7 مارس 2026 / بنا / هطلت",
    "الرياض 18 رمضان 1447 هـ الموافق 7 مارس 2026 م واس هطلت",
    "नई दिल्ली, 7 मार्च 2026 (भाषा) आज बारिश",
    "نور پور ۔ 7 مارچ 2026 ۔ شہر میں آج",
]
WITHOUT_YEAR = [
    "اسلام آباد 7 مارچ (اے پی پی) شہر میں آج",
    "نئی دہلی، 7 مارچ (یو این آئی) شہر میں آج",
    "کوئٹہ۔7مارچ (نامہ نگار ) شہر میں آج",
    "نور پور ۔ سات مارچ (اے پی پی) شہر میں آج",
    "ISLAMABAD, Mar 07 (APP): It rained",
    "Srinagar, March 7: It rained",
    "नयी दिल्ली, सात मार्च (भाषा) आज बारिश",
    "کابل - ۱۶ حوت (باختر) باران بارید",
    "القاهرة في 7 مارس (أ ش أ) هطلت",
]
EVENTS_WITHOUT_YEAR = [
    "لاہور میں 7 مارچ (ہفتہ) کو میلہ ہوگا",
    "لاہور، 7 مارچ (ہفتہ) کو میلہ ہوگا",
    "عدالت میں 7 مارچ (آن لائن) سماعت ہوگی",
    "وزیراعظم 7 مارچ (کل) کو ملتان جائیں گے",
    "کراچی 7 مارچ (کل) کو بند رہے گا",
    "عدالت نے سماعت 7 مارچ (ہفتہ) تک ملتوی کر دی",
    "لاہور۔۔۔۔ 14 اگست کو میلہ ہوگا",
    "بڑا زلزلہ، 8 اکتوبر: شہر کیسے بدلا",
    "The court meets on March 7 (Saturday) again",
    "10 دی گئی درخواستوں پر غور",
]
NOT_OF_PUBLICATION = [
    "16 اکتوبر 2020 کو بارش ہوئی تھی",
    "یکم جنوری 2024 سے نیا قانون",
    "لاہور: 7 مارچ 2026 کو بارش ہوئی",
    "7 مارچ 2026 کو بارش ہوگی",
    "32 مارچ 2026",
    "31 جون 2026",
    "7 مارچ 3026",
    "مارچ 2026",
    "03/07/2026 10:15 AM",
    "Published: 03/07/2026",
    "1,234.56",
    "لاہور میں 7 مارچ 2026 (ہفتہ) کو میلہ ہوگا",
    "حکومت نے 7 مارچ 2026 - ہفتہ - کو چھٹی دی ہے",
    "7 مارچ 2026 تا 9 مارچ 2026",
    "7 مارچ 2026 - 9 مارچ 2026",
    "7-9 مارچ 2026",
    "11:07 مارچ 2026",
    "یوم پاکستان 23 مارچ 2026",
    "آج کا دن: 7 مارچ 1990",
    "آخری تاریخ: 7 مارچ 2026",
    "تاریخ پیدائش: 7 مارچ 1990",
    "تاریخ: 7 مارچ 2026 مقام: لاہور",
    "7 مارچ 2026 - میلے کا دن",
    "Due date: 7 March 2026",
    "Annual report published March 7, 2026",
    "7 مارچ 2026 شام 4:00 بجے میلہ",
    "Date: 7 March 2026 Venue: Lahore",
    "1st match, Lahore, 7 March 2026",
    "Published on March 7, 2026, the report was late",
    "Gold rate, March 7, 2026",
    "© March 7, 2026",
    "۱۶ اسفند ۱۴۰۴ روز خوبی بود",
    "في 7 مارس 2026 قال الوزير",
    "7 मार्च 2026 तक आवेदन करें",
]


@pytest.mark.parametrize("line", ON_A_LINE)
@pytest.mark.parametrize("before", ["", "نئی خبر\n", "نئی خبر\n\nذیلی سرخی\n"])
def test_a_line_with_nothing_but_a_date_is_the_date(before: str, line: str) -> None:
    assert find_date(before + line + BODY)[1:] == (THE_DAY, "day", "line", "gregorian")


@pytest.mark.parametrize(
    ("line", "on", "calendar"),
    [
        ("۱۶ اسفند ۱۴۰۴", date(2026, 3, 7), "jalali"),
        ("شنبه ۱۶ اسفند ۱۴۰۴", date(2026, 3, 7), "jalali"),
        ("1404/12/16", date(2026, 3, 7), "jalali"),
        ("۲۴ میزان ۱۴۰۴", date(2025, 10, 16), "jalali"),
        ("١٠ صفر ١٤٤٧هـ", date(2025, 8, 4), "hijri"),
        ("12 شعبان 1447ھ", date(2026, 1, 31), "hijri"),
        ("17 رمضان المبارک 1447 ہجری", date(2026, 3, 6), "hijri"),
        ("٣ ذو الحجة ١٤٤٦", date(2025, 5, 30), "hijri"),
        ("یکم محرم الحرام 1447ھ", date(2025, 6, 26), "hijri"),
        ("کب ۱۶, ۱۴۰۴", date(2026, 3, 7), "jalali"),
        ("۱۶ اسفند ماه ۱۴۰۴ ساعت ۱۱:۴۷", date(2026, 3, 7), "jalali"),
        ("بیست و یکم فروردین ۱۴۰۴", date(2025, 4, 10), "jalali"),
        ("۱۶/۱۲/۱۴۰۴", date(2026, 3, 7), "jalali"),
        ("شنبه / ۱۶ اسفند ۱۴۰۴ / ۱۱:۴۷ / دسته‌بندی: هوا / کد: ۱۴۰۴۱۲۱۶", date(2026, 3, 7), "jalali"),
    ],
)
def test_dates_of_other_calendars_are_read_and_name_their_calendar(
    line: str, on: date, calendar: str
) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}")[1:] == (on, "day", "line", calendar)


@pytest.mark.parametrize(
    "line",
    [
        "18 رمضان المبارک 1447ھ بمطابق 7 مارچ 2026ء",
        "7 مارچ 2026ء بمطابق 18 رمضان المبارک 1447ھ",
        "18 رمضان 1447 هـ ـ 7 مارس 2026 مـ",
        "۱۶ اسفند ۱۴۰۴ | 7 March 2026",
        "Ramadan 18, 1447, March 7, 2026",
    ],
)
def test_of_one_day_in_two_calendars_the_gregorian_date_is_taken(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}")[1:] == (THE_DAY, "day", "line", "gregorian")


@pytest.mark.parametrize(
    "month", ["نومبر", "نوبمر", "نومب", "وفمبر", "نوفمبر", "نوامبر", "تشرين الثاني"]
)
def test_a_month_is_known_as_keyboards_and_writers_spell_it(month: str) -> None:
    found = find_date(f"نئی خبر\n11 {month} 2025{BODY}").published_on
    assert found == (None if month == "وفمبر" else date(2025, 11, 11))


@pytest.mark.parametrize(
    ("line", "on"), [("25/03/2026", 25), ("03/25/2026", 25), ("03/03/2026", 3), ("3.4.2026", 3)]
)
def test_three_numbers_are_a_date_where_they_say_which_is_the_day(line: str, on: int) -> None:
    found = find_date(f"نئی خبر\n{line}{BODY}").published_on
    assert found is not None
    assert found.day == on


@pytest.mark.parametrize("line", ["31 مهر 1404", "30 اسفند 1404", "1404/13/01", "31 رمضان 1447"])
def test_days_that_another_calendar_has_not_are_none(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}") == NO_DATE


@pytest.mark.parametrize("line", LABELLED)
def test_a_labelled_date_is_the_date(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}")[1:] == (THE_DAY, "day", "labelled", "gregorian")


@pytest.mark.parametrize("line", BESIDE_WHO_AND_WHERE)
def test_who_wrote_and_where_may_stand_beside_the_date(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}")[1:] == (THE_DAY, "day", "line", "gregorian")


@pytest.mark.parametrize("line", UPDATED)
def test_the_date_of_an_update_is_not_the_one_of_publication(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}") == NO_DATE


def test_the_published_date_wins_over_an_updated_one_on_another_line() -> None:
    for lines in ("شائع شدہ: 7 مارچ 2026\nاپ ڈیٹ: 8 مارچ 2026", "اپ ڈیٹ: 8 مارچ 2026\n7 مارچ 2026"):
        assert find_date(f"نئی خبر\n{lines}{BODY}").published_on == THE_DAY


@pytest.mark.parametrize(
    "lines",
    [
        "Created: 2 March 2026\nPublished: 7 March 2026",
        "Date: 2 March 2026\nFirst published: 7 March 2026",
        "تاریخ: 2 مارچ 2026\nاشاعت: 7 مارچ 2026",
        "Published: 7 March 2026\nDate: 9 March 2026",
        "March 7, 2026 Updated\nMarch 8, 2026",
    ],
)
def test_of_two_labels_the_one_of_publication_wins(lines: str) -> None:
    assert find_date(f"نئی خبر\n{lines}{BODY}").published_on == THE_DAY


@pytest.mark.parametrize("line", ["† 7 March 2026", "7 مارچ 2026 ✝", "*7.3.1990 †7.3.2026"])
def test_a_day_of_death_is_none(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}") == NO_DATE


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("Published: January 1, 1970", None),
        ("شائع شدہ: 1 جنوری 1970", None),
        ("Published: January 2, 1970", date(1970, 1, 2)),
        ("Posted: 1 January 1980 00:00", None),
        ("Published: 1900-01-01", None),
        ("Published: 1904-01-01", None),
        ("Published: December 31, 1969", None),
        ("Published: December 30, 1969", date(1969, 12, 30)),
    ],
)
def test_the_zeros_of_clocks_are_no_dates(written: str, on: date | None) -> None:
    assert find_date(f"نئی خبر\n{written}{BODY}").published_on == on


@pytest.mark.parametrize("label", ["Published", "تاریخ انتشار:", "Posted on"])
def test_a_label_may_stand_on_the_line_above(label: str) -> None:
    assert find_date(f"نئی خبر\n{label}\nMarch 7, 2026{BODY}")[1:4] == (THE_DAY, "day", "labelled")


@pytest.mark.parametrize(
    "line",
    [
        "Published in Morning Post, March 7th, 2026",
        "Originally published in The Day on 7 March 2026.",
        "یہ مضمون صبح اخبار میں 7 مارچ 2026 کو شائع ہوا۔",
    ],
)
def test_a_last_line_may_say_where_and_when_a_text_was_published(line: str) -> None:
    assert find_date(f"نئی خبر{BODY}{BODY * 9}\n\n{line}")[1:4] == (THE_DAY, "day", "labelled")
    assert find_date(f"نئی خبر{BODY}{BODY * 9}\n\nand {line}") == NO_DATE


@pytest.mark.parametrize(("lines_before", "is_read"), [(2, True), (3, False)])
def test_a_note_stands_in_the_first_three_lines(lines_before: int, *, is_read: bool) -> None:
    note = "یہ تحریر پہلی بار صبح اخبار میں 7 مارچ 2026 کو شائع ہوئی تھی۔"
    text = "بارش\n" * lines_before + note + BODY + BODY * 9
    assert (find_date(text).published_on == THE_DAY) == is_read


def test_a_note_wins_over_the_day_on_which_a_text_was_shown_again() -> None:
    note = "نوٹ: یہ تحریر 7 مارچ 2026 کو شائع ہوئی تھی جسے آج دوبارہ پیش کیا گیا ہے۔"
    assert find_date(f"نئی خبر\n9 مئی 2026\n{note}{BODY}").published_on == THE_DAY


def test_the_last_sentence_of_a_text_may_say_when_it_was_published() -> None:
    last = "یہ خبر 7 مارچ 2026 کو صبح اخبار میں شائع ہوئی۔"
    assert find_date(f"نئی خبر{BODY * 3} {last}").published_on == THE_DAY
    assert find_date(f"نئی خبر{BODY * 3} {last} شہر میں بارش ہے۔") == NO_DATE


def test_three_dates_on_lines_of_their_own_are_a_list_and_two_are_not() -> None:
    publication_date = ["14 اگست 2001", "16 اگست 2001", "18 اگست 2001"]
    assert find_date("نئی خبر\n" + "\nخبر ہے\n".join(publication_date)) == NO_DATE
    assert find_date("نئی خبر\n" + "\nخبر ہے\n".join(publication_date[:2])).published_on == date(
        2001, 8, 14
    )


@pytest.mark.parametrize("headline", GLUED)
def test_a_date_glued_to_the_headline_is_the_date_and_leaves_the_headline(headline: str) -> None:
    assert find_date(headline + BODY)[1:] == (THE_DAY, "day", "headline", "gregorian")
    assert without_date(headline) == "نئی خبر"


@pytest.mark.parametrize("end", ENDS)
def test_a_date_may_be_glued_to_the_mark_that_ends_a_headline(end: str) -> None:
    assert find_date(f"نئی {end}07 مارچ ، 2026" + BODY)[1:4] == (THE_DAY, "day", "headline")
    assert without_date(f"نئی {end}07 مارچ ، 2026") == f"نئی {end}"
    assert find_date(f"نئی {end} 07 مارچ ، 2026" + BODY) == NO_DATE


@pytest.mark.parametrize(("marks", "is_glued"), [(3, True), (4, False)])
def test_three_marks_may_stand_between_a_headline_and_its_date(
    marks: int, *, is_glued: bool
) -> None:
    headline = f"نئی خبر{'!' * marks}7 مارچ 2026"
    assert (without_date(headline) != headline) == is_glued


@pytest.mark.parametrize("line", DATELINES)
def test_a_date_behind_a_place_is_the_date(line: str) -> None:
    assert find_date("نئی خبر\n" + line)[1:] == (THE_DAY, "day", "dateline", "gregorian")


@pytest.mark.parametrize("line", WITHOUT_YEAR)
def test_a_dateline_without_a_year_needs_a_reference(line: str) -> None:
    assert find_date("نئی خبر\n" + line) == NO_DATE
    assert find_date("نئی خبر\n" + line, date(2026, 4, 1))[1:4] == (THE_DAY, "day", "dateline")


@pytest.mark.parametrize("line", EVENTS_WITHOUT_YEAR)
def test_an_event_without_a_year_is_left_with_a_reference_too(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}", date(2026, 4, 1)) == NO_DATE
    assert find_date(line + BODY, date(2026, 4, 1)) == NO_DATE


@pytest.mark.parametrize("line", NOT_OF_PUBLICATION)
def test_dates_of_events_and_dates_that_are_none_are_left(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}") == NO_DATE
    if not line.startswith("7 مارچ 2026 - میلے"):  # as a first line it is a headline with its date
        assert find_date(line + BODY) == NO_DATE
        assert without_date(line) == line


def test_a_date_further_down_is_the_body_s() -> None:
    assert find_date("نئی خبر\n" * 8 + "7 مارچ 2026") == NO_DATE


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Published : March 7, 2026 at 11:47 AM IST", datetime(2026, 3, 7, 6, 17, tzinfo=UTC)),
        ("Published: March 7, 2026 at 4:05 PM PKT", datetime(2026, 3, 7, 11, 5, tzinfo=UTC)),
        ("Sat, 07 Mar 2026 17:08:18 GMT", datetime(2026, 3, 7, 17, 8, tzinfo=UTC)),
        ("2026-03-07 01:30 +05:00", datetime(2026, 3, 6, 20, 30, tzinfo=UTC)),
        ("2026-03-07T11:47:00.000+0530", datetime(2026, 3, 7, 6, 17, tzinfo=UTC)),
        ("2026-03-07T06:17:00Z", datetime(2026, 3, 7, 6, 17, tzinfo=UTC)),
        ("Mar 07, 2026 | 11:47 IST", datetime(2026, 3, 7, 6, 17, tzinfo=UTC)),
        ("Published: 11:47 AM IST, 7 March 2026", datetime(2026, 3, 7, 6, 17, tzinfo=UTC)),
        (
            "Updated: 8 March 2026 9:00 PKT; published: 7 March 2026 4 p.m. PKT",
            datetime(2026, 3, 7, 11, tzinfo=UTC),
        ),
        ("Sat 7 Mar 2026 11.47 GMT", datetime(2026, 3, 7, 11, 47, tzinfo=UTC)),
        ("March 7, 2026 11:47 (GMT+5)", datetime(2026, 3, 7, 6, 47, tzinfo=UTC)),
        ("7 مارچ 2026، شام 4:05 PKT", datetime(2026, 3, 7, 11, 5, tzinfo=UTC)),
        ("7 مارس 2026 4:05 مساءً بتوقيت مكة المكرمة", datetime(2026, 3, 7, 13, 5, tzinfo=UTC)),
        ("۷ مارس ۲۰۲۶ - ۱۱:۴۷ +03:30", datetime(2026, 3, 7, 8, 17, tzinfo=UTC)),
        ("7 مارس 2026 - 11:47 بتوقيت أبوظبي", datetime(2026, 3, 7, 7, 47, tzinfo=UTC)),
        ("7 March 2026 16:05 AST", datetime(2026, 3, 7, 13, 5, tzinfo=UTC)),
    ],
)
def test_a_time_with_a_zone_makes_a_moment_and_the_date_stays_local(
    line: str, moment: datetime
) -> None:
    found = find_date(f"نئی خبر\n{line}{BODY}")
    assert found[:3] == (moment, THE_DAY, "minute")


@pytest.mark.parametrize(
    "line",
    [
        "7 مارچ 2026 11:47",
        "Published: March 7, 2026 at 25:99 IST",
        "7 مارچ 2026 رات 1:30 PKT",
        "7 March 2026 11:47 BST",
        "7 March 2026, updated 2 hours ago at 11:47 GMT",
    ],
)
def test_a_time_without_a_zone_or_one_that_is_none_makes_no_moment(line: str) -> None:
    assert find_date("نئی خبر\n" + line)[:3] in {(None, THE_DAY, "day"), NO_DATE[:3]}


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.integers(-1, 363))
def test_a_date_without_a_year_is_the_last_such_day_until_a_reference(on: date, later: int) -> None:
    months = [
        "جنوری",
        "فروری",
        "مارچ",
        "اپریل",
        "مئی",
        "جون",
        "جولائی",
        "اگست",
        "ستمبر",
        "اکتوبر",
        "نومبر",
        "دسمبر",
    ]
    text = f"نئی خبر\nاسلام آباد ۔ {on.day} {months[on.month - 1]} (اے پی پی) آج"
    assert find_date(text) == NO_DATE
    if (on.month, on.day) != (2, 29):
        assert find_date(text, on + timedelta(days=later)).published_on == on


@given(st.text(st.sampled_from("۰7 مارچ/:-Mar2026\nدن(date"), max_size=80))
def test_any_text_has_a_date_with_its_method_or_none_at_all(text: str) -> None:
    found = find_date(text)
    assert (
        (found.published_on is None)
        == (found.date_method is None)
        == (found.date_precision is None)
    )


def test_front_matter_wins_over_what_the_text_says() -> None:
    matter = "---\ntitle: اصل سرخی\ndate: 2026-03-07T10:00:00+05:00\nauthor: سعدیہ\n---\n"
    [row] = describe([matter + "دوسری سرخی\n8 مارچ 2026" + BODY]).to_pylist()
    assert (row["title"], row["title_method"], row["byline"]) == (
        "اصل سرخی",
        "front_matter",
        "سعدیہ",
    )
    assert (row["published_on"], row["date_method"]) == (THE_DAY, "front_matter")
    assert row["published_at"] == datetime(2026, 3, 7, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "block", ["title: [", "- a\n- b", "&a [*a, *a]", "آج بارش ہوئی۔", "title: ~\ndate: true"]
)
def test_front_matter_that_is_none_is_text(block: str) -> None:
    [row] = describe([f"---\n{block}\n---\n" + BODY]).to_pylist()
    assert row["title_method"] != "front_matter"
    assert row["published_on"] is None


def test_a_title_is_not_a_date_but_the_line_after_it() -> None:
    [row] = describe(["۷ مارچ ۲۰۲۶\n\nنئی خبر" + BODY]).to_pylist()
    assert (row["title"], row["published_on"]) == ("نئی خبر", THE_DAY)


def described(page: str, seen_at: datetime) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = describe([page], [PageContext(seen_at=seen_at)]).to_pylist()
    return rows


@pytest.mark.parametrize(
    ("head", "is_taken"),
    [
        ("نئی خبر\n8 مارچ 2026", True),
        ("نئی خبر\n9 مارچ 2026", False),
        ("---\ndate: 2026-03-08\n---\n", True),
        ("---\ndate: 2031-01-01\n---\n", False),
    ],
)
def test_a_date_after_the_text_was_seen_is_not_taken(head: str, *, is_taken: bool) -> None:
    [row] = described(head + BODY, datetime(2026, 3, 7, 23, 0, tzinfo=UTC))
    assert (row["published_on"] is not None) == is_taken


def test_a_moment_may_be_a_day_ahead_of_the_clock_that_saw_it_and_no_more() -> None:
    text = f"نئی خبر\nPublished: March 8, 2026 at 11:00 PM UTC{BODY}"
    [too_soon] = described(text, datetime(2026, 3, 7, 22, tzinfo=UTC))
    [soon] = described(text, datetime(2026, 3, 7, 23, tzinfo=UTC))
    assert (too_soon["date_precision"], soon["date_precision"]) == (None, "minute")


def test_the_clock_may_stand_at_the_ends_of_the_calendar() -> None:
    moment = declared_date("2026-03-07T10:15:00Z", "sidecar")
    day = declared_date("2026-03-07", "sidecar")
    last, first = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)
    assert [is_after(found, last) for found in (moment, day)] == [False, False]
    assert [is_after(found, first) for found in (moment, day)] == [True, True]


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("0001-12-31", None),
        ("0002-01-01", date(2, 1, 1)),
        ("0001-01-01T00:00:00+05:00", None),
        ("0002-01-01T00:00:00+05:00", date(2, 1, 1)),
        ("9998-12-31T23:59:59-10:00", date(9998, 12, 31)),
        ("9999-01-01", None),
        ("9999-12-31T23:59:59-10:00", None),
    ],
)
def test_the_first_and_the_last_year_of_the_calendar_say_that_there_is_no_date(
    written: str, on: date | None
) -> None:
    assert declared_date(written, "sidecar").published_on == on


@pytest.mark.parametrize("zone", ["+05:30", " +05:30", " +0530", "  +05:30"])
def test_a_declared_moment_keeps_its_seconds(zone: str) -> None:
    found = declared_date(f"2026-03-07 10:15:42{zone}", "front_matter")
    assert found.published_at == datetime(2026, 3, 7, 4, 45, 42, tzinfo=UTC)


def test_a_text_with_a_date_without_a_year_that_was_crawled_at_the_end_has_none() -> None:
    attributes = read_declared_metadata("a.txt", b'{"crawled_at": "9999-12-31"}')
    [row] = describe(["نئی خبر\n\n۷ مارچ" + BODY], [PageContext(attributes)]).to_pylist()
    assert row["published_on"] is None
    assert find_date("نئی خبر\n\n۷ مارچ", date.max) == NO_DATE


def test_a_long_line_is_no_date_line() -> None:
    assert is_date_line("ہفتہ، " * 10 + "7 مارچ 2026")
    assert not is_date_line("ہفتہ، " * 30 + "7 مارچ 2026")


def test_no_more_of_a_line_is_kept_in_mind_than_can_have_a_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def note(part: str, reference: date | None = None) -> tuple[FoundDate, ...]:
        asked.append(part)
        return find_dates(part, reference)

    monkeypatch.setattr(publication_date, "find_dates", note)
    monkeypatch.setattr(headline_dates, "find_dates", note)
    long = "7 مارچ 2026 کو بارش ہوئی۔ " * 500
    describe([f"{long}\n\n{long}\n\n(16 اکتوبر 2020 {long})\n\n{long} شائع 2026"])
    assert asked
    assert max(map(len, asked)) <= 120


def test_a_label_behind_a_time_without_a_space_is_one() -> None:
    assert label_of("11:47 AMpublished at ") == "published"
    assert label_of("11:47 AMparked at ") is None


@pytest.mark.parametrize(("lines_before", "is_head"), [(7, True), (8, False)])
def test_a_date_stands_in_the_first_eight_lines(lines_before: int, *, is_head: bool) -> None:
    found = find_date("بارش\n" * lines_before + "7 مارچ 2026" + BODY)
    assert (found.published_on == THE_DAY) == is_head


@pytest.mark.parametrize(("length", "is_one"), [(120, True), (121, False)])
def test_a_date_line_has_120_characters_at_most(length: int, *, is_one: bool) -> None:
    line = "7 مارچ 2026" + "۔" * (length - 11)
    assert is_date_line(line) == is_one
    assert (find_date(f"نئی خبر\n{line}").published_on == THE_DAY) == is_one
    declared = declared_date("۔" * (length - 11) + "7 مارچ 2026", "sidecar").published_on
    assert (declared == THE_DAY) == is_one


@pytest.mark.parametrize(("end", "is_dated"), [(80, True), (81, False)])
def test_the_mark_after_a_dateline_s_date_is_one_of_the_first_eighty_characters(
    end: int, *, is_dated: bool
) -> None:
    line = "لاہور " + "۔" * (end - 19) + " 7 مارچ 2026:"
    assert len(line) == end
    found = find_date(f"نئی خبر\n{line} {'شہر میں آج پھر بادل ہیں۔ ' * 5}")
    assert (found.published_on == THE_DAY) == is_dated


@pytest.mark.parametrize(("length", "is_read"), [(300, True), (301, False)])
def test_a_text_ends_with_its_publication_within_300_characters(
    length: int, *, is_read: bool
) -> None:
    last = "Published in Morning Post, March 7th, 2026"
    end = last + "\n" + "x" * (length - len(last) - 1)
    assert len(end) == length
    assert (find_date(f"نئی خبر{BODY * 9}\n{end}").published_on == THE_DAY) == is_read


@pytest.mark.parametrize(("lines_after", "is_read"), [(2, True), (3, False)])
def test_one_of_the_last_three_lines_says_where_a_text_was_published(
    lines_after: int, *, is_read: bool
) -> None:
    last = "Published in Morning Post, March 7th, 2026" + "\nبارش" * lines_after
    assert (find_date(f"نئی خبر{BODY * 9}\n{last}").published_on == THE_DAY) == is_read


@pytest.mark.parametrize(("length", "is_one"), [(120, True), (121, False)])
def test_a_line_that_says_where_a_text_was_published_has_120_characters_at_most(
    length: int, *, is_one: bool
) -> None:
    line = "Published in Morning Post, March 7th, 2026"
    line += "." * (length - len(line))
    assert (find_date(f"نئی خبر{BODY * 9}\n{line}").published_on == THE_DAY) == is_one


@given(st.lists(LINES.map(lambda line: line.replace("\n", " ") or "x"), min_size=1, max_size=8))
def test_a_head_and_a_line_that_the_quick_looks_refuse_have_no_date(head: list[str]) -> None:
    numbers = _lines_with_year(head)
    for number in set(range(len(head))) - set(numbers):
        assert list(_read_line(head, number, None)) == []
