"""Words of dates in news texts, in Urdu and its neighbours.

Months by number, days in words, weekdays, halves of the day, time zones, and labels of publication
and of updates. The letters that keyboards exchange (ي and ی, ك and ک, ه and ہ, أ and ا) are folded
by `letter_variants.fold_variants`; a word stands here in one spelling.
"""

from collections.abc import Iterator

from transforms.dates.calendars import GREGORIAN, HIJRI, JALALI

# English, Urdu, Sindhi, Persian, Afghan, Arabic (the Levant's and the Maghreb's too), Hindi,
# Bengali and Sorani.
MONTHS = {
    1: "january jan جنوری ژانویه يناير كانون_الثاني جانفي जनवरी জানুয়ারি জানুয়ারী کانوونی_دووەم",
    2: (
        "february feb فروری فبروری فيبروري فوریه فبراير شباط فيفري फरवरी फ़रवरी ফেব্রুয়ারি"
        " ফেব্রুয়ারী شوبات شوباتی"
    ),
    3: "march mar مارچ مارس آذار اذار मार्च মার্চ ئازار ئازاری",
    4: "april apr اپریل اپرېل آوریل أبريل نيسان أفريل अप्रैल এপ্রিল نیسانی",
    5: "may مئی مئ می مای مايو أيار ماي मई মে ئایار ئایاری",
    6: "june jun جون ژوئن يونيو يونيه حزيران جوان जून জুন حوزەیران حوزەیرانی",
    7: (
        "july jul جولائی جولائ جولاءِ جولای ژوئیه يوليو يوليه تموز يوليوز جويلية जुलाई জুলাই"
        " تەممووز تەممووزی تەمموز"
    ),
    8: "august aug اگست آگسٽ اوت آگست آگوست أغسطس آب غشت أوت अगस्त আগস্ট ئاب ئابی",
    9: (
        "september sep sept ستمبر سيپٽمبر سپتامبر سپتمبر سبتمبر أيلول شتنبر सितंबर सितम्बर"
        " সেপ্টেম্বর ئەیلوول ئەیلوولی"
    ),
    10: "october oct اکتوبر آڪٽوبر اکتبر أكتوبر تشرين_الأول अक्टूबर अक्तूबर অক্টোবর تشرینی_یەکەم",
    11: "november nov نومبر نوامبر نوفمبر تشرين_الثاني نونبر नवंबर नवम्बर নভেম্বর تشرینی_دووەم",
    12: (
        "december dec دسمبر ڊسمبر دسامبر ديسمبر كانون_الأول دجنبر दिसंबर दिसम्बर ডিসেম্বর"
        " کانوونی_یەکەم"
    ),
}

# The months that may have a day in words before them, and no year behind them: no digit at all.
DATED_IN_WORDS = (
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر"
    " जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"
)

DATED_IN_WORDS_WITH_YEAR = (
    DATED_IN_WORDS + " فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
    " محرم صفر ربیع جمادی رجب شعبان رمضان شوال ذوالقعدہ ذوالحجہ"
)

# Names that are long enough to be known with a letter missing or two exchanged: فروی, سمتبر,
# نومب.
MISSPELT = "جنوری فروری اپریل جولائی ستمبر اکتوبر نومبر دسمبر"

# Iran's names, Afghanistan's in Dari, and in Pashto.
JALALI_MONTHS = {
    1: "فروردین حمل وری",
    2: "اردیبهشت ثور غویی",
    3: "خرداد جوزا غبرګولی",
    4: "تیر سرطان چنګاښ",
    5: "مرداد امرداد اسد زمری",
    6: "شهریور سنبله وږی",
    7: "مهر میزان تله",
    8: "آبان عقرب لړم",
    9: "آذر قوس لیندۍ",
    10: "دی جدی مرغومی",
    11: "بهمن دلو سلواغه",
    12: "اسفند حوت کب",
}

