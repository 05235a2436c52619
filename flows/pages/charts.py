"""Charts as SVG: Vega-Lite, drawn by vl-convert, with no script and no font of its own.

Colors and faces are custom properties of the page's style sheet, so a chart follows light and dark.
Next to each stands a table with the same figures; so to a screen reader a chart is one picture with
a sentence.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

import vl_convert
from markupsafe import Markup

from flows.escapes import cut, in_one_line
from flows.pages.figures import DATED_BY, Row, Rows, Timeline, end_of, summed, with_others
from flows.pages.language_names import language_name

# Pixels: as wide as the page's column.
_WIDTH = 960
_ROW = 22
# Of an axis of time, about.
_TICKS = 8
_MOST_LANGUAGES = 5
_MOST_PUBLISHERS = 20
_MOST_COPIERS = 14
_LONGEST_NAME = 40
_OTHER = "var(--chart-other)"
_SERIES = tuple(f"var(--chart-{number})" for number in range(1, _MOST_LANGUAGES + 1))
# From what a text says of itself to what only we know.
_CERTAINTY = tuple(f"var(--date-{number})" for number in range(1, len(DATED_BY) + 1))
_INK, _MUTED, _RULE = "var(--ink)", "var(--muted)", "var(--rule)"
_CONFIG = {
    "mark": {"aria": False},
    "background": "transparent",
    "font": "var(--sans)",
    "view": {"stroke": None},
    "axis": {
        "aria": False,
        "labelColor": _MUTED,
        "labelFontSize": 12,
        "titleColor": _MUTED,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": _RULE,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    },
    "legend": {
        "aria": False,
        "labelColor": _INK,
        "labelFontSize": 12,
        "orient": "top",
        "title": None,
        "symbolType": "square",
        "symbolSize": 90,
        "offset": 14,
        "columnPadding": 18,
        "labelLimit": 300,
    },
}
_COUNT_AXIS = {"format": ",d", "tickMinStep": 1, "tickCount": 4}


def languages_chart(rows: Rows) -> Markup:
    """Return documents by language, the most frequent twenty."""
    shown = summed(rows, "language")
    shown.sort(key=lambda row: (-row["documents"], row["language"]))
    values = [
        {"language": language_name(row["language"]), "documents": row["documents"]}
        for row in shown[:_MOST_PUBLISHERS]
    ]
    spec = _bars(values, "language")
    return _svg(spec, "Documents by language.") if values else Markup()


def dates_chart(timeline: Timeline) -> Markup:
    """Return documents over time, by what their dates rest on."""
    rows = summed(timeline.rows, "period", "dated_by")
    named = [name for name in DATED_BY if any(row["dated_by"] == name for row in rows)]
    colors = dict(zip(DATED_BY, _CERTAINTY, strict=True))
    spec = _columns(rows, timeline.unit, "dated_by", named, [colors[name] for name in named])
    sentence = f"Documents by {timeline.unit}, and what their dates rest on."
    return _svg(spec, sentence) if rows else Markup()


def languages_over_time_chart(timeline: Timeline) -> Markup:
    """Return documents over time, by the most frequent languages."""
    rows = [{**row, "language": language_name(row["language"])} for row in timeline.rows]
    rows, named = with_others(rows, "language", _MOST_LANGUAGES)
    rows = summed(rows, "period", "language")
    spec = _columns(rows, timeline.unit, "language", named, _colors(named))
    return _svg(spec, f"Documents by {timeline.unit} and language.") if rows else Markup()


def publishers_chart(rows: Rows) -> Markup:
    """Return documents by publisher and language, of the twenty with most."""
    rows = [
        {**row, "publisher": _name(row["publisher"]), "language": language_name(row["language"])}
        for row in rows
    ]
    totals = sorted(summed(rows, "publisher"), key=lambda row: -row["documents"])
    shown = [row["publisher"] for row in totals[:_MOST_PUBLISHERS]]
    rows, named = with_others(rows, "language", _MOST_LANGUAGES)
    values = summed([row for row in rows if row["publisher"] in shown], "publisher", "language")
    spec = _bars(_ordered(values, "language", named), "publisher", sort=shown)
    spec["encoding"]["color"] = _color("language", named, _colors(named))
    spec["encoding"]["order"] = {"field": "order", "type": "quantitative"}
    return _svg(spec, "Documents by publisher and language.") if values else Markup()


def copies_chart(rows: Rows) -> Markup:
    """Return who has whose texts, as a grid; nothing where no publisher has another's."""
    totals: dict[str, int] = {}
    for row in rows:
        for name in (row["publisher"], row["copied_by"]):
            totals[_name(name)] = totals.get(_name(name), 0) + row["texts"]
    shown = sorted(totals, key=lambda name: (-totals[name], name))[:_MOST_COPIERS]
    values = [
        {"owner": _name(row["publisher"]), "other": _name(row["copied_by"]), "texts": row["texts"]}
        for row in rows
        if {_name(row["publisher"]), _name(row["copied_by"])} <= set(shown)
    ]
    most = max((row["texts"] for row in values), default=0)
    spec = _grid([{**row, "weight": row["texts"] / most} for row in values])
    return _svg(spec, "Who has whose texts.") if values else Markup()


