"""This file reads YAML front matter: what a page says of itself between two lines of dashes, before its text."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

import yaml

_FENCE = "---\n"
_MOST_CHARS = 5_000
"""A longer block is a text that begins with a rule."""
_TITLE_KEYS, _DATE_KEYS, _BYLINE_KEYS = ("title", "headline"), ("date", "published", "pubdate"), ("author", "byline")


class FrontMatter(NamedTuple):
    """What front matter says, and where the text begins after it; null for what it does not say."""

    title: str | None
    published: date | datetime | str | None
    byline: str | None
    end: int


def read_front_matter(text: str) -> FrontMatter | None:
    r"""The front matter of a normalized text; null where there is none, or it is no YAML mapping.

    >>> read_front_matter("---\ntitle: نئی خبر\ndate: 2026-02-14\n---\n\nآج صبح")
    FrontMatter(title='نئی خبر', published=datetime.date(2026, 2, 14), byline=None, end=40)
    >>> read_front_matter("---\nآج صبح بارش ہوئی۔\n---\n")
    """
    if not text.startswith(_FENCE):
        return None
    closing = text.find("\n" + _FENCE, 0, _MOST_CHARS)
    if closing < 0:
        return None
    block = _load(text[len(_FENCE) : closing + 1])
    if block is None:
        return None
    published = _first(block, _DATE_KEYS)
    return FrontMatter(
        _line(_first(block, _TITLE_KEYS)),
        published if isinstance(published, date | str) else None,  # a datetime is a date
        _line(_first(block, _BYLINE_KEYS)),
        closing + 1 + len(_FENCE),
    )


def in_utc(moment: datetime) -> datetime | None:
    """A moment in UTC; null where its zone is not told."""
    return moment.astimezone(UTC) if moment.tzinfo else None


def _load(block: str) -> Mapping[str, object] | None:
    """A mapping with lower-case names; what YAML cannot read is none."""
    try:
        found = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return {str(name).lower(): value for name, value in found.items()} if isinstance(found, dict) else None


def _first(block: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((block[name] for name in names if block.get(name)), None)


def _line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
