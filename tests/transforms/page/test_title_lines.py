"""Lines above a title: senders, places, sites and reading times, and what looks like them."""

import pytest

from transforms.page.title_lines import is_above_title, is_reading_time, is_site

REPORT = "لوگ گھاٹ پر جمع ہوئے اور دیر تک کشتیوں کی راہ دیکھتے رہے۔"


@pytest.mark.parametrize(
    "line",
    [
        "AFP",
        "AP",
        "اے پی پی",
        "اے پی",
        "و م ع",
        "पीटीआई",
        "خبرگزاری فارس",
        "BBC News, اردو",
        "بی بی سی اردو",
        "ویب ڈیسک",
        "(ڈان)",
        "روزنامہ سحر",
        "SUBH.INFO",
        "www.subh.example.com/news",
        "الرباط",
        "طنجة",
        "Karachi, Pakistan",
        "کراچی (اے پی پی)",
        "کراچی، 7 مارچ (اے پی پی)",
        "الرباط - و م ع",
        "SUBH.INFO- مكتب الرباط",
        "مكتب الرباط",
        "Karachi Bureau",
        "تحریر: نور خان",
        "By Jane Doe",
        "7 مارچ 2026",
        "4 min read",
        "Last updated: 7 March 2026",
        "آخری اپ ڈیٹ: 7 مارچ 2026",
        "آخر تحديث: 7 مارس 2026 10:30",
        "- نور خان",
        "— Jane Mary Doe",
        "3 گھنٹے قبل",
        "2 hours ago",
        "منذ 3 ساعات",
        "۲ ساعت پیش",
        "3 घंटे पहले",
        *("منذ ساعتين", "ایک گھنٹہ قبل", "an hour ago", "Updated 3 hours ago"),
        *("Temps de lecture : 3 min", "Lesezeit: 4 Minuten"),
        *("URL: https://subh.example/7", "لینک: https://subh.example/7", "#sea #harbour"),
        *("Last updated: 3 hours ago", "آخری اپ ڈیٹ: 3 گھنٹے قبل", "Last updated:", "10:30 AM"),
        *("ساعت ۱۰:۳۰", "Image caption, The old quay", "AFP/File", "English | اردو"),
        *("AP News", "The News International", "बीबीसी न्यूज़ हिंदी"),
        *("Photo by Jane Doe", "[Photo: Harbour Post]", "(فوٹو: روزنامہ سحر)"),
        *("Source: Harbour Post", "ماخذ: روزنامہ سحر", "بسم اللہ الرحمن الرحیم", "﷽"),
        "اردو نیوز",
        "VOA News",
        "AP News",
        "BBC News বাংলা",
        "BBC News मराठी",
        "ایرنا",
        "Source: https://subh.example.com/1",
        "Link : https://subh.example.com/1",
        "<https://subh.example.com/1>",
        "//subh.example.com/1",
        "desk@subh.example.com",
        "@subhnama",
        "Updated 2 hours ago",
        "Last updated: 2 hours ago",
        "Published 3 days ago",
        "an hour ago",
        "Just now",
        "ایک گھنٹہ قبل",
        "قبل ساعتين",
        "منذ ساعة",
        "منذ يومين",
        "یک ساعت پیش",
        "एक घंटा पहले",
        "শেষ আপডেট: ২ ঘণ্টা আগে",
        "Photo: Reuters",
        "[Photo: AFP]",
        "فوٹو: اے ایف پی",
        "عکس: ایسنا",
        "10:30 AM",
        "10:30",
    ],
)
def test_a_sender_a_place_and_a_time_stand_above_a_title(line: str) -> None:
    assert is_above_title(line, REPORT, ())


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Photo by Jane Doe wins a prize",
            "Photos: floods on the quay",
            "#sea",
            "An hour ago it rained",
        ),
        *("تاریخ", "Published", "English", "English | French toast", "10:30 to Karachi", "File"),
        *(
            "Source: the deal is near",
            "Sources of the river",
            "ماخذ: کشتی کل آئے گی",
            "منذ ساعتين هطل المطر",
        ),
        "ڈان",
        "The Dawn",
        "جنگ اور امن",
        "قصور",
        "Sale",
        "آن لائن",
        "نامہ نگار",
        "پی ٹی آئی",
        "Reuters and the sea",
        "رپورٹ: سمندری طوفان",
        "دفتر",
        "Booking.com fined",
        "1984",
        "کراچی کی شام",
        "لاہور: ایک شہر",
        "خبرگزاری فارس فیلتر شد",
        "روزنامہ نگار کی کہانی",
        "The Map",
        "Dawn News of a new age",
        "@home",
        "Source: the river",
        "https: a short history",
        "5 @ 5",
        "An hour ago it rained",
        "Photo: the day it rained",
        "Photo: Jane Doe",
        "Reuters: photo of the year",
        "10:30 to town",
        "منذ ساعة الصفر",
    ],
)
def test_a_headline_that_looks_like_a_sender_is_one(line: str) -> None:
    assert not is_above_title(line, REPORT, ())