HIJRI_MONTHS = {
    1: "محرم محرم_الحرام muharram",
    2: "صفر صفر_المظفر صفر_الخیر safar",
    3: "ربیع_الاول ربیع_اول",
    4: "ربیع_الثانی ربیع_ثانی ربیع_الآخر",
    5: "جمادی_الاول جمادی_الاولی جمادی_الاولیٰ",
    6: "جمادی_الثانی جمادی_الثانیہ جمادی_الآخر جمادی_الآخرة",
    7: "رجب رجب_المرجب rajab",
    8: "شعبان شعبان_المعظم shaban sha'ban",
    9: "رمضان رمضان_المبارک ramadan ramzan ramadhan",
    10: "شوال شوال_المکرم shawwal shawal",
    11: "ذوالقعدہ ذوالقعد ذیقعدہ ذیقعد ذی_القعدہ ذو_القعدة ذی_قعدہ",
    12: "ذوالحجہ ذوالحج ذیحجه ذی_الحجہ ذی_الحج ذو_الحجة ذی_حجہ",
}

# The days of a month in words, from the first: Urdu, Hindi (in two spellings) and Persian.
DAY_WORDS = (
    (
        "یکم دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ"
        " انیس بیس اکیس بائیس تئیس"
        " چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس تیس اکتیس"
    ),
    "پہلی",
    (
        "एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह"
        " उन्नीस बीस इक्कीस बाईस तेईस"
        " चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस"
    ),
    (
        "एक दो तीन चार पाँच छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पन्द्रह सोलह सत्रह अट्ठारह"
        " उन्नीस बीस इक्कीस बाइस"
        " तेइस चौबीस पच्चीस छब्बीस सत्ताइस अट्ठाइस उनतीस तीस इकतीस"
    ),
    (
        "یکم دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم سیزدهم چهاردهم پانزدهم"
        " شانزدهم هفدهم هجدهم"
        " نوزدهم بیستم بیست_و_یکم بیست_و_دوم بیست_و_سوم بیست_و_چهارم بیست_و_پنجم بیست_و_ششم"
        " بیست_و_هفتم"
        " بیست_و_هشتم بیست_و_نهم سی_ام سی_و_یکم"
    ),
)

WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs"
    " fri sat sun"
    " پیر سوموار منگل منگلوار بدھ بدھوار جمعرات جمعہ جمعۃ_المبارک جمعتہ_المبارک جمعتہ ہفتہ"
    " ہفتے سنیچر اتوار"
    " دوشنبه دو_شنبه سه_شنبه چهارشنبه چهار_شنبه چارشنبه پنجشنبه پنج_شنبه جمعه آدینه شنبه"
    " یکشنبه یک_شنبه"
    " الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"
    " सोमवार मंगलवार बुधवार गुरुवार बृहस्पतिवार वीरवार शुक्रवार शनिवार रविवार इतवार"
    " سومر اڱارو اربع خميس جمعو ڇنڇر آچر"
    " সোমবার মঙ্গলবার বুধবার বৃহস্পতিবার শুক্রবার শনিবার রবিবার"
    " دووشەممە سێشەممە چوارشەممە پێنجشەممە هەینی شەممە یەکشەممە"
)

