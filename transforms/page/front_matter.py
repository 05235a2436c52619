"""Read YAML front matter: what a page declares between two lines of dashes before its text."""

from collections.abc import Mapping
from typing import NamedTuple

import yaml

from transforms.page.declared_metadata import Declared, parse_declared

_FENCE = "---\n"
# A text may begin with a rule of dashes and have another one further down.
_MAX_CHARS = 5_000


class FrontMatter(NamedTuple):
    """What front matter declares, and the position where the text begins."""

    declared: Declared
    end: int


def read_front_matter(text: str) -> FrontMatter | None:
    r"""Return the front matter of a normalized text; null where there is no YAML mapping.

    >>> read_front_matter("---\ntitle: نئی خبر\ndate: 2026-02-14\n---\n\nآج صبح").declared[:3]
    ('نئی خبر', datetime.date(2026, 2, 14), None)
    >>> read_front_matter("---\nآج صبح بارش ہوئی۔\n---\n")
    """
    if not text.startswith(_FENCE):
        return None
    closing = text.find("\n" + _FENCE, 0, _MAX_CHARS)
    if closing < 0:
        return None
    block = _load_mapping(text[len(_FENCE) : closing + 1])
    if block is None:
        return None
    return FrontMatter(parse_declared(block, "front_matter"), closing + 1 + len(_FENCE))


def _load_mapping(block: str) -> Mapping[str, object] | None:
    """Return a YAML mapping with lower-case names; null for anything else."""
    try:
        found = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return {str(name).lower(): value for name, value in found.items()}
