"""HTML is read without its tags, or not at all."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.html import is_html, read_html, read_page
from transforms.reject_reasons import RejectReason

PAGE = """<!DOCTYPE html>
<html lang="ur"><head><title>شہر میں کتاب میلہ - صبح</title>
<meta property="og:title" content="شہر میں کتاب میلہ">
<meta property="article:published_time" content="2026-03-07T10:00:00+05:00">
<meta name="author" content="علی رضا"><link rel="canonical" href="https://subh.example/fair">
</head><body><nav><a href="/">ہوم</a> <a href="/s">کھیل</a></nav>
<article><h1>شہر میں کتاب میلہ</h1>
<p>کراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔ میلے میں تین سو ناشر شریک ہیں۔</p>
<p>منتظمین نے بتایا کہ میلہ پانچ دن جاری رہے گا اور بچوں کے لیے الگ گوشہ ہے۔</p></article>
<footer>جملہ حقوق محفوظ</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256"])
def test_the_main_text_is_read_and_the_head_declares(encoding: str) -> None:
    payload = PAGE.encode(encoding, "xmlcharrefreplace")
    assert is_html(payload)
    extract, declared = read_html(payload)
    assert extract.text == (
        "شہر میں کتاب میلہ\n\n"
        "کراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔ میلے میں تین سو ناشر شریک ہیں۔\n\n"
        "منتظمین نے بتایا کہ میلہ پانچ دن جاری رہے گا اور بچوں کے لیے الگ گوشہ ہے۔"
    )
    assert declared == {
        "title": "شہر میں کتاب میلہ",
        "date": "2026-03-07",
        "author": "علی رضا",
        "url": "https://subh.example/fair",
    }


def test_without_the_extra_a_page_is_rejected_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    extract, declared = read_html(PAGE.encode())
    assert (extract.text, extract.reject_reason, declared) == (None, RejectReason.HTML, None)
    assert "pip install 'zakhira[html]'" in (extract.reject_detail or "")


def test_a_page_without_a_text_is_blank() -> None:
    assert read_html(b"<html><body><img src='a.png'></body></html>").extract.reject_reason


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        ("<p>Rain.</p>", "Rain."),
        ("<div class='x'><p>بارش ہوئی۔</p></div>", "بارش ہوئی۔"),
        (
            "<meta charset='utf-8'><title>Rain</title><p>It rained all day.</p>",
            "It rained all day.",
        ),
        ("<table><tr><td>Rain</td></tr></table>", "| Rain |"),
    ],
)
def test_a_piece_of_a_page_is_read_as_a_page(piece: str, text: str) -> None:
    assert read_page(piece.encode(), "a.txt").extract.text == text


@pytest.mark.parametrize(
    "head",
    [
        b"<!doctype HTML>",
        b"\n <HTML dir=rtl>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
        b"<!-- saved from url --><!-- again -->\n<html>",
        b"<head><title>",
        b"<title>Rain</title>",
        b"<meta charset='utf-8'><p>Rain.",
        b"<script>var a = 1 < 2;</script>\n<html>",
        b'<?xml version="1.0"?>\n<?xml-stylesheet href="a.css"?>\n<html>',
        b"<!--" + b" a licence" * 900 + b" --><html>",
        b"\r\n" * 5_000 + b"<html>",
        b"\xef\xbb\xbf" * 2 + b"<html>",
        b"<p>Rain.</p>",
        b"<DIV class='story'>Rain.</DIV>",
        b"<P>Rain.\n<P>Sun.",
    ],
)
def test_a_page_is_told_by_its_beginning(head: bytes) -> None:
    assert is_html(head)


@pytest.mark.parametrize(
    "text",
    [
        b"A page begins with <html>.",
        b"<b>Rain</b>",
        b"<htmlish>",
        b"<!-- a note -->",
        b"<p> is a tag of HTML",
        b"<title of a book> was read",
        b"<text>Rain</text>",
        b"",
        b"<!--" + b"--><!--" * 600,
    ],
)
def test_a_text_with_tags_in_it_is_a_text(text: bytes) -> None:
    assert not is_html(text)


@given(st.binary(max_size=300))
def test_no_page_raises(payload: bytes) -> None:
    read_html(b"<html>" + payload)
