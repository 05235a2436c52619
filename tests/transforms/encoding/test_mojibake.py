"""How bad a text is decides whether it is left alone, repaired, doubtful or no text."""

import pytest

from transforms.encoding import mojibake
from transforms.encoding.mojibake import _is_better, undo_wrong_decoding
from transforms.encoding.utf import Reading

BEYOND_REPAIR = Reading("café noir", "utf-8", 1.0)
IN_PART = Reading("The keeper’s wife said itâ€™s late.", "utf-8", 1.0)
REPAIRED = Reading("The keeper’s wife said it’s late.", "utf-8", 1.0)


def undo(monkeypatch: pytest.MonkeyPatch, reading: Reading, badness: float) -> Reading | None:
    monkeypatch.setattr(mojibake, "badness", lambda _text, **_: badness)
    return undo_wrong_decoding(reading)


@pytest.mark.parametrize(
    ("badness", "score"), [(0.0005, 1.0), (0.00055, 0.5), (0.02, 0.5), (0.021, None)]
)
def test_a_text_is_good_doubtful_or_none_by_its_badness(
    monkeypatch: pytest.MonkeyPatch, badness: float, score: float | None
) -> None:
    reading = undo(monkeypatch, BEYOND_REPAIR, badness)
    assert reading == (score and BEYOND_REPAIR._replace(score=score))


@pytest.mark.parametrize(("badness", "text"), [(0.0049, REPAIRED.text), (0.005, IN_PART.text)])
def test_a_repair_counts_where_little_badness_is_left(
    monkeypatch: pytest.MonkeyPatch, badness: float, text: str
) -> None:
    reading = undo(monkeypatch, IN_PART, badness)
    assert reading is not None
    assert (reading.text, reading.score) == (text, 0.5)


def test_an_older_encoding_undoes_a_mistake_where_it_is_likely_and_costs_less() -> None:
    assert _is_better(Reading("мост", "windows-1251", 0.9), "ЛНЯР")
    assert not _is_better(Reading("мост", "windows-1251", 0.89), "ЛНЯР")
    assert not _is_better(Reading("мост", "windows-1251", 0.9), "томс")


@pytest.mark.parametrize(
    ("headline", "body", "mistaken_for"),
    [
        ("میلہ کل سے شروع ہو گا", "شہر کے باغ میں میلے کی تیاری مکمل ہے۔", "windows-1256"),
        ("معرض الكتاب يفتح أبوابه", "يفتح معرض الكتاب أبوابه صباح الغد.", "windows-1256"),
        ("Ярмарка откроется", "Завтра утром в саду откроется ярмарка.", "windows-1251"),
        ("Ярмарок відкриється", "Завтра в саду відкриється ярмарок. Січень. Рік.", "windows-1251"),
        ("Mələk gəldi, şəhər sevindi", "Səhər hava açıq idi.", "windows-1252"),
        ("Kermessen åpner", "I morgen åpner messen på torget.", "windows-1252"),
    ],
)
def test_a_line_that_was_read_wrongly_goes_back_whatever_the_others_are(
    headline: str, body: str, mistaken_for: str
) -> None:
    wrong = headline.encode().decode(mistaken_for)
    for text in (f"{wrong}\n\n{body}", f"{body}\n{wrong}\n{body}"):
        meant = undo_wrong_decoding(Reading(text, "utf-8", 1.0))
        assert meant is not None
        assert meant.text == text.replace(wrong, headline)
        assert meant[1:] == (f"utf-8 read in part as {mistaken_for}", 1.0, 0)


def test_letters_of_today_go_back_within_a_line() -> None:
    for words in ("şəhər", "mưa rơi"):
        text = f"The sign said “{words.encode().decode('windows-1252')}” and no more."
        meant = undo_wrong_decoding(Reading(text, "utf-8", 1.0))
        assert meant is not None
        assert meant.text == f"The sign said “{words}” and no more."
