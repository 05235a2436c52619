"""A few bytes that an encoding does not define become U+FFFD; more are not that encoding."""

import pytest

from transforms.encoding.stray_bytes import count_strays, decode_with_strays, max_strays


@pytest.mark.parametrize(
    ("size", "strays"), [(1, 1), (1_000, 1), (2_000, 2), (100_000, 100), (200_000, 100)]
)
def test_one_byte_in_a_thousand_may_be_a_stray_and_no_more_than_a_hundred(
    size: int, strays: int
) -> None:
    assert max_strays(b"a" * size) == strays


def test_as_many_strays_as_allowed_are_replaced_and_one_more_is_too_many() -> None:
    payload = b"caf\xe9 \x81 \x8d"
    assert decode_with_strays(payload, "windows-1252", 2) == "café \ufffd \ufffd"
    assert decode_with_strays(payload, "windows-1252", 1) is None


def test_replacement_characters_that_were_in_the_bytes_are_no_strays() -> None:
    payload = "café \ufffd".encode("utf-8")
    assert count_strays("cafÃ© \ufffd \ufffd", payload) == 1
