"""Texts of several languages say how much is in each; texts of one say nothing."""

import json
from itertools import pairwise

import pytest

from tests.sentences import OTHER_SENTENCES, SENTENCES
from transforms.describe import describe
from transforms.language.detect import Language
from transforms.language.shares import _drawn, _shares, is_in_doubt, language_shares

ALL = SENTENCES | OTHER_SENTENCES


def shares(*tags: str) -> dict[str, float] | None:
    [row] = describe(["\n\n".join(ALL[tag] for tag in tags)]).to_pylist()
    found: dict[str, float] | None = row["language_shares"] and json.loads(row["language_shares"])
    return found


@pytest.mark.parametrize("tag", sorted(ALL))
def test_a_text_in_one_language_has_no_shares(tag: str) -> None:
    assert shares(tag, tag) is None


@pytest.mark.parametrize(
    "tags", [("ur", "en"), ("en", "hi"), ("ur", "ar"), ("fa", "ru"), ("ps", "en")]
)
def test_a_text_in_two_languages_has_the_share_of_each(tags: tuple[str, str]) -> None:
    found = shares(*tags)
    assert found is not None
    assert set(found) == set(tags)
    assert sum(found.values()) == pytest.approx(1, abs=0.02)


def test_the_language_with_most_comes_first() -> None:
    found = shares("en", "ur", "ur", "ur")
    assert found is not None
    assert list(found) == ["ur", "en"]


def test_a_caption_in_another_language_does_not_count() -> None:
    [row] = describe([SENTENCES["ur"] + "\n\nPhoto: Reuters"]).to_pylist()
    assert row["language_shares"] is None


def test_short_paragraphs_do_not_count_however_many_there_are() -> None:
    assert language_shares(["\n\n".join([SENTENCES["ur"], *["Rain in the city"] * 20])]) == [None]


def test_of_a_very_long_text_some_paragraphs_are_asked_about_and_its_shares_are_the_same() -> None:
    rounds = [SENTENCES["ur"], SENTENCES["en"], SENTENCES["ur"], SENTENCES["ur"]]
    short, long = language_shares(["\n\n".join(rounds * times) for times in (10, 2_000)])
    assert short is not None
    assert long is not None
    assert json.loads(long) == pytest.approx(json.loads(short), abs=0.02)


def test_a_paragraph_of_twenty_letters_counts() -> None:
    greek = "καλημέρα" * 3
    assert language_shares([f"{SENTENCES['ur']}\n\n{greek[:20]}"])[0] is not None
    assert language_shares([f"{SENTENCES['ur']}\n\n{greek[:19]}"]) == [None]


def test_a_twentieth_is_a_share_and_less_is_none() -> None:
    assert _shares([("ur", 95), ("en", 5)]) == '{"ur": 0.95, "en": 0.05}'
    assert _shares([("ur", 956), ("en", 44)]) is None


def test_a_thousand_paragraphs_are_all_asked_about_and_of_more_a_thousand_from_everywhere() -> None:
    numbered = [(str(number), 20) for number in range(100_000)]
    assert _drawn(numbered[:1_000]) == numbered[:1_000]
    assert len(_drawn(numbered[:1_001])) < 1_001
    drawn = [int(number) for number, _ in _drawn(numbered)]
    assert len(drawn) == 1_000
    assert max(after - before for before, after in pairwise(drawn)) < 130


def test_a_text_is_in_doubt_where_spelling_names_a_second_language() -> None:
    sure, doubted = (Language("ur", 0.9, second, "words") for second in (None, "pnb"))
    assert not is_in_doubt(sure, has_mixed_scripts=False)
    assert is_in_doubt(doubted, has_mixed_scripts=False)
    assert is_in_doubt(doubted._replace(method="letters"), has_mixed_scripts=False)
    assert is_in_doubt(sure, has_mixed_scripts=True)
    assert not is_in_doubt(doubted._replace(method="vote"), has_mixed_scripts=False)
