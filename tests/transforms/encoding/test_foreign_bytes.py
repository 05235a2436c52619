"""A line or a byte of another encoding in UTF-8 is read as what it is, or is counted as lost."""

from hashlib import shake_256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import LANGUAGES, news
from tests.sentences import SENTENCES
from transforms.encoding.decode import decode
from transforms.encoding.foreign_bytes import (
    _RULES,
    _read_strays,
    _sister_of,
    _Stray,
    read_broken_utf8,
    read_foreign_lines,
)

numbers = st.integers(0, 999)
URDU = "پل کے پاس آج پھر پانی چڑھ گیا اور لوگ کشتیوں میں گھروں سے نکلے"
ENGLISH = "The old bridge of the town is open again and the buses run over it."
FOREIGN = [
    ("ur", "windows-1256", "پل کے نيچے سے پانی اتر گيا اور لوگ گھروں کو لوٹ آئے".replace("ی", "ي")),
    ("fa", "windows-1256", "آب از زير پل گذشت و مردم به خانه هاي خود برگشتند"),
    ("ar", "windows-1256", "انحسر الماء تحت الجسر وعاد الناس إلى بيوتهم"),
    ("ar", "iso-8859-6", "انحسر الماء تحت الجسر وعاد الناس إلى بيوتهم"),
    ("ru", "windows-1251", "Вода под мостом спала, и люди вернулись в свои дома."),
    ("ru", "koi8-r", "Вода под мостом спала, и люди вернулись в свои дома."),
    ("el", "windows-1253", "Το νερό κάτω από τη γέφυρα υποχώρησε και ο κόσμος γύρισε."),
    ("he", "windows-1255", "המים מתחת לגשר ירדו והאנשים חזרו לבתיהם"),
    ("fr", "windows-1252", "L’eau sous le pont baissa, et les gens étaient déjà rentrés."),
    ("pl", "windows-1250", "Woda pod mostem opadła, a ludzie wrócili już do domów."),
    ("tr", "windows-1254", "Köprünün altındaki su çekildi, insanlar evlerine döndü."),
    ("ja", "shift_jis", "橋の下の水はひき、人びとは家に帰りました。"),
    ("ko", "euc-kr", "다리 아래의 물이 빠지고 사람들은 집으로 돌아갔다."),
]


@pytest.mark.parametrize(("language", "encoding", "line"), FOREIGN)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_line_in_an_older_encoding_is_read_wherever_it_stands(
    language: str, encoding: str, line: str, line_end: str
) -> None:
    own = [SENTENCES[language]] * 5
    for place in range(6):
        lines = [*own[:place], line, *own[place:]]
        payload = line_end.encode().join(
            each.encode(encoding if each is line else "utf-8") for each in lines
        )
        decoded = decode(payload)
        assert (decoded.text, decoded.encoding) == (
            line_end.join(lines),
            f"utf-8 and {encoding}",
        )


@pytest.mark.parametrize(("language", "encoding", "line"), FOREIGN)
def test_a_line_of_utf8_in_an_older_encoding_is_read_too(
    language: str, encoding: str, line: str
) -> None:
    lines = [*[line] * 7, SENTENCES[language]]
    payload = b"\n".join([*[line.encode(encoding)] * 7, SENTENCES[language].encode()])
    assert decode(payload).text == "\n".join(lines)


def test_a_name_in_windows_1252_is_read_in_a_text_of_any_script() -> None:
    line = "Amélie and François live in Orléans."
    payload = f"{URDU}\n".encode() * 9 + line.encode("windows-1252") + f"\n{URDU}".encode()
    decoded = decode(payload)
    assert (decoded.text, decoded.encoding) == (
        f"{URDU}\n" * 9 + f"{line}\n{URDU}",
        "utf-8 and windows-1252",
    )


@given(st.sampled_from([tag for tag in LANGUAGES if tag != "en"]), numbers, st.integers(8, 40))
def test_a_line_of_noise_costs_a_text_that_line_and_nothing_else(
    language: str, number: int, size: int
) -> None:
    noise = bytes(byte | 0x80 for byte in shake_256(bytes([size])).digest(size))
    text = "\n\n".join(news(each, language) for each in range(number, number + 20))
    decoded = decode(text.encode() + b"\n" + noise)
    assert decoded.text is not None
    assert decoded.text.startswith(f"{text}\n")
    assert decoded.replaced_char_count == decoded.text.count("\ufffd")


@pytest.mark.parametrize("language", ["gb2312", "big5", "shift_jis", "euc-jp", "euc-kr"])
def test_a_short_line_of_ideographs_is_no_utf8_by_accident(language: str) -> None:
    """`Ч` in UTF-8 is an ideograph in GBK; every pair of bytes of two characters is tried."""
    line = {
        "gb2312": "今天早上，城里的老桥重新开放了，居民们很高兴。",
        "big5": "今天早上，城裡的老橋重新開放了，居民們很高興。",
        "shift_jis": "今朝、町の古い橋がふたたび開通しました。",
        "euc-jp": "今朝、町の古い橋がふたたび開通しました。",
        "euc-kr": "오늘 아침 도시의 오래된 다리가 다시 열렸습니다.",
    }[language]
    for first in (0xC4, 0xD0, 0xD7):
        for second in range(0xA1, 0xC0):
            pair = bytes([first, second])
            payload = f"{line}\n".encode(language) * 3 + pair + b"\n"
            decoded = decode(payload)
            assert decoded.text is not None
            assert decoded.text.startswith(f"{line}\n" * 3)
            assert "utf-8" not in (decoded.encoding or "")


