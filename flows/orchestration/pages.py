"""Pages of a run in Markdown, as the server shows them: tables, and bars drawn with characters.

Names and texts come from strangers: here they are escaped, in one line.
"""

import re
from collections.abc import Mapping, Sequence

from flows.escapes import cut, in_one_line

_BAR = 24
_EIGHTHS = " ▏▎▍▌▋▊▉"
_MOST_TITLE = 120
# CommonMark takes a backslash before any of these for the character itself.
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def page(title: str, *sections: str) -> str:
    """Return a page: its title, and those sections that say something.

    >>> print(page("1 new document", "", "in 2 s"))
    # 1 new document
    <BLANKLINE>
    in 2 s
    """
    return "\n\n".join([f"# {title}", *filter(None, sections)])


def table(*head: str, rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose second column holds numbers; the empty string without rows.

    >>> print(table("files", "", rows=[("seen", "1,409")]))
    | files |  |
    |---|---:|
    | seen | 1,409 |
    """
    if not rows:
        return ""
    rule = "|---|---:|" + "---|" * (len(head) - 2)
    return "\n".join([_row(head), rule, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def bars(*head: str, counts: Mapping[str, int]) -> str:
    """Return a table of counts with a bar each.

    >>> print(bars("language", "documents", "", counts={"ur": 8, "fa": 1}))
    | language | documents |  |
    |---|---:|---|
    | ur | 8 | ████████████████████████ |
    | fa | 1 | ███ |
    """
    most = max(counts.values(), default=0)
    return table(
        *head, rows=[(name, f"{count:,}", bar(count, most)) for name, count in counts.items()]
    )


def quotes(texts: Mapping[str, str]) -> str:
    r"""Return a list of texts of strangers, each with its name; a list breaks long lines.

    >>> print(quotes({"ur": "خبر", "fa": "*"}))
    * ur: خبر
    * fa: \*
    """
    return "\n".join(f"* {name}: {literal(text)}" for name, text in texts.items())


def bar(count: int, most: int) -> str:
    """Return a bar as long as a count is among at most so many; what is there can be seen.

    >>> bar(3, 48), bar(0, 48), bar(1, 1_000_000)
    ('█▌', '', '▏')
    """
    if count <= 0:
        return ""
    eighths = max(1, round(8 * _BAR * min(count, most) / most))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def code(name: str) -> str:
    r"""Return a name as code that also stands inside a table, in one line.

    >>> code("a|b\n.txt")
    '`a\\|b\\n.txt`'
    """
    return "`" + in_one_line(name).replace("|", r"\|").replace("`", "'") + "`"


def literal(text: str) -> str:
    r"""Return a text that Markdown shows as it is, in one line, cut after 120 characters.

    >>> literal("<b>1 | 2</b>\n*x*")
    '\\<b\\>1 \\| 2\\<\\/b\\>\\\\n\\*x\\*'
    """
    return _PUNCTUATION.sub(r"\\\1", cut(in_one_line(text), _MOST_TITLE))
