"""Tables of boilerplate: the lines that belong to the page of a publisher and not to the text.

They are written from what news sites of the region and their templates print around an article.
Most of what one publisher prints is learned instead, from the lines that recur in its pages
(`warehouse/sql/boilerplate`). A line with a date, a reporter or an agency is never boilerplate.
"""

import re
from collections.abc import Iterable
from functools import cache

from transforms.text.canonical import canonical_form

# A longer line is a paragraph.
MAX_LINE_CHARS = 160

# Whole lines near the start or the end of a page. Compared by canonical form: punctuation, digits
# and letters in any spelling.
PHRASES = {
    "ur": (
        "مواد پر جائیں|تبصرے دکھائیں|تبصرے بند ہیں|یہ بھی پڑھیے|یہ بھی پڑھیں|یہ بھی دیکھیں"
        "|مزید پڑھیں|مزید پڑھیے|شیئر|مزید شیئر|ٹویٹ|شیئر کریں|شیئر کیجیے|اس پوسٹ کو شیئر کریں"
        "|اس خبر کو شیئر کریں|اشتراک کریں|پرنٹ کریں|پرنٹ|ای میل کریں|سب سے زیادہ پڑھی جانے والی"
        "|سب سے زیادہ دیکھی جانے والی|سب سے زیادہ پڑھی جانے والی خبریں|متعلقہ عنوانات|ٹیگز"
        "|اشتہار|اشتہارات|ہمیں فالو کریں|تبصرہ کریں|اپنی رائے دیں|تبصرے|سبسکرائب کریں|جاری ہے"
        "|باقی|ہوم|صفحہ اول|سرورق|فائل فوٹو|فوٹو فائل|ختم شد|واپس اوپر جائیں|لوڈ ہو رہا ہے"
        "|آپ کی رائے|ویڈیو دیکھیں|تصویری خبریں|مرکزی صفحہ"
    ),
    "fa": (
        "بیشتر بخوانید|بیشتر بدانید|همچنین بخوانید|مطالب مرتبط|اخبار مرتبط|خبرهای مرتبط"
        "|انتهای پیام|نظر شما|نظرات|ارسال نظر|به اشتراک بگذارید|اشتراک گذاری|برچسب‌ها"
        "|لینک کوتاه|تبلیغات|پربیننده‌ترین|پربازدیدترین|آخرین اخبار|چاپ|چاپ خبر|پیشنهاد ما"
        "|بازگشت به بالا|صفحه اصلی|پرش به محتوا"
    ),
    "ar": (
        "اقرأ أيضا|اقرأ المزيد|اقرأ أكثر|شاهد أيضا|المزيد|مواضيع ذات صلة|أخبار ذات صلة"
        "|مقالات ذات صلة|إعلان|إعلانات|شارك|شارك المقال|شارك هذا|مشاركة|تابعونا|الأكثر قراءة"
        "|الأكثر مشاهدة|التعليقات مغلقة|التعليقات|أضف تعليقا|طباعة|الرئيسية|انتقل إلى المحتوى"
        "|تخطى إلى المحتوى|الكلمات المفتاحية|وسوم"
    ),
    "hi": (
        "यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|और पढ़ें|विज्ञापन|शेयर करें|संबंधित खबरें"
        "|संबंधित समाचार|टिप्पणियां|टिप्पणी करें|सब्सक्राइब करें|हमें फॉलो करें"
        "|सबसे ज्यादा पढ़ी गई|होम|मुख्य सामग्री पर जाएं"
    ),
    "ps": ("نور ولولئ|اړوند مطالب|اړوند خبرونه|شريک کړئ|تبصرې|نور خبرونه"),
    "sd": ("وڌيڪ پڙهو|لاڳاپيل خبرون|شيئر ڪريو|تبصرا"),
    "en": (
        "comments are closed|read more|read also|also read|related|related articles"
        "|related stories|related posts|related news|related topics|more on this story|share"
        "|share this|share this article|share this story|share this post|share on|follow us"
        "|advertisement|advertisements|sponsored|sponsored content|subscribe|subscribe now"
        "|skip to content|skip to main content|end of content|leave a comment|leave a reply"
        "|print|tweet|most read|most popular|most viewed|you may also like|recommended"
        "|recommended for you|post navigation|previous post|next post|previous article"
        "|next article|loading|view comments|back to top|home|trending|tags|continue reading"
        "|copy link|file photo|post a comment|no comments|no comments yet|editors picks"
        "|top stories|latest news|breaking news|log in|sign in|sign up|menu|search|getty images"
        "|afp getty images|reuters photo"
    ),
}

