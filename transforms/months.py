"""This file is a table: the months as news texts name and misspell them, by number."""

import unicodedata

from transforms.calendars import GREGORIAN, HIJRI, JALALI

MONTHS = {
    1: "january jan جنوری جنورى ژانویه جنوري يناير كانون\u00a0الثاني जनवरी",
    2: "february feb فروری فروی فرورى فبروری فبروري فوریه فبراير شباط फरवरी फ़रवरी",
    3: "march mar مارچ مارس آذار مارچ मार्च",
    4: "april apr اپریل اپريل اپرېل آوریل أبريل ابريل نيسان अप्रैल",
    5: "may مئی مئ مئى مای می مايو أيار मई",
    6: "june jun جون ژوئن يونيو حزيران जून",
    7: "july jul جولائی جولائ جولائى جوالائی جولای ژوئیه يوليو تموز जुलाई",
    8: "august aug اگست اوت آگست آگوست أغسطس اغسطس آب अगस्त",
    9: "september sep sept ستمبر سمتبر سپتامبر سپتمبر سبتمبر أيلول सितंबर सितम्बर",
    10: "october oct اکتوبر اكتوبر اکتبر أكتوبر تشرين\u00a0الأول अक्टूबर अक्तूबर",
    11: "november nov نومبر نومب نوامبر نوفمبر تشرين\u00a0الثاني नवंबर नवम्बर",
    12: "december dec دسمبر دستمبر دسامبر ديسمبر كانون\u00a0الأول दिसंबर दिसम्बर",
}
"""English, Urdu, Persian, Afghan, Arabic (the Levant's too) and Hindi; a name of two words has a no-break space."""

JALALI_MONTHS = {
    1: "فروردین حمل",
    2: "اردیبهشت ثور",
    3: "خرداد جوزا",
    4: "تیر سرطان",
    5: "مرداد اسد",
    6: "شهریور سنبله",
    7: "مهر میزان",
    8: "آبان عقرب",
    9: "آذر قوس",
    10: "دی جدی",
    11: "بهمن دلو",
    12: "اسفند حوت",
}
"""Iran's names and Afghanistan's, which Pashto has too."""

HIJRI_MONTHS = {
    1: "محرم محرم\u00a0الحرام",
    2: "صفر صفر\u00a0المظفر",
    3: "ربیع\u00a0الاول ربيع\u00a0الأول",
    4: "ربیع\u00a0الثانی ربیع\u00a0الآخر ربيع\u00a0الآخر ربيع\u00a0الثاني",
    5: "جمادی\u00a0الاول جمادی\u00a0الاولی جمادى\u00a0الأولى",
    6: "جمادی\u00a0الثانی جمادی\u00a0الثانیہ جمادى\u00a0الآخرة جمادى\u00a0الثانية",
    7: "رجب رجب\u00a0المرجب",
    8: "شعبان شعبان\u00a0المعظم",
    9: "رمضان رمضان\u00a0المبارک",
    10: "شوال شوال\u00a0المکرم",
    11: "ذوالقعدہ ذیقعدہ ذی\u00a0القعدہ ذو\u00a0القعدة",
    12: "ذوالحجہ ذی\u00a0الحجہ ذوالحجة ذو\u00a0الحجة",
}

URDU_MONTHS = ("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر")
"""The names that may stand beside a day in words."""

DAY_WORDS = (
    "یکم دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس بیس"
    " اکیس بائیس تئیس چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس تیس اکتیس"
)
"""The days of a month in words, in Urdu, from the first."""

WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
    " پیر سوموار منگل بدھ جمعرات جمعہ ہفتہ اتوار"
    " دوشنبه سه\u200cشنبه چهارشنبه پنجشنبه پنج\u200cشنبه جمعه شنبه یکشنبه یک\u200cشنبه"
    " الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد"
    " सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार"
)

DATE_LABELS = [
    "date",
    "date published",
    "published",
    "published on",
    "publish date",
    "posted",
    "posted on",
    "تاریخ",
    "تاریخ اشاعت",
    "اشاعت",
    "شائع",
    "شائع شدہ",
    "تاریخ انتشار",
    "منتشر شده",
    "نشر",
    "نشر في",
    "تاريخ النشر",
    "प्रकाशित",
]
"""What stands before a date of publication."""

BESIDE_DATES = ["at", "on", "کو", "شائع ہوا", "شائع ہوئی", "بجے", "بروز", "ء", "صبح", "شام", "رات", "دوپہر"]
BESIDE_DATES += ["ھ", "ہجری", "هـ", "ه", "هجری", "هجري", "ہجری قمری", "شمسی", "هجری شمسی", "خورشیدی", "ش", "م", "ع"]
"""What may stand on a line of a date, besides a weekday and a time."""

ZONES = {"IST": 330, "PKT": 300, "GMT": 0, "UTC": 0, "Z": 0}
"""Minutes east of Greenwich; IST is India's, as South Asian news means it."""


def months() -> dict[str, tuple[str, int]]:
    """The calendar and number of each name; of a name that two calendars have, the Gregorian month.

    >>> months()["نومبر"], months()["تشرين الثاني"], months()["اسفند"]
    (('gregorian', 11), ('gregorian', 11), ('jalali', 12))
    """
    tables = ((HIJRI, HIJRI_MONTHS), (JALALI, JALALI_MONTHS), (GREGORIAN, MONTHS))
    return {
        unicodedata.normalize("NFC", name).replace("\u00a0", " "): (calendar, number)
        for calendar, table in tables
        for number, names in table.items()
        for name in names.split(" ")
    }


def day_numbers() -> dict[str, int]:
    """The number of each day in words.

    >>> day_numbers()["یکم"], day_numbers()["اکتیس"]
    (1, 31)
    """
    return {word: number for number, word in enumerate(DAY_WORDS.split(), 1)}
