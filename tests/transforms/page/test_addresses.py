"""Web addresses, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.page.addresses import web_address
from transforms.text.characters import category


@pytest.mark.parametrize(
    "address",
    [
        "https://www.subh.example/khabar/2026/03/07/bus",
        "http://subh.example",
        "HTTPS://Subh.Example/Khabar",
        "https://subh.example:8443/a?b=c&d=%DB%8C#top",
        "https://subh.example/خبر/نئی-بس",
        "https://صبح.پاکستان/خبر",
        "https://xn--subh-x4a.example/7",
        "https://a.b-c.subh.example./",
    ],
)
def test_a_web_address_is_kept_as_it_is_written(address: str) -> None:
    assert web_address(f" {address}\n") == address


@pytest.mark.parametrize(
    "value",
    [
        "",
        "subh.example/7",
        "www.subh.example/7",
        "javascript:alert(1)",
        "JAVASCRIPT://subh.example/%0aalert(1)",
        "data:text/html,https://subh.example/7",
        "ftp://subh.example/7",
        "file:///etc/passwd",
        "mailto:desk@subh.example",
        "https://",
        "https:///7",
        "https://localhost/7",
        "https://127.0.0.1/7",
        "https://[::1]/7",
        "https://[::1/7",
        "https://subh.example:port/7",
        "https://subh.example:99999/7",
        "https://desk:secret@subh.example/7",
        "https://bbc.com@subh.example/7",
        "https://subh..example/7",
        "https://-/7",
        "https://subh.example/a b",
        "https://subh.example/\x1b[31m",
        "https://subh.example/\x00",
        "https://subh.example/\u202egnp.exe",
        'https://subh.example/"onclick="alert(1)',
        "https://subh.example/<script>",
        "https://subh.example/" + "7" * 2_048,
        "https://subh.example/" + "7" * 10_000_000,
        "https://subh.example/\ud800",
    ],
)
def test_what_only_looks_like_a_web_address_is_none(value: str) -> None:
    assert web_address(value) is None


def test_an_address_has_2048_characters_at_most() -> None:
    head = "https://subh.example/"
    longest = head + "7" * (2_048 - len(head))
    assert web_address(longest) == longest
    assert web_address(longest + "7") is None


@given(st.text())
def test_an_address_is_part_of_what_was_given_and_one_again(value: str) -> None:
    for given_value in (value, f"https://subh.example/{value}", f"https://{value}.example/7"):
        address = web_address(given_value)
        if address is not None:
            assert address in given_value
            assert web_address(address) == address
            assert not {category(char) for char in address} & {"Cc", "Cs", "Zs", "Zl", "Zp"}