def _bars(values: Rows, field: str, sort: Sequence[str] | None = None) -> Row:
    count = len({row[field] for row in values})
    return {
        "width": _WIDTH - 190,
        "height": max(count, 1) * _ROW,
        "data": {"values": values},
        "mark": {"type": "bar", "color": _SERIES[0], "height": {"band": 0.66}},
        "encoding": {
            "y": {
                "field": field,
                "type": "nominal",
                "sort": sort,
                "title": None,
                "axis": {"labelColor": _INK, "labelLimit": 180},
            },
            "x": {
                "field": "documents",
                "type": "quantitative",
                "title": "documents",
                "axis": _COUNT_AXIS,
            },
        },
    }


def _columns(rows: Rows, unit: str, field: str, named: Sequence[str], colors: Sequence[str]) -> Row:
    values = [
        {
            **row,
            "period": row["period"].isoformat(),
            "end": end_of(row["period"], unit).isoformat(),
        }
        for row in rows
    ]
    return {
        "width": _WIDTH - 60,
        "height": 200,
        "data": {"values": _ordered(values, field, named)},
        "mark": {"type": "bar", "binSpacing": 1},
        "encoding": {
            "x": {
                "field": "period",
                "bin": "binned",
                "type": "temporal",
                "scale": {"type": "utc"},
                "title": None,
                "axis": {
                    "grid": False,
                    "labelOverlap": True,
                    "tickCount": _ticks(rows) if unit == "day" else _TICKS,
                },
            },
            "x2": {"field": "end"},
            "y": {
                "field": "documents",
                "type": "quantitative",
                "title": None,
                "axis": _COUNT_AXIS,
            },
            "color": _color(field, named, colors),
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def _ticks(rows: Rows) -> Row:
    """Return ticks at whole days: a few days are not divided into hours."""
    periods = [row["period"] for row in rows]
    days = (max(periods) - min(periods)).days if periods else 0
    return {"interval": "day", "step": days // _TICKS + 1}


def _grid(values: Rows) -> Row:
    names: Row = {"field": "other", "type": "nominal", "title": None, "sort": None}
    names["axis"] = {"labelAngle": -40, "labelColor": _INK, "labelLimit": 140, "orient": "top"}
    owners: Row = {"field": "owner", "type": "nominal", "title": None, "sort": None}
    owners["axis"] = {"labelColor": _INK, "labelLimit": 180}
    count = {"field": "texts", "type": "quantitative", "format": ",d"}
    opacity: Row = {"field": "weight", "type": "quantitative", "legend": None}
    opacity["scale"] = {"domain": [0, 1], "range": [0.12, 1]}
    is_strong = {"test": "datum.weight > 0.5", "value": "var(--paper)"}
    return {
        "width": {"step": 44},
        "height": {"step": 28},
        "data": {"values": values},
        "encoding": {"x": names, "y": owners},
        "layer": [
            {
                "mark": {"type": "rect", "color": _SERIES[0], "cornerRadius": 2},
                "encoding": {"opacity": opacity},
            },
            {
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {"text": count, "color": {"condition": is_strong, "value": _INK}},
            },
        ],
    }


def _ordered(values: Rows, field: str, named: Sequence[str]) -> Rows:
    """Return rows with their places in a stack."""
    return [{**row, "order": named.index(row[field])} for row in values]


def _color(field: str, named: Sequence[str], colors: Sequence[str]) -> Row:
    scale = {"domain": list(named), "range": list(colors)}
    return {"field": field, "type": "nominal", "scale": scale}


def _colors(named: Sequence[str]) -> list[str]:
    return [
        _OTHER if name == "other" else _SERIES[place % len(_SERIES)]
        for place, name in enumerate(named)
    ]


def _name(publisher: str | None) -> str:
    """Return the name of a publisher for an axis."""
    return cut(in_one_line(publisher or "(no folder)"), _LONGEST_NAME)


def _svg(spec: Row, sentence: str) -> Markup:
    """Draw a chart; to a screen reader it is a picture that a sentence describes."""
    drawn: Any = vl_convert.vegalite_to_svg({**spec, "config": _CONFIG})
    label = escape(f"Chart: {sentence} The table after it has the figures.")
    return Markup(str(drawn).replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))  # noqa: S704 - vl-convert escapes the texts in it
