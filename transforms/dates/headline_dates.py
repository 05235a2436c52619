"""Find a full date that is glued to a headline."""

import re

from transforms.dates.date_lines import PUBLISHED_LABEL, label_of
from transforms.dates.digits import has_year
from transforms.dates.grammar import FoundDate, find_dates
from transforms.text.letter_variants import LETTER

# Characters of a headline in which such a date begins, and in which it ends.
_START_CHARS = 80
_END_CHARS = 50
# What stands between the date and its headline.
_DIVIDER = re.compile(r"[])]|\s?[-–—|]\s")
# A date as programs write it.
_PRINTED = re.compile(r"\d{4}-\d{2}-\d{2}")
# What ends a headline that is a question, a call, a quotation or a sentence, right before its date.
_HEADLINE_END = re.compile(rf"{LETTER}[؟?!۔.।…‘’“”»\"')\]]{{0,3}}$")
# What begins a form or a sentence rather than a headline.
_FIELD = re.compile(r"[,،;]|\s?[^\s:]+\s?:\s")


def without_date(headline: str) -> str:
    """Return a headline without the date that is glued to it.

    >>> without_date("2015 /Nov/ 24 - نئی خبر"), without_date("date 2026-03-07 نئی خبر")
    ('نئی خبر', 'نئی خبر')
    >>> without_date("خبر دیا08 نومبر ، 2024")
    'خبر دیا'
    >>> without_date("یکم جنوری 2024 سے نیا قانون")
    'یکم جنوری 2024 سے نیا قانون'
    """
    found = glued_date(headline)
    if found is None:
        return headline
    if _is_before_headline(headline[: found.start]):
        return headline[found.end :].lstrip(" -–—|:،,])")
    return headline[: found.start].rstrip(" -–—|،,[(")


def glued_date(headline: str) -> FoundDate | None:
    """Return the full date that is glued to a headline.

    It stands before the headline, with a label or a divider, or right after its last letter.
    """
    if not may_be_glued(headline):
        return None
    return _date_before(headline) or _date_after(headline)


def may_be_glued(headline: str) -> bool:
    """Check quickly for a year where a date may be glued to a headline."""
    if has_year(headline[:_START_CHARS]):
        return True
    return len(headline) > _START_CHARS and has_year(headline[-_END_CHARS:])


def _date_before(headline: str) -> FoundDate | None:
    """Return the first date, if a headline without another date follows it."""
    dates = find_dates(headline[:_START_CHARS])
    if not dates or not _is_before_headline(headline[: dates[0].start]):
        return None
    label, rest = headline[: dates[0].start], headline[dates[0].end :]
    is_printed = _PRINTED.fullmatch(headline, dates[0].start, dates[0].end) and rest[:1] == " "
    is_marked = label.strip() or is_printed
    is_divided = _DIVIDER.match(rest) or (is_marked and not _FIELD.match(rest))
    if not is_divided or not any(map(str.isalpha, rest)) or find_dates(rest[:_START_CHARS]):
        return None
    return dates[0]


def _date_after(headline: str) -> FoundDate | None:
    """Return the date that ends a headline, right after its last word and mark, or a bar."""
    tail = max(len(headline) - _END_CHARS, 0)
    for found in find_dates(headline[tail:]):
        start, end = tail + found.start, tail + found.end
        if headline[end:].strip(" .۔])"):
            continue
        is_glued = _HEADLINE_END.search(headline, 0, start)
        if is_glued or headline[:start].rstrip().endswith("|"):
            return found._replace(start=start, end=end)
    return None


def _is_before_headline(text: str) -> bool:
    """Check whether nothing stands before a date, or a bracket, or a label of publication."""
    return not text.strip(" [(") or label_of(text) == PUBLISHED_LABEL
