"""Pages as sites of the region print them, in words of our own: what a careful reader says of each."""

# ruff: noqa: E501, W291 - lines as sites print them

import pytest

from transforms.describe import describe
from transforms.extract import extract

PAGES = {
    "persian broadcaster": (
        """\
پرش به محتوا
بی‌بی‌سی فارسی
صفحه اصلی
ایران
افغانستان

سیلاب در شمال افغانستان؛ صدها خانه ویران شد

نویسنده, سهیلا کریمی
شغل, بی‌بی‌سی، کابل
۱۶ اسفند ۱۴۰۴ - ۷ مارس ۲۰۲۶
منبع تصویر، Getty Images
توضیح تصویر، مردم در حال پاکسازی خانه‌های خود هستند

مقام‌های محلی در ولایت بغلان می‌گویند که بر اثر بارش باران شدید در روزهای گذشته دست‌کم چهارصد خانه ویران شده است.

مطالب مرتبط
سیل در پاکستان
""",
        (
            "سیلاب در شمال افغانستان؛ صدها خانه ویران شد",
            "2026-03-07",
            "Kabul",
            "BBC",
            "سهیلا کریمی",
        ),
    ),
    "arabic broadcaster": (
        """\
الجزيرة نت
أخبار|باكستان
الفيضانات تجتاح إقليم السند وتشرد آلاف العائلات
7/3/2026
|
آخر تحديث: 8/3/2026 10:20 ص (توقيت مكة)

كراتشي - رويترز
قالت السلطات الباكستانية إن مياه الفيضانات اجتاحت عشرات القرى في إقليم السند جنوبي البلاد بعد أيام من الأمطار الغزيرة.

المصدر: رويترز
""",
        ("الفيضانات تجتاح إقليم السند وتشرد آلاف العائلات", "2026-03-07", None, "Reuters", None),
    ),
    "english newspaper": (
        """\
Floods displace thousands in lower Sindh

Published March 7, 2026 Updated March 8, 2026 10:05am
The Newspaper's Staff Reporter

KARACHI: Thousands of people were displaced in lower Sindh on Friday after the river rose to dangerous levels, officials said.

Published in Dawn, March 7th, 2026

Read more
On DawnNews
""",
        ("Floods displace thousands in lower Sindh", "2026-03-07", "Karachi", None, None),
    ),
    "urdu broadcaster": (
        """\
Sat, 07 Mar 2026 06:17:00 GMT

سندھ میں سیلاب سے ہزاروں افراد بے گھر ہو گئے

واشنگٹن ڈی سی — 
صوبہ سندھ کے زیریں علاقوں میں سیلاب کے باعث ہزاروں افراد بے گھر ہو گئے ہیں اور حکام نے امدادی کیمپ قائم کر دیے ہیں۔
""",
        ("سندھ میں سیلاب سے ہزاروں افراد بے گھر ہو گئے", "2026-03-07", "Washington", None, None),
    ),
    "urdu news site": (
        """\
تازہ ترین
سندھ میں سیلاب سے ہزاروں افراد بے گھر
ویب ڈیسک  ہفتہ 7 مارچ 2026
شیئر
ٹویٹ
تبصرے
مزید شیئر
 فوٹو: فائل

کراچی: سندھ کے زیریں علاقوں میں سیلاب کے باعث ہزاروں افراد بے گھر ہو گئے ہیں، حکام نے امدادی کیمپ قائم کر دیے ہیں۔
""",
        ("سندھ میں سیلاب سے ہزاروں افراد بے گھر", "2026-03-07", "Karachi", None, None),
    ),
    "urdu newspaper": (
        """\
سندھ میں سیلاب سے ہزاروں افراد بے گھر
07 مارچ ، 2026

کراچی (اسٹاف رپورٹر) سندھ کے زیریں علاقوں میں سیلاب کے باعث ہزاروں افراد بے گھر ہو گئے ہیں، حکام نے امدادی کیمپ قائم کر دیے ہیں۔
""",
        ("سندھ میں سیلاب سے ہزاروں افراد بے گھر", "2026-03-07", "Karachi", None, None),
    ),
    "hindi newspaper": (
        """\
होम
देश
राजस्थान में ओलावृष्टि से फसलें बर्बाद
Published: 07 मार्च 2026, 11:20 IST
जयपुर, 7 मार्च (भाषा) राजस्थान के कई जिलों में शुक्रवार को ओलावृष्टि से गेहूं और सरसों की फसलों को नुकसान हुआ है।
यह भी पढ़ें
विज्ञापन
""",
        ("राजस्थान में ओलावृष्टि से फसलें बर्बाद", "2026-03-07", "Jaipur", "PTI-Bhasha", None),
    ),
    "persian agency": (
        """\
کد خبر: 1404121612345
شنبه ۱۶ اسفند ۱۴۰۴ - ۱۱:۴۷
بارش باران در ۱۲ استان کشور

به گزارش ایسنا، مدیرکل پیش‌بینی سازمان هواشناسی گفت: طی امروز و فردا در دوازده استان کشور بارش باران و وزش باد شدید پیش‌بینی می‌شود.

انتهای پیام
""",
        ("بارش باران در ۱۲ استان کشور", "2026-03-07", None, "ISNA", None),
    ),
    "urdu magazine": (
        """\
اردو افسانے کی روایت

پروفیسر نیلم شاہ

اردو افسانے کی روایت ایک صدی سے زیادہ پرانی ہے۔ پریم چند سے لے کر آج تک اس صنف نے کئی رنگ بدلے ہیں اور ہر دور میں نئے موضوعات کو اپنے اندر سمویا ہے۔
""",
        ("اردو افسانے کی روایت", None, None, None, None),
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_described_as_a_careful_reader_does(name: str) -> None:
    page, expected = PAGES[name]
    [row] = describe([extract(page.encode()).text or ""]).to_pylist()
    published_on = row["published_on"] and row["published_on"].isoformat()
    found = (
        row["title"],
        published_on,
        row["dateline_place_name"],
        row["agency_name"],
        row["byline"],
    )
    assert found == expected


@pytest.mark.parametrize("section", ["پاکستان", "أخبار | باكستان", "Home > World", "खेल"])
def test_a_section_above_a_headline_is_no_title_and_below_it_is_text(section: str) -> None:
    headline, body = (
        "گلی محلے کی کرکٹ لیگ کا فائنل آج ہوگا",
        "لاہور: شہر کی گلیوں میں آج شام فائنل کھیلا جائے گا۔",
    )
    [above, below] = describe(
        [f"{section}\n{headline}\n{body}", f"{headline}\n{section}\n{body}"]
    ).to_pylist()
    assert (above["title"], above["text"]) == (headline, f"{headline}\n{body}")
    assert below["title"] == headline
