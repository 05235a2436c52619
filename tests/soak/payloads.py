"""Invent what arrives in a landing zone: the same generator gives the same bytes."""

import gzip
import json
from random import Random

from tests import corpus
from tests.archives import tarred, zipped

# What a publisher prints around its texts.
_HEADS = {"weekly": "صبحِ نو: ہفت روزہ خبریں\n\n", "wire": ""}
_FEET = {
    "weekly": "\nہمارا دفتر: پرانی منڈی، دوسری گلی، صبحِ نو\n",
    "wire": "\nThe Evening Wire prints letters from readers on the last page\n",
}
_LETTERS = "ابتثجحخدرزسشصطعفقکگلمنوہی"
_MARK = "زرقلمون"
_SENTENCES = (
    "{place} کے نانبائی نے بتایا کہ صبح سے {number} روٹیاں تندور سے نکل چکی ہیں۔",
    "پل کے نیچے {number} بطخیں دیکھی گئیں اور بچے انہیں دانہ ڈالتے رہے۔",
    "ڈاکیے نے کہا کہ {place} کی گلیوں میں {number} خط بانٹنا اب آسان ہو گیا ہے۔",
    "بڑھئی نے نئے اسکول کے لیے {number} کرسیاں تیار کر کے بھجوا دیں۔",
    "{place} کی لائبریری میں {number} نئی کتابیں ایک ہی دن میں پہنچ گئیں۔",
    "مالی کا کہنا تھا کہ باغ میں {number} پودے اس موسم میں لگائے جائیں گے۔",
    "گھڑی ساز نے مینار کی گھڑی {number} دن بعد دوبارہ چلا دی۔",
    "{place} کے ملاحوں نے {number} کشتیاں رنگ کر کے دریا میں اتار دیں۔",
)
_PLACES = ("ملتان", "سکھر", "گلگت", "لاہور", "پشاور")
# Whole Urdu letters, encodings that programs of its neighbours wrote.
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16")
HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\r\n",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3,
    "zeros": bytes(5000),
    "half a letter": "شہر میں میلہ\n\nشام کو شہر میں میلہ لگا۔".encode()[:-1],
    "a page": b"<!doctype html><html><body><p>Rain fell on the town.</p></body></html>",
    "one long line": ("بارش " * 4000).encode(),
    "deep front matter": b"---\ntitle: " + b"[" * 500 + b"\n---\n\nA quiet day.\n",
    "controls": b"Rain\x00 and\x1b[31m wind\r\r\n\nIt rained\x07 all day in the old town.\n",
}
NAMES = ("it's.txt", "two\nlines.txt", "خبر\u202eملتان.txt", "*[!a]?.txt", "-rf.txt", "e\u0301.txt")


def framed(publisher: str, text: str) -> str:
    """A text as a publisher prints it."""
    return _HEADS.get(publisher, "") + text + _FEET.get(publisher, "")


def report(number: int, version: int = 0) -> str:
    """A report of a dozen sentences; its versions differ by their last, and are near-duplicates.

    >>> report(3, 1).startswith(report(3).rstrip())
    True
    """
    random = Random(number)  # noqa: S311 - no secret
    drawn = [
        random.choice(_SENTENCES).format(
            place=random.choice(_PLACES), number=random.randrange(100, 10**6)
        )
        for _ in range(14)
    ]
    more = f" شام تک مزید {version} لوگ آ گئے۔" if version else ""
    return f"{drawn[0][:-1]}\n\n{' '.join(drawn[1:])}{more}\n"


def marker(number: int) -> str:
    """A word that only the texts of one request have, of letters alone.

    >>> len({marker(number) for number in range(1000)})
    1000
    """
    digits = []
    for _ in range(4):
        number, digit = divmod(number, len(_LETTERS))
        digits.append(_LETTERS[digit])
    return _MARK + "".join(digits)


def wanted_gone(number: int, version: int = 0) -> str:
    """A text that will be taken down; its versions are near-duplicates."""
    word = marker(number)
    sentences = " ".join(
        f"ملاح نے {word} کی کشتی کا {_word(Random(f'{number} {place}'))} رنگ دکھایا۔"  # noqa: S311 - no secret
        for place in range(40)
    )
    more = f" آخر میں {version} چراغ جلائے گئے۔" if version else ""
    return f"{word} کی واپسی\n\nسکھر: {sentences}{more}\n"


def like_no_other(random: Random) -> str:
    """A text of words that no other text has."""
    return " ".join(_word(random) for _ in range(40)) + "۔\n"


def zip_of(first: int, count: int) -> bytes:
    """A ZIP archive of reports, with a member that has no text."""
    members = [
        (f"in/{number}.txt", report(number).encode()) for number in range(first, first + count)
    ]
    return zipped([*members, ("in/empty.txt", b"")])


def tar_of(first: int, count: int) -> bytes:
    """A compressed tar archive of news."""
    numbers = range(first, first + count)
    members = [(f"{number}.txt", corpus.news(number).encode()) for number in numbers]
    return gzip.compress(tarred(members), mtime=0)


def lines_of(first: int, count: int) -> bytes:
    """JSON lines with ids and declared metadata, one of them broken."""
    rows = [
        {
            "id": f"r{number}",
            "text": report(number),
            "title": f"Report {number}",
            "date": "2026-03-07",
        }
        for number in range(first, first + count)
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    return "\n".join([*lines, '{"id": "broken", "te']).encode()


def _word(random: Random) -> str:
    return "".join(random.choices(_LETTERS, k=random.randrange(4, 8)))
