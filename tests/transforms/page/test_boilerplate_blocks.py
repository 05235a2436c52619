"""Blocks of several lines and tails of lines are boilerplate as a whole, or not at all."""

import pytest

from transforms.page.boilerplate import cuts_to_json, read_page, restore
from transforms.page.boilerplate_blocks import find_blocks, glued_tail

TEXT = (
    "گلی محلے کی کرکٹ لیگ کا فائنل آج ہوگا\n\n"
    "لاہور: شہر کی گلیوں میں آج شام کرکٹ لیگ کا فائنل کھیلا جائے گا۔\n\nبچے خوش ہیں۔"
)
BELOW = {
    "hi": ("(अख़बार के ऐप के लिए\nयहां क्लिक करें. आप हमें\nफ़ेसबुक और\nट्विटर पर फ़ॉलो भी कर सकते हैं.)"),
    "ur": "(ہماری ایپ کے لیے\nیہاں کلک کریں۔ آپ ہمیں\nفیسبک اور\nٹوئٹر پر فالو کریں۔)",
    "ar": "(يمكنكم متابعتنا على\nفيسبوك و\nتويتر أيضا.)",
    "fa": "(ما را در\nتلگرام و\nاینستاگرام دنبال کنید)",
    "en": "(You can follow us on\nFacebook and\nTwitter too.)",
    "en, without brackets": "Follow us on\nFacebook and\nInstagram",
    "hi, a link a line": (
        "(अख़बार के ऐप के लिए आप\nयहां क्लिक\nकर सकते हैं. आप हमें\nफ़ेसबुक\n,\nट्विटर\nऔर\nयूट्यूब\n"
        "पर फ़ॉलो भी कर सकते हैं.)"
    ),
    "ur, a link a line": "ہمیں\nفیس بک\nاور\nٹوئٹر پر فالو کریں۔",
    "fa, a link a line": "ما را در\nتلگرام\nو\nاینستاگرام\nدنبال کنید",
    "en, a link a line": "Follow us on\nFacebook\n,\nTwitter\nand\nInstagram",
    "comments": "Comments\nAnon says:\n3 March 2021 at 10:30\nA fine game!\nReply",
    "ur comments": "تبصرے (2)\nاحمد کہتے ہیں:\nاچھا کھیل تھا۔\nجواب دیں",
    "related": "Related stories\nRain stops the game\n3 March 2019\nWho paid for the new bats?",
    "ur related": "یہ بھی پڑھیے\nبارش سے میچ رک گیا\nنئے بلوں کے پیسے کس نے دیے؟",
    "cookies": "We use cookies to improve your experience.\nAccept\nReject\nManage preferences",
    "feed": "The post Final tonight appeared first on Gali News.",
    "footer": "About us | Contact | Privacy policy | Terms of use",
    "ur footer": "ہمارے بارے میں | رابطہ | پرائیویسی پالیسی",
}


@pytest.mark.parametrize("block", BELOW.values(), ids=BELOW)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
def test_a_block_below_the_text_is_cut_whole_and_can_be_put_back(block: str, gap: str) -> None:
    page = f"{TEXT}{gap}{block.replace(chr(10), gap)}"
    found = read_page(page)
    assert (found.text, found.boilerplate) == (TEXT, tuple(block.split("\n")))
    assert restore(found.text, cuts_to_json(found.cuts)) == page


@pytest.mark.parametrize(
    "notice",
    [
        "We use cookies to improve your experience.\nAccept all\nReject",
        "This website uses cookies and you agree to our policy.\nOK",
        "We value your privacy. We use cookies to enhance your browsing experience.\nAccept",
        "We and our trusted partners use cookies to keep data on a device.\nReject",
        "We use necessary cookies to make this site work.\nOK",
        "Cookies help us deliver our services.\nGot it",
        "By using this site you agree to our cookie policy.\nClose",
        "این سایت برای بهبود تجربه شما از کوکی‌ها استفاده می‌کند.\nباشه",
        "این سایت از کوکی‌ها برای بهبود تجربه شما استفاده می‌کند.\nباشه",
        "हम आपके अनुभव को बेहतर बनाने के लिए कुकीज़ का उपयोग करते हैं।\nठीक है",
        "Please enable JavaScript to view this page.",
        "این سایت از کوکی‌ها برای بهبود تجربه استفاده می‌کند.\nپذیرش",
        "ہماری ویب سائٹ کوکیز استعمال کرتی ہے۔\nقبول کریں",
        "ہم آپ کو بہتر تجربہ دینے کے لیے کوکیز استعمال کرتے ہیں۔\nقبول کریں",
        "این وب‌سایت از کوکی‌ها استفاده می‌کند.\nمی‌پذیرم",
        "نستخدم ملفات تعريف الارتباط في هذا الموقع.\nأوافق",
        "We and our 31 partners store information on a device, such as cookies.\nReject all",
        "By clicking Accept, you agree to our terms.\nAccept",
        "JavaScript seems to be disabled in your browser.",
        "Your browser does not support this video format.",
        "مرورگر شما از پخش ویدئو پشتیبانی نمی‌کند",
    ],
)
def test_a_notice_above_the_headline_goes_with_its_buttons(notice: str) -> None:
    found = read_page(f"{notice}\n{TEXT}")
    assert (found.text, found.boilerplate) == (TEXT, tuple(notice.split("\n")))


