"""Only boilerplate is cut out of a page, and whatever is cut out can be put back."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from transforms.page import boilerplate_rules
from transforms.page.boilerplate import (
    LearnedLines,
    cuts_to_json,
    read_page,
    restore,
)
from transforms.page.boilerplate_phrases import boilerplate_key
from transforms.page.boilerplate_rules import RULES, EdgeLine, Rule, first_rule
from transforms.text.canonical import canonical_form
from transforms.text.normalize import normalize_text

HEADLINE = "گلی محلے کی کرکٹ لیگ کا فائنل آج ہوگا"
BODY = (
    "لاہور: شہر کی گلیوں میں آج شام کرکٹ لیگ کا فائنل کھیلا جائے گا۔\n\n"
    "منتظم نے بتایا کہ بارہ ٹیموں نے حصہ لیا۔\n\nبچے خوش ہیں۔"
)
TEXT = f"{HEADLINE}\n\n{BODY}"
BOILERPLATE = [
    "مواد پر جائیں",
    "یہ بھی پڑھیے",
    "مزید پڑھیں: شہر میں بارش",
    "،تصویر کا ذریعہRozana Subh",
    "(فائل فوٹو)",
    "Comments are closed.",
    "© 2026 روزنامہ صبح۔ تمام حقوق محفوظ ہیں",
    "اس پوسٹ کو شیئر کریں ای میل فیس بک Messenger",
    "Facebook | Twitter | WhatsApp",
    "--------------------",
    "12 تبصرے",
    "(جاری ہے)",
    "ٹیگز: کرکٹ، لاہور",
    "Home » News » Sport",
    "https://example.com/news/1",
    "کد خبر: 12345",
    "انتهای پیام/",
    "اقرأ أيضا",
    "जमीन: विज्ञापन"[6:],
]
_LETTER = regex.compile(r"\p{L}")
_OTHER_LINES = [HEADLINE, "", " بارش ہوئی", "7 مارچ 2026", "رپورٹ: نور خان", "۔۔۔"]
lines = st.sampled_from(BOILERPLATE + _OTHER_LINES) | st.text(max_size=30)
pages = st.lists(lines, max_size=14).map("\n".join).map(normalize_text)


@given(pages, st.frozensets(st.sampled_from(["بارش ہوئی", HEADLINE, "شیئر 0"])))
def test_what_is_cut_out_can_be_put_back(page: str, learned: frozenset[str]) -> None:
    found = read_page(page, LearnedLines(learned))
    assert restore(found.text, cuts_to_json(found.cuts)) == page


@given(pages)
def test_the_text_of_a_page_is_normalized(page: str) -> None:
    text = read_page(page).text
    assert normalize_text(text) == text


@given(pages)
def test_a_page_with_letters_has_a_text_with_letters(page: str) -> None:
    body = page[matter.end :] if (matter := read_page(page).front_matter) else page
    assert bool(_LETTER.search(read_page(page).text)) == bool(_LETTER.search(body))


@pytest.mark.parametrize("line", BOILERPLATE)
@pytest.mark.parametrize("page", ["{}\n{}", "{}\n\n{}"], ids=["close", "apart"])
def test_boilerplate_above_and_below_a_text_is_cut_out(line: str, page: str) -> None:
    for whole in (page.format(line, TEXT), page.format(TEXT, line)):
        found = read_page(whole)
        assert (found.text, found.boilerplate) == (TEXT, (line,))


@pytest.mark.parametrize(
    "line",
    [
        "خبروں سے با خبر رہنے کے لیے آج ہی ہمارا ہفتہ وار نیوز لیٹر اپنے پتے پر مفت منگوائیے",
        "جهت اطلاع از آخرین خبرهای شهر و استان همین حالا به کانال تلگرام ما بپیوندید",
        "For a story like this one every morning, Sign Up To Our letter from the cricket fields",
        "इस तरह की और बातें हर सुबह पढ़ने के लिए हमसे जुड़ें और अपने मित्रों को भी बताएं",
    ],
)
def test_a_longer_line_is_boilerplate_by_a_phrase_that_it_contains(line: str) -> None:
    assert 45 < len(line) <= 160
    assert read_page(f"{TEXT}\n\n{line}").boilerplate == (line,)
    assert read_page(f"{TEXT}\n\n{line} {line} {line}").boilerplate == ()


def test_a_list_of_other_stories_is_boilerplate_below_a_text_and_not_above_it() -> None:
    assert read_page(f"{TEXT}\n\nآج کی اہم خبریں").boilerplate == ("آج کی اہم خبریں",)
    assert read_page(f"آج کی اہم خبریں\n\n{TEXT}").boilerplate == ()
    assert read_page(f"{TEXT}\n\nآج کی اہم خبریں").boilerplate == ("آج کی اہم خبریں",)


def test_only_short_lines_are_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(line: EdgeLine) -> None:
        asked.append(line.text)

    monkeypatch.setattr(boilerplate_rules, "_first_rule_cached", note)
    read_page("\n".join([HEADLINE, "© بارش " * 1_000, "© بارش " * 12, "© بارش", BODY]))
    assert asked
    assert max(map(len, asked)) <= 45


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_falls_to_that_rule(rule: Rule) -> None:
    assert first_rule(rule.example) is rule


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (EdgeLine("تعداد بازدید: ۱۲۳"), "opens as boilerplate does"),
        (EdgeLine("۱۲۳ بازدید"), "opens as boilerplate does"),
        (EdgeLine("123 مشاهدة"), "opens as boilerplate does"),
        (EdgeLine("1,234 مناظر"), "opens as boilerplate does"),
        (EdgeLine("120 بار پڑھا گیا"), "opens as boilerplate does"),
        (EdgeLine("123 व्यूज़"), "opens as boilerplate does"),
        (EdgeLine("News ID: 123456"), "opens as boilerplate does"),
        (EdgeLine("Page 1 of 3"), "opens as boilerplate does"),
        (EdgeLine("Page 1 of my diary"), None),
        (EdgeLine("Article 370"), None),
        (EdgeLine("123 بازدیدکننده از شهر"), None),
        (EdgeLine("عاجل"), "is a word of a site"),
        (EdgeLine("EXCLUSIVE"), "is a word of a site"),
        (EdgeLine("نظرات: ۳"), "opens as boilerplate does"),
        (EdgeLine("Comments (3)"), "opens as boilerplate does"),
        (EdgeLine("Comments: 3 of the best"), None),
        (EdgeLine("Follow us on Google News"), "asks to follow or tells of rights"),
        (EdgeLine("عاجل وخطير"), None),
        (EdgeLine("Watch live"), "is a known phrase"),
        (EdgeLine("Facebook | Twitter | WhatsApp"), "opens as boilerplate does"),
        (EdgeLine("Subscribe to our daily letter"), "asks to follow or tells of rights"),
        (EdgeLine("Comments are closed."), "is a known phrase"),
        (EdgeLine("تازہ ترین خبریں", is_at_end=True), "heads a list of other stories"),
        (EdgeLine("Home", is_above_headline=True), "is a word of a site"),
        (EdgeLine("کھیل", is_above_headline=True), "names sections above the headline"),
        (EdgeLine("کھیل"), None),
        (EdgeLine("کھیل", is_learned=True, is_above_headline=True), "learned from many pages"),
        (EdgeLine("آج کی اہم خبریں"), None),
        (EdgeLine(HEADLINE, is_above_headline=True), None),
    ],
)
def test_a_line_falls_to_the_first_rule_that_applies(line: EdgeLine, name: str | None) -> None:
    rule = first_rule(line)
    assert (rule and rule.name) == name


@pytest.mark.parametrize(
    "line",
    [
        "ALSO READ | Rain stops the game",
        "See also: Rain stops the game",
        "شاهد أيضا: المطر يوقف المباراة",
        "اقرأ أيضاً | المطر يوقف المباراة",
        "আরও পড়ুন: বৃষ্টিতে খেলা বন্ধ",
        "आगे पढ़ें",
        "This video can not be played",
        "বিজ্ঞাপন",
    ],
)
def test_a_link_and_a_notice_of_the_page_are_no_text_anywhere(line: str) -> None:
    parts = ["کرکٹ کی خبر", *["شہر میں آج بھی تیز بارش ہو رہی ہے اور میدان گیلا ہے۔"] * 9]
    page = "\n\n".join([*parts[:5], line, *parts[5:]])
    assert read_page(page).boilerplate == (line,)


def test_all_of_a_pile_of_boilerplate_is_cut_out() -> None:
    page = "\n".join([*BOILERPLATE, TEXT, *BOILERPLATE])
    assert read_page(page).text == TEXT


@pytest.mark.parametrize("line", ["شیئر کریں", "تازہ ترین خبریں", "Home", "جاری ہے"])
def test_the_same_words_in_the_body_are_text(line: str) -> None:
    long = "\n".join(f"{number} بچے آئے۔" for number in range(8))
    page = f"{HEADLINE}\n{long}\n{line}\n{long}"
    assert read_page(page).text == page


@pytest.mark.parametrize("line", ["7 مارچ 2026", "رپورٹ: نور خان", "خبرنگار نور خان", "(اے پی پی)"])
def test_a_line_that_tells_date_reporter_or_agency_is_never_boilerplate(line: str) -> None:
    page = f"{HEADLINE}\n{line}\n{BODY}"
    assert read_page(page, LearnedLines({boilerplate_key(line) or ""})).text == page


def test_a_learned_line_is_boilerplate_at_the_edges_only() -> None:
    learned = "روزنامہ صبح کے قارئین کے لیے"
    found = read_page(f"{learned}\n{TEXT}\n{learned}", LearnedLines({learned}))
    assert found.boilerplate == (learned, learned)
    assert read_page(f"{HEADLINE}\n{learned}\n{BODY}", LearnedLines({learned})).boilerplate == (
        learned,
    )
    long = "\n".join(f"{number} بچے آئے۔" for number in range(8))
    assert (
        read_page(f"{HEADLINE}\n{long}\n{learned}\n{long}", LearnedLines({learned})).boilerplate
        == ()
    )


def test_numbers_in_a_learned_line_are_all_one() -> None:
    assert read_page(f"{TEXT}\nدیکھا گیا ۳۵ بار", LearnedLines({"دیکھا گیا 0 بار"})).text == TEXT


@pytest.mark.parametrize(
    "below", ["", "7 مارچ 2026\n", "رپورٹ: نور خان\n(اے پی پی)\n", "عزیز قارئین،\n"]
)
def test_a_headline_that_is_printed_every_week_stays_the_headline(below: str) -> None:
    page = f"آج کا موسم\n{below}{BODY}"
    assert read_page(page, LearnedLines({"آج کا موسم"})).text == page
    assert read_page(f"آج کا موسم\n{TEXT}", LearnedLines({"آج کا موسم"})).text == TEXT


def test_the_line_of_a_site_is_cut_though_no_headline_follows() -> None:
    learned = LearnedLines({"صبح آن لائن"}, {"صبح آن لائن"})
    assert read_page(f"صبح آن لائن\n{BODY}", learned).text == BODY
    assert read_page(f"صبح آن لائن\n{TEXT}", learned).text == TEXT


@pytest.mark.parametrize(
    "line", ["لاہور: بارش ہوگی۔", "Rain is near!", "کیا بارش ہوگی؟", "بارش ہوئی۔ پھر دھوپ"]
)
def test_a_line_in_which_a_sentence_ends_is_never_learned(line: str) -> None:
    assert boilerplate_key(line) is None
    page = f"{TEXT}\n{line}"
    assert read_page(page, LearnedLines({line})).text == page


def test_a_learned_line_behind_text_is_text() -> None:
    learned = LearnedLines({"روزنامہ صبح کے قارئین کے لیے"})
    page = f"{TEXT}\nروزنامہ صبح کے قارئین کے لیے\nبچے خوش ہیں۔"
    assert read_page(page, learned).text == page


@pytest.mark.parametrize(("line_count", "is_kept"), [(3, False), (4, True)])
def test_learned_lines_take_no_more_than_a_third_of_a_page(line_count: int, is_kept: bool) -> None:
    learned = ["الف" * 5 + chr(ord("ا") + number) for number in range(line_count)]
    text = f"{'خ' * 32}\n{'ب' * 63}۔"
    found = read_page("\n".join([text, *learned]), LearnedLines(learned))
    assert found.doubtful_line_count == (line_count if is_kept else 0)
    assert (found.text == text) != is_kept


HEADLINES = [
    "Copyright row splits the cricket board",
    "Tags: why every goat must wear one",
    "Labels: the new war over tea",
    "Category: unknown, the bird that came back",
    "Topics: ten that matter",
    "End of the road for the old tram",
    "Image source of the stolen portrait found",
    "Also read: what grandmothers choose",
    "Home > hearth: verses of a weaver",
    "مزید پڑھیں: بچوں کے لیے نیا نعرہ",
    "نیوز لیٹر پر پابندی کا فیصلہ",
    "تمام حقوق کسانوں کو ملیں گے: وزیر",
    "واٹس ایپ چینل پر پابندی لگ گئی",
    "یوٹیوب چینل بند ہو گیا",
    "تمامی حقوق کارگران پرداخت شد",
    "کانال تلگرام شاعر بسته شد",
    "اشترك في السباق مئة عداء",
    "इमेज स्रोत की तलाश पूरी हुई",
]


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize("below", ["", "7 مارچ 2026\n"])
def test_a_headline_that_begins_as_boilerplate_does_stays(headline: str, below: str) -> None:
    page = f"{headline}\n{below}{BODY}"
    assert read_page(page).text == page


SENTENCES = [
    "Follow us on the path along the canal, says the guide.",
    "Visitors must click here to begin, the clerk explained.",
    "Nobody can be made to subscribe to our papers.",
    "Copyright will last fifty years, the court said.",
    "Copyright 2021 was a bad year for poets.",
    "End of story, said the goalkeeper, and went home.",
    "Topic: the river and the people who live from it, told by those who row.",
    "Image source matters more than image size, the teacher said.",
    "He said that all rights reserved for the poor were sold.",
    "Subscribe to our newsletter, the banner said, and win a goat.",
    "Sign up for the channel race, the coach told the swimmers.",
    "We use cookies as bait, the angler said, and the ducks accept them.",
    "All rights reserved is what they print on bread, the baker said.",
    "مزدوروں نے کہا کہ ان کے تمام حقوق انھیں واپس دیے جائیں۔",
    "کلب نے اپنا پہلا نیوز لیٹر چھاپا ہے۔",
    "اس نے لکھا کہ اس اکاؤنٹ پر فالو کریں، پھر چپ ہو گیا۔",
    "گلوکار کہتے ہیں کہ ہمیں اس پیج پر فالو کریں۔",
    "ہمارے یوٹیوب چینل کو سبسکرائب کریں، بچے نے دادی سے کہا۔",
    "دختر گفت اینجا کلیک کنید و همه خندیدند.",
    "शायर ने कहा कि उनके सर्वाधिकार सुरक्षित रखे जाएं।",
    "किसानों के सर्वाधिकार सुरक्षित रखे जाएंगे।",
    "تصویر کا ذریعہ اب تک معلوم نہیں ہو سکا۔",
    "شاعر گفت که کانال تلگرام او بسته شد.",
    "اینجا کلیک کنید و چیزی نمی‌شود، شاعر گفت.",
    "اضغط هنا ولن يحدث شيء، قال الشاعر.",
    "اشترك في السباق مئة عداء من المدينة.",
    "تمام حقوق محفوظ ہوں گے، صدر نے وعدہ کیا، اور سب کو تنخواہ ملے گی۔",
    "تمامی حقوق بازیکنان محفوظ است و باشگاه بدهی ندارد.",
    "کلیه حقوق متعلق به سال گذشته تا عید پرداخت می‌شود.",
    "All rights reserved by that league went to the smaller clubs years ago.",
    "تابعونا على صفحات هذه القصة، يقول الراوي.",
    "اینجا کلیک کنید تا توپ بیاید؛ پسرک خندید و نشان داد.",
    "यहां क्लिक करें और गेंद आ जाती है, कोच ने दिखाया।",
    "Download the app, apply, wait: three steps to a ticket.",
    "The club is not responsible for the content of other people's bags.",
    "Image credit, or shame, was all that he cared for.",
    "Short link: the bridge joins both banks in forty steps.",
    "لینک کوتاه: پلی که دو کرانه را به هم می‌رساند.",
    "رمز الخبر كلمة يعرفها كل صحفي.",
    "یہ بیرونی لنک ہیں جو گاؤں کو شہر سے جوڑتے ہیں۔",
    "Follow the ball on foot, and you will find the goal.",
    "Follow the team on Facebook and Twitter, the coach told us.",
    "Powered by wind, the boat came home.",
    "تابعنا على فيسبوك أخبار المباراة حتى آخر دقيقة منها.",
    "خبرنامه کشاورزان عضو تازه دارد.",
    "हमारे न्यूज़लेटर में किसान लिखते हैं।",
    "This video can not be played in court, the judge held.",
    "شاهد أيضا كيف لعب الفريق في الشوط الثاني.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_with_a_phrase_in_it_is_text(sentence: str) -> None:
    for page in (f"{HEADLINE}\n{sentence}\n{BODY}", f"{TEXT}\n{sentence}"):
        assert read_page(page).text == page


def test_a_word_of_advertisements_that_is_the_only_headline_stays() -> None:
    page = "اشتہار\n\nکل شام شہر میں تیز بارش ہوئی۔\n\nبچے بہت خوش تھے۔"
    assert read_page(page).text == page


@pytest.mark.parametrize("word", ["اشتہار", "(إعلان)", "विज्ञापन", "تبلیغات", "آگهی:"])
def test_an_advertisement_between_two_statements_is_no_text(word: str) -> None:
    story = [HEADLINE, *["بارش سے میدان گیلا ہو گیا اور کھیل رک گیا۔"] * 20]
    page = "\n".join([*story[:10], word, *story[10:]])
    assert read_page(page).boilerplate == (word,)
    for neighbour in ("پہلا منظر", "کیا بارش رکے گی؟"):
        page = "\n".join([*story[:10], neighbour, word, *story[10:]])
        assert read_page(page).text == page


@pytest.mark.parametrize(
    "line",
    [
        "تمامی حقوق این سایت محفوظ است.",
        "تمام حقوق مادی و معنوی برای خبرگزاری صبح محفوظ است و نقل آن آزاد است.",
        "کلیه حقوق محفوظ است",
        "All rights reserved by Gali News.",
        "All rights reserved. No part of it may be printed or sold without leave.",
        "تابعونا على صفحتنا",
        "تابعنا على تيليجرام",
        "Follow Gali Sports on X, Instagram and Facebook for scores from all over the town.",
        "हमारे व्हाट्सऐप चैनल से जुड़ें",
        "हमारे न्यूज़लेटर के लिए साइन अप करें",
        "در خبرنامه ما عضو شوید",
        "Thank you for subscribing!",
        "Enter your email address",
        "Powered by WordPress",
        "شارك هذا الموضوع",
        "(ENDS)",
        "انتهى",
        "اینجا کلیک کنید",
        "Download our free app for Android.",
        "We are not responsible for the content of external sites.",
        "Image credit, Gali News",
        "Short link: https://example.com/1",
        "لینک کوتاه خبر: example.com/1",
        "رمز الخبر: 4411",
        "یہ بیرونی لنک ہیں اور ایک نئی ونڈو میں کھلیں گے",
    ],
)
def test_a_call_and_a_note_of_rights_are_boilerplate(line: str) -> None:
    assert read_page(f"{TEXT}\n{line}").boilerplate == (line,)


@pytest.mark.parametrize(
    "headline",
    [
        "1,204 views of a goal",
        "100 نظمیں",
        "12 بار",
        "3 reads too many",
        "Views: a history",
        "قراءة",
    ],
)
def test_a_headline_with_a_number_is_no_count(headline: str) -> None:
    page = f"{headline}\n\n{BODY}"
    assert read_page(page).text == page


@pytest.mark.parametrize(
    "line",
    [
        "۱۲۳۴ بازدید",
        "مشاہدات: 1234",
        "1234 مرتبہ پڑھا گیا",
        "12 بار دیکھا گیا",
        "1234 ویوز",
        "تبصرے: 12",
        "تعداد بازدید: ۱۲۳",
        "عدد المشاهدات: 1234",
        "1234 مشاهدة",
        "1,234 قراءة",
        "1,234 बार देखा गया",
        "Views: 12,345",
        "12.5k Reads",
        "Read 1,204 times",
        "Article ID: 4411",
        "زمرہ: پاکستان",
        "دسته بندی: جهان",
        "Keywords: rain, town",
        "Listen to this article",
        "Jump to content",
        "آرٹیکل سنیں",
    ],
)
def test_a_count_above_the_headline_is_boilerplate(line: str) -> None:
    assert read_page(f"{line}\n{TEXT}").boilerplate == (line,)


@pytest.mark.parametrize("line", ["1,204 views", "3.5K views", "12 shares", "انتهای پیام / 77"])
def test_a_count_of_readers_and_a_code_are_boilerplate(line: str) -> None:
    assert read_page(f"{TEXT}\n{line}").text == TEXT


def test_the_words_of_a_poem_are_text() -> None:
    page = "نظم\nجاری ہے\nرات کا سفر\nباقی ہے\nصبح کا انتظار\nختم شد"
    assert read_page(page).text == page


@pytest.mark.parametrize(
    "tail",
    [
        *("تبصرے دکھائیں", "انتهای پیام", "Comments are closed.", "تبصرے بند ہیں۔", "انتهای پیام/"),
        *(
            "انتهای پیام/ 512",
            "انتهای پیام/ف",
            "انتهای خبر",
            "تبصرے دیکھیں",
            "مزید پڑھیں",
            "Read more",
            "یہ بھی پڑھیں",
            "بیشتر بخوانید",
            "اقرأ أيضا",
            "ये भी पढ़ें",
            "Leave a comment",
            "Show comments",
        ),
    ],
)
@pytest.mark.parametrize("gap", ["", " "])
def test_a_phrase_glued_to_the_last_sentence_is_cut_there(tail: str, gap: str) -> None:
    page = f"{TEXT}{gap}{tail}"
    found = read_page(page)
    assert (found.text, found.boilerplate) == (TEXT, (tail,))
    assert restore(found.text, cuts_to_json(found.cuts)) == page


@pytest.mark.parametrize(
    "again", [HEADLINE, f"2026-03-07 - {HEADLINE}", HEADLINE.replace("ک", "ك") + "۔"]
)
def test_a_repeated_headline_is_kept_once_and_is_no_boilerplate(again: str) -> None:
    found = read_page(f"{HEADLINE}\n\n{again}\n\n{BODY}")
    assert (found.text, found.boilerplate, found.has_repeated_headline) == (TEXT, (), True)


def test_a_poem_whose_second_line_is_its_title_has_two_lines() -> None:
    assert read_page("بارش\nبارش").text == "بارش\nبارش"


@given(st.sampled_from(BOILERPLATE).map(normalize_text), st.sampled_from(["\n", "\n\n"]))
def test_paragraphs_stay_as_far_apart_as_they_were(line: str, gap: str) -> None:
    first, second = BODY.split("\n\n")[:2]
    found = read_page(f"{HEADLINE}\n\n{first}\n{line}{gap}{second}")
    assert (
        found.text
        == f"{HEADLINE}\n\n{first}{gap if found.boilerplate else chr(10) + line + gap}{second}"
    )


def test_front_matter_is_no_text() -> None:
    found = read_page(f"---\ntitle: نئی سرخی\n---\n\n{TEXT}")
    assert (found.text, found.boilerplate) == (TEXT, ())
    assert found.front_matter is not None
    assert found.front_matter.declared.title == "نئی سرخی"


def test_a_page_of_nothing_but_boilerplate_is_a_text() -> None:
    page = "شیئر کریں\nComments are closed."
    assert read_page(page).text == page


@given(st.sampled_from(BOILERPLATE))
def test_a_known_line_is_found_in_any_spelling_of_its_letters(line: str) -> None:
    other = line.replace("ی", "ي").replace("ک", "ك")
    if canonical_form(other) == canonical_form(line) and len(line) < 30 and ":" not in line:
        assert read_page(f"{TEXT}\n{other}").boilerplate in {(other,), ()}


def passages(count: int) -> str:
    """So many lines of text, none of them a headline."""
    return "\n".join(f"{number} بچے آئے۔" for number in range(count))


@pytest.mark.parametrize(("kept_count", "is_cut"), [(2, True), (3, False)])
def test_three_lines_at_the_start_are_looked_at(kept_count: int, is_cut: bool) -> None:
    page = f"{passages(kept_count)}\nختم شد\n{passages(9)}"
    assert read_page(page).boilerplate == (("ختم شد",) if is_cut else ())


@pytest.mark.parametrize(("kept_count", "is_cut"), [(4, True), (5, False)])
def test_five_lines_at_the_end_are_looked_at(kept_count: int, is_cut: bool) -> None:
    page = f"{passages(9)}\nختم شد\n{passages(kept_count)}"
    assert read_page(page).boilerplate == (("ختم شد",) if is_cut else ())


@pytest.mark.parametrize(("between_count", "is_repeated"), [(2, True), (3, False)])
def test_a_headline_is_repeated_within_four_lines(between_count: int, is_repeated: bool) -> None:
    page = f"{HEADLINE}\n{passages(between_count)}\n{HEADLINE}\n{BODY}"
    assert read_page(page).has_repeated_headline == is_repeated


@pytest.mark.parametrize(("excess", "is_repeated"), [(40, True), (41, False)])
def test_a_repeated_headline_is_forty_characters_longer_at_most(
    excess: int, is_repeated: bool
) -> None:
    page = f"{HEADLINE}\n{HEADLINE}{'!' * excess}\n{BODY}"
    assert read_page(page).has_repeated_headline == is_repeated


@pytest.mark.parametrize("phrase", ["ختم شد", "آج کی اہم خبریں"])
@pytest.mark.parametrize(("length", "is_cut"), [(45, True), (46, False)])
def test_a_phrase_with_the_marks_around_it_has_45_characters_at_most(
    phrase: str, length: int, is_cut: bool
) -> None:
    line = phrase.ljust(length, ".")
    assert read_page(f"{TEXT}\n{line}").boilerplate == ((line,) if is_cut else ())


@pytest.mark.parametrize(("length", "is_cut"), [(160, True), (161, False)])
@pytest.mark.parametrize("beginning", ["© ", "تصویر کا ذریعہ: "])
def test_a_boilerplate_line_has_160_characters_at_most(
    beginning: str, length: int, is_cut: bool
) -> None:
    line = beginning.ljust(length, "ب")
    assert read_page(f"{TEXT}\n{line}").boilerplate == ((line,) if is_cut else ())


@pytest.mark.parametrize(("length", "is_cut"), [(200, True), (201, False)])
def test_a_promotion_has_200_characters_at_most(length: int, is_cut: bool) -> None:
    line = "हमसे जुड़ें ".ljust(length, "ब")
    assert read_page(f"{TEXT}\n{line}").boilerplate == ((line,) if is_cut else ())


@pytest.mark.parametrize(("length", "is_cut"), [(120, True), (121, False)])
def test_a_learned_line_has_120_characters_at_most(length: int, is_cut: bool) -> None:
    line = "ب" * length
    assert boilerplate_key(line) == (line if is_cut else None)
    page = f"{HEADLINE}\n{passages(40)}\n{line}"
    assert read_page(page, LearnedLines({line})).boilerplate == ((line,) if is_cut else ())


@pytest.mark.parametrize(
    ("menu", "is_cut"),
    [
        ("کھیل |" + "|" * 74, True),
        ("کھیل |" + "|" * 75, False),
        ("کھیل|" + "ب" * 45, True),
        ("کھیل|" + "ب" * 46, False),
    ],
)
def test_a_menu_has_80_characters_at_most_and_each_section_45(menu: str, is_cut: bool) -> None:
    assert read_page(f"{menu}\n{TEXT}").boilerplate == ((menu,) if is_cut else ())


@pytest.mark.parametrize(("length", "is_cut"), [(200, True), (201, False)])
def test_a_menu_stands_above_a_headline_of_200_characters_at_most(
    length: int, is_cut: bool
) -> None:
    assert bool(read_page(f"کھیل\n{'ب' * length}\n{BODY}").boilerplate) == is_cut


@pytest.mark.parametrize(
    ("gap", "removed"),
    [
        ("\nختم شد\n", "\nختم شد"),
        ("\n\nختم شد\n", "ختم شد\n"),
        ("\nختم شد\n\n", "\nختم شد"),
    ],
)
def test_the_longer_of_two_gaps_stays_and_the_latter_of_two_equal_ones(
    gap: str, removed: str
) -> None:
    found = read_page(f"{HEADLINE}\nبچے آئے۔{gap}{passages(6)}")
    assert [cut.removed for cut in found.cuts] == [removed]


@pytest.mark.parametrize(("line_count", "is_repeated"), [(1, True), (0, False)])
def test_a_repeated_headline_has_a_text_below_it(line_count: int, is_repeated: bool) -> None:
    page = f"{HEADLINE}\n{HEADLINE}\n{passages(line_count)}"
    assert read_page(page).has_repeated_headline == is_repeated


def test_labels_of_an_author_are_boilerplate_and_the_page_knows_the_name() -> None:
    report = "لوگ گھاٹ پر جمع ہوئے اور دیر تک کشتیوں کی راہ دیکھتے رہے۔"
    page = f"بارش\n\nمصنف,\nنور خان\nعہدہ,\nبی بی سی اردو، کراچی\nمطالعے کا وقت: 3 منٹ\n\n{report}"
    found = read_page(page)
    assert found.text == f"بارش\n\nنور خان\nبی بی سی اردو، کراچی\n\n{report}"
    assert found.boilerplate == ("مصنف,", "عہدہ,", "مطالعے کا وقت: 3 منٹ")
    assert found.author == "نور خان"
    assert restore(found.text, cuts_to_json(found.cuts)) == page


def test_a_page_of_nothing_but_a_reading_time_keeps_it() -> None:
    assert read_page("...\n4 min read").text == "...\n4 min read"
