"""Words of dates in news texts, in Urdu and its neighbours.

Months by number, days in words, weekdays, halves of the day, time zones, and labels of publication
and of updates. The letters that keyboards exchange (ي and ی, ك and ک, ه and ہ, أ and ا) are folded
by `letter_variants.fold_variants`; a word stands here in one spelling.
"""

from collections.abc import Iterator

from transforms.dates.calendars import GREGORIAN, HIJRI, JALALI

# English, Urdu, Punjabi, Sindhi, Kashmiri, Persian, Afghan, Pashto, Arabic (the Levant's and the
# Maghreb's too), Hindi, Bengali, Sorani and Uyghur, as CLDR and newsrooms spell them.
MONTHS = {
    1: (
        "january jan جنوری جنو ژانویه يناير كانون_الثاني كانون_ثاني كانون_2 ك2 جانفي जनवरी जन॰"
        " জানুয়ারি জানুয়ারী کانوونی_دووەم کانوونی_دووەمی کانونی_دووەم کانونی_دووەمی يانۋار"
    ),
    2: (
        "february feb فروری فبروری فېبروري فيبروري فوریه فبراير شباط فيفري फरवरी फ़रवरी फ़र॰"
        " फेबरवरी ফেব্রুয়ারি ফেব্রুয়ারী شوبات شوباتی فېۋرال"
    ),
    3: "march mar مارچ مارس آذار اذار मार्च मार्चु মার্চ ئازار ئازاری مارت",
    4: "april apr اپریل اپرېل آوریل أبريل نيسان أفريل अप्रैल अप्रेल এপ্রিল نیسانی ئاپرېل",
    5: "may مئی مئ می مې مۍ مه مای مايو أيار ماي मई মে ئایار ئایاری مایس مایسی",
    6: "june jun جون جوٗن ژوئن يونيو يونيه حزيران جوان जून জুন حوزەیران حوزەیرانی ئىيۇن",
    7: (
        "july jul جولائی جولائ جولاءِ جولای جول جُلایی جوٗلایی ژوئیه يوليو يوليه تموز يوليوز جويلية"
        " जुलाई जुल॰ জুলাই تەممووز تەممووزی تەمموز تەموز تەمووز تەمووزی تەموزی ئىيۇل"
    ),
    8: (
        "august aug اگست اګست آگسٽ اوت آگست آگوست أغسطس آب غشت أغشت أوت अगस्त अग॰ आगस्ट আগস্ট"
        " ئاب ئابی ئاۋغۇست"
    ),
    9: (
        "september sep sept ستمبر سيپٽمبر سېپتمبر سپټمبر سپتامبر سپتمبر سبتمبر أيلول شتنبر شتمبر"
        " सितंबर सितम्बर सित॰ सप्टेंबर সেপ্টেম্বর ئەیلوول ئەیلوولی ئەیلول ئەیلولی سېنتەبىر"
    ),
    10: (
        "october oct اکتوبر اکتوٗبر آڪٽوبر اکټوبر اکتبر أكتوبر تشرين_الأول تشرين_أول تشرين_1 ت1"
        " अक्टूबर अक्तूबर अक्टू॰ आक्टोबर ऑक्टोबर অক্টোবর تشرینی_یەکەم تشرینی_یەکەمی ئۆكتەبىر"
    ),
    11: (
        "november nov نومبر نوامبر نوفمبر تشرين_الثاني تشرين_ثاني تشرين_2 ت2 نونبر नवंबर नवम्बर"
        " नव॰ নভেম্বর تشرینی_دووەم تشرینی_دووەمی نويابىر"
    ),
    12: (
        "december dec دسمبر دسم ڊسمبر ډسمبر دسامبر ديسمبر كانون_الأول كانون_أول كانون_1 ك1 دجنبر"
        " دجمبر दिसंबर दिसम्बर दिस॰ डिसंबर ডিসেম্বর کانوونی_یەکەم کانوونی_یەکەمی کانونی_یەکەم"
        " کانونی_یەکەمی دېكابىر"
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

# Iran's names, Afghanistan's in Dari, in Pashto, and the Sorani ones with and without ezafe.
JALALI_MONTHS = {
    1: "فروردین حمل وری خاکەلێوە خاکەلێوەی",
    2: "اردیبهشت ثور غویی گوڵان گوڵانی",
    3: "خرداد جوزا غبرګولی جۆزەردان جۆزەردانی",
    4: "تیر سرطان چنګاښ پووشپەڕ پووشپەڕی",
    5: "مرداد امرداد اسد زمری گەلاوێژ گەلاوێژی",
    6: "شهریور سنبله وږی خەرمانان خەرمانانی",
    7: "مهر میزان تله ڕەزبەر ڕەزبەری",
    8: "آبان عقرب لړم گەڵاڕێزان گەڵاڕێزانی خەزەڵوەر خەزەڵوەری",
    9: "آذر قوس لیندۍ سەرماوەز سەرماوەزی",
    10: "دی جدی مرغومی بەفرانبار بەفرانباری",
    11: "بهمن دلو سلواغه ڕێبەندان ڕێبەندانی",
    12: "اسفند حوت کب ڕەشەمە ڕەشەمەی ڕەشەمێ ڕەشەمێی",
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

# From Monday, which is 0 as in `date.weekday`.
WEEKDAYS = {
    0: (
        "monday mon پیر سوموار سومر دوشنبه دو_شنبه ګل الاثنين الإثنين الأثنين सोमवार सोम सूमर"
        " সোমবার دووشەممە دۈشەنبە ژٔندرٕروار ژٔندٕروار"
    ),
    1: (
        "tuesday tue tues منگل منگلوار اڱارو سه_شنبه درې_شنبه الثلاثاء मंगलवार मंगल मंगलु"
        " মঙ্গলবার سێشەممە سەيشەنبە بۆموار"
    ),
    2: (
        "wednesday wed بدھ بُدھ بدھوار اربع چهارشنبه چهار_شنبه چارشنبه څلورشنبه الأربعاء बुधवार बुध"
        " ॿुधर বুধবার چوارشەممە چارشەنبە بودوار"
    ),
    3: (
        "thursday thu thur thurs جمعرات ویروار خميس پنجشنبه پنج_شنبه پنځشنبه الخميس गुरुवार गुरु"
        " बृहस्पतिवार वीरवार विस्पत বৃহস্পতিবার پێنجشەممە پەيشەنبە برؠسوار"
    ),
    4: (
        "friday fri جمعہ جُمہ جمعۃ_المبارک جمعتہ_المبارک جمعتہ شکروار جمعو جمعه آدینه الجمعة"
        " शुक्रवार शुक्र जुमो শুক্রবার هەینی ھەینی جۈمە"
    ),
    5: (
        "saturday sat ہفتہ ہفتے سنیچر سنیچروار ڇنڇر شنبه اونۍ خالي السبت शनिवार शनि छंछर শনিবার"
        " شەممە شەنبە بٹوار"
    ),
    6: (
        "sunday sun اتوار ایتوار آچر یکشنبه یک_شنبه الأحد रविवार रवि इतवार आर्तवार রবিবার"
        " یەکشەممە يەكشەنبە آتھوار"
    ),
}

# What stands before a date, of publication or of a letter.
DATED = (
    "date|dated|date and time|تاریخ|مورخہ|بتاریخ|التاريخ|بتاريخ|نېټه|نیټه|दिनांक|तारीख|তারিখ|بەروار"
    "|ڕێکەوت|چېسلا"
)

# What stands before a date of publication.
PUBLISHED = (
    "date published|published date|date of publication|publication date"
    "|publish date|publishing date"
    "|publish time|publication time|published|published on|published at|published in"
    "|first published"
    "|first published on|originally published|originally published on|posted|posted on"
    "|posted at|post date|pub date"
    "|pubdate|release date|issued on|date posted|created|created on|date created"
    "|submitted on|uploaded on"
    "|تاریخ اشاعت|تاریخِ اشاعت|اشاعت|اشاعت کی تاریخ|پبلش کی تاریخ|پبلش|پبلش ہوا"
    "|وقت اشاعت|وقتِ اشاعت"
    "|اشاعت کا وقت|شائع|شائع شدہ|شائع ہوا|شائع ہوئی|شائع کیا گیا|شائع کی گئی|شائع کردہ|پوسٹ"
    "|پوسٹ شدہ|پوسٹ کیا گیا"
    "|پوسٹ کی گئی|پوسٹ کی تاریخ|پہلی اشاعت|پہلی بار شائع ہوا"
    "|تاریخ انتشار|تاریخ و ساعت انتشار|تاریخ درج|تاریخ خبر|تاریخ ارسال|تاریخ نشر|تاریخ مخابره"
    "|زمان انتشار|زمان مخابره"
    "|زمان ارسال|زمان درج|ساعت انتشار|انتشار|منتشر شده|منتشر شده در|منتشر شده در تاریخ"
    "|منتشرشده|منتشر شد|نشر شده"
    "|نشر شده در|درج شده در|ارسال شده در"
    "|نشر|نشر في|نشر بتاريخ|نشرت|نشرت في|نُشر|نُشر في|نُشرت في|تاريخ النشر|تاريخ نشر"
    "|وقت النشر|تم النشر|تم النشر في"
    "|تم نشره في|تم نشر هذا في"
    "|خپره شوې|خپره شوه|خپور شوی|خپور شو|خپرېدنه|د خپرېدو نېټه|د خپریدو نېټه"
    "|د خپرېدو نیټه|د خپراوي نېټه"
    "|شايع|شايع ٿيل|شايع ٿيو|شايع ٿي|شايع ٿيڻ جي تاريخ|ڇپجڻ جي تاريخ"
    "|प्रकाशित|प्रकाशित तिथि|प्रकाशन तिथि|प्रकाशन की तारीख|प्रकाशन|पब्लिश|पब्लिश्ड|पोस्टेड"
    "|पोस्ट किया गया"
    "|প্রকাশ|প্রকাশিত|প্রকাশিত হয়েছে|প্রকাশের সময়|প্রকাশকাল"
    "|بڵاوکراوەتەوە|بڵاوکرایەوە|ڕێکەوتی بڵاوکردنەوە|بەرواری بڵاوکردنەوە"
    "|ئېلان قىلىنغان ۋاقتى|ئېلان قىلىنغان"
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