@pytest.mark.parametrize(
    "talk",
    [
        "Responses\nThe coach said:\nWe will win.\nThe keeper said:\nWe will not.",
        "آراء\nکپتان نے کہا:\nہم جیتیں گے\nکوچ نے کہا:\nشاید",
        "دیدگاه‌ها\nمربی گفت:\nمی‌بریم",
    ],
)
def test_what_people_say_below_a_heading_is_a_talk_and_no_comment(talk: str) -> None:
    page = f"{TEXT}\n\n{talk}\n\nاور پھر بارش شروع ہوئی۔"
    assert read_page(page).text == page


@pytest.mark.parametrize(
    "comments",
    [
        "Responses\nSami wrote:\n3 March 2021\nA fine game!",
        "آراء\nسمیع نے لکھا:\n3 گھنٹے قبل\nاچھا کھیل تھا",
        "نظرات\nسامی نوشت:\nبازی خوبی بود\nپاسخ",
    ],
)
def test_a_date_an_age_or_a_reply_tells_comments_from_a_talk(comments: str) -> None:
    assert read_page(f"{TEXT}\n\n{comments}").text == TEXT


@pytest.mark.parametrize(
    ("below", "is_cut"),
    [
        ("Most popular\nMango\nApple\nBanana", False),
        ("متعلقہ مواد\nآم\nسیب", False),
        ("پیشنهاد ما\nانبه\nسیب سرخ\nموز", False),
        ("Most popular\nRain stops the game\nFinal tonight", True),
        ("Most popular\nRain stops the game\n3 March 2019", True),
        ("متعلقہ مواد\nبارش سے میچ رک گیا", True),
    ],
)
def test_a_list_of_words_is_no_list_of_stories(below: str, *, is_cut: bool) -> None:
    items = below.split("\n", 1)[1]
    text = read_page(f"{TEXT}\n\n{below}").text
    assert text == TEXT if is_cut else text.endswith(items)


def test_a_poem_that_calls_its_readers_is_no_promotion() -> None:
    page = "نظم\n\nآپ کے لیے\nکوئی چینل نہیں\nہمیں فالو نہ کرو"
    assert read_page(page).text == page


def test_a_promotion_begins_in_the_bracket_at_the_end_of_the_last_paragraph() -> None:
    page = f"{TEXT}(اخبار کی ایپ کے لیے\nیہاں کلک کریں۔ آپ ہمیں\nٹوئٹر پر فالو کریں۔)"
    found = read_page(page)
    assert found.text == TEXT
    assert found.boilerplate[0] == "(اخبار کی ایپ کے لیے"
    assert restore(found.text, cuts_to_json(found.cuts)) == page


@pytest.mark.parametrize(("length", "is_cut"), [(30, True), (31, False)])
def test_a_line_for_readers_that_leads_on_has_thirty_characters(length: int, is_cut: bool) -> None:
    reader = "آپ بھی ہمیں ".rjust(length - 1, "ب") + "ا"
    page = f"{TEXT}\n{reader}\nفیس بک اور\nٹوئٹر پر فالو کریں۔"
    assert (read_page(page).text == TEXT) is is_cut


@pytest.mark.parametrize(("links", "is_cut"), [(10, True), (11, False)])
def test_a_promotion_has_twelve_lines_at_most(links: int, is_cut: bool) -> None:
    lines = ["آپ ہمیں", *["فیس بک"] * links, "ٹوئٹر پر فالو کریں۔"]
    page = "\n".join([TEXT, *lines])
    assert (read_page(page).text == TEXT) is is_cut


@pytest.mark.parametrize(
    "passage",
    [
        "Friends\nFacebook and\nwhat it does to goats",
        "He told them to follow the path.\nThey came on Twitter and on foot.",
        "Comments\nThe minister made three of them.",
        "The coach says:\nWe will win.",
        "Accept\nReject",
        "We use cookies to bribe the goats.\nAccept",
        "We and our cousins use cookies to bribe the goats.\nAccept",
        "Cookies help us through the night.\nAccept",
        "हम बकरियों को मनाने के लिए कुकीज़ रखते हैं।\nठीक है",
        "We use cookies as prizes, and the games continue.\nAccept",
        "Cookies help us improve our bowling.\nAccept",
        "ہم چائے کے ساتھ کوکیز بھی استعمال کرتے ہیں۔\nٹھیک ہے",
        "नानी हम सब के लिए घी की कुकी इस्तेमाल करती हैं।\nठीक है",
        "نستخدم في العيد الكوكيز بدل الكعك.\nموافق",
        "By using the terms of an old lease, the club kept its ground.\nAccept",
        "JavaScript is the skill most often required of players here.\nOK",
        "JavaScript is required by two clubs of three.\nOK",
        "Your browser does not support the weaker team.\nOK",
        "Related stories\nThe old ones were told by the fire.",
        "ٹوئٹر پر\nایک شعر\nجو سب نے پڑھا",
        "ہمیں\nفیس بک\nاور\nٹوئٹر پر ہنسی آئی",
        "and\nTwitter",
        "جواب\nیہ تھا کہ بارش ہوگی۔",
    ],
)
def test_lines_that_only_look_like_a_block_are_text(passage: str) -> None:
    lines = f"{TEXT}\n{passage}\nاور کھیل ختم ہوا۔".replace("\n\n", "\n").split("\n")
    assert find_blocks(lines) == (frozenset(), {})


@pytest.mark.parametrize(
    "line",
    [
        "What did she tell the children? Read more.",
        "شہر کا نام بدلا۔ انتهای پیام بعد میں آیا",
        "He said one word. Share",
        "کہانی رکی نہیں۔ جاری ہے",
        "تبصرے دکھائیں",
        "اس نے کہا: تبصرے دکھائیں",
        "وزیر نے پوچھا کہ شیئر کریں۔",
    ],
)
def test_the_last_words_of_a_text_are_no_tail(line: str) -> None:
    assert glued_tail(line) is None
