"""What is evidently escaped is read; a text about escapes, and whatever looks like one, stays."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import LANGUAGES, news
from tests.sentences import SENTENCES
from transforms.extract import extract
from transforms.text.escapes import unescape
from transforms.text.normalize import normalize_text

numbers = st.integers(0, 999)
languages = st.sampled_from(LANGUAGES)
_FORBIDDEN = {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def decimal(text: str) -> str:
    return "".join(char if char.isascii() else f"&#{ord(char)};" for char in text)


def hexadecimal(text: str) -> str:
    return "".join(char if char.isascii() else f"&#x{ord(char):X};" for char in text)


ESCAPED = [
    ("R&amp;D", "R&D"),
    ("R&AMP;D", "R&D"),
    ("Zo&euml; and &Eacute;mile", "Zoë and Émile"),
    ("&quot;no&quot;, he said", '"no", he said'),
    ("&ldquo;no&rdquo;, he said&hellip;", "“no”, he said…"),
    ("5 &lt; 6 &gt; 4", "5 < 6 > 4"),
    ("&amp;amp; sons", "& sons"),
    ("&amp;amp;quot;so&amp;#34;", '"so"'),
    ("it&#39;s, it&#x27;s, it&apos;s, it&rsquo;s", "it's, it's, it's, it’s"),
    ("1990&#150;2000", "1990–2000"),
    ("http://here.pk/?a=1&amp;b=2", "http://here.pk/?a=1&b=2"),
    ("می&zwnj;رود", "می\u200cرود"),
    ("&#1582;&#1576;&#1585; ہے", "خبر ہے"),
    ("line&#10;line", "line\nline"),
    ("&amp;nosuch;", "&nosuch;"),
]


@pytest.mark.parametrize(("escaped", "meant"), ESCAPED)
def test_references_are_read_once_however_often_they_were_escaped(escaped: str, meant: str) -> None:
    assert unescape(escaped) == meant
    assert unescape(meant) == meant


@pytest.mark.parametrize("escape", [html.escape, decimal, hexadecimal, json.dumps])
@given(languages, numbers)
def test_an_escaped_copy_is_the_same_document(escape: object, language: str, number: int) -> None:
    text = f"{news(number, language)} — “{SENTENCES['fr']}” 5 & 6"
    plain, copy = (extract(each.encode()) for each in (text, escape(text)))  # type: ignore[operator]
    assert (copy.text, copy.content_hash) == (plain.text, plain.content_hash)


@given(languages, numbers, st.integers(2, 4))
def test_a_copy_escaped_many_times_is_the_same_document(
    language: str, number: int, times: int
) -> None:
    text = copy = f"{news(number, language)} “so” 5 < 6 & 7"
    for _ in range(times):
        copy = html.escape(copy)
    assert unescape(copy) == text


@pytest.mark.parametrize(("times", "is_read"), [(1, True), (2, True), (3, True), (4, False)])
def test_json_in_json_is_read_three_deep(times: int, is_read: bool) -> None:
    text = copy = "آج “بارش” ہوئی\n🌧 \\ / \"کل\" 'پرسوں'"
    for _ in range(times):
        copy = json.dumps(copy)
    assert (unescape(copy) == text) == is_read


LOOK_ALIKES = [
    "AT&T; R&D; Q&A; B&B; Smith & Sons; x&y;z",
    "?a=1&copy=2&reg=3&lt=4 &amp no",
    "&; &#; &#x; &#xyz; &nosuch;",
    r"C:\users\u0041\u0042\u0043",
    r"C:\new\u0041\x",
    r"only \u0645 and \u0646",
    "خبر \\u0645 \\u0646 \\u0647",
    r"[\u0600-\u06ff\u0750-\u077f]+",
    r"In Python \u0645, \u0646 and \u0647 are letters",
    r"code points \u0645, \u0646 and \u0647",
    r"\d+ \w+ \u0041 \u0042 \u0043",
    "$\\frac{1}{2}$ and \\usepackage{x}",
    "\\u004",
]
ABOUT_HTML = [
    "In HTML write &amp; for it",
    "an ampersand is &amp; there",
    "<b>bold</b> &amp; more",
    "line<br />&quot;line&quot;",
    "type `&lt;b&gt;`",
    'the sign "&amp;" is read',
    "لکھیں ’&nbsp;‘ یہاں",
    "ایچ ٹی ایم ایل میں &amp; لکھیں",
    "در اچ‌تی‌ام‌ال بنویسید &amp;",
    "एचटीएमएल में &amp; लिखें",
    "for < you type &lt; and so on",
    "the markup is &gt;",
]


@pytest.mark.parametrize("text", LOOK_ALIKES + ABOUT_HTML)
def test_look_alikes_and_texts_about_html_stay(text: str) -> None:
    assert unescape(text) == text


def test_a_page_whose_letters_are_references_is_read_beside_tags_and_under_the_name_of_html() -> (
    None
):
    text = "آج صبح بارش"
    assert unescape(f"<p>{decimal(text)}</p>") == f"<p>{text}</p>"
    assert unescape(f"HTML {decimal(text)}") == f"HTML {text}"


@pytest.mark.parametrize(("others", "is_read"), [(4, True), (5, False)])
def test_half_of_the_letters_are_most(others: int, is_read: bool) -> None:
    references = "&#1582;&#1576;&#1585;&#1582;"
    words = f"<i>{'x' * (others - 1)}"
    assert (unescape(f"{words} {references}") != f"{words} {references}") == is_read
    escapes = r"\u062e\u0628\u0631-\u0631"
    text = f"Java {'x' * (others - 4)} {escapes}"
    assert (unescape(text) != text) == is_read


def test_one_letter_is_most_of_one_and_none_is_most_of_none() -> None:
    assert unescape('"&#1605;"') == '"م"'
    assert unescape('5 "&amp;" 5') == '5 "&amp;" 5'


@pytest.mark.parametrize(("count", "is_read"), [(2, False), (3, True)])
def test_three_escapes_are_json(count: int, is_read: bool) -> None:
    text = r"caf\u00e9 " * count
    assert (unescape(text) != text) == is_read


@pytest.mark.parametrize("form", ["&#{};", "&#x{:x};", "&amp;#{};"])
@pytest.mark.parametrize(
    "code", [0, 7, 0x1B, 0x7F, 0x81, 0xD83C, 0xFFFF, 0xFDD0, 0x10FFFF, 0x110000]
)
def test_what_is_no_character_of_a_text_stays_a_reference(form: str, code: int) -> None:
    written = form.format(code)
    assert unescape(written) == written.replace("amp;", "")


@given(st.lists(st.integers(0, 0x3000) | st.sampled_from([0x202E, 0x2066, 0]), min_size=3))
def test_no_escape_makes_a_control_character_or_turns_the_text(codes: list[int]) -> None:
    written = ["".join(f"&#{code};" for code in codes), "".join(f"\\u{code:04x}" for code in codes)]
    for text in written:
        found = normalize_text(unescape(text))
        assert not {ord(char) for char in found if char != "\n"} & _FORBIDDEN


_PIECES = st.sampled_from(
    [
        *("&", "amp;", "&amp;", "&lt;", "&#38;", "#1605;", "&#1605;", ";", "&nosuch;", "&#0;"),
        *("\\", "\\u0645", "\\n", "\\ud83c", "\\udf27", '"', " ", "b", "u", "خ"),
        *("<b>", "HTML", "`"),
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join) | st.text())
def test_any_text_has_a_reading_that_is_unicode(text: str) -> None:
    unescape(text).encode()


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    [
        "&",
        "&amp;",
        "&#",
        "&#0",
        "&amp;amp",
        "<b",
        "<a ",
        "`&",
        "\\u0645",
        "\\",
        '"',
        "&a",
        "\\\\u0041",
    ],
)
def test_a_long_monotonous_text_takes_no_longer_than_its_length(unit: str) -> None:
    assert unescape(unit * 50_000) is not None
    assert unescape("&amp;" + unit * 50_000 + ";") is not None
