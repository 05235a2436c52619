"""Escapes are read where enough letters come out, of one script and in daily use."""

import pytest

from transforms.encoding.decode import decode
from transforms.encoding.escape_encodings import read_escaped_ascii, read_gb18030


def is_utf7(text: str) -> bool:
    return read_escaped_ascii(text.encode("utf-7")) is not None


def test_three_letters_are_utf7_and_two_are_an_accident() -> None:
    assert is_utf7("мос")
    assert not is_utf7("мо")


def test_a_tenth_of_the_letters_may_be_of_another_script() -> None:
    assert is_utf7("мостидетаω")
    assert not is_utf7("мостидетω")


def test_four_characters_of_four_bytes_are_gb18030_and_three_are_an_accident() -> None:
    assert read_gb18030("كونا".encode("gb18030")) is not None
    assert read_gb18030("كون".encode("gb18030")) is None


@pytest.mark.parametrize(("text", "is_text"), [("皑饱报拨", True), ("皑饱报囟", False)])
def test_ideographs_of_daily_use_are_a_text_and_those_of_scholars_make_it_none(
    text: str, is_text: bool
) -> None:
    assert (read_escaped_ascii(text.encode("hz")) is not None) == is_text


def test_half_a_character_in_utf7_is_broken_and_the_rest_is_read() -> None:
    decoded = decode("мост \ud83d".encode("utf-7"))
    assert (decoded.text, decoded.encoding) == ("мост \ufffd", "utf-7")
    assert (decoded.score, decoded.replaced_char_count) == (0.833, 1)
