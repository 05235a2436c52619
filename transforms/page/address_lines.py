"""Read the address of a page from a line of its own, above or below the text.

A link in a text, a list of links and a button leads elsewhere. So an address counts where a label
says that it is the page's, or where it is the only one; never between sentences, and never where
every page of the site has it.
"""

import re
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from transforms.page.addresses import web_address
from transforms.page.boilerplate_phrases import (
    MAX_LINE_CHARS,
    boilerplate_key,
    ends_statement,
    phrase_forms,
)
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import any_of, fold_variants

# As many as boilerplate is learned from (`edge_lines.sql`).
_FIRST_LINES = 10
_LAST_LINES = 15

_LABELS = {
    "en": "url|page url|source url|article url|web address|link|article link|source link|permalink"
    "|permanent link|short link|source|original|original link|original article|canonical",
    "ur": "یو آر ایل|لنک|خبر کا لنک|اصل لنک|مستقل لنک|ربط|خبر کا ربط|ماخذ|ذریعہ|منبع|ویب پتہ",
    "fa": "لینک|لینک خبر|لینک مطلب|لینک کوتاه|لینک منبع|پیوند|منبع|نشانی|نشانی اینترنتی|آدرس",
    "ar": "الرابط|رابط|رابط الخبر|رابط المقال|رابط المصدر|رابط مختصر|الرابط المختصر|المصدر",
    "hi": "लिंक|खबर का लिंक|मूल लिंक|स्थायी लिंक|यूआरएल|स्रोत|सोर्स|कड़ी",
    "ps": "لېنک|سرچینه",
    "sd": "لنڪ|ذريعو",
    "bn": "লিংক|সূত্র|উৎস",
    "pa": "ਲਿੰਕ|ਸਰੋਤ",
}
_LABEL = rf"[\s*•#-]*(?:{any_of('|'.join(_LABELS.values()).split('|'))})\s*"
_MARK = r"[:：=]\s*[-*]*"
_LABELLED = re.compile(_LABEL + _MARK, re.IGNORECASE)
_LABEL_ALONE = re.compile(f"{_LABEL}(?:{_MARK})?", re.IGNORECASE)
_MARKED = re.compile(r"<([^<>]*)>")
# How a line ends that announces the next one.
_LEADS_ON = (":", "：", "؛", "↓", "👇")
# Where buttons lead; the page of a story is never there.
_NETWORKS = re.compile(
    r"(?:^|\.)(?:facebook|fb|twitter|x|instagram|linkedin|pinterest|tiktok|youtube|youtu|whatsapp"
    r"|wa|t|telegram|threads|reddit|play\.google|apps\.apple)\.(?:com|net|org|me|be|co)\.?$",
    re.IGNORECASE,
)


def find_address(page: str, learned: Collection[str] = ()) -> str | None:
    r"""Return the address that a normalized page says is its own; null without one, and with two.

    Args:
        page: the page, without front matter.
        learned: keys of lines that recur on the pages of its publisher (`boilerplate_key`).

    >>> find_address("نئی بس\n\nلاہور میں آج نئی بس چلی۔\n\nماخذ: https://subh.example/khabar/7")
    'https://subh.example/khabar/7'
    >>> find_address("نئی بس\n\nلاہور میں آج نئی بس چلی۔\n\nمزید پڑھیں:\nhttps://subh.example/8")
    """
    if "://" not in page:
        return None
    lines = list(filter(str.strip, page.split("\n")))
    around = _around_the_text(lines)
    labelled = [number for number in around if _labelled(lines[number])]
    own = {n for n in labelled or around if not _is_on_every_page(lines[n], learned)}
    addresses = {_labelled(lines[n]) if labelled else _bare(lines, n) for n in own} - {None}
    return addresses.pop() if len(addresses) == 1 else None


def _around_the_text(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines above the first sentence and below the last one."""
    above: list[int] = []
    for number in range(min(_FIRST_LINES, len(lines))):
        if _is_text(lines[number]):
            break
        above.append(number)
    below: list[int] = []
    for number in range(len(lines) - 1, max(len(above), len(lines) - _LAST_LINES) - 1, -1):
        if _is_text(lines[number]):
            break
        below.append(number)
    return [*above, *reversed(below)]


def _is_text(line: str) -> bool:
    """Check whether a line is of the text: it is long, or states something."""
    if "://" in line and " " not in line.strip():
        return False
    return len(line) > MAX_LINE_CHARS or ends_statement(line)


def _labelled(line: str) -> str | None:
    """Return the address behind a label."""
    label = _LABELLED.match(fold_variants(line))
    return _page_address(line[label.end() :]) if label else None


def _bare(lines: Sequence[str], number: int) -> str | None:
    """Return the address that is a line, unless the line above leads on to it."""
    if number and _leads_elsewhere(lines[number - 1].strip()):
        return None
    address = _page_address(lines[number])
    if address is None or _NETWORKS.search(urlsplit(address).hostname or ""):
        return None
    return address


def _leads_elsewhere(line: str) -> bool:
    """Check whether a line names what the next one leads to, and that is not the page."""
    if _LABEL_ALONE.fullmatch(fold_variants(line)):
        return False
    return line.endswith(_LEADS_ON) or canonical_form(line) in phrase_forms()


def _page_address(value: str) -> str | None:
    """Return a web address that names a page, and not only a site."""
    plain = value.strip()
    marked = _MARKED.fullmatch(plain)
    address = web_address(marked[1] if marked else plain)
    if address is None:
        return None
    parts = urlsplit(address)
    return address if parts.path.strip("/") or parts.query else None


def _is_on_every_page(line: str, learned: Collection[str]) -> bool:
    """Check for a learned line; one with a number may have another one on each page."""
    key = boilerplate_key(line)
    return key is not None and key in learned and "0" not in key
