"""Datelines and credits: every form as it is met, and what looks like one and is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.attribution.dateline import read_dateline
from transforms.gazetteer.agencies import AGENCIES, HOMONYMS
from transforms.gazetteer.countries import COUNTRIES
from transforms.gazetteer.places import PLACES
from transforms.text.canonical import canonical_form

REPORT = "شہر میں آج صبح سے تیز بارش ہو رہی ہے اور نشیبی علاقوں میں پانی کھڑا ہے۔"


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("اسلام آباد ۔ 7 مارچ (اے پی پی) ", "اسلام آباد", "اے پی پی"),
        ("اسلام آباد ۔07مارچ(اے پی پی)", "اسلام آباد", "اے پی پی"),
        ("کوئٹہ۔یکم مارچ (اے پی پی ) ", "کوئٹہ", "اے پی پی"),
        ("نور پور ۔ 7 مارچ (اے پی پی) ", "نور پور", "اے پی پی"),
        ("لاہور(مانیٹرنگ ڈیسک) ", "لاہور", "مانیٹرنگ ڈیسک"),
        ("نور پور (نامہ نگار) ", "نور پور", "نامہ نگار"),
        ("ماسکو: ", "ماسکو", None),
        ("ماسکو :", "ماسکو", None),
        ("لندن۔۔۔۔۔ ", "لندن", None),
        ("گلگت — ", "گلگت", None),
        ("گلگت…", "گلگت", None),
        ("گلگت...", "گلگت", None),
        ("گلگت.....", "گلگت", None),
        ("بیجنگ (آئی این پی شِنہوا) ", "بیجنگ", "آئی این پی شِنہوا"),
        ("اسلام آباد (اُردو پوائنٹ اخبارتازہ ترین 7 مارچ2026ء) ", "اسلام آباد", "اُردو پوائنٹ"),
        ("کراچی (فائل فوٹو) ", "کراچی", None),
        ("کوئٹہ/ اسلام آباد (آن لائن) ", "کوئٹہ/ اسلام آباد", "آن لائن"),
        ("لاہور، کراچی (نیوز ایجنسیاں) ", "لاہور، کراچی", "نیوز ایجنسیاں"),
        ("SKARDU — ", "SKARDU", None),
        ("LONDON (Reuters) - ", "LONDON", "Reuters"),
        ("کراچی: (دنیا نیوز) ", "کراچی", "دنیا نیوز"),
        ("نئی دہلی، 7 مارچ (یو این آئی) ", "نئی دہلی", "یو این آئی"),
        ("سری نگر // 7 مارچ // کے این او: ", "سری نگر", "کے این او"),
        ("اسلام آباد(اردو پوائنٹ ۔ 07 مارچ 2026ء) ", "اسلام آباد", "اردو پوائنٹ"),
        ("بغداد، تہران اور دمشق (مانیٹرنگ ڈیسک ) ", "بغداد، تہران اور دمشق", "مانیٹرنگ ڈیسک"),
        ("کراچی(اسٹاف رپوتر) ", "کراچی", "اسٹاف رپوتر"),
        ("افغانستان (مانیٹرنگ ڈیسک) ", "افغانستان", "مانیٹرنگ ڈیسک"),
        ("لندن ۔۔۔۔ (جنگ نیوز) ", "لندن", "جنگ نیوز"),
        ("9 آکلینڈ (سپورٹس ڈیسک ) ", "آکلینڈ", "سپورٹس ڈیسک"),
        ("لاہور (اے پی پی) کے قریب ", "لاہور", "اے پی پی"),
        ("ISLAMABAD, Mar 07 (APP): ", "ISLAMABAD", "APP"),
        ("New Delhi [India], March 7 (ANI): ", "New Delhi", "ANI"),
        ("KABUL (Pajhwok): ", "KABUL", "Pajhwok"),
        ("Tehran, IRNA – ", "Tehran", "IRNA"),
        ("TEHRAN, Mar. 07 (TNA) – ", "TEHRAN", "TNA"),
        ("PESHAWAR/ISLAMABAD: ", "PESHAWAR/ISLAMABAD", None),
        ("تهران – ایرنا – ", "تهران", "ایرنا"),
        ("کابل (باختر، ۱۶ حوت): ", "کابل", "باختر"),
        ("ایسنا/اصفهان ", "اصفهان", "ایسنا"),
        ("القاهرة - رويترز ", "القاهرة", "رويترز"),
        ("واشنطن (أ ف ب) - ", "واشنطن", "أ ف ب"),
        ("لندن: «الشرق الأوسط» ", "لندن", "الشرق الأوسط"),
        ("دمشق-سانا ", "دمشق", "سانا"),
        ("أبوظبي في 7 مارس / وام / ", "أبوظبي", "وام"),
        ("دبي - العربية.نت ", "دبي", "العربية.نت"),
        ("नई दिल्ली, 7 मार्च (भाषा) ", "नई दिल्ली", "भाषा"),
        ("नयी दिल्ली, सात मार्च (भाषा) ", "नयी दिल्ली", "भाषा"),
        ("जागरण संवाददाता, लखनऊ। ", "लखनऊ", "जागरण संवाददाता"),
        ("नई दिल्ली (एजेंसी)। ", "नई दिल्ली", "एजेंसी"),
        ("ڪراچي (نيوز ڊيسڪ) ", "ڪراچي", "نيوز ڊيسڪ"),
        ("کندهار (پژواک) ", "کندهار", "پژواک"),
    ],
)
def test_a_dateline_gives_place_and_agency_as_written(
    line: str, place: str, agency: str | None
) -> None:
    found = read_dateline(f"نئی خبر\n\n{line}{REPORT}")
    assert (found.dateline_place, found.agency) == (place, agency)


@pytest.mark.parametrize(
    "line",
    [
        "پاکستان کرکٹ بورڈ (پی سی بی) نے کہا ہے کہ " + REPORT,
        "انھوں نے کہا: " + REPORT,
        "سوال: " + REPORT,
        "نوٹ: " + REPORT,
        "مزید پڑھیں: " + REPORT,
        "ماسکو: بارش",
        "لاہور میں بارش ہوئی۔ " + REPORT,
        "لاہور۔ " + REPORT,
        "وزیر اعظم — " + REPORT,
        "THE END: " + "it rained all day in the north of the city",
        "THE END — " + REPORT,
        "پاکستان تحریک انصاف (پی ٹی آئی) نے کہا ہے کہ " + REPORT,
        "پاکستان: " + REPORT,
        "کابل (افغانستان) میں " + REPORT,
        "لاہور (35 ڈگری) " + REPORT,
        "لاہور (جو باغوں کا شہر ہے) " + REPORT,
        "لاہور - کراچی موٹروے - " + REPORT,
        "Lahore - the city of gardens - saw it rain all day long again",
        "لاہور، کراچی اور پشاور میں بارش ہوئی۔ " + REPORT,
        "جولائی (اے پی پی) " + REPORT,
    ],
)
def test_what_looks_like_a_dateline_is_none(line: str) -> None:
    assert read_dateline("نئی خبر\n\n" + line).dateline_place is None


@pytest.mark.parametrize(
    ("start", "place"),
    [
        ("لاہور: رائٹرز کے دفتر میں بجلی چلی گئی۔ ", "لاہور"),
        ("MULTAN: AFP reporter Jane Doe came home on Monday. ", "MULTAN"),
        ("MULTAN — BBC staff went home on Monday. ", "MULTAN"),
        ("MULTAN, March 7, 2026: Reuters has a new office. ", "MULTAN"),
        ("القاهرة: رويترز تفتح مكتبا جديدا. ", "القاهرة"),
        ("लखनऊ: रॉयटर्स के दफ़्तर में पानी भर गया। ", "लखनऊ"),
    ],
)
def test_an_agency_that_a_report_is_about_is_no_credit(start: str, place: str) -> None:
    found = read_dateline(f"نئی خبر\n\n{start}{REPORT}")
    assert (found.dateline_place, found.agency) == (place, None)


def test_a_place_and_its_country_in_capitals_are_a_dateline() -> None:
    report = "it rained all day in the north of the city and the canals are full"
    found = read_dateline(f"Rain\n\nMULTAN, Pakistan — {report}")
    assert found.dateline_place_name == "Multan"
    found = read_dateline(f"Rain\n\nMultan, Pakistan — {report}")
    assert found.dateline_place is None


def test_a_name_above_a_text_about_it_is_no_dateline() -> None:
    assert read_dateline(f"Paris (plant)\n\nParis is a herb. {REPORT}").dateline_place is None
    found = read_dateline(f"لاہور (نیوز ڈیسک)\n\nلاہور بڑا ہے۔ {REPORT}")
    assert found.dateline_place == "لاہور"
    assert read_dateline(f"لاہور (شہر)\n\nلاہور بڑا ہے۔ {REPORT}").dateline_place is None


def test_a_headline_that_begins_with_a_place_is_no_dateline() -> None:
    assert (
        read_dateline(
            "لاہور: شہر میں آج صبح سے تیز بارش، نشیبی علاقے ڈوب گئے\n\n" + REPORT
        ).dateline_place
        is None
    )


def test_a_dateline_may_stand_alone_above_its_report_or_behind_a_deck() -> None:
    found = read_dateline(f"سان فرانسسکو ۔\n{REPORT}\n{REPORT}")
    assert found.dateline_place == "سان فرانسسکو"
    found = read_dateline(f"نئی خبر\n\nلاہور (نیوز ڈیسک)\n{REPORT}")
    assert (found.dateline_place, found.agency) == ("لاہور", "نیوز ڈیسک")
    found = read_dateline(f"نئی خبر\n\n{REPORT} کراچی۔ 31 جولائی (اے پی پی) {REPORT}")
    assert (found.dateline_place, found.agency) == ("کراچی", "اے پی پی")
    found = read_dateline(f"نئی خبر\n\nلوگ جاگتے رہے دیر (اے پی پی) {REPORT}")
    assert found.dateline_place is None


def test_a_bracket_may_name_a_person() -> None:
    found = read_dateline(f"نئی خبر\n\nکراچی (رپورٹ: نیاز احمد) {REPORT}")
    assert (found.dateline_place, found.agency, found.byline) == ("کراچی", None, "نیاز احمد")


@pytest.mark.parametrize(
    ("sentence", "agency", "name"),
    [
        ("تسنیم خبر رساں ادارے کی رپورٹ کے مطابق، شہر میں بارش ہوئی۔", "تسنیم", "Tasnim"),
        ("خبر رساں ادارے رائٹرز کے مطابق شہر میں بارش ہوئی۔", "رائٹرز", "Reuters"),
        ("خبر رساں ایجنسی روئٹرز کی رپورٹ کے مطابق شہر میں بارش ہوئی۔", "روئٹرز", "Reuters"),
        ("باغی ٹی وی :شہر میں بارش ہوئی۔", "باغی ٹی وی", "Baaghi TV"),
        ("کھلاڑیوں کے کارنامے: شہر میں بارش ہوئی۔", None, None),
        ("ایک مقامی خبر رساں ادارے کے مطابق شہر میں بارش ہوئی۔", None, None),
        ("برطانوی خبر رساں ادارے کے مطابق شہر میں بارش ہوئی۔", None, None),
        ("خبر رساں ادارے کے مطابق شہر میں بارش ہوئی۔", None, None),
        ("کوہسار خبر رساں ادارے کی رپورٹ کے مطابق شہر میں بارش ہوئی۔", "کوہسار", None),
        ("دریا نیوز :ٹیم لاہور پہنچ گئی ہے۔", "دریا نیوز", None),
        ("ذرائع کے مطابق شہر میں بارش ہوئی۔", None, None),
        ("غیر ملکی خبر رساں ایجنسی کے مطابق شہر میں بارش ہوئی۔", None, None),
        ("امریکی خبررساں ادارے اے پی نے بتایا کہ شہر میں بارش ہوئی۔", "اے پی", "AP"),
        ("بی بی سی اردو کے مطابق شہر میں بارش ہوئی۔", "بی بی سی اردو", "BBC"),
        ("صرافہ بازار میں سونا کے مطابق سب ٹھیک ہے۔", None, None),
        ("تصویر رائٹرز: شہر میں بارش ہوئی۔", None, None),
        ("به گزارش ایسنا، در شهر باران بارید.", "ایسنا", "ISNA"),
        ("به گزارش خبرنگار اجتماعي خبرگزاري فارس،در شهر باران بارید.", "فارس", "Fars"),
        ("به گزارش خبرگزاری تسنیم به نقل از رویترز، باران بارید.", "تسنیم", "Tasnim"),
        ("به گزارش روابط عمومی شهرداری، در شهر باران بارید.", None, None),
        ("وقالت وكالة رويترز إن المطر هطل.", "رويترز", "Reuters"),
        ("د رویټرز خبري آژانس د راپور له مخې باران ورېږي.", "رویټرز", "Reuters"),
        ("समाचार एजेंसी एएनआई के मुताबिक बारिश हुई।", "एएनआई", "ANI"),
        ("It rained all day, according to the Associated Press.", "the Associated Press", "AP"),
    ],
)
def test_a_credit_in_the_first_sentences_names_the_agency(
    sentence: str, agency: str | None, name: str | None
) -> None:
    found = read_dateline(f"نئی خبر\n\n{sentence} {REPORT}")
    assert (found.agency, found.agency_name) == (agency, name)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("به گزارش خبرگزاری فارس از بندرعباس، باران بارید.", "بندرعباس"),
        ("به گزارش خبرگزاری فارس از نورده، باران بارید.", "نورده"),
        ("نیاز احمدی در گفت‌وگو با خبرنگار فارس در رشت گفت باران بارید.", "رشت"),
        ("به گزارش خبرگزاری فارس در نشست خبری، باران بارید.", None),
        ("به گزارش خبرگزاری فارس از قول مردم، باران بارید.", None),
    ],
)
def test_a_credit_in_persian_names_the_place_behind_itself(
    sentence: str, place: str | None
) -> None:
    found = read_dateline(f"خبر تازه\n\n{sentence} {REPORT}")
    assert (found.agency, found.dateline_place) == ("فارس", place)


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("ویب ڈیسک", "ویب ڈیسک"),
        ("(آن لائن)", "آن لائن"),
        ("رائٹرز", "رائٹرز"),
        ("Our Correspondent", "Our Correspondent"),
        ("By Web Desk", "Web Desk"),
        ("بی بی سی اردو، کراچی", "بی بی سی اردو"),
        ("عہدہ, بی بی سی اردو، کراچی", "بی بی سی اردو"),
        ("بشکریہ روزنامہ سحر", "روزنامہ سحر"),
        ("منبع: ایسنا", "ایسنا"),
        ("Source: Reuters", "Reuters"),
        ("Source: own calculations", None),
        ("بریکنگ نیوز", None),
        ("سونا", None),
        ("جنگ", None),
        ("فوٹو: اے ایف پی", None),
        ("آج رپورٹر پریشان ہیں", None),
    ],
)
@pytest.mark.parametrize("place", ["{line}\n\n{report}\n\n{report}", "{report}\n\n{line}"])
def test_a_line_that_has_nothing_else_credits_an_agency_or_a_desk(
    line: str, agency: str | None, place: str
) -> None:
    text = "نئی خبر\n" + place.format(line=line, report=REPORT)
    assert read_dateline(text).agency == agency


@pytest.mark.parametrize(
    ("end", "agency"),
    [
        (" - Reuters", "Reuters"),
        (" —AFP", "AFP"),
        (" (With inputs from ANI)", "ANI"),
        ("\n(With inputs from PTI)", "PTI"),
        ("\nWith input from AFP", "AFP"),
        ("\nInputs from PTI", "PTI"),
        ("\n(With PTI inputs)", "PTI"),
        ("\n(इनपुट: पीटीआई)", "पीटीआई"),
        ("\n(بشکریہ رائٹرز)", "رائٹرز"),
        ("\n-PTI", "PTI"),
        ("\nInputs from the growers", None),
        ("\n(With many inputs)", None),
        (" The party -PTI", None),
        ("(اے پی پی)", "اے پی پی"),
        (" (भाषा)", "भाषा"),
        (" - uni", None),
        (" (پی سی بی)", None),
    ],
)
def test_the_last_words_of_a_text_may_name_its_agency(end: str, agency: str | None) -> None:
    assert read_dateline(f"نئی خبر\n\n{REPORT}{end}").agency == agency


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("خبرنگار کاشانی", "کاشانی"),
        ("رپورٹ: سعدیہ ترین", "سعدیہ ترین"),
        ("تحریر : نیاز احمد", "نیاز احمد"),
        ("By Jane Doe", "Jane Doe"),
        ("رپورٹ میں کہا گیا ہے", None),
        ("By 7 March 2026", None),
        ("مصنف, شمع خان", "شمع خان"),
        ("تحریر: محمد علی", "محمد علی"),
        ("By: Jane Doe", "Jane Doe"),
        ("By Jane Doe and John Roe | March 7, 2026", "Jane Doe and John Roe"),
        ("به قلم نیاز احمدی", "نیاز احمدی"),
        ("كتب - نياز أحمد", "نياز أحمد"),
        ("लेखक: नियाज़ अहमद", "नियाज़ अहमद"),
        ("ليکڪ: نياز احمد", "نياز احمد"),
        ("By the end of the day", None),
        ("By Monday", None),
        ("By Reuters", None),
        ("By APP", None),
        ("By Moonlight", None),
        ("By: Moonlight", "Moonlight"),
        ("By Monday Morning", None),
        ("By Boat and Rail", None),
        ("By Subh Times Staff", None),
        ("Author: Anonymous", None),
        ("از: ادارہ", None),
        ("بقلم: هيئة التحرير", None),
        ("نویسنده: تحریریه", None),
        ("लेखक: संपादकीय टीम", None),
        ("By Jane Doe-Roe", "Jane Doe-Roe"),
        ("By Jean-Luc O'Neil - Staff Writer", "Jean-Luc O'Neil"),
        ("By Jane Doe, John Roe and Amy Poe", "Jane Doe, John Roe and Amy Poe"),
        ("By Jane Doe & John Roe", "Jane Doe & John Roe"),
        ("By Jane Doe, Harbour and Sea Editor", "Jane Doe"),
        ("By Jane Doe in Multan", "Jane Doe"),
        ("By Jane Doe for the Subh Times", "Jane Doe"),
        ("Byline: Jane Doe", "Jane Doe"),
        ("Words by Jane Doe", "Jane Doe"),
        ("ازقلم: شمع خان", "شمع خان"),
        ("تحریر و ترتیب: شمع خان", "شمع خان"),
        ("كتب/ نياز أحمد", "نياز أحمد"),
        ("رپورٹ: شہر میں بارش ہوئی", None),
        ("رپورٹ: ویب ڈیسک", None),
        ("کتب: نئی کتابیں", None),
        ("نامہ نگار خصوصی", None),
    ],
)
def test_a_credit_on_a_line_of_its_own_names_the_reporter(line: str, byline: str | None) -> None:
    assert read_dateline(f"نئی خبر\n\n{REPORT}\n\n{line}").byline == byline


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سری نگر", "سرینگر"),
        ("نیویارک", "نیو یارک"),
        ("ڈھاکہ", "ڈھاکا"),
        ("اسلام آباد", "اسلام ا\u0653باد"),
        ("کراچی", "ڪراچي"),
        ("نئی دہلی", "नयी दिल्ली"),
        ("تہران", "طهران"),
    ],
)
def test_spellings_of_a_place_have_one_name(one: str, other: str) -> None:
    names = {
        read_dateline(f"نئی خبر\n\n{place} (اے پی پی) {REPORT}").dateline_place_name
        for place in (one, other)
    }
    assert len(names) == 1
    assert None not in names


def test_spellings_of_an_agency_have_one_name() -> None:
    lines = ("رائٹرز", "روئٹرز", "خبر رساں ادارے رائٹرز", "نمائندہ رائٹرز", "رويترز", "Reuters")
    names = {read_dateline(f"نئی خبر\n\nلندن ({line}) {REPORT}").agency_name for line in lines}
    assert names == {"Reuters"}


@pytest.mark.parametrize("table", [PLACES, COUNTRIES, AGENCIES])
def test_no_spelling_of_the_tables_has_two_names(table: dict[str, str]) -> None:
    owners: dict[str, str] = {}
    for name, spellings in table.items():
        for spelling in spellings.split("|"):
            assert owners.setdefault(canonical_form(spelling), name) == name, spelling


def test_every_homonym_is_a_name_of_the_tables() -> None:
    names = {
        canonical_form(spelling)
        for table in (PLACES, AGENCIES)
        for name, spellings in table.items()
        for spelling in (name, *spellings.split("|"))
    }
    assert [word for word in HOMONYMS.split("|") if canonical_form(word) not in names] == []


@given(st.text(st.sampled_from("لاہور کراچی:(اے پی پی)۔ -—\n7مارچ"), max_size=120))
def test_any_text_has_a_dateline_or_none_and_never_more_than_it_says(text: str) -> None:
    found = read_dateline(text)
    for answer in (found.dateline_place, found.agency, found.byline):
        assert answer is None or " ".join(answer.split()) in " ".join(text.split())


def test_a_text_whose_headline_stands_elsewhere_may_begin_with_its_dateline() -> None:
    assert (
        read_dateline("کوئٹہ: " + REPORT + "\n\n" + REPORT, has_headline=False).dateline_place
        == "کوئٹہ"
    )


@pytest.mark.parametrize(("lines_before", "agency"), [(3, "رائٹرز"), (4, None)])
def test_the_first_four_lines_behind_a_headline_may_credit_an_agency(
    lines_before: int, agency: str | None
) -> None:
    lines = [
        "نئی خبر",
        *["شہر میں آج صبح سے تیز بارش ہو رہی ہے۔"] * lines_before,
        "ادارے رائٹرز کے مطابق شہر میں بارش ہوئی۔",
    ]
    assert read_dateline("\n".join([*lines, *["گلیوں میں پانی کھڑا ہے۔"] * 9])).agency == agency


WORDS = "گلیوں میں پانی کھڑا ہے "


def exactly(length: int) -> str:
    """Words with so many characters, which name nobody and no place."""
    return (WORDS * 100)[: length - 1] + "۔"


@pytest.mark.parametrize(("length", "is_report"), [(39, False), (40, True)])
def test_forty_characters_must_follow_a_dateline(length: int, *, is_report: bool) -> None:
    place = "ماسکو" if is_report else None
    for line in ("ماسکو: " + exactly(length), "ماسکو:\n" + exactly(length)):
        assert read_dateline(f"نئی خبر\n\n{line}").dateline_place == place
    inside = f"نئی خبر\n\n{exactly(50)} کراچی (اے پی پی){exactly(length)}"
    assert read_dateline(inside).dateline_place == ("کراچی" if is_report else None)


@pytest.mark.parametrize(
    ("length", "is_headline"), [(40, False), (41, True), (150, True), (151, False)]
)
def test_a_first_line_of_41_to_150_characters_is_a_headline(
    length: int, *, is_headline: bool
) -> None:
    first = "ماسکو: " + exactly(length - 7)
    if length < 47:  # too short for a report: the dateline stands alone
        first = "ماسکو " + "۔" * (length - 6)
    place = None if is_headline else "ماسکو"
    assert read_dateline(f"{first}\n\n{REPORT}").dateline_place == place


@pytest.mark.parametrize(("length", "place"), [(40, "اصفهان"), (41, None)])
def test_a_line_without_a_mark_of_datelines_is_one_in_forty_characters(
    length: int, place: str | None
) -> None:
    line = "اصفهان، ایسنا" + "،" * (length - 13)
    assert read_dateline(f"خبر تازه\n\n{line}\n{REPORT}").dateline_place == place


def test_the_only_line_of_a_text_is_no_headline() -> None:
    assert read_dateline("ماسکو: " + exactly(60)).dateline_place == "ماسکو"


@pytest.mark.parametrize(("lines_before", "place"), [(7, "ماسکو"), (8, None)])
def test_a_dateline_begins_one_of_the_first_eight_lines(
    lines_before: int, place: str | None
) -> None:
    lines = [*["بارش"] * lines_before, "ماسکو: " + REPORT]
    assert read_dateline("\n\n".join(lines)).dateline_place == place


@pytest.mark.parametrize(("lines_before", "place"), [(2, "کراچی"), (3, None)])
def test_a_dateline_stands_inside_one_of_the_first_three_lines(
    lines_before: int, place: str | None
) -> None:
    lines = [*["بارش"] * lines_before, f"{REPORT} کراچی (اے پی پی) {REPORT}"]
    assert read_dateline("\n\n".join(lines)).dateline_place == place


@pytest.mark.parametrize(("end", "place"), [(600, "کراچی"), (601, None)])
def test_a_dateline_inside_a_line_ends_in_its_first_600_characters(
    end: int, place: str | None
) -> None:
    dateline = " کراچی (اے پی پی)"
    line = exactly(end - len(dateline)) + dateline
    assert len(line) == end
    assert read_dateline(f"نئی خبر\n\n{line} {REPORT}").dateline_place == place


@pytest.mark.parametrize(("spaces", "place"), [(54, "لاہور"), (55, None)])
def test_a_place_inside_a_line_begins_at_most_60_characters_before_its_bracket(
    spaces: int, place: str | None
) -> None:
    line = f"{exactly(50)}لاہور{'۔' * (spaces + 1)}(اے پی پی) {REPORT}"
    assert read_dateline(f"نئی خبر\n\n{line}").dateline_place == place


@pytest.mark.parametrize(
    ("place", "found"), [("رحیم یار خان", "رحیم یار خان"), ("باغ آزاد کشمیر", "باغ آزاد کشمیر")]
)
def test_a_place_inside_a_line_has_three_words_at_most(place: str, found: str) -> None:
    line = f"{exactly(50)} {place} (اے پی پی) {REPORT}"
    assert read_dateline(f"نئی خبر\n\n{line}").dateline_place == found
