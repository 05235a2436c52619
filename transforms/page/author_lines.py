"""Read who wrote a page from labels on lines of their own: `By`, and below it `Jane Doe`.

The labels and what else such a block prints (a reading time, a post) are no text. The name, an
agency and a date stay.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from transforms.attribution.bylines import person_on_line
from transforms.attribution.credits import is_credit
from transforms.dates.publication_date import is_date_line
from transforms.gazetteer.phrases import (
    BYLINES,
    BYLINES_BARE,
    HEADINGS_OF_AUTHORS,
    NAME_MARKS,
    ROLES,
)
from transforms.page.title_lines import HEADING_LABELS, is_reading_time
from transforms.text.letter_variants import any_spelling_of
from transforms.text.segmentation import SENTENCE_END

# Lines of a page, below its headline, in which such a block stands.
AUTHOR_LINES = 12
# Characters of a label, and of the post of an author.
_LONGEST_LABEL = 30
_LONGEST_POST = 60
_MARK = r"\s?[:：،,-]\s*"


def _label(phrases: Sequence[str], mark: str) -> re.Pattern[str]:
    return re.compile(rf"[\s*•]*{any_spelling_of(phrases)}{mark}", re.IGNORECASE)


_BYLINES = [*BYLINES.split("|"), *BYLINES_BARE.split("|")]
_AUTHOR = _label(_BYLINES, f"(?:{_MARK})?")
_MARKED = re.compile(rf".*{_MARK}$")
_ROLE = _label(ROLES.split("|"), f"(?:{_MARK})?")
_HEADING = _label(HEADINGS_OF_AUTHORS.split("|"), f"(?:{_MARK})?")
# Labels that head a section of a site as well: these need a mark.
_SECTIONS = HEADING_LABELS | {"تحریر", "تحرير", "از", "إعداد", "كتب", "story", "text", "writer"}


class AuthorLines(NamedTuple):
    """The author that a block names, and the numbers of the lines that are no text."""

    author: str | None = None
    numbers: frozenset[int] = frozenset()


def read_author_lines(lines: Sequence[str]) -> AuthorLines:
    """Return the author that a label on a line of its own names, and the lines to cut.

    Args:
        lines: the first lines of a page that are not empty; the first one is never cut.

    >>> read_author_lines(["بارش", "مصنف،", "نور خان", "عہدہ،", "ملاح", "4 min read"])
    AuthorLines(author='نور خان', numbers=frozenset({1, 3, 4, 5}))
    >>> read_author_lines(["Rain", "By", "the river we sat down."])
    AuthorLines(author=None, numbers=frozenset())
    """
    head = [*lines[1 : AUTHOR_LINES + 1], ""]
    author = None
    numbers = set()
    for number, (line, following) in enumerate(pairwise(head), start=1):
        if len(line) > _LONGEST_POST:
            continue
        if is_reading_time(line):
            numbers.add(number)
        elif len(line) <= _LONGEST_LABEL:
            name = _named_below(line, following)
            author = author or name
            numbers.update(_numbers_of(number, line, following, is_author=name is not None))
    return AuthorLines(author, frozenset(numbers))


def _named_below(line: str, following: str) -> str | None:
    """Return the person on the line below a label of authors."""
    return person_on_line(f"by: {following.strip()}") if _is_author_label(line) else None


def _numbers_of(number: int, line: str, following: str, *, is_author: bool) -> set[int]:
    """Return the numbers of a label, of the heading of a block, and of a post below its label."""
    if is_author or (_is_author_label(line) and is_credit(following)):
        return {number}
    if _HEADING.fullmatch(line) and _is_label(following):
        return {number}
    if not following or not _is_role_label(line):
        return set()
    return {number, number + 1} if _is_post(following) else {number}


def _is_label(line: str) -> bool:
    return _is_author_label(line) or _is_role_label(line)


def _is_role_label(line: str) -> bool:
    return _ROLE.fullmatch(line) is not None and _MARKED.fullmatch(line) is not None


def _is_author_label(line: str) -> bool:
    if not _AUTHOR.fullmatch(line):
        return False
    return _MARKED.fullmatch(line) is not None or line.strip(NAME_MARKS).lower() not in _SECTIONS


def _is_post(line: str) -> bool:
    """Check for what an author does: a few words that credit nobody."""
    if len(line) > _LONGEST_POST or SENTENCE_END.search(line):
        return False
    return not is_credit(line) and not is_date_line(line)