# Sections of a site, above the headline. Below it, and at the end of a page, they are text.
MENUS = {
    "ur": (
        "پاکستان|دنیا|عالمی خبریں|کھیل|کھیلوں کی خبریں|شوبز|انٹرٹینمنٹ|صحت|کاروبار|تجارت|معیشت"
        "|سائنس|ٹیکنالوجی|سائنس اور ٹیکنالوجی|سائنس و ٹیکنالوجی|تازہ ترین|تازہ ترین خبریں"
        "|اہم خبریں|قومی|قومی خبریں|بین الاقوامی|بلاگ|کالم|ویڈیو|آس پاس|ورلڈ|فن فنکار"
        "|دلچسپ و عجیب|خبریں|خبر|مضامین|اداریہ|ہندوستان|بھارت|علاقائی|صفحات کی تلاش"
    ),
    "fa": (
        "ایران|جهان|ورزش|اقتصاد|فرهنگ|افغانستان|سیاسی|اجتماعی|اقتصادی|ورزشی|فرهنگی|بین‌الملل"
        "|بین الملل|حوادث|علمی|اخبار|خبر|خبرها|استان‌ها|عکس|ویدیو"
    ),
    "ar": (
        "أخبار|الأخبار|رياضة|اقتصاد|سياسة|ثقافة|منوعات|العالم|عالم|تقارير|صحة|تكنولوجيا"
        "|الشرق الأوسط"
    ),
    "hi": ("देश|विदेश|दुनिया|खेल|मनोरंजन|राज्य|बिज़नेस|बिजनेस|व्यापार|राजनीति|समाचार|खबरें|भारत|हिंदी समाचार"),
    "en": (
        "news|latest|latest news|world|pakistan|india|iran|afghanistan|sport|sports|business"
        "|opinion|politics|national|international|entertainment|technology|health|science"
        "|culture|asia|middle east|top news|editorial|blogs|videos"
    ),
}

_NETWORKS = (
    "facebook|twitter|x|whatsapp|email|e-mail|mail|messenger|telegram|pinterest|linkedin|reddit"
    "|instagram|youtube|tumblr|print|copy link|share|tweet|فیس بک|فیس‌بوک|ٹوئٹر|توییتر|واٹس ایپ"
    "|واتساپ|ای میل|ایمیل|تلگرام|میسنجر|اس پوسٹ کو|اس خبر کو|اس مضمون کو|share this|share on"
    "|ٹیلی گرام|لنکڈ ان|انسٹاگرام|یوٹیوب|پنٹرسٹ|شیئر کریں|شیئر|پرنٹ|فيسبوك|تويتر|واتساب"
    "|تيليغرام|फेसबुक|ट्विटर|व्हाट्सएप"
)
_CREDITS = (
    "تصویر کا ذریعہ|تصویر کے کاپی رائٹ|تصاویر کا ذریعہ|منبع تصویر|صدر الصورة|مصدر الصورة"
    "|इमेज स्रोत|تصویر کریڈٹ|د عکس سرچینه|image source|image copyright|image credit"
    "|photo credit|photograph by|picture credit"
)

_ALSO_READ = (
    "یہ بھی پڑھی(?:ے|ں|ئے|ے گا)|(?:مزید|مذید) پڑھی(?:ے|ں|ئے)|(?:بیشتر|همچنین|بیش‌تر) بخوانید"
    "|اقرأ أيضا?ً?|(?:यह|ये|इसे) भी पढ़ें|نور ولولئ|وڌيڪ پڙهو|also read|must read|read also"
    "|read more|see also"
)

# Boilerplate anywhere in a page: the credit of a picture, a link to another story, the end of a
# block that interrupts the text.
ANYWHERE = re.compile(
    rf"""
      [،,\s]*(?:{_CREDITS.replace(" ", "[ ]")}).*
    | \(?\s*(?:فائل[ ]فوٹو|فوٹو[ ]فائل|file[ ]photo)\s*\)?$
    | (?:{_ALSO_READ.replace(" ", "[ ]")})(?:\s?[:：۔.؛>»…-].*)?$
    | End[ ]of[ ].*  |  .{{0,40}}(?:پوسٹ|مواد)[ ]کا[ ]اختتام
    """,
    re.IGNORECASE | re.VERBOSE,
)

