"""Invent landing zones: short news in eight languages, copies of it, and files without a text.

The same arguments give the same bytes. Every text is our own; numbers make each one different.
"""

import os
from collections.abc import Mapping
from itertools import count
from pathlib import Path

# A modification time that no run can take for its own present (9 October 2025).
LONG_AGO_NS = 1_760_000_000_000_000_000

_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_HINDI_DIGITS = "०१२३४५६७८९"

_PLACES = {
    "ur": ("ملتان", "گلگت", "حیدرآباد", "سکھر"),
    "fa": ("شیراز", "یزد", "تبریز", "رشت"),
    "ar": ("طنجة", "حلب", "البصرة", "صنعاء"),
    "ps": ("کندهار", "خوست", "ننګرهار", "هلمند"),
    "sd": ("لاڙڪاڻو", "ٺٽو", "دادو", "عمرڪوٽ"),
    "pnb": ("قصور", "جھنگ", "ساہیوال", "چنیوٹ"),
    "hi": ("जयपुर", "भोपाल", "नागपुर", "मैसूर"),
    "en": ("Multan", "Bristol", "Nairobi", "Leeds"),
}
_NEWS = {
    "ur": (
        "{place} میں پرانے پل کی مرمت مکمل",
        (
            "{place} کے لوگوں نے آج پرانے پل کی مرمت پر خوشی کا اظہار کیا۔ "
            "اس کام میں {number} مزدوروں نے حصہ لیا۔"
        ),
        "انجینئر نے بتایا کہ پل اب پہلے سے زیادہ مضبوط ہے اور اس پر سے بسیں بھی گزر سکیں گی۔",
    ),
    "fa": (
        "باغ تازه‌ای در {place} گشوده شد",
        (
            "شهرداری {place} امروز باغی با {number} درخت انار "
            "برای مردم باز کرد و بچه‌ها در آن بازی کردند."
        ),
        "باغبان پیر گفت که آب این باغ از چشمه‌ای کهن می‌آید و هر سال بیشتر می‌شود.",
    ),
    "ar": (
        "مكتبة متنقلة تصل إلى {place}",
        "وصلت إلى {place} صباح اليوم مكتبة متنقلة تحمل {number} كتابا للأطفال والكبار.",
        "وقالت أمينة المكتبة إن القراءة على ظهر شاحنة صغيرة أجمل مما كانت تتصور.",
    ),
    "ps": (
        "په {place} کې د مڼو نندارتون پیل شو",
        "په {place} کې نن د مڼو نندارتون پیل شو او {number} بزګرانو خپلې مېوې هلته وړاندې کړې.",
        "یوه بزګر وویل چې سږ کال باران ښه شوی او مڼې تر بل هر کال خوږې دي.",
    ),
    "sd": (
        "{place} ۾ ٻيڙين جو ميلو",
        "{place} ۾ اڄ ٻيڙين جو ميلو ٿيو، جنهن ۾ {number} ملاحن پنهنجون ٻيڙيون سينگاري آنديون.",
        "هڪ پوڙهي ملاح چيو ته درياهه جو پاڻي هن سال صاف آهي ۽ مڇي به گهڻي آهي.",
    ),
    "pnb": (
        "{place} وچ کشتیاں دا میلہ",
        "{place} دے لوکاں نے اج کشتیاں دا میلہ ویکھیا جیہدے وچ {number} پہلواناں نے زور لایا۔",
        "اک بابے نے دسیا کہ ایہو جیہا میلہ اوہنے پنجاہ ورھیاں وچ نئیں سی ویکھیا۔",
    ),
    "hi": (
        "{place} में तारों की रात",
        "{place} के बच्चों ने कल रात दूरबीन से {number} तारे गिने और अपनी कापी में उनके चित्र बनाए।",
        "अध्यापिका ने बताया कि आसमान साफ था और शनि के छल्ले भी दिखाई दिए।",
    ),
    "en": (
        "Clock tower of {place} strikes again",
        "The clock tower of {place} struck again today after a silence of {number} days.",
        (
            "The keeper said that a family of owls had moved in among the wheels, "
            "and that nobody wished to hurry them."
        ),
    ),
}
LANGUAGES = tuple(_NEWS)
_DIGITS = {"ur": _PERSIAN_DIGITS, "fa": _PERSIAN_DIGITS, "ps": _PERSIAN_DIGITS, "hi": _HINDI_DIGITS}
_LEGACY = {"ur": "utf-16", "ar": "cp1256", "en": "utf-8-sig"}
_WITHOUT_TEXT = (b"", b" \n\t\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def news(number: int, language: str | None = None) -> str:
    """An invented report; different numbers give different texts.

    >>> news(7, "en").splitlines()[0]
    'Clock tower of Leeds strikes again'
    >>> len({news(number) for number in range(500)})
    500
    """
    language = language or LANGUAGES[number % len(LANGUAGES)]
    places = _PLACES[language]
    digits = str.maketrans("0123456789", _DIGITS.get(language, "0123456789"))
    figure = str(100 + number).translate(digits)
    return (
        "\n\n".join(_NEWS[language]).format(place=places[number % len(places)], number=figure)
        + "\n"
    )


def landing_zone(file_count: int, first: int = 0) -> dict[str, bytes]:
    """Make raw files by path: of ten, six texts, two copies of earlier texts, two without a text.

    Where it can, every third text comes in an older encoding of its language. The next zone with
    other texts has its `first` past this one's `file_count`.
    """
    return {_path(number): _payload(number) for number in range(first, first + file_count)}


def write(folder: Path, files: Mapping[str, bytes], moments: "count[int] | None" = None) -> Path:
    """Write raw files, each modified a second after the one before, long ago; the folder."""
    moments = moments or count(LONG_AGO_NS, 1_000_000_000)
    folder.mkdir(parents=True, exist_ok=True)
    for name, payload in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
        moment = next(moments)
        os.utime(path, ns=(moment, moment))
    return folder


def _path(number: int) -> str:
    return f"{LANGUAGES[number % len(LANGUAGES)]}/{number // 100:03}/{number:06}.txt"


def _payload(number: int) -> bytes:
    place = number % 10
    if place in {4, 8}:
        return _text(number - 3)
    if place in {6, 9}:
        return _WITHOUT_TEXT[(number // 3 + number // 10) % len(_WITHOUT_TEXT)]
    return _text(number)


def _text(number: int) -> bytes:
    language = LANGUAGES[number % len(LANGUAGES)]
    encoding = _LEGACY.get(language, "utf-8") if number % 3 == 0 else "utf-8"
    return news(number).encode(encoding)