# What stands before a date of publication.
PUBLISHED = (
    "date|dated|date published|published date|date of publication|publication date"
    "|publish date|publishing date"
    "|publish time|publication time|published|published on|published at|published in"
    "|first published"
    "|first published on|originally published|originally published on|posted|posted on"
    "|posted at|post date|pub date"
    "|pubdate|release date|issued on|date posted|date and time|created|created on|date created"
    "|submitted on|uploaded on"
    "|تاریخ|تاریخ اشاعت|تاریخِ اشاعت|اشاعت|اشاعت کی تاریخ|پبلش کی تاریخ|پبلش|پبلش ہوا"
    "|وقت اشاعت|وقتِ اشاعت"
    "|اشاعت کا وقت|شائع|شائع شدہ|شائع ہوا|شائع ہوئی|شائع کیا گیا|شائع کی گئی|شائع کردہ|پوسٹ"
    "|پوسٹ شدہ|پوسٹ کیا گیا"
    "|پوسٹ کی گئی|پوسٹ کی تاریخ|مورخہ|بتاریخ|پہلی اشاعت|پہلی بار شائع ہوا"
    "|تاریخ انتشار|تاریخ و ساعت انتشار|تاریخ درج|تاریخ خبر|تاریخ ارسال|تاریخ نشر|تاریخ مخابره"
    "|زمان انتشار|زمان مخابره"
    "|زمان ارسال|زمان درج|ساعت انتشار|انتشار|منتشر شده|منتشر شده در|منتشر شده در تاریخ"
    "|منتشرشده|منتشر شد|نشر شده"
    "|نشر شده در|درج شده در|ارسال شده در"
    "|نشر|نشر في|نشر بتاريخ|نشرت|نشرت في|نُشر|نُشر في|نُشرت في|تاريخ النشر|تاريخ نشر"
    "|وقت النشر|تم النشر|تم النشر في"
    "|تم نشره في|تم نشر هذا في|التاريخ|بتاريخ"
    "|خپره شوې|خپره شوه|خپور شوی|خپور شو|خپرېدنه|نېټه|نیټه|د خپرېدو نېټه|د خپریدو نېټه"
    "|د خپرېدو نیټه|د خپراوي نېټه"
    "|شايع|شايع ٿيل|شايع ٿيو|شايع ٿي|شايع ٿيڻ جي تاريخ|ڇپجڻ جي تاريخ"
    "|प्रकाशित|प्रकाशित तिथि|प्रकाशन तिथि|प्रकाशन की तारीख|प्रकाशन|पब्लिश|पब्लिश्ड|पोस्टेड"
    "|पोस्ट किया गया"
    "|दिनांक|तारीख"
    "|প্রকাশ|প্রকাশিত|প্রকাশিত হয়েছে|প্রকাশের সময়|প্রকাশকাল|তারিখ"
    "|بڵاوکراوەتەوە|بڵاوکرایەوە|بەروار|ڕێکەوت|ڕێکەوتی بڵاوکردنەوە|بەرواری بڵاوکردنەوە"
)

# What stands before a date that is not the one of publication.
UPDATED = (
    "updated|update|updated on|updated at|last updated|last updated on|last updated at"
    "|last update|latest update"
    "|updated date|update date|date updated|modified|date modified|last modified"
    "|last modified on|edited|last edited"
    "|revised|corrected"
    "|اپ ڈیٹ|اپڈیٹ|اپ ڈیٹڈ|اپ ڈیٹ کی گئی|اپ ڈیٹ کیا گیا|اپ ڈیٹ ہوا|اپ ڈیٹ ہوئی|اپ ڈیٹ شدہ"
    "|آخری اپ ڈیٹ"
    "|آخری اپڈیٹ|آخری بار اپ ڈیٹ|آخری بار اپ ڈیٹ کیا گیا|آخری بار اپ ڈیٹ کی گئی|آخری تبدیلی"
    "|آخری ترمیم|ترمیم"
    "|تازہ کاری"
    "|به روز شده|به روز شده در|به روزرسانی|بروزرسانی|بروز شده|آخرین به روزرسانی"
    "|آخرین بروزرسانی|آخرین ویرایش"
    "|آخرین تغییر|ویرایش|ویرایش شده"
    "|آخر تحديث|اخر تحديث|تحديث|تم التحديث|تم التحديث في|تم تحديثه في|حُدّث في|آخر تعديل|عُدّل في"
    "|وروستی اپډېټ|وروستی تازه کول|تازه شوی|تازه شوې|اپډیټ|اپډېټ"
    "|اپڊيٽ|آخري اپڊيٽ|اپڊيٽ ٿيل"
    "|अपडेट|अपडेटेड|अपडेट किया गया|अंतिम अपडेट|आखरी अपडेट|आखिरी अपडेट|अद्यतन|संशोधित"
    "|আপডেট|সর্বশেষ আপডেট|হালনাগাদ"
    "|نوێکراوەتەوە|دوایین نوێکردنەوە"
)