# Beginnings of boilerplate lines in the first or the last lines of a page.
OPENINGS = re.compile(
    rf"""
      [^\w]{{3,}}$                                                 # a rule: -----, * * *
    | .{{0,40}}©  |  copyright\b  |  \(c\)\s
    | (?:\W*(?:{_NETWORKS.replace(" ", "[ ]")})\b){{2,}}\W*$
    | (?:tags?|topics?|filed[ ]under|categor(?:y|ies)|labels?|ٹیگز?|کیٹیگری
        |برچسب[ \u200c]?ها|كلمات[ ]مفتاحية|الكلمات[ ]المفتاحية|الوسوم|وسوم|टैग्स?)\s*[:：]
    | (?:home|ہوم|صفحہ[ ]اول|سرورق|خانه|صفحه[ ](?:اصلی|نخست)|الرئيسية|होम)\s?[/>»›|]
    | posted[ ](?:by|in)\b  |  (?:leave|post)[ ]a[ ](?:reply|comment)\b
    | \d+\s*(?:تبصرے|تبصرہ|نظر|نظرات|تعليقات?|टिप्पणियां
        |comments?|shares?|views?|likes?|min(?:ute)?s?[ ]read)\W*$
    | (?:کد|شناسه|شماره)[ ]?(?:خبر|مطلب)\s*[:：]?\s*\d*\W*$  |  رمز[ ]الخبر\b
    | (?:لینک[ ]کوتاه|short[ ]?link)\s*[:：]
    | (?:views?|hits|page[ ]views)\s*[:：]\s*\d+\W*$
    | (?:https?://|www\.)\S+$
    | یہ[ ]بیرونی[ ]لنک[ ]ہیں
    """,
    re.IGNORECASE | re.VERBOSE,
)

_CONTAINED = (
    "all rights reserved",
    "جملہ حقوق",
    "تمام حقوق",
    "کلیه حقوق",
    "تمامی حقوق",
    "جميع الحقوق محفوظة",
    "सर्वाधिकार सुरक्षित",
    "سبسکرائب کر",
    "فالو کریں",
    "نیوز لیٹر",
    "واٹس ایپ چینل",
    "کے لیے یہاں کلک",
    "کے لیے کلک کریں",
    "اپنے فون پر حاصل کریں",
    "کے مواد کی ذمہ دار",
    "subscribe to our",
    "sign up for our",
    "sign up to our",
    "follow us on",
    "join our whatsapp",
    "join our telegram",
    "click here to",
    "download our app",
    "not responsible for the content of",
    "کانال تلگرام",
    "تابعونا على",
    "اشترك في",
    "हमसे जुड़ें",
    "यहां क्लिक करें",
)
# Phrases in boilerplate lines in the first or the last lines of a page, in lower case.
CONTAINED = re.compile("|".join(map(re.escape, _CONTAINED)))

# Whole lines in the last lines of a page: headings of a list of other stories.
AT_THE_END = re.compile(
    r"(?:اہم|تازہ|مقبول|متعلقہ|مزید|دیگر|تمام|آج کی)(?: ترین)?(?: \w+){0,2}"
    r" (?:خبریں|مضامین|تحریریں|کالم|ویڈیوز|مواد)"
    r"|(?:آخرین|تازه‌ترین|مهم‌ترین) (?:اخبار|خبرها|مطالب)"
    r"|(?:آخر|أهم|أحدث) الأخبار"
    r"|(?:ताज़ा|ताजा|अन्य|बड़ी) (?:ख़बरें|खबरें)"
)

_NUMBER = re.compile("[0-9٠-٩۰-۹०-९]+")
_WORD = re.compile(r"[^\W\d_]")


def boilerplate_key(line: str) -> str | None:
    """Return what lines are compared by when they are learned; SQL does the same.

    Each number becomes 0. Null for a line that is too long or has no letter.

    >>> boilerplate_key("شیئر 12"), boilerplate_key("12:30"), boilerplate_key("بارش " * 40)
    ('شیئر 0', None, None)
    """
    if len(line) > MAX_LINE_CHARS or not _WORD.search(line):
        return None
    return _NUMBER.sub("0", line.strip())


@cache
def menu_forms() -> frozenset[str]:
    """Return the canonical forms of all sections."""
    return _canonical_forms(MENUS.values())


@cache
def phrase_forms() -> frozenset[str]:
    """Return the canonical forms of all phrases."""
    return _canonical_forms(PHRASES.values())


def _canonical_forms(rows: Iterable[str]) -> frozenset[str]:
    return frozenset(canonical_form(phrase) for row in rows for phrase in row.split("|"))
