"""HTML from templates, with everything escaped that a text or a name may bring."""

import re
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from flows.escapes import for_terminal, in_one_line
from flows.pages.language_names import language_name
from flows.run.messages import counted

# ISO 15924 codes of scripts that are written from right to left.
_RIGHT_TO_LEFT = {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}
_UNITS = ("kB", "MB", "GB", "TB")
_LONGEST_TITLE = 200


def render(template: str, **values: object) -> str:
    """Return a page."""
    return _environment().get_template(template).render(**values)


def load(template: str) -> None:
    """Compile a template, as the first page would: 0.2 s."""
    _environment().get_template(template)


def style() -> str:
    """Return the style sheet of all pages."""
    return (files("flows.pages") / "templates" / "style.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("flows.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": number,
        "counted": counted,
        "percent": percent,
        "size": size,
        "name": name,
        "title_text": title_text,
        "lines": for_terminal,
        "marked": marked,
        "direction": direction,
        "language_name": language_name,
        "moment": moment,
        "day": day,
    }
    environment.globals |= {"style": lambda: Markup(style())}  # noqa: S704 - our own file
    return environment


def number(count: int | None) -> str:
    """Return a count for a person.

    >>> number(12345), number(None)
    ('12,345', '–')
    """
    return "–" if count is None else f"{count:,}"


def percent(share: float | None) -> str:
    """Return a share for a person; what is not nothing is not shown as nothing, nor as all.

    >>> percent(0.25), percent(0.00037), percent(0.9996), percent(0), percent(1)
    ('25.0 %', '< 0.1 %', '> 99.9 %', '0 %', '100 %')
    """
    if share is None:
        return "–"
    if share in {0, 1}:
        return f"{share:.0%}".replace("%", " %")
    if share < 0.001:
        return "< 0.1 %"
    return "> 99.9 %" if share > 0.999 else f"{100 * share:.1f} %"


def size(count: int | None) -> str:
    """Return bytes for a person.

    >>> size(999), size(23_917_407)
    ('999 bytes', '23.9 MB')
    """
    if count is None:
        return "–"
    if count < 1000:
        return f"{count} bytes"
    for unit in _UNITS:
        count_of_unit = count / 1000 ** (_UNITS.index(unit) + 1)
        if count_of_unit < 999.95 or unit == _UNITS[-1]:
            break
    return f"{count_of_unit:,.1f} {unit}"


def name(text: str | None) -> str:
    """Return a path or the name of a publisher, in one line, with its controls shown."""
    return "(no folder)" if text is None else in_one_line(text)


def title_text(title: str | None) -> str:
    """Return a title in one line, cut where it is very long.

    >>> len(title_text("x" * 10_000)), title_text(None)
    (201, '(no title)')
    """
    shown = in_one_line(title or "(no title)")
    return shown if len(shown) <= _LONGEST_TITLE else f"{shown[:_LONGEST_TITLE]}…"


def marked(snippet: str) -> Markup:
    """Return a snippet whose hits, between two stars each, are marked.

    >>> marked("heavy **rain** <b>")
    Markup('heavy <mark>rain</mark> &lt;b&gt;')
    """
    escaped = str(escape(in_one_line(snippet)))
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<mark>\1</mark>", escaped))  # noqa: S704 - escaped


def direction(script: str | None) -> str:
    """Return the direction of a text by its script; a browser looks for itself without one.

    >>> direction("Arab"), direction("Deva"), direction(None)
    ('rtl', 'ltr', 'auto')
    """
    if script is None:
        return "auto"
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def moment(at: datetime | None) -> Markup:
    """Return a moment in UTC, to the minute."""
    if at is None:
        return Markup("–")
    shown = at.astimezone(UTC)
    text = '<time datetime="{}">{:%Y-%m-%d %H:%M}</time>'
    return Markup(text).format(shown.isoformat(timespec="seconds"), shown)  # noqa: S704


def day(on: date | None) -> Markup:
    """Return a day."""
    if on is None:
        return Markup("–")
    return Markup('<time datetime="{0}">{0}</time>').format(on.isoformat())
