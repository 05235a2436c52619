"""Publication dates: every form as it is met, where it stands, and the dates that are none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.dates import NO_DATE, find_date, without_date
from transforms.describe import Given, describe

THE_DAY = date(2026, 3, 7)
BODY = "\n\nلاہور: شہر میں 16 اکتوبر 2020 کو بارش ہوئی تھی اور آج پھر بادل ہیں۔ یکم جنوری 2024 سے نیا قانون ہے۔"

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
]
LABELLED = ["Published : March 7, 2026", "تاریخ اشاعت: 7 مارچ 2026", "Posted on 7 March 2026", "شائع: ۷ مارچ ۲۰۲۶"]
GLUED = ["date 2026-03-07 نئی خبر", "2026 /Mar/ 07 - نئی خبر", "نئی خبر07 مارچ ، 2026", "07 مارچ 2026 | نئی خبر"]
DATELINES = [
    "لاہور ۔ 7 مارچ 2026 (اے پی پی) شہر میں آج",
    "نئی دہلی، 7 مارچ 2026: شہر میں آج",
    "KARACHI, March 7, 2026 — It rained",
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
    "03/07/2026",
    "1,234.56",
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
        ("١٠ صفر ١٤٤٧هـ", date(2025, 8, 5), "hijri"),
        ("12 شعبان 1447ھ", date(2026, 1, 31), "hijri"),
        ("17 رمضان المبارک 1447 ہجری", date(2026, 3, 6), "hijri"),
        ("٣ ذو الحجة ١٤٤٦", date(2025, 5, 31), "hijri"),  # May 30 in Mecca
    ],
)
def test_dates_of_other_calendars_are_read_and_name_their_calendar(line: str, on: date, calendar: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}")[1:] == (on, "day", "line", calendar)


@pytest.mark.parametrize("line", ["31 مهر 1404", "30 اسفند 1404", "1404/13/01", "32 رمضان 1447", "30 صفر 1447"])
def test_days_that_another_calendar_has_not_are_none(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}") == NO_DATE


@pytest.mark.parametrize("line", LABELLED)
def test_a_labelled_date_is_the_date(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}")[1:] == (THE_DAY, "day", "labelled", "gregorian")


@pytest.mark.parametrize("headline", GLUED)
def test_a_date_glued_to_the_headline_is_the_date_and_leaves_the_headline(headline: str) -> None:
    assert find_date(headline + BODY)[1:] == (THE_DAY, "day", "headline", "gregorian")
    assert without_date(headline) == "نئی خبر"


@pytest.mark.parametrize("line", DATELINES)
def test_a_date_behind_a_place_is_the_date(line: str) -> None:
    assert find_date("نئی خبر\n" + line)[1:] == (THE_DAY, "day", "dateline", "gregorian")


@pytest.mark.parametrize("line", NOT_OF_PUBLICATION)
def test_dates_of_events_and_dates_that_are_none_are_left(line: str) -> None:
    assert find_date(f"نئی خبر\n{line}{BODY}") == NO_DATE
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
    ],
)
def test_a_time_with_a_zone_makes_a_moment_and_the_date_stays_local(line: str, moment: datetime) -> None:
    found = find_date(f"نئی خبر\n{line}{BODY}")
    assert found[:3] == (moment, THE_DAY, "minute")


@pytest.mark.parametrize("line", ["7 مارچ 2026 11:47", "Published: March 7, 2026 at 25:99 IST"])
def test_a_time_without_a_zone_or_one_that_is_none_makes_no_moment(line: str) -> None:
    assert find_date("نئی خبر\n" + line)[:3] in {(None, THE_DAY, "day"), NO_DATE[:3]}


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.integers(-1, 363))
def test_a_date_without_a_year_is_the_last_such_day_until_a_reference(on: date, later: int) -> None:
    months = ["جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"]
    text = f"نئی خبر\nاسلام آباد ۔ {on.day} {months[on.month - 1]} (اے پی پی) آج"
    assert find_date(text) == NO_DATE
    if (on.month, on.day) != (2, 29):
        assert find_date(text, on + timedelta(days=later)).published_on == on


@given(st.text(st.sampled_from("۰7 مارچ/:-Mar2026\nدن(date"), max_size=80))
def test_any_text_has_a_date_with_its_method_or_none_at_all(text: str) -> None:
    found = find_date(text)
    assert (found.published_on is None) == (found.date_method is None) == (found.date_precision is None)


def test_front_matter_wins_over_what_the_text_says() -> None:
    matter = "---\ntitle: اصل سرخی\ndate: 2026-03-07T10:00:00+05:00\nauthor: سعدیہ\n---\n"
    [row] = describe([matter + "دوسری سرخی\n8 مارچ 2026" + BODY]).to_pylist()
    assert (row["title"], row["title_method"], row["byline"]) == ("اصل سرخی", "front_matter", "سعدیہ")
    assert (row["published_on"], row["date_method"]) == (THE_DAY, "front_matter")
    assert row["published_at"] == datetime(2026, 3, 7, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("block", ["title: [", "- a\n- b", "&a [*a, *a]", "آج بارش ہوئی۔", "title: 7\ndate: true"])
def test_front_matter_that_is_none_is_text(block: str) -> None:
    [row] = describe([f"---\n{block}\n---\n" + BODY]).to_pylist()
    assert row["title_method"] != "front_matter"
    assert row["published_on"] is None


def test_a_title_is_not_a_date_but_the_line_after_it() -> None:
    [row] = describe(["۷ مارچ ۲۰۲۶\n\nنئی خبر" + BODY]).to_pylist()
    assert (row["title"], row["published_on"]) == ("نئی خبر", THE_DAY)


def described(page: str, seen_at: datetime) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = describe([page], [Given(seen_at=seen_at)]).to_pylist()
    return rows


@pytest.mark.parametrize(
    ("head", "is_believed"),
    [
        ("نئی خبر\n8 مارچ 2026", True),
        ("نئی خبر\n9 مارچ 2026", False),
        ("---\ndate: 2026-03-08\n---\n", True),
        ("---\ndate: 2031-01-01\n---\n", False),
    ],
)
def test_a_date_after_the_text_was_seen_is_not_believed(head: str, *, is_believed: bool) -> None:
    [row] = described(head + BODY, datetime(2026, 3, 7, 23, 0, tzinfo=UTC))
    assert (row["published_on"] is not None) == is_believed


def test_a_moment_may_be_a_day_ahead_of_the_clock_that_saw_it_and_no_more() -> None:
    text = f"نئی خبر\nPublished: March 8, 2026 at 11:00 PM UTC{BODY}"
    [too_soon] = described(text, datetime(2026, 3, 7, 22, tzinfo=UTC))
    [soon] = described(text, datetime(2026, 3, 8, tzinfo=UTC))
    assert (too_soon["date_precision"], soon["date_precision"]) == (None, "minute")
