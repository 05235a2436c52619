"""The address of a page on a line of its own, and the links that are not it."""

import pytest

from transforms.page.address_lines import find_address
from transforms.page.boilerplate_phrases import boilerplate_key

HEADLINE = "شہر میں نئی بس سروس کا آغاز"
BODY = "لاہور میں آج صبح نئی بس سروس شروع ہو گئی۔\n\nمسافروں نے پہلے دن کا کرایہ نہیں دیا۔"
ADDRESS = "https://subh.example/khabar/7"


def page(*, above: str = "", below: str = "", body: str = BODY) -> str:
    return "\n\n".join(filter(None, (HEADLINE, above, body, below)))


@pytest.mark.parametrize(
    "line",
    [
        ADDRESS,
        f"<{ADDRESS}>",
        f"URL: {ADDRESS}",
        f"Source : {ADDRESS}",
        f"source\N{FULLWIDTH COLON}{ADDRESS}",
        f"Link:- {ADDRESS}",
        f"* Permalink: <{ADDRESS}>",
        f"ماخذ: {ADDRESS}",
        f"لنک: {ADDRESS}",
        f"ذريعہ: {ADDRESS}",
        f"لینک کوتاه: {ADDRESS}",
        f"لينك خبر: {ADDRESS}",
        f"المصدر: {ADDRESS}",
        f"رابط الخبر: {ADDRESS}",
        f"स्रोत: {ADDRESS}",
        f"लिंक : {ADDRESS}",
        f"Source:\n{ADDRESS}",
        f"لینک کوتاه\n{ADDRESS}",
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_line_above_or_below_the_text_gives_the_address(line: str, place: str) -> None:
    assert find_address(page(**{place: line})) == ADDRESS


@pytest.mark.parametrize(
    "line",
    [
        # Another story, a button, a network, the site itself.
        f"Read more: {ADDRESS}",
        f"Read more:\n{ADDRESS}",
        f"Read more\n{ADDRESS}",
        f"مزید پڑھیں\n{ADDRESS}",
        f"ویڈیو یہاں دیکھیں:\n{ADDRESS}",
        f"Follow us: {ADDRESS}",
        f"Image source: {ADDRESS}",
        "https://www.facebook.com/sharer/sharer.php?u=https://subh.example/7",
        "https://twitter.com/intent/tweet?text=7",
        "https://x.com/subh/status/7",
        "https://wa.me/923001234567",
        "https://youtu.be/abcdefg",
        "https://subh.example",
        "https://subh.example/",
        "URL: https://subh.example/",
        # Two of them.
        f"{ADDRESS}\n{ADDRESS}8",
        f"URL: {ADDRESS}\nSource: {ADDRESS}8",
        # Not nothing but an address.
        f"تفصیل {ADDRESS} پر ہے",
        f"URL: {ADDRESS} (archived)",
        f"Source: The Subh, {ADDRESS}",
        "URL: www.subh.example/khabar/7",
        "URL: javascript:alert('https://subh.example/7')",
        "URL: https://desk:secret@subh.example/7",
        f"URL: {ADDRESS}\u202e",
        "Link: https://subh.example/" + "7" * 10_000_000,
        "desk@subh.example",
    ],
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_look_alike_gives_none(line: str, place: str) -> None:
    assert find_address(page(**{place: line})) is None


def test_a_link_in_the_text_or_between_its_sentences_gives_none() -> None:
    first, second = BODY.split("\n\n")
    inside = f"تفصیل اس صفحے پر ہے {ADDRESS} جہاں نقشہ بھی ہے۔"
    for middle in (inside, ADDRESS, f"Source: {ADDRESS}"):
        assert find_address(page(body=f"{first}\n\n{middle}\n\n{second}")) is None


def test_a_label_tells_the_address_among_other_links() -> None:
    assert find_address(page(above=f"URL: {ADDRESS}", below=f"{ADDRESS}8")) == ADDRESS
    assert find_address(page(above=ADDRESS, below=f"Source: {ADDRESS}")) == ADDRESS


def test_a_line_on_every_page_is_none_but_one_with_a_number_may_be_another_on_each() -> None:
    links = (ADDRESS, "https://subh.example/subscribe")
    learned = set(filter(None, map(boilerplate_key, links)))
    assert find_address(page(below="https://subh.example/subscribe"), learned) is None
    assert find_address(page(below=ADDRESS), learned) == ADDRESS


@pytest.mark.parametrize(("place", "most"), [("above", 9), ("below", 14)])
def test_an_address_is_near_an_edge(place: str, most: int) -> None:
    for count, expected in ((most, ADDRESS), (most + 1, None)):
        menu = ["سیاست"] * count
        lines = [*menu, ADDRESS, BODY] if place == "above" else [BODY, ADDRESS, *menu]
        assert find_address("\n".join(lines)) == expected
