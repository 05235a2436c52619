"""Tables of boilerplate: the lines that belong to the page of a publisher and not to the text.

They are written from what news sites of the region and their templates print around an article.
Most of what one publisher prints is learned instead, from the lines that recur in its pages
(`warehouse/sql/boilerplate`). A line with a date, a reporter or an agency is never boilerplate.
"""

import re
from functools import cache

import regex

from transforms.gates import START_CHARS, any_word, beginnings
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import lower

# A longer line is a paragraph.
MAX_LINE_CHARS = 160
# So is a longer notice or formula.
MAX_NOTICE_CHARS = 400
# Characters at the end of a line in which a phrase may be glued to it.
MAX_GLUED_CHARS = 110
# A longer line is a paragraph to those who learn lines.
MAX_LEARNED_CHARS = 120

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
        "|آرٹیکل سنیں|خبر سنیں|آپ کی رائے|ویڈیو دیکھیں|تصویری خبریں|مرکزی صفحہ|تبصرے دیکھیں"
    ),
    "fa": (
        "بیشتر بخوانید|بیشتر بدانید|همچنین بخوانید|مطالب مرتبط|اخبار مرتبط|خبرهای مرتبط"
        "|انتهای پیام|انتهای خبر|پایان پیام|نظر شما|نظرات|ارسال نظر|به اشتراک بگذارید"
        "|اشتراک گذاری|برچسب‌ها"
        "|لینک کوتاه|تبلیغات|پربیننده‌ترین|پربازدیدترین|آخرین اخبار|چاپ|چاپ خبر|پیشنهاد ما"
        "|بازگشت به بالا|صفحه اصلی|صفحه نخست|پرش به محتوا"
    ),
    "ar": (
        "اقرأ أيضا|اقرأ المزيد|اقرأ أكثر|شاهد أيضا|المزيد|مواضيع ذات صلة|أخبار ذات صلة"
        "|مقالات ذات صلة|إعلان|إعلانات|شارك|شارك المقال|شارك هذا|شارك هذا الموضوع|شارك الخبر|انتهى"
        "|مشاركة|تابعونا|الأكثر قراءة"
        "|الأكثر مشاهدة|التعليقات مغلقة|التعليقات|أضف تعليقا|طباعة|الرئيسية|انتقل إلى المحتوى"
        "|تخطى إلى المحتوى|الكلمات المفتاحية|وسوم"
    ),
    "hi": (
        "यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|और पढ़ें|विज्ञापन|शेयर करें|संबंधित खबरें"
        "|संबंधित समाचार|टिप्पणियां|टिप्पणियां बंद हैं|टिप्पणी करें|सब्सक्राइब करें|हमें फॉलो करें"
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
        "|copy link|file photo|post a comment|show comments|no comments"
        "|no comments yet|editors picks|ends|enter your email address|enter your email"
        "|thank you for subscribing|thanks for subscribing|listen to this article"
        "|listen to this story|print this article|toggle navigation|jump to content"
        "|text size|font size|add to favourites|add to favorites|e-paper|epaper|image getty images"
        "|watch live|email this article"
        "|top stories|latest news|breaking news|log in|sign in|sign up|menu|search|getty images"
        "|afp getty images|reuters photo|accept all cookies|reject all cookies"
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
_OTHER_NETWORKS = (
    "social media|google news|گوگل نیوز|فیسبک|فیسبوک|فيسبک|اینستاگرام|یوتیوب|تيليجرام"
    "|تلغرام|إنستغرام|انستغرام|يوتيوب"
)
_NETWORK = f"(?:{f'{_NETWORKS}|{_OTHER_NETWORKS}'.replace(' ', '[ ]')})"
_CREDITS = (
    "تصویر کا ذریعہ|تصویر کے کاپی رائٹ|تصاویر کا ذریعہ|منبع تصویر|صدر الصورة|مصدر الصورة"
    "|इमेज स्रोत|تصویر کریڈٹ|د عکس سرچینه|image source|image copyright|image credit"
    "|photo credit|photograph by|picture credit"
)

_ALSO_READ = (
    "یہ بھی پڑھی(?:ے|ں|ئے|ے گا)|(?:مزید|مذید) پڑھی(?:ے|ں|ئے)|(?:بیشتر|همچنین|بیش‌تر) بخوانید"
    "|(?:اقرأ|شاهد|طالع|إقرأ) أيضا?ً?|(?:यह|ये|इसे) भी पढ़ें|आगे पढ़ें|আর[ওো] পড়ুন"
    "|نور ولولئ|وڌيڪ پڙهو|also read|must read|read also|read more|see also"
)

_ANY_CREDIT = rf"(?:{_CREDITS.replace(' ', '[ ]')})"
# Boilerplate anywhere in a page. Group `formula` is that even if it is a sentence, and no headline:
# the credit of a picture, the end of a block that interrupts the text, the foot of a feed. The
# rest, unless it is a statement: a credit, an advertisement, a link to another story. A word in
# group `notice` may head a part of a text, too: it is boilerplate between two statements.
_ANYWHERE_FLAGS = re.IGNORECASE | re.VERBOSE
_ANYWHERE = rf"""
      (?P<formula>
        [،,]\s*{_ANY_CREDIT}.*
      | {_ANY_CREDIT}(?<![a-z])[\s،,:]*[a-z0-9@]
      | image[ ](?:source|credit|copyright),[ ](?!(?-i:[a-z]+[ ])).{{1,60}}$
      | End[ ]of[ ](?=[^\x00-\x7f])
      | the[ ]post[ ](?!(?:that|which|he|she|it|they|of|was)\b).+[ ]
        (?:appeared[ ]first|first[ ]appeared)[ ]on[ ](?!(?-i:[a-z])).{{1,80}}$
      | \W*advertisement\W+scroll[ ](?:down[ ])?to[ ]continue(?:[ ]reading)?\W*$
      | نوشته[ ].+[ ]اولین[ ]بار[ ]در[ ].{{1,80}}(?:پدیدار|منتشر)[ ]شد\W*$
      | ظهرت[ ]المقالة[ ].+[ ]أول(?:ا|اً|ًا)[ ]على[ ].{{1,80}}$
      )
    | [،,\s]*{_ANY_CREDIT}
      (?: \s*[,،:：|–—-].* | \S{{0,150}}(?:[ ](?!(?-i:[a-z]))\S+){{0,6}} )$
    | \(?\s*(?:فائل[ ]فوٹو|فوٹو[ ]فائل|file[ ]photo)\s*\)?$
    | (?:{_ALSO_READ.replace(" ", "[ ]")})(?:\s?[:：۔.؛>»…|-].*)?$
    | End[ ]of[ ](?:\w+[ ]){{0,3}}(?:post|content|podcasts?|promotions?|embed|gallery|video)
      (?:[ ]by[ ].{{1,40}}|[ ]promotion)?(?:,?[ ]\d+)?\W*$
    | \W*(?:advertisement\W+)?(?:advertisement
        |(?:story|article)[ ]continues[ ](?:below|after).{{0,30}}
        |scroll[ ](?:down[ ])?(?:to|for)[ ].{{1,30}}
        |continue[ ]reading[ ](?:below|the).{{0,30}})\W*$
    | (?:sign[ ]up[ ](?:for|to)|subscribe[ ]to)[ ]our[ ](?:\w+[ ]){{0,3}}newsletters?
      (?:[ ](?:and|to)[ ].{{1,60}})?\W*$
    | this[ ]video[ ]can[ ]?not[ ]be[ ]played\W*$
    | media[ ]playback[ ]is[ ](?:not[ ]supported|unsupported)[ ]on[ ](?:this|your)[ ]device\W*$
    | (?P<notice>[\s(]*(?:اشتہار|إعلان|विज्ञापन|বিজ্ঞাপন|تبلیغات|آگهی)[\s).:]*)$
    """
# How the end of a block is marked, after the name of what was embedded.
END_MARK = "اختتام"
_MAX_MARK_CHARS = 30
_END_OF_BLOCK = rf"(?:\S+[ ]){{0,4}}(?:پوسٹ|مواد)[ ]کا[ ]{END_MARK}\W{{0,3}}\w{{0,12}}$"
ANYWHERE = re.compile(f"{_ANYWHERE} | {_END_OF_BLOCK}", _ANYWHERE_FLAGS)
may_be_anywhere = beginnings(_ANYWHERE, _ANYWHERE_FLAGS)


def boilerplate_anywhere(line: str) -> re.Match[str] | None:
    """Return what makes a line boilerplate wherever it stands (`ANYWHERE`).

    A statement is none, nor a line of more than 160 characters, unless it is a formula.

    >>> boilerplate_anywhere("End of content")[0], boilerplate_anywhere("End of the road")
    ('End of content', None)
    """
    if not (may_be_anywhere(line[:START_CHARS]) or END_MARK in line[-_MAX_MARK_CHARS:]):
        return None
    found = ANYWHERE.match(line) if len(line) <= MAX_NOTICE_CHARS else None
    if not found or found["formula"]:
        return found
    return found if len(line) <= MAX_LINE_CHARS and not is_statement(line) else None


# Notices about cookies and scripts, above or below a text.
NOTICES = re.compile(
    r"""
      (?:we[ ]value[ ]your[ ]privacy\W+)?
      (?:we|this[ ](?:web)?site|our[ ](?:web)?site|\S{2,30}(?:\.\S+)?)[ ]
      (?:and[ ]our[ ](?:\w+[ ]){0,2}partners[ ])?uses?[ ](?:\w+[ ]){0,3}cookies\b.*
      (?:experience|accept|agree|consent|policy|polic|browser|browsing|preferences|analytics|traffic
        |continu\w+[ ](?:to[ ])?(?:us|brows|visit|on|without)|functional|personali[sz]e|advert
        |\b(?:this|our|the)[ ](?:web)?site\b|\bdevice|similar[ ]tech|our[ ]services)
    | (?:we|\S{2,30})[ ]and[ ]our[ ](?:[\w,]+[ ]){1,3}partners[ ].{0,40}
      (?:store|stor|access|process).{0,120}cookies
    | cookies[ ]help[ ]us[ ](?:to[ ])?(?:deliver|provide|improve)\b
      .{0,30}\b(?:services?|(?:web)?site|experience|content)\b
    | by[ ](?:continuing|using|clicking|browsing|visiting)\b(?=.*\b(?:you|your|i)\b)
      .*\b(?:cookies?|privacy[ ]policy|terms)\b
    | (?:please[ ])?(?:enable|turn[ ]on|activate)[ ]javascript\b(?![ ](?:in|at)[ ](?!your|the|this))
    | (?:you[ ](?:need|have)[ ]to|to[ ](?:view|use|see)[ ].{1,40}[ ]please)[ ]enable[ ]javascript\b
    | javascript[ ](?:is|must|seems|has)[ ](?:(?:to|be|been|not|currently|either)[ ]){0,3}
      (?:disabled|enabled|required)\b(?![ ]by\b)
    | (?:this|our)[ ](?:web)?(?:site|page|app)[ ](?:requires|needs|works[ ]best[ ]with)[ ]javascript
    | your[ ]browser[ ](?:does[ ]not|doesn.t)[ ]support\b
      (?:\W*$|.{0,40}\b(?:video|audio|media|html5?|javascript|iframes?|frames?|tag|elements?|canvas|playback|player|cookies|svg|features?
        |formats?|pdf)\b)
    | مرورگر[ ]شما[ ].{0,40}پشتیبانی[ ]نمی
    | (?=.*(?:سائٹ|آپ[ ]ک|تجرب|براؤز|رازداری|پرائیویسی))
      [^.!?۔؟।]{0,80}کوکیز[ ].{0,20}(?:استعمال|مدد)
    | [^.!?۔؟।]{0,30}سایت[ ].{0,20}کوکی.{0,20}استفاده
    | [^.!?۔؟।]{0,40}(?:سایت|وب.?سایت|ما)[ ].{0,20}کوکی
      (?:.{0,20}استفاده.{0,80}(?:تجربه|موافق|بهبود|مرورگر|سایت|پذیر)
        |.{0,40}(?:تجربه|بهبود).{0,40}استفاده)
    | [^.!?۔؟।]{0,40}(?:سایت|ما)[ ]برای[ ]بهبود[ ].{1,40}کوکی.{0,20}استفاده
    | [^.!?۔؟।]{0,40}(?:نستخدم|يستخدم|تستخدم)[ ].{0,30}
      (?:ملفات[ ]تعريف[ ]الارتباط|كوكيز(?=.*(?:موقع|تجرب|تصفح|خدمات)))
    | (?=.*(?:साइट|अनुभव|आपक|आपके|ब्राउज|सहमत))
      [^.!?۔؟।]{0,40}(?:हम|वेबसाइट|साइट)[ ].{0,60}कुकी.{0,30}(?:उपयोग|इस्तेमाल)
    | [^.!?۔؟।]{0,30}(?:جاوا|जावा)[ ]?(?:اسکرپٹ|اسکریپت|سکریپت|स्क्रिप्ट)[ ].{0,30}
      (?:فعال|آن|چالو|सक्षम|चालू)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A page without one of these has none.
NOTICE_WORDS = (
    *("ookie", "avascript", "avaScript", "rowser", "کوکی", "كوكيز", "تعريف الارتباط", "कुकी"),
    *("جاوا", "जावा", "OOKIE", "y using", "y continuing", "y clicking", "y browsing", "y visiting"),
    "مرورگر",
)
# Whole lines below such a notice.
BUTTONS = (
    "accept|accept all|accept cookies|accept all cookies|i accept|agree|i agree|reject|reject all"
    "|decline|deny|got it|ok|okay|close|dismiss|allow|allow all|manage|manage preferences"
    "|manage cookies|manage options|cookie settings|cookies settings|preferences|settings"
    "|cookie policy|privacy policy|learn more|more information|customise|customize|save"
    "|قبول کریں|منظور|منظور کریں|مسترد کریں|ٹھیک ہے|بند کریں|ترتیبات|پذیرش|قبول|رد کردن"
    "|باشه|موافقم|می‌پذیرم|قبول الكل|أوافق|موافق|رفض|إعدادات|स्वीकार करें|अस्वीकार करें|ठीक है"
)

# How agencies of Iran end a report: `انتهای پیام/ 1234`, with the code of the desk.
REPORT_END = r"\W{0,3}انتهای[ ](?:پیام|خبر)\s?/\s?(?:\w{1,6}\W{0,3}){0,3}"
# What a site counts of a text: who saw and who read it.
_COUNTED = (
    "مشاہدات|مناظر|ویوز|بازدید|المشاهدات|مشاهدات|مشاهدة|القراءات|قراءات|قراءة|الزيارات|زيارة|व्यूज़?"
)
# Beginnings of boilerplate lines in the first or the last lines of a page; no headline is like
# these.
_OPENING = rf"""
      [^\w]{{3,}}$                                                 # a rule: -----, * * *
    | copyright\W+(?:\d{{4}}\W+(?!(?:was|is|has|had|will|would|saw)\b)\w|\(c\)|by\b)
    | \(c\)\s.{{0,60}}\b\d{{4}}\b
    | (?:\W*{_NETWORK}(?!\w)){{2,}}\W*$
    | \d[\d.,]{{0,9}}\s*[km]?\s*(?:تبصرے|تبصرہ|نظر|نظرات|تعليقات?|टिप्पणियां
        |comments?|shares?|views?|likes?|reads?|min(?:ute)?s?[ ]read|{_COUNTED}
        |(?:مرتبہ|بار)[ ](?:پڑھا|دیکھا)[ ]گیا|बार[ ](?:देखा|पढ़ा)[ ]गया)\W*$
    | (?:تعداد[ ]|عدد[ ])?(?:تبصرے|نظرات|تعليقات|التعليقات|comments?|shares|likes|reads|{_COUNTED})
      \s?[:：(]\s?\d[\d.,]*[km]?\W*$
    | (?:read|viewed|seen)[ ]\d[\d,]*[ ]times?\W*$
    | (?:article|news|post|story)[ ](?:id|code)\s*[:：\#]?\s*\d+\W*$
    | خبر[ ]نمبر\s*[:：]\s*\d+\W*$
    | (?:کد|شناسه|شماره|رمز|رقم)[ ]?(?:خبر|مطلب|الخبر)\s*[:：]?\s*\d*\W*$
    | (?:لینک[ ]کوتاه(?:[ ](?:خبر|مطلب))?|short[ ]?link)\s*[:：]\s*\S*$
    | (?:views?|hits|page[ ]views)\s*[:：]\s*\d[\d.,]*\W*$
    | (?:page|صفحہ|صفحه|صفحة|पृष्ठ)[ ]\d{{1,3}}[ ]?(?:/|of|از|من)[ ]?\d{{1,3}}\W*$
    | (?:https?://|www\.)\S+$
    | [a-z0-9-]{{2,30}}\.(?:com|net|org|info|tv|news|pk|ir|af|in|iq|ma|eg|sa|ae|uk)(?:\.pk|\.in)?$
    | (?:leave|post)[ ]a[ ](?:reply|comment)\b.{{0,30}}$
    | یہ[ ]بیرونی[ ]لنک[ ]ہیں(?:\W*$|.*(?:ونڈو|کھل))
    | {REPORT_END}$
    """
OPENINGS = re.compile(f"{_OPENING} | [^.!?۔؟।]{{0,40}}©", re.IGNORECASE | re.VERBOSE)
may_open = beginnings(_OPENING, OPENINGS.flags)

_TAG = r"\#?\s?[^\s,،;|#.۔।]+(?:\s[^\s,،;|#.۔।]+){0,3}"
# Beginnings that headlines and sentences may have, too: a list of subjects, a path, a signature.
LABELS = re.compile(
    rf"""
      (?:tags?|topics?|filed[ ]under|categor(?:y|ies)|labels?|ٹیگز?|کیٹیگری
        |زمرہ|دسته(?:[ \u200c]?بندی)?|keywords|کلیدی[ ]الفاظ
        |برچسب[ \u200c]?ها|كلمات[ ]مفتاحية|الكلمات[ ]المفتاحية|الوسوم|وسوم|टैग्स?)\s*[:：]
      \s*(?:{_TAG}(?:\s?[,،;|\#]\s?{_TAG})*)?[\s,،;|.۔]*$
    | (?:home|ہوم|صفحہ[ ]اول|سرورق|خانه|صفحه[ ](?:اصلی|نخست)|الرئيسية|होम)\s?[/>»›|]
    | (?:proudly[ ])?powered[ ]by[ ](?:wordpress|blogger|blogspot|drupal|joomla|disqus|google)\b
      (?:[ ]\S+){{0,3}}$
    | posted[ ](?:by|in)[ ](?:\S+[ ]?){{1,7}}$
    | copyright\b(?:\s\S+){{1,3}}$  |  copyright\b.{{2,60}}\b\d{{4}}\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
may_be_label = beginnings(LABELS.pattern, LABELS.flags)

_CHANNEL = (
    r"(?:(?:our|us|the|this|free|daily|weekly|new|official|e-?mail|whatsapp|telegram|youtube)\s){0,4}"
    r"(?:newsletters?|letters?|channels?|groups?|apps?|pages?|podcasts?|feeds?|alerts?|bulletins?"
    r"|updates|magazine|e-?paper|notifications?)\b"
)
_CLAUSE = r"(?:^|[.,:;!?(–—-]\s*|\b(?:you[ ]can(?:[ ]also)?|please|and|now|today)\s)"
_CALL = (
    "کریں|کریے|کیجیے|کیجئے|کیجیئے|کر[ ]سکتے[ ]ہیں|کر[ ]لیں|پڑھیں|پڑھیے|پڑھیئے|دیکھیں|دیکھیے"
    "|منگوائیں|منگوائیے|جڑیں|جڑیے|بنیں|بنیے|ہوں|ہو[ ]جائیں|پائیں|رہیں|رہیے|دبائیں"
)
_URDU_CHANNELS = "نیوز لیٹر|واٹس ایپ چینل|واٹس ایپ گروپ|یوٹیوب چینل|فیس بک پیج|ٹیلی گرام چینل"
_URDU_CHANNEL = f"(?:{_URDU_CHANNELS.replace(' ', '[ ]')})"
# Calls to follow, to subscribe, to click, and who has the rights, in boilerplate lines in the first
# or the last lines of a page: in lower case, each by the words of which it has one at least.
PROMOTIONS = {
    "subscribe": rf"""
        {_CLAUSE}subscribe[ ]to[ ]{_CHANNEL}
    """,
    "sign up": rf"""
        {_CLAUSE}sign[ ]up[ ](?:for|to)[ ]{_CHANNEL}
    """,
    "us on|us at|us in|us also": rf"""
        {_CLAUSE}(?:follow|like|find|join)[ ]us[ ](?:also[ ])?(?:on|at|in)
        (?:[ ](?:our[ ])?{_NETWORK}|\W*$)
    """,
    "join our|join the": rf"""
        {_CLAUSE}(?:join[ ]our|join[ ]the)[ ](?:whatsapp|telegram|facebook|official)
    """,
    "click here": rf"""
        {_CLAUSE}click[ ]here[ ](?:to|for)[ ]
        (?:subscribe|read|join|download|follow|watch|see|view|sign|get|listen|continue|register|visit
        |share|comment|donate|support|buy|more|the[ ]latest|our)\b
    """,
    "download": rf"""
        {_CLAUSE}download[ ](?:our|the)[ ](?:\w+[ ]){{0,3}}app\b
        (?=\W*$|[.!:]|[ ](?:for|from|to|now|today|and|on|here|at|or|in)\b|[ ]?\()
    """,
    "not responsible": r"""
        not[ ]responsible[ ]for[ ]the[ ]content[ ]of[ ](?:external|other|linked|third|any)\b
        .{0,20}\b(?:websites?|sites?|pages?|links?|part(?:y|ies)|sources?)\b
    """,
    "rights reserved": r"""
        ^(?:\W|\d|copyright|\(c\))*all[ ]rights[ ]reserved\b
        (?![ ](?:is|are|was|were|has|had|means?)\b|(?:[ ][\w'’-]+){7,}\.?$)
      | [.|–—-]\s*all[ ]rights[ ]reserved[^\w,]*$  |  ^(?:\S+\s){1,4}all[ ]rights[ ]reserved$
    """,
    "حقوق": r"""
        ^\W*(?:اس[ ]\S+[ ]کے[ ])?(?:جملہ|تمام)[ ]
        (?:جملہ[ ])?حقوق[ ].{0,60}محفوظ(?:[ ]ہیں|[ ]ہے)?\W*$
      | ^(?:\S+[ ]){1,6}(?:جملہ|تمام)[ ]حقوق[ ].{0,60}محفوظ(?:[ ]ہیں|[ ]ہے)?[^\w۔.]*$
      | [©0-9۰-۹].{0,60}(?:جملہ|تمام|تمامی|کلیه)[ ]حقوق[ ].{0,60}محفوظ
      | ^\W*(?:تمامی|تمام|کلیه|کلیهٔ)[ ]حقوق[ ]
        (?=.*(?:سایت|پایگاه|پورتال|خبرگزاری|روزنامه|نشریه|رسانه|مطالب|محتوا|مادی|معنوی|ناشر|[0-9۰-۹]{4})).{0,80}(?:محفوظ|متعلق|تعلق)\b
      | ^\W*(?:تمامی|تمام|کلیه|کلیهٔ)[ ]حقوق[ ](?:برای[ ][^.]{1,60}[ ])?محفوظ
        (?:[ ](?:است|می.?باشد))?\W*$
      | جميع[ ]الحقوق[ ]محفوظة(?:[^.\w]*\d{4})?(?:\s\S+){0,4}(?<![.\s])$
      | جميع[ ]الحقوق[ ]محفوظة\W*$  |  \d{4}.{0,40}جميع[ ]الحقوق[ ]محفوظة
    """,
    "सर्वाधिकार": r"""
        सर्वाधिकार[ ]सुरक्षित(?:[ ]हैं?)?\W*$  |  ^[\W\d]*सर्वाधिकार[ ]सुरक्षित[^।]*$
    """,
    "سبسکرائب": rf"""
        سبسکرائب[ ](?:{_CALL})\W*$  |  ہمار[اےی][ ].{{0,60}}سبسکرائب[ ]کر
    """,
    "فالو": rf"""
        (?:ہمیں|ہمار[اےی]|آپ|^\W*{_NETWORK})(?!\w).{{0,80}}فالو[ ](?:بھی[ ])?(?:{_CALL})\W*$
    """,
    _URDU_CHANNELS: rf"""
        (?:ہمار|ہمیں|اپنے|کے[ ]لیے).{{0,100}}{_URDU_CHANNEL}(?!\w).{{0,80}}(?:{_CALL})\W*$
      | {_URDU_CHANNEL}(?!\w).{{0,60}}(?:ہمار|ہمیں|اپنے|کے[ ]لیے).{{0,80}}(?:{_CALL})\W*$
    """,
    "کلک": rf"""
        کے[ ]لیے[ ](?:یہاں|اس[ ]لنک[ ]پر|لنک[ ]پر)?[ ]?کلک[ ](?:{_CALL})\W*$
      | ^\W*یہاں[ ]کلک[ ](?:{_CALL})\W*$
    """,
    "فون پر": r"""
        اپنے[ ]فون[ ]پر[ ]حاصل[ ]کریں
    """,
    "ذمہ دار": r"""
        (?:سائٹ|سائٹس|لنک|لنکس|بیرونی).{0,30}کے[ ]مواد[ ]کی[ ]ذمہ[ ]دار[ ]نہیں
    """,
    "کانال تلگرام": r"""
        کانال[ ]تلگرام.{0,40}(?:بپیوندید|عضو[ ]شوید|دنبال[ ]کنید)
      | ^\W*(?:(?:به|در)[ ])?کانال[ ]تلگرام[ ]ما(?!\w)
    """,
    "دنبال کنید|کلیک کنید": r"""
        ما[ ]را[ ]در[ ].{1,60}دنبال[ ]کنید  |  اینجا[ ](?:را[ ])?کلیک[ ]کنید
    """,
    "تابعنا": rf"""
        ^\W*تابعنا[ ](?:على|عبر)[ ](?:\S+[ ])?{_NETWORK}(?:[ ][^\s.]+){{0,3}}\W*$
    """,
    "follow": rf"""
        ^\W*follow[ ](?:\S+[ ]){{1,5}}on[ ]{_NETWORK}
        (?:[ ]?(?:,[ ]?(?:and[ ])?|and[ ]|&[ ]){_NETWORK})+(?!\w)
    """,
    "خبرنامه": r"""
        خبرنامه[ ].{0,30}(?:عضو|مشترک)[ ]شوید  |  (?:عضو|مشترک)[ ]خبرنامه.{0,30}[ ]شوید
    """,
    "लेटर": r"""
        हमार[ेा][ ].{0,30}न्यूज़?लेटर.{0,30}(?:साइन[ ]अप|सब्सक्राइब)[ ]कर
    """,
    "تابعونا": rf"""
        تابعونا[ ](?:على|عبر|في)[ ](?:{_NETWORK}|صفحت|صفحاتنا|قنا|حساب|مواقع|منصات|تطبيق|وسائل
        |غوغل|أخبار)
    """,
    "اضغط|انقر": r"""
        (?:اضغط|اضغطوا|انقر|انقروا)[ ]هنا(?!\w)
    """,
    "اشترك": r"""
        اشترك(?:وا)?[ ](?:الآن[ ])?في[ ](?:نشرتنا|النشرة|قناتنا|القناة|خدمة|قناة|مجموعة|صفحتنا)
    """,
    "انضم": r"""
        انضم(?:وا)?[ ]إلى[ ](?:قناتنا|مجموعتنا|صفحتنا)
    """,
    "जुड़ें|क्लिक": r"""
        हमसे[ ]जुड़ें(?:\W*$|[^.।]*$)
      | हमार[ेा][ ].{0,50}(?:चैनल|ग्रुप|पेज)[ ]से[ ]जुड़ें\W*$
      | यहा[ंँ][ ]क्लिक[ ]करें(?:\W*$|[.।]\s|[^.।]*$)
    """,
    "ॉलो": r"""
        (?:हमें|हमारे)[ ].{0,80}फ़?ॉलो[ ](?:भी[ ])?कर
    """,
}
# Alone it is no sign of a promotion.
_NO_SIGN = "us also"
PROMOTION_WORDS = [word for row in PROMOTIONS for word in row.split("|") if word != _NO_SIGN]
has_promotion_word = any_word(PROMOTION_WORDS)


@cache
def _promotions_of(row: str) -> re.Pattern[str]:
    return re.compile(PROMOTIONS[row], re.VERBOSE)


def promotion_start(line: str) -> int | None:
    """Return where the first promotion of a line in lower case begins; null without one.

    >>> promotion_start("rain. follow us on facebook"), promotion_start("rain follows us")
    (4, None)
    """
    if not has_promotion_word(line):
        return None
    rows = [row for row in PROMOTIONS if any(word in line for word in row.split("|"))]
    found = filter(None, (_promotions_of(row).search(line) for row in rows))
    return min((promotion.start() for promotion in found), default=None)


# Whole lines in the last lines of a page: headings of a list of other stories.
AT_THE_END = re.compile(
    r"(?:اہم|تازہ|مقبول|متعلقہ|مزید|دیگر|تمام|آج کی)(?: ترین)?(?: \w+){0,2}"
    r" (?:خبریں|مضامین|تحریریں|کالم|ویڈیوز|مواد)"
    r"|(?:آخرین|تازه‌ترین|مهم‌ترین) (?:اخبار|خبرها|مطالب)"
    r"|(?:آخر|أهم|أحدث) الأخبار"
    r"|(?:ताज़ा|ताजा|अन्य|बड़ी) (?:ख़बरें|खबरें)"
)
may_be_at_the_end = beginnings(AT_THE_END.pattern, AT_THE_END.flags)
# The same: headings of a list of other stories, which goes to the end of the page.
RELATED = (
    "related|related articles|related stories|related posts|related news|related topics"
    "|more on this story|you may also like|recommended|recommended for you|most read|most popular"
    "|most viewed|editors picks|top stories|latest news|also read|read also|read more"
    "|یہ بھی پڑھیے|یہ بھی پڑھیں|مزید پڑھیں|مزید پڑھیے|سب سے زیادہ پڑھی جانے والی"
    "|سب سے زیادہ پڑھی جانے والی خبریں|سب سے زیادہ دیکھی جانے والی|متعلقہ عنوانات"
    "|بیشتر بخوانید|بیشتر بدانید|همچنین بخوانید|مطالب مرتبط|اخبار مرتبط|خبرهای مرتبط"
    "|پربیننده‌ترین|پربازدیدترین|پیشنهاد ما"
    "|اقرأ أيضا|اقرأ المزيد|شاهد أيضا|مواضيع ذات صلة|أخبار ذات صلة|مقالات ذات صلة|الأكثر قراءة"
    "|الأكثر مشاهدة|यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|संबंधित खबरें|संबंधित समाचार"
    "|सबसे ज्यादा पढ़ी गई|نور ولولئ|اړوند مطالب|اړوند خبرونه|نور خبرونه|وڌيڪ پڙهو|لاڳاپيل خبرون"
)
# The same: pages of the site itself. Two in one line are a menu.
SITE_PAGES = (
    "about us|about|contact|contact us|privacy policy|privacy|terms of use|terms of service|terms"
    "|terms and conditions|terms & conditions|cookie policy|cookies|disclaimer|advertise"
    "|advertise with us|careers|jobs|sitemap|site map|rss|help|faq|faqs|feedback|editorial policy"
    "|code of ethics|our team|archive|archives|subscribe|home|copyright"
    "|ہمارے بارے میں|رابطہ|رابطہ کریں|ہم سے رابطہ|ہم سے رابطہ کریں|پرائیویسی پالیسی"
    "|رازداری کی پالیسی|شرائط و ضوابط|استعمال کی شرائط|ضابطہ اخلاق|اشتہار دیں|سائٹ میپ|ہوم"
    "|درباره ما|تماس با ما|ارتباط با ما|حریم خصوصی|قوانین و مقررات|پیوندها|آرشیو|نقشه سایت"
    "|من نحن|اتصل بنا|تواصل معنا|سياسة الخصوصية|شروط الاستخدام|الشروط والأحكام|أعلن معنا"
    "|خريطة الموقع|हमारे बारे में|संपर्क करें|हमसे संपर्क करें|प्राइवेसी पॉलिसी|गोपनीयता नीति|नियम और शर्तें"
    "|زموږ په اړه|له موږ سره اړیکه|اسان بابت|رابطو|ساڈے بارے"
)
# Phrases that a poem, a headline or a last word may be.
WORDS = (
    "جاری ہے|باقی|ختم شد|ہوم|پرنٹ|سرورق|شیئر|چاپ|المزيد|home|print|share|search|menu|loading"
    "|related|trending|sponsored|recommended|tweet|tags|continue reading|breaking news|email"
    "|exclusive|close|save|bookmark|translate|ends|انتهى"
    "|بریکنگ نیوز|خبر فوری|فوری|عاجل|خبر عاجل|ब्रेकिंग न्यूज़"
    "|advertisement|advertisements"
    "|إعلان|إعلانات|اشتہار|اشتہارات|تبلیغات|विज्ञापन|تبصرے|تبصرا|تبصرې|نظرات|التعليقات|شارك|مشاركة"
)
# The end of a last paragraph, behind its last sentence. A tail of one word is text.
GLUED_SENTENCES = (
    "comments are closed|تبصرے بند ہیں|التعليقات مغلقة|انتهای پیام|تبصرے دکھائیں|view comments"
    "|टिप्पणियां बंद हैं"
)
# Headings of the comments of readers, and the lines that show that these are comments.
COMMENTS_HEADING = re.compile(
    r"""
      (?:\d+\s+)?(?:(?:readers?\W{0,2}s?[ ])?comments?|responses?|replies|thoughts?[ ]on[ ].*
        |(?:قارئین[ ]کے[ ])?تبصر[ےہ]|آراء|نظرات(?:[ ]کاربران)?|دیدگاه.?ها
        |تعليقات(?:[ ]القراء)?|التعليقات
        |टिप्पणिया[ंँ]|تبصرا|تبصرې)(?:\s*\(?\d+\)?)?\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
may_head_comments = beginnings(COMMENTS_HEADING.pattern, COMMENTS_HEADING.flags)
COMMENT = re.compile(
    r"""
      .{1,50}\s(?:says|said|wrote|writes|کہتے[ ]ہیں|کہتی[ ]ہیں|لکھتے[ ]ہیں|لکھتی[ ]ہیں|نے[ ]کہا
        |نے[ ]لکھا|می.?گوید|گفته[ ]است|گفت|نوشت|يقول|تقول|قال|كتب|कहते[ ]हैं|लिखते[ ]हैं)\s?[:：]\s*$
    | (?:reply|جواب[ ]دیں|جواب|پاسخ|پاسخ[ ]دادن|رد|الرد|उत्तर[ ]दें|जवाब[ ]दें)\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# How a talk says who speaks, as comments do: at the end of a line.
TALK = re.compile(
    r"(?:said|wrote|writes|نے (?:کہا|لکھا)|کہتے ہیں|کہتی ہیں|لکھتے ہیں|لکھتی ہیں"
    r"|می.?گوید|گفته است|گفت|نوشت|قال|كتب|يقول|تقول|कहते हैं|लिखते हैं)\s?[:：]\s*$",
    re.IGNORECASE,
)
# What people did for a text, before their names. Such a line is never learned.
ROLES = re.compile(
    r"(?:میزبان|پیشکش|پروڈیوسر|فلمنگ|عکس بندی|ایڈیٹنگ|ہدایت کار|مترجم|مجری|تهیه‌کننده|تقديم|إعداد"
    r"|प्रस्तुति|निर्माता|host|presenter|producer|translator|editing)\s?[:：]",
    re.IGNORECASE,
)
# Words of a promotion that is broken over several lines: what to do, where, and for whom.
_WHOLE_CALLS = "follow|click|subscribe|join|download|like"
_CALLS = (
    "فالو|کلک|سبسکرائب|جوائن|لائیک|ڈاؤن لوڈ|دنبال کنید|کلیک|بپیوندید|عضو شوید|تابعونا|تابعنا"
    "|متابعتنا|اشتركو|اضغطو|انضمو|حملو|क्लिक|सब्सक्राइब|डाउनलोड|लाइक"
)
PROMOTION_CALL = re.compile(rf"(?i)\b(?:{_WHOLE_CALLS})\b|{_CALLS}|फ़?ॉलो")
_WHOLE_PLACES = "app|apps|channel|newsletter"
_PLACES = (
    "ایپ|چینل|نیوز لیٹر|اپلیکیشن|کانال|صفحہ|تطبيق|قناة|صفحتنا|ऐप|चैनल|पेज|इंस्टाग्राम|यूट्यूब"
    "|व्हाट्सऐप|व्हाट्सएप"
)
PROMOTION_PLACE = re.compile(
    rf"(?i)\b(?:{_NETWORKS}|{_OTHER_NETWORKS})(?!\w)|\b(?:{_WHOLE_PLACES})\b|{_PLACES}|फ़?ेसबुक"
)
# Of which a line has one that has a call or a place.
_ASKING = f"{_WHOLE_CALLS}|{_CALLS}|{_NETWORKS}|{_OTHER_NETWORKS}|{_WHOLE_PLACES}|{_PLACES}"
ASKING_WORDS = (*_ASKING.split("|"), "ॉलो", "ेसबुक")
PROMOTION_READER = re.compile(
    r"(?i)\b(?:us|our|you|here)\b|ہمیں|ہمار[اےی]|ہم سے|آپ|یہاں|ما را|به ما|ما\b|اینجا|شما"
    r"|تابعونا|تابعنا|متابعتنا|هنا|نا\b|हमें|हमारे|हमसे|आप|यहा[ंँ]"
)
# A line between two names of such a promotion.
JOINT_ALONE = re.compile(r"(?i)[\s,،;/|&]*(?:and|or|اور|یا|و|أو|और|या)?[\s,،;/|&]*")
_ENGLISH_JOINTS = "and|or|on|for|to|at"
_JOINTS = "اور|یا|پر|کے لیے|و|در|برای|على|أو|और|या|पर|के लिए"
PROMOTION_JOINT = re.compile(rf"(?i)(?:\b(?:{_ENGLISH_JOINTS})|{_JOINTS})\W*$")
_ENDS_OF_JOINTS = tuple(f"{_ENGLISH_JOINTS}|{_JOINTS}".split("|"))
_MAX_JOINT_CHARS = max(map(len, _ENDS_OF_JOINTS))

# How a sentence ends, and how many characters are looked at.
_MAX_END_CHARS = 20
_CLOSING = r"""[\]"'‘’“”»›)}|*_\u200f\u200e\s]*$"""
# The most frequent ones.
_MARKS_OF_ENDS = " .!?۔؟،,:…”’»)"
_STATEMENT_END = re.compile(rf"[.!۔।॥…。！]{_CLOSING}")
_SENTENCE_MARKS = ".!?۔؟।॥…。！？"
_SENTENCE_END = re.compile(rf"[{_SENTENCE_MARKS}]{_CLOSING}")
_SENTENCE_ENDS = tuple(_SENTENCE_MARKS)
_INNER_SENTENCE_END = re.compile(r"[۔؟।॥。][\s‘’“”»]")
_SAID = regex.compile(
    r"(?i)\b(?:said|says|told|asked|explained|(?:نے|سے) (?:کہا|بتایا|پوچھا|لکھا)"
    r"|(?:نے|سے) (?:سمجھایا|دکھایا)|wrote|admits|admitted|jokes|joked|warns|warned"
    r"|کہت[اےی] ہیں? کہ|کہا کہ|گفت|گفتند|نوشت|نشان داد|و?قال|و?قالت|يقول|تقول|و?أوضح|و?أوضحت"
    r"|شرح|شرحت)\b|ने (?:कहा|बताया|लिखा|पूछा|दिखाया)|कहा कि"
)
_NUMBER = re.compile("[0-9٠-٩۰-۹०-९]+")
_WORD = regex.compile(r"\p{L}")


def boilerplate_key(line: str) -> str | None:
    """Return what lines are compared by when they are learned; SQL does the same.

    Each number becomes 0. Null for a line that is never learned: it has no letter, is too long, or
    a sentence ends in it.

    >>> boilerplate_key("شیئر 12"), boilerplate_key("12:30"), boilerplate_key("بارش " * 40)
    ('شیئر 0', None, None)
    >>> boilerplate_key("آج بارش ہوگی۔"), boilerplate_key("«کیا بارش ہوگی؟»")
    (None, None)
    """
    if len(line) > MAX_LEARNED_CHARS or line.endswith(_SENTENCE_ENDS) or not _WORD.search(line):
        return None
    if _INNER_SENTENCE_END.search(line) or _SENTENCE_END.search(line[-_MAX_END_CHARS:]):
        return None
    return _NUMBER.sub("0", line.strip())


def has_known_opening(line: str) -> bool:
    """Check whether a line begins as no headline does (`OPENINGS`).

    >>> has_known_opening("© 2026 Harbour Post"), has_known_opening("Harbour reopens")
    (True, False)
    """
    text = line.lstrip()
    may_be = may_open(text[:START_CHARS]) or "©" in text
    return may_be and OPENINGS.match(text) is not None


def is_labelled(line: str) -> bool:
    """Check whether a line begins as a list of subjects, a path or a signature does (`LABELS`).

    >>> is_labelled("Tags: sea, fish"), is_labelled("Tags of fish"), is_labelled("Home > Sea")
    (True, False, True)
    """
    text = line.lstrip()
    return may_be_label(text[:START_CHARS]) and LABELS.match(text) is not None


def is_list_heading(line: str) -> bool:
    """Check whether a line without marks is all of the heading of a list (`AT_THE_END`).

    >>> is_list_heading("آج کی اہم خبریں"), is_list_heading("آج بارش ہوئی")
    (True, False)
    """
    return may_be_at_the_end(line[:START_CHARS]) and AT_THE_END.fullmatch(line) is not None


def heads_comments(line: str) -> bool:
    """Check whether a line heads the comments of readers (`COMMENTS_HEADING`).

    >>> heads_comments(" 3 comments"), heads_comments("Nobody comments on rain")
    (True, False)
    """
    text = line.strip()
    return may_head_comments(text[:START_CHARS]) and COMMENTS_HEADING.match(text) is not None


def is_statement(line: str) -> bool:
    """Check whether a line ends as a sentence that states something, of four words at least.

    >>> [is_statement(line) for line in ("بارش کل شام ہوئی۔", "شیئر کریں۔", "کیا آج بارش ہوگی؟")]
    [True, False, False]
    """
    return ends_statement(line) and len(line.split(None, 3)) > 3


def ends_statement(line: str) -> bool:
    """Check whether a line ends with the mark of a statement; SQL does the same.

    >>> [ends_statement(line) for line in ("بارش ہوئی۔", "’بارش ہوئی۔‘", "بارش ہوئی؟", "بارش")]
    [True, True, False, False]
    """
    if line[-1:].isalnum():
        return False
    return _STATEMENT_END.search(line[-_MAX_END_CHARS:]) is not None


def may_end_in_joint(line: str) -> bool:
    """Check quickly whether a line can end with a joint of promotions (`PROMOTION_JOINT`).

    >>> may_end_in_joint("on Facebook and..."), may_end_in_joint("on Facebook.")
    (True, False)
    """
    bare = line.rstrip(_MARKS_OF_ENDS)
    last = lower(bare[-_MAX_JOINT_CHARS:])
    return not last[-1:].isalnum() or last.endswith(_ENDS_OF_JOINTS)


def tells_who_said_it(line: str) -> bool:
    """Check whether a line is a sentence that names who says, writes or asks something.

    >>> line = "Subscribe to our newsletter, the poster"
    >>> tells_who_said_it(f"{line} said."), tells_who_said_it(f"{line}.")
    (True, False)
    """
    return _SAID.search(line) is not None and ends_statement(line)


@cache
def forms_of(*rows: str) -> frozenset[str]:
    """Return the canonical forms of all phrases of some rows."""
    return frozenset(canonical_form(phrase) for row in rows for phrase in row.split("|"))


def menu_forms() -> frozenset[str]:
    """Return the canonical forms of all sections."""
    return forms_of(*MENUS.values())


def phrase_forms() -> frozenset[str]:
    """Return the canonical forms of all phrases."""
    return forms_of(*PHRASES.values())
