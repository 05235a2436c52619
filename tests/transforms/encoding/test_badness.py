"""Badness is the share of letters where no language has them, from a number and a share on."""

import pytest

from transforms.encoding.badness import _mixed_count, badness, has_misplaced
from transforms.encoding.mojibake import undo_wrong_decoding
from transforms.encoding.mojibake_utf8 import repair_in_part, reread_as_utf8
from transforms.encoding.utf import Reading


def undo(text: str) -> str | None:
    meant = undo_wrong_decoding(Reading(text, "utf-8", 1.0))
    return meant and meant.text


# Caseless letters, in a word of their own.
HEBREW = "א" * 200


def test_three_capitals_within_words_are_an_accident_and_four_are_not() -> None:
    assert badness("оП оП оП") == 0
    assert badness("оП оП оП оП") == pytest.approx(4 / 8)
    assert badness("оП", min_misplaced=1) == pytest.approx(1 / 2)
    assert has_misplaced("оП")
    assert not has_misplaced("Оп")


def test_a_twentieth_of_the_letters_beyond_ascii_may_be_misplaced() -> None:
    misplaced = "оП " * 5
    assert badness(misplaced + "о" * 90) == 0
    assert badness(misplaced + "о" * 89) == pytest.approx(5 / 99)


@pytest.mark.parametrize(
    ("text", "is_bad"),
    [
        (f"{'оП ' * 4}ооо {HEBREW}", True),
        (f"{'оП ' * 4}оооо {HEBREW}", False),
        (f"{'aÉ ' * 4}é {HEBREW}", True),
        (f"{'aÉ ' * 4} {HEBREW}", False),
    ],
)
def test_capitals_after_more_than_half_of_the_small_letters_are_bad_in_any_text(
    text: str, is_bad: bool
) -> None:
    assert (badness(text) > 0) == is_bad


def test_nearly_half_of_the_letters_may_be_accented_and_any_of_nine() -> None:
    assert badness("é" * 47 + " " + "e" * 53) == 0
    assert badness("é" * 47 + " " + "e" * 52) == pytest.approx(47 / 99)
    assert badness("é" * 9) == 0
    assert badness("é" * 10) == 1


def test_one_letter_and_a_broken_byte_are_an_accident_and_two_are_not() -> None:
    assert badness("a Ã\ufffd") == 0
    assert badness("a Ã\ufffd Ã\ufffd") > 0


def test_a_text_with_less_than_a_byte_and_a_half_a_letter_is_latin() -> None:
    mixed = "dлd яя"
    assert _mixed_count(mixed, mixed.encode()) == 2  # each d beside л
    mixed = "dлd яя "
    assert _mixed_count(mixed, mixed.encode()) == 1  # л between them


@pytest.mark.parametrize(
    "text",
    [
        *("QUI L’A MARQUÉ…", "ALLÔ… ALLÔ…", "QUE VIVA EL PERÚ…", "«VIVA PERÚ» GRITÓ…"),
        *(
            "So viel Spaß… dachte er",
            "Spaß™",
            "MITÄ TÄMÄ…",
            "NESCAFÉ® und ROCHÉ™",
            "AHÅ™ von IKEA®",
        ),
        *("“Il l’a tant aimé…” dit-elle", "“che cos’è…” disse", "«olé…» dijo"),
        *(
            "„che cos’è…“ sagte",
            "à…» disse",
            "“đã…” rồi",
            "Ó… mar",
            "Å… ja",
            "«Ñ…» y luego",
            "حرف ع… پھر ط…",
        ),
        *("PŘÍŠTÍ DÉŠŤ", "Úžasný den", "Úžitok z toho", "TÚŽBA"),
        *("کھیل ہوا شروع…", "کچھ لحاظ… مگر فقط… اور چراغ…", "وجاء في الموضوع… ثم"),
    ],
)
def test_a_sign_or_a_caron_in_a_word_is_no_mojibake(text: str) -> None:
    assert badness(text) == 0
    assert reread_as_utf8(text) is None
    assert repair_in_part(text, "windows-1252") == text
    assert undo(f"{text}\nIt’s late.") == undo(f"{text}\nItâ€™s late.")


@pytest.mark.parametrize(
    "text", ["sÄ…", "JUÅ» DOMÅ®", "hÉ™yat", "ظ…ط§ ظپظ…", "Ãšj", "ú Úš", "ل ظ…", "سنة 9 Ù…", "aâ€¦"]
)
def test_a_first_byte_where_no_word_has_it_is_mojibake(text: str) -> None:
    assert badness(text) > 0


def test_three_letters_of_cyrillic_read_as_windows_1251_are_mojibake() -> None:
    assert badness("дом РјРѕСЃ") == pytest.approx(6 / 9)
    assert badness("дом РјРѕ") == 0
    assert badness("РІ СЂ РІСІСІСІ СЁ") == 0
