"""Read YAML front matter: what a page declares between two lines of dashes before its text.

Anyone may have written it, so YAML is read as events and never made into objects. Each value is the
text of a scalar. Lists and mappings are passed over; so is what an alias stands for. Tags and
anchors mean nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple, TypeGuard

import yaml

from transforms.page.declared_metadata import Declared, parse_declared

_FENCE = "---\n"
# A text may begin with a rule of dashes and have another one further down.
_MAX_CHARS = 5_000
# Opening brackets. PyYAML looks at all that are open at each token: 2,000 of them take 2 seconds.
_MAX_BRACKETS = 100
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class FrontMatter(NamedTuple):
    """What front matter declares, and the position where the text begins."""

    declared: Declared
    end: int


def read_front_matter(text: str) -> FrontMatter | None:
    r"""Return the front matter of a normalized text; null where there is no YAML mapping.

    A block that is no front matter stays text: one that is longer than 5,000 characters, has more
    than 100 opening brackets, or is not well-formed.

    >>> read_front_matter("---\ntitle: نئی خبر\ndate: 2026-02-14\n---\n\nآج صبح").declared[:3]
    ('نئی خبر', '2026-02-14', None)
    >>> read_front_matter("---\nآج صبح بارش ہوئی۔\n---\n")
    """
    if not text.startswith(_FENCE):
        return None
    closing = text.find("\n" + _FENCE, 0, _MAX_CHARS)
    if closing < 0:
        return None
    block = _read_scalars(text[len(_FENCE) : closing + 1])
    if block is None:
        return None
    return FrontMatter(parse_declared(block, "front_matter"), closing + 1 + len(_FENCE))


def _read_scalars(block: str) -> Mapping[str, str] | None:
    """Return the scalars of a YAML mapping by their lower-case names; null for anything else."""
    if block.count("[") + block.count("{") > _MAX_BRACKETS:
        return None
    try:
        roots, children = _first_two_levels(block)
    except (yaml.YAMLError, ValueError, OverflowError):
        # The last two where an escape such as \UFFFFFFFF is no character.
        return None
    if len(roots) != 1 or not isinstance(roots[0], yaml.MappingStartEvent):
        return None
    return {
        name.value.lower(): value.value
        for name, value in zip(children[::2], children[1::2], strict=True)
        if isinstance(name, yaml.ScalarEvent) and _is_given(value)
    }


def _first_two_levels(block: str) -> tuple[list[yaml.NodeEvent], list[yaml.NodeEvent]]:
    """Return the nodes at the top of some YAML, and what they hold: names and values in turn."""
    levels: tuple[list[yaml.NodeEvent], list[yaml.NodeEvent]] = ([], [])
    depth = 0
    for event in yaml.parse(block, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.NodeEvent) and depth < len(levels):
            levels[depth].append(event)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
    return levels


def _is_given(value: yaml.NodeEvent) -> TypeGuard[yaml.ScalarEvent]:
    """Check for a scalar that is not null."""
    if not isinstance(value, yaml.ScalarEvent):
        return False
    is_plain = value.implicit[0]
    return not (is_plain and value.value in _NULLS)
