"""Bytes are Unicode where valid ones outnumber broken ones, and letters are of one script."""

import codecs

import pytest

from transforms.encoding.utf import (
    _block,
    _is_ideographic,
    _is_one_script,
    is_plainly_utf8,
    read_marked,
    read_unmarked_wide,
    read_utf8,
)


def test_three_valid_characters_outweigh_a_broken_sequence() -> None:
    assert is_plainly_utf8("мос".encode() + b"\xff")
    assert not is_plainly_utf8("мо".encode() + b"\xff")


def test_one_valid_character_outweighs_a_broken_sequence_in_a_text_that_is_nearly_ascii() -> None:
    beyond_ascii = "é".encode() + b"\xff "
    assert is_plainly_utf8(b"a" * 37 + beyond_ascii)
    assert not is_plainly_utf8(b"a" * 36 + beyond_ascii)


def test_three_bytes_of_whole_characters_outweigh_torn_ends() -> None:
    assert is_plainly_utf8(b"\x80" + "€".encode())
    assert is_plainly_utf8(b"\x80" + "éé".encode())
    assert not is_plainly_utf8(b"\x80" + "é".encode())


def test_four_sequences_may_be_broken_in_a_short_text() -> None:
    reading = read_utf8("мост".encode() * 20 + b"\xff" * 4)
    assert reading is not None
    assert reading.replaced_char_count == 4
    assert read_utf8("мост".encode() * 20 + b"\xff" * 5) is None


def test_one_byte_in_a_thousand_may_be_broken_in_a_long_text() -> None:
    payload = "я".encode() * 2_497 + b"\xff" * 5
    assert read_utf8(payload + b"a") is not None
    assert read_utf8(payload) is None


def test_as_many_code_units_of_utf16_may_be_broken() -> None:
    text = "a" * 30 + "\ud800a" * 4
    reading = read_marked(codecs.BOM_UTF16_LE + text.encode("utf-16le", "surrogatepass"))
    assert reading is not None
    assert reading.replaced_char_count == 4
    text += "\ud800a"
    assert read_marked(codecs.BOM_UTF16_LE + text.encode("utf-16le", "surrogatepass")) is None


def test_a_third_of_the_characters_of_utf16_may_be_broken() -> None:
    for text, is_read in (("ab\ud800", True), ("a\ud800", False)):
        payload = codecs.BOM_UTF16_LE + text.encode("utf-16le", "surrogatepass")
        assert (read_marked(payload) is not None) == is_read


def test_four_fifths_of_a_text_are_in_one_script_or_latin() -> None:
    assert _is_one_script("مسجد mo αд")
    assert not _is_one_script("مسج mo αдא")


@pytest.mark.parametrize(("count", "is_written"), [(2, False), (3, True), (15, True), (16, False)])
def test_three_to_fifteen_letters_may_come_without_a_space(count: int, is_written: bool) -> None:
    assert _is_one_script("م" * count) == is_written
    assert _is_one_script("م" * count + " ")


def test_sixteen_ideographs_come_without_a_space() -> None:
    assert _is_one_script("語" * 16)
    assert not _is_one_script("語" * 15)
    assert _is_one_script("語語 ")


def test_more_than_a_fifth_of_ideographs_have_a_byte_beyond_ascii() -> None:
    two_ascii_letters = "慢"  # ab
    assert _is_ideographic("語" * 21 + two_ascii_letters * 79)
    assert not _is_ideographic("語" * 20 + two_ascii_letters * 80)


def test_the_first_4096_characters_say_whether_a_text_is_in_one_script() -> None:
    scripts = "αдאԱก"
    text = scripts * 164 + "م" * 3_276 + scripts * 100
    assert len(text[:4_096].replace("م", "")) == 820
    assert read_unmarked_wide((text[:819] + " " + text[820:]).encode("utf-16le")) is not None
    assert read_unmarked_wide((text[:818] + " " + text[819:]).encode("utf-32le")) is not None
    assert read_unmarked_wide(("д" + text).encode("utf-32le")) is None


@pytest.mark.parametrize(
    ("char", "block"),
    [
        ("a", 0x00),
        ("\t", 0x00),
        ("م", 0x06),
        ("、", 0x4E),
        ("一", 0x4E),
        ("\u9fff", 0x4E),
        ("Ａ", 0x4E),
        ("\ua000", 0xA0),
        ("가", 0xAC),
        ("힣", 0xAC),
        ("\ue000", 0xE0),
    ],
)
def test_ideographs_share_a_block_and_hangul_does(char: str, block: int) -> None:
    assert _block(char) == block


def test_control_characters_are_in_no_block_of_text() -> None:
    assert _block("\0") == _block("\x01") > _block("\U0010ffff")
