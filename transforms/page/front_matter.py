"""This file reads YAML front matter: what a page says of itself between two lines of dashes, before its text."""

from collections.abc import Mapping
from typing import NamedTuple

import yaml

from transforms.page.declared_metadata import Declared, parse_declared

_FENCE = "---\n"
# A longer block is a text that begins with a rule.
_MOST_CHARS = 5_000


class FrontMatter(NamedTuple):
    """What front matter says, and where the text begins after it."""

    declared: Declared
    end: int


def read_front_matter(text: str) -> FrontMatter | None:
    r"""The front matter of a normalized text; null where there is none, or it is no YAML mapping.

    >>> read_front_matter("---\ntitle: نئی خبر\ndate: 2026-02-14\n---\n\nآج صبح").declared[:3]
    ('نئی خبر', datetime.date(2026, 2, 14), None)
    >>> read_front_matter("---\nآج صبح بارش ہوئی۔\n---\n")
    """
    if not text.startswith(_FENCE):
        return None
    closing = text.find("\n" + _FENCE, 0, _MOST_CHARS)
    if closing < 0:
        return None
    block = _load(text[len(_FENCE) : closing + 1])
    return (
        FrontMatter(parse_declared(block, "front_matter"), closing + 1 + len(_FENCE))
        if block is not None
        else None
    )


def _load(block: str) -> Mapping[str, object] | None:
    """A mapping with lower-case names; what YAML cannot read is none."""
    try:
        found = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return (
        {str(name).lower(): value for name, value in found.items()}
        if isinstance(found, dict)
        else None
    )
