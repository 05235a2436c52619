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


def test_four_code_units_of_utf16_may_be_broken() -> None:
    text = "a" * 30 + "\ud800a" * 4
    reading = read_marked(codecs.BOM_UTF16_LE + text.encode("utf-16le", "surrogatepass"))
    assert reading is not None
    assert reading.replaced_char_count == 4
    text += "\ud800a"
    assert read_marked(codecs.BOM_UTF16_LE + text.encode("utf-16le", "surrogatepass")) is None


def test_one_byte_in_a_thousand_of_utf16_may_be_broken() -> None:
    for letter_count, is_read in ((2_490, True), (2_489, False)):
        text = "a" * letter_count + "\ud800a" * 5
        payload = codecs.BOM_UTF16_LE + text.encode("utf-16le", "surrogatepass")
        assert (read_marked(payload) is not None) == is_read


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


def test_hiragana_is_no_two_ascii_letters() -> None:
    assert _is_ideographic("あ" * 21 + "慢" * 79)


@pytest.mark.parametrize("encoding", ["utf-16le", "utf-16be"])
@pytest.mark.parametrize(
    "text",
    [
        "きのうのゆうがた、かわのほとりをあるいた。\nとてもたのしかった。",
        "강가를 걸었다.\n즐거웠다.",
        "我们昨天在河边散步。\n很好。",
    ],
)
def test_kana_hangul_and_han_need_no_byte_order_mark(text: str, encoding: str) -> None:
    reading = read_unmarked_wide(text.encode(encoding))
    assert reading is not None
    assert (reading.text, reading.encoding) == (text, encoding)


@pytest.mark.parametrize("padding", [1, 2, 3, 4, 5, 200, 201])
@pytest.mark.parametrize("encoding", ["utf-16le", "utf-16be", "utf-32le", "utf-32be"])
def test_nuls_behind_a_wide_text_are_padding_whatever_their_number(
    encoding: str, padding: int
) -> None:
    for text in ("ایک خبر ہے\n", "A story\n"):
        reading = read_unmarked_wide(text.encode(encoding) + b"\0" * padding)
        assert reading is not None
        assert (reading.text, reading.replaced_char_count) == (text, 0)


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


@pytest.mark.parametrize(
    ("payload", "is_utf8"),
    [
        ("Le musée a rouvert cet ét".encode() + b"\xc3", True),
        (b"Le mus\xc3", False),
        (b"The fair is open \xf0\x9f\x98", True),
        (b"The fair is open \xf0\x9f", True),
        (b"The fair isn\xe2\x80", True),
        (b"A ticket is 5 \xe2\x82", True),
        (b"The fair isn\xe2", False),
        ("Le café…".encode("cp1252"), False),
    ],
)
def test_ascii_with_one_letter_or_none_may_be_cut(payload: bytes, *, is_utf8: bool) -> None:
    assert is_plainly_utf8(payload) is is_utf8
