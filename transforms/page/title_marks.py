"""Take off what stands around a headline: a label, marks of Markdown, the name of the site."""

import re
from collections.abc import Collection, Sequence

from transforms.gazetteer.lookup import is_outlet
from transforms.page.boilerplate_phrases import menu_forms
from transforms.page.title_lines import is_site
from transforms.text.canonical import canonical_form
from transforms.text.letter_variants import any_spelling_of

_LABELS = (
    "title|headline|heading|subject|titre|título|titolo|başlık|заголовок"
    "|عنوان|سرخی|شہ سرخی|عنوان خبر|تیتر|العنوان|عنوان الخبر|سرليک"
    "|سرلیک|عنوان مقالہ|शीर्षक|हेडलाइन|শিরোনাম|ناونیشان|سەردێڕ"
)
_LABEL = re.compile(
    rf"[\s*_#]*{any_spelling_of(_LABELS.split('|'))}[*_]*\s?[:：][*_]*\s*", re.IGNORECASE
)
# A field of a header: a label of one or two words and a short value.
_FIELD = re.compile(r"[^\W\d_][^\s:：]{0,20}(?: [^\s:：]{1,20})?\s?[:：]\s*.{0,60}$")
_HEADING = re.compile(r"#{1,6}\s+|={2,6}\s+|[*•▪■►]\s+(?=\*\*)")
# What some put around a headline; a dash may be the mark of a speaker.
_ORNAMENTS = "★☆✦✧✪❖◆◇■□▪▫►▶●•➤»›>«‹<"
_ORNAMENT = re.compile(rf"[{_ORNAMENTS}]+\s+")
_ORNAMENT_END = re.compile(rf"\s+[{_ORNAMENTS}]+$")
_HEADING_END = re.compile(r"\s+(?:#+|={2,6})$")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)([^*\n]+)(?<=\S)\1")
_TAG = re.compile(
    r"<(b|strong|i|em|u|h[1-6]|span|font)\b[^<>]*>\s*([^<>]+?)\s*</\1>", re.IGNORECASE
)
_LINK = re.compile(r"\[([^][\n]+)\]\(\S+\)")
_BAR = re.compile(r"\s(?:[|｜│»•·]\s?(?=[^|｜│»•·]+$)|::\s?(?=[^|｜│»:]+$))")
_DASH = re.compile(r"\s[-–—]\s(?=[^-–—]+$)")
# Words of a site's name, and of a headline before it.
_LONGEST_SITE = 5
_SHORTEST_HEADLINE = 2
# Words that the names of outlets have, which after a bar are unmistakable.
_OUTLET_WORDS = (
    "نیوز|اخبار|ٹی وی|ٹائمز|ٹریبیون|خبرگزاری|خبرنامہ|شبکه|نيوز|قناة|صحيفة|جريدة|وكالة|न्यूज़|न्यूज"
    "|समाचार|news|tv|times|post|herald|tribune|gazette|radio|magazine"
)
_OUTLET_WORD = re.compile(any_spelling_of(_OUTLET_WORDS.split("|")), re.IGNORECASE)
_OWNER = re.compile(r"©|\(c\)|copyright|rights reserved|حقوق|सर्वाधिकार", re.IGNORECASE)
_NO_NAME = re.compile(
    r"©|\(c\)|copyright|all rights reserved|(?:جملہ|تمام) حقوق|محفوظ(?:ة| ہیں)?"
    r"|(?:جميع|كل|تمامی|کلیه) (?:ال)?حقوق|सर्वाधिकार सुरक्षित|\d+|[^\w\s]",
    re.IGNORECASE,
)


def site_names(boilerplate: Sequence[str]) -> frozenset[str]:
    """Return the canonical forms of what lines of copyright call the owner of a page.

    >>> site_names(["© 2026 Harbour Post. All rights reserved."])
    frozenset({'harbourpost'})
    """
    owners = (_NO_NAME.sub(" ", line) for line in boilerplate if _OWNER.search(line))
    return frozenset(filter(None, map(canonical_form, owners)))


def labelled_title(lines: Sequence[str]) -> int | None:
    """Return the number of the line with the label of a title, if all lines above are fields.

    >>> labelled_title(["Language: ur", "Title: Rain"]), labelled_title(["Rain", "Title: Rain"])
    (1, None)
    """
    for number, line in enumerate(lines):
        label = _LABEL.match(line)
        if label and label.end() < len(line):
            return number
        if not _FIELD.match(line):
            return None
    return None


def is_label(line: str) -> bool:
    """Check whether a line is the label of a title, which stands on the next one."""
    return _LABEL.fullmatch(line) is not None


def without_marks(line: str) -> str:
    """Return a headline without a label and without marks of Markdown.

    >>> without_marks("Title: Rain"), without_marks("# **Rain**"), without_marks("#rain in town")
    ('Rain', 'Rain', '#rain in town')
    """
    bare = line
    ornament = _ORNAMENT.match(bare)
    if ornament:
        bare = _ORNAMENT_END.sub("", bare[ornament.end() :])
    heading = _HEADING.match(bare)
    if heading:
        bare = _HEADING_END.sub("", bare[heading.end() :])
    bare = _without_emphasis(bare)
    label = _LABEL.match(bare)
    bare = _without_emphasis(bare[label.end() :]) if label else bare
    return bare if bare.strip() else line


def _without_emphasis(line: str) -> str:
    link = _LINK.fullmatch(line)
    bare = link[1] if link else line
    tag = _TAG.fullmatch(bare)
    bare = tag[2] if tag else bare
    emphasis = _EMPHASIS.fullmatch(bare)
    return emphasis[2] if emphasis else bare


def without_site(headline: str, sites: Collection[str]) -> str:
    """Return a headline without the site, and the section, that end it.

    >>> without_site("Rain in town | World | Harbour News", ()), without_site("Rain | wind", ())
    ('Rain in town', 'Rain | wind')
    """
    bare = _cut(headline, sites)
    while bare != headline:
        headline, bare = bare, _cut(bare, sites, has_site=True)
    return headline


def _cut(headline: str, sites: Collection[str], *, has_site: bool = False) -> str:
    for divider, is_bar in ((_BAR, True), (_DASH, False)):
        mark = divider.search(headline)
        if mark is None or len(headline[: mark.start()].split()) < _SHORTEST_HEADLINE:
            continue
        name = headline[mark.end() :].strip()
        if _is_site_name(name, sites, is_bar=is_bar) or (has_site and _is_section(name)):
            return headline[: mark.start()].rstrip()
    return headline


def _is_site_name(name: str, sites: Collection[str], *, is_bar: bool) -> bool:
    """After a bar a word of outlets is enough, and a name that is a word too."""
    if len(name.split()) > _LONGEST_SITE:
        return False
    if is_site(name, sites):
        return True
    if not is_bar:
        return False
    return is_outlet(name) or _OUTLET_WORD.search(name) is not None


def _is_section(name: str) -> bool:
    return canonical_form(name) in menu_forms()