# What else may stand on a date line, with a weekday and a time.
COMPANION_WORDS = (
    "at on of the time hrs hours et ct pt mt bst cst pst mst local"
    " کو بجے بروز بوقت بوقتِ وقت عیسوی سنہ سن سال خورشیدی میلادی ء ع م ھ ه ش ق مـ روز ساعت"
    " در الساعة د هجري ميلادي مه ورځ تي बजे को समय"
)

# What stands on a date line with a number of its own, or as a button.
NUMBERED = (
    "کد خبر|کد|شناسه خبر|شناسه|کد مطلب|شماره خبر|تعداد بازدید|بازدید|نظرات|min|mins|minute"
    "|minutes|min read|mins read"
    "|minute read|minutes read|read|comment|comments|views|view|shares|share|tweet|email"
    "|print|منٹ|تبصرے"
    "|تبصرہ|مشاہدات"
    "|شیئر|مزید شیئر|ٹویٹ|ای میل|پرنٹ|دقيقة|मिनट|issue|volume|vol|السنة|العدد|شماره|شمارہ|جلد"
)

# Labels of the section of a page, which a date line may name.
SECTIONS = "category|section|کیٹیگری|زمرہ|شعبہ|دسته بندی|گروه|سرویس|اخبار|التصنيف|القسم|श्रेणी"

# What may stand between one day in two calendars.
CALENDAR_LINKS = (
    "بمطابق مطابق برطابق الموافق موافق برابر برابر_با مصادف_با corresponding_to ہجری ہجری_قمری"
    " ہجری_شمسی قمری شمسی"
)

# Halves of a day of twice twelve hours; the last do not say which half.
HALVES = {
    "am": "am a.m ص صباحا صباحًا صباحاً صبح ق.ظ قبل_از_ظهر पूर्वाह्न",
    "pm": "pm p.m م مساء مساءً ب.ظ بعد_از_ظهر شام अपराह्न",
    "": "دوپہر رات سہ_پہر عصر شب ظهر ليلا ظهرا بعدازظهر शाम रात दोपहर सुबह",
}

# Minutes east of Greenwich, as news of the region means them: IST is India's and AST Arabia's.
# Left out: BST (London or Dhaka), CST, PST (Pakistan or the Pacific), ET and Tehran's time in
# words, which had a summer until 2022.
ZONES = {
    "IST": 330,
    "PKT": 300,
    "AFT": 270,
    "NPT": 345,
    "IRST": 210,
    "IRDT": 270,
    "AST": 180,
    "MSK": 180,
    "TRT": 180,
    "GST": 240,
    "CET": 60,
    "CEST": 120,
    "EET": 120,
    "EEST": 180,
    "EST": -300,
    "EDT": -240,
    "PDT": -420,
    "SGT": 480,
    "HKT": 480,
    "JST": 540,
    "AEST": 600,
    "AEDT": 660,
    "GMT": 0,
    "UTC": 0,
    "Z": 0,
    "جی ایم ٹی": 0,
    "بتوقيت غرينتش": 0,
    "بتوقيت جرينتش": 0,
    "بتوقيت السعودية": 180,
    "بتوقيت مكة المكرمة": 180,
    "بتوقيت مكة": 180,
    "بتوقيت أبوظبي": 240,
    "بتوقيت الإمارات": 240,
    "پاکستانی وقت": 300,
    "بھارتی وقت": 330,
    "به وقت کابل": 270,
}


def months() -> Iterator[tuple[str, str, int]]:
    """Yield every name of a month, its calendar and its number.

    >>> ("اسفند", "jalali", 12) in months(), ("تشرين الثاني", "gregorian", 11) in months()
    (True, True)
    """
    for calendar, table in ((HIJRI, HIJRI_MONTHS), (JALALI, JALALI_MONTHS), (GREGORIAN, MONTHS)):
        for number, names in table.items():
            for name in words(names):
                yield name, calendar, number


def words(row: str) -> list[str]:
    """Return the words of a row of a table, in which `_` joins a name of several words.

    >>> words("may آب كانون_الأول")
    ['may', 'آب', 'كانون الأول']
    """
    return [word.replace("_", " ") for word in row.split()]