@pytest.mark.parametrize("line", ["کراچی", "رائٹرز", "روزنامہ سحر"])
def test_what_the_text_is_about_is_its_title(line: str) -> None:
    assert not is_above_title(line, f"{line} سے سب واقف ہیں۔", ())
    assert is_above_title(line, f"{REPORT} {line} سے سب واقف ہیں۔", ())


def test_a_dateline_below_a_city_is_not_about_it() -> None:
    assert is_above_title("کراچی", f"کراچی (اے پی پی) {REPORT}", ())


@pytest.mark.parametrize(("length", "is_one"), [(60, True), (61, False)])
def test_a_line_of_senders_and_one_of_a_time_have_sixty_characters(
    length: int, *, is_one: bool
) -> None:
    line = "SUBH.INFO" + "-" * (length - 18) + " الرباط -"
    assert len(line) == length - 1 + 1
    assert is_above_title(line, REPORT, ()) == is_one
    assert is_reading_time("4 min read" + "." * (length - 10)) == is_one


@pytest.mark.parametrize(
    ("name", "is_one"), [("روزنامہ نیا سحر", True), ("روزنامہ بہت نیا سحر", False)]
)
def test_the_name_of_a_newspaper_has_three_words(name: str, *, is_one: bool) -> None:
    assert is_site(name, ()) == is_one


def test_a_name_after_a_dash_needs_a_text_below_it() -> None:
    assert not is_above_title("- نور خان", "دوسری بات", ())
    assert not is_above_title("- بارش آئی اور گئی", REPORT, ())
    assert not is_above_title("- Fish market", REPORT, ())
    assert not is_above_title("—Rain", REPORT, ())
    assert not is_above_title("Updated: the map of 7 March 2026", REPORT, ())


def test_a_headline_about_a_time_ago_is_one() -> None:
    for line in ("100 years ago today", "3 گھنٹے قبل کا شہر", "منذ 3 ساعات في البحر"):
        assert not is_above_title(line, REPORT, ())


def test_what_a_page_calls_its_site_is_one() -> None:
    assert is_above_title("Subh Nama", REPORT, {"subhnama"})
    assert not is_above_title("Subh Nama", REPORT, ())


@pytest.mark.parametrize(
    "line",
    [
        "پڑھنے کا وقت: 4 منٹ",
        "مطالعے کا وقت: ۳ منٹ",
        "زمان مطالعه: ۴ دقیقه",
        "وقت القراءة: 4 دقائق",
        "पढ़ने का समय: 4 मिनट",
        "Reading time: 4 minutes",
        "5-minute read",
        "(4 min read)",
        "4 منٹ میں پڑھیں",
        "4 मिनट पढ़ें",
        "Est. reading time: 3 min",
        "Time to read: 3 min",
        "3 min. read",
        "قراءة: 3 دقائق",
        "पढ़ने में 4 मिनट",
        "دقيقتان للقراءة",
        "Lesezeit: 3 Minuten",
        "Temps de lecture : 3 min",
        "2 min de lecture",
    ],
)
def test_a_reading_time_is_a_whole_line(line: str) -> None:
    assert is_reading_time(line)
    assert not is_reading_time(f"{line} گزر گیا")


def test_a_headline_about_reading_is_no_reading_time() -> None:
    for line in (
        "پڑھنے کا وقت گیا",
        "Reading time in the harbour",
        "4 minutes of fame",
        "قراءة",
        "Time to read",
    ):
        assert not is_reading_time(line)