def test_four_letters_of_the_same_script_and_twenty_of_another_are_a_line() -> None:
    for own, letters, count in (
        (URDU, "بارش آج صبح سے شام تک ہوتي رہي", 4),
        (ENGLISH + " It’s", "بارش آج صبح سے شام تک ہوتي رہي", 20),
    ):
        positions = [place for place, char in enumerate(letters, 1) if char.isalpha()]
        payload = f"{own}\n".encode() * 20
        enough = letters[: positions[count - 1]].encode("windows-1256")
        too_few = letters[: positions[count - 2]].encode("windows-1256")
        assert read_foreign_lines(payload + enough) is not None
        assert read_foreign_lines(payload + too_few) is None


@pytest.mark.parametrize(("accented", "is_read"), [(30, True), (31, False)])
def test_three_letters_of_ten_of_a_latin_line_may_be_accented(accented: int, is_read: bool) -> None:
    line = "éla tén léna " * 10 + "é" * (accented - 30)
    payload = f"{URDU}\n".encode() * 9 + line.encode("windows-1252")
    assert (read_foreign_lines(payload) is not None) == is_read


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.name)
def test_the_byte_of_a_rules_example_is_read(rule: _Stray) -> None:
    escaped = rule.example.encode().replace(b"_", rule.meant.encode("windows-1252"))
    text = escaped.decode("utf-8", "surrogateescape")
    assert _read_strays(text)[0] == rule.example.replace("_", rule.meant)


@pytest.mark.parametrize(
    "line",
    [
        "Mr. André paid.",
        "François, Zoë, Élodie and Renée’s",
        "ÉLODIE, ANDRÉ and MÜLLER",
        "“in cash”, he said – and left…",
        "it’s 12°C, or 3½ of them, for £5 or 5 €",
        "from 1990–2000",
        "the old town—and the new one",
    ],
)
def test_single_bytes_of_windows_1252_are_read_in_a_line_of_utf8(line: str) -> None:
    own = f"{ENGLISH} “Both” it’s 12° and 12°, 12° and 12°, and it’s so. " * 2
    decoded = decode(own.encode() + line.encode("windows-1252") + b"\n")
    assert (decoded.text, decoded.encoding) == (f"{own}{line}\n", "utf-8 and windows-1252")


@pytest.mark.parametrize(
    ("letters", "encoding"),
    [
        ("é", "windows-1252"),
        ("ął", "windows-1250"),
        ("ğş", "windows-1254"),
        ("ēģ", "windows-1257"),
        ("ąğ", None),
    ],
)
def test_a_sister_of_windows_1252_is_known_by_the_letters_of_the_text(
    letters: str, encoding: str | None
) -> None:
    assert _sister_of(letters) == encoding


@pytest.mark.parametrize(
    ("whole", "lost"),
    [
        ("پہاڑ پر", 7),  # the first byte of the last letter
        ("پہاڑ پر", 6),
        ("دریا میں", 0),
        ("قلم اور", 4),
        ("Müller", 1),
        ("Müller", 2),
        ("it’s", 2),
        ("it’s", 4),
        ("caffè,", 4),
        ("cittadina “nuova”", 18),
        ("día", 1),
    ],
)
def test_what_is_left_of_a_torn_character_is_no_letter_and_no_mark(whole: str, lost: int) -> None:
    around = f" {URDU} " if whole > "\u0600" else f" {ENGLISH} é é é. "
    payload = bytearray(whole.encode())
    del payload[lost]
    decoded = decode(around.encode() + payload + around.encode())
    assert decoded.encoding == "utf-8"
    assert decoded.replaced_char_count in {1, 2}


def test_more_than_two_bytes_in_a_row_are_damage() -> None:
    two, three = (f"{ENGLISH * 3} é é é. caf".encode() + b"\xe9" * count + b"." for count in (2, 3))
    assert decode(two).encoding == "utf-8 and windows-1252"
    assert decode(three).replaced_char_count == 3


def test_a_tenth_of_the_characters_may_be_broken_or_four() -> None:
    assert read_broken_utf8("мост".encode() * 4 + b"\xff" * 4) is not None
    assert read_broken_utf8("мост".encode() * 4 + b"\xff" * 5) is None
    assert read_broken_utf8("мост".encode() * 45 + b"\xff" * 20) is not None
    assert read_broken_utf8("мост".encode() * 45 + b"\xff" * 21) is None


@given(st.binary(max_size=200))
def test_any_bytes_beside_a_text_are_read_or_replaced_and_never_an_error(noise: bytes) -> None:
    payload = f"{URDU}\n".encode() * 3 + noise
    for reading in (read_foreign_lines(payload), read_broken_utf8(payload)):
        if reading is not None:
            assert reading.text.encode().decode() == reading.text
            assert 0 <= reading.score <= 1
            assert reading.replaced_char_count >= 0


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", [b"\xe9 ", b"a\x92", b"\xe9\n", "م\n".encode() + b"\xc8\n"])
def test_a_long_payload_takes_no_longer_than_its_length(unit: bytes) -> None:
    assert decode("é".encode() * 300_000 + unit * 100_000)


@pytest.mark.parametrize(
    ("own", "line", "encoding"),
    [
        ("Wieża żółta, słońce też i łódź.", "Most jest tu, że hej", "windows-1250"),
        ("Kule çok yüksek, ağaç da öyle, şu ırmak da.", "Gemi geç kaldı…", "windows-1254"),
        ("La tour est très haute, ça va.", "François l’a dit", "windows-1252"),
        ("La tour est très haute.", "Señor – así", "windows-1252"),
    ],
)
def test_a_latin_line_has_the_letters_of_the_others(own: str, line: str, encoding: str) -> None:
    reading = read_foreign_lines(f"{own}\n".encode() + line.encode(encoding))
    assert reading is not None
    assert reading[:2] == (f"{own}\n{line}", f"utf-8 and {encoding}")
