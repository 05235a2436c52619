"""Lines made of the words that the rules know, for properties of the quick looks before them."""

from collections.abc import Iterable

from hypothesis import strategies as st

from transforms.attribution.citations import CITATION_RULES
from transforms.attribution.dateline_rules import DATELINE_RULES
from transforms.dates import date_line_rules, vocabulary
from transforms.dates.dateline_dates import DATELINE_DATE_RULES
from transforms.gazetteer import phrases
from transforms.gazetteer.agencies import AGENCIES, HOMONYMS, PARTIES
from transforms.gazetteer.countries import COUNTRIES
from transforms.gazetteer.places import PLACES

_DATES = (
    *("7", "۷", "16", "31st", "2026", "1404", "۱۴۰۴", "1447", "٢٠٢٤", "२०२६", "𝟐𝟎𝟐𝟔", "12345"),
    *(
        "2026-03-07",
        "7/3/2026",
        "07.03.2026",
        "2026-مارس-7",
        "11:47",
        "11:47 AM",
        "T11:47:00+05:00",
    ),
    *("7 مارچ 2026", "March 7, 2026", "یکم دسمبر", "18 رمضان 1447", "۱۶ اسفند ۱۴۰۴"),
)
_MARKS = (
    *" :()،,۔.؛;-–—/|[]«»\"'…।!؟_*\u200cـ\u0301\u0651\u0654",
    *(
        " - ",
        " — ",
        " (",
        ") ",
        ": ",
        " ۔ ",
        "، ",
        " | ",
        "--",
        "۔۔",
        "..",
        "：",
        "①",
        "𐀀",
        "İ",
        "ı",
    ),
)
_NOISE = (
    *("شہر میں بارش ہوئی", "علی", "Jane Doe", "NOORPUR", "نور پور", "rain fell", "ساسہ", "ß", "K"),
    "شہر میں آج صبح سے تیز بارش ہو رہی ہے اور سڑکوں پر پانی کھڑا ہے۔",
)
# Of each letter of the tables, what another keyboard types.
_TYPED = {"ی": "يى", "ک": "ك", "ہ": "هة", "ا": "أإ", " ": "\u200c", "i": "ıİ", "s": "ſ", "k": "K"}


def _rows_of(module: object) -> list[str]:
    """Return the words and phrases of the tables of a module."""
    tables = [table for name, table in vars(module).items() if name.strip("_").isupper()]
    rows = [row for table in tables for row in _strings_of(table)]
    parts = [row.split("|") if "|" in row else row.split() for row in rows]
    return [part.replace("_", " ") for some in parts for part in some]


def _strings_of(table: object) -> list[str]:
    values = table.values() if isinstance(table, dict) else table
    found = [values] if isinstance(values, str) else values if isinstance(values, Iterable) else []
    return [value for value in found if isinstance(value, str)]


_EXAMPLES = [rule.example for rules in (DATELINE_RULES, CITATION_RULES) for rule in rules] + [
    rule.example.replace("⟨⟩", day)
    for rules in (DATELINE_DATE_RULES, date_line_rules.DATE_LINE_RULES)
    for rule in rules
    for day in ("7 مارچ 2026", "یکم مارچ")
]
_NAMES = [
    name
    for table in (AGENCIES, PLACES, COUNTRIES)
    for english, row in table.items()
    for name in (english, *row.split("|"))
]
_WORDS = [
    *_rows_of(vocabulary),
    *_rows_of(phrases),
    *_rows_of(date_line_rules),
    *f"{HOMONYMS}|{PARTIES}".split("|"),
]


@st.composite
def _typed(draw: st.DrawFn, words: str) -> str:
    """Type some words as another keyboard does, in capitals, or with a letter missing."""
    at = draw(st.integers(0, max(len(words) - 1, 0)))
    other = draw(st.sampled_from(_TYPED.get(words[at : at + 1], "") + "x") | st.just(""))
    typed = words[:at] + other + words[at + 1 :]
    return draw(st.sampled_from([words, words, typed, words.upper(), words.title()]))


PIECES = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_NAMES),
    st.sampled_from(_DATES),
    st.sampled_from(_MARKS),
    st.sampled_from(_NOISE),
    st.sampled_from(_EXAMPLES),
).flatmap(_typed)

# Pieces with a mark, a space or nothing between them.
LINES = st.lists(st.tuples(PIECES, st.sampled_from((" ", " ", "", *_MARKS))), max_size=9).map(
    lambda pieces: "".join(piece + mark for piece, mark in pieces)
)
