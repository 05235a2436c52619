"""Shaped letters become the letters they stand for, so that a search finds them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import LANGUAGES, news
from tests.sentences import SENTENCES
from transforms.text.letter_shapes import _SHAPE, unshape
from transforms.text.normalize import normalize_text

_ALL = [char for char in map(chr, range(0xFB00, 0xFF00)) if _SHAPE.match(char)]
# Initial, medial, final and isolated.
_FORMS = ("<initial>", "<medial>", "<final>", "<isolated>")
_SHAPES_OF: dict[str, list[str]] = {}
for _shape in _ALL:
    _form, _, _code = unicodedata.decomposition(_shape).partition(" ")
    if _form in _FORMS and " " not in _code:
        _SHAPES_OF.setdefault(chr(int(_code, 16)), []).append(_shape)


@given(st.sampled_from(["ar", "fa", "ur"]), st.integers(0, 999), st.randoms(use_true_random=False))
def test_a_text_in_shapes_is_the_text_in_letters(
    language: str, number: int, random: object
) -> None:
    text = normalize_text(news(number, language))
    shaped = "".join(
        random.choice(_SHAPES_OF.get(char, [char]))  # type: ignore[attr-defined]
        for char in text
    )
    assert normalize_text(shaped) == text


def test_a_shape_becomes_its_letters_without_what_marks_stand_on() -> None:
    for shape in _ALL:
        expected = unicodedata.normalize("NFKC", shape)
        assert unshape(shape) == (expected.translate({ord(" "): "", ord("ـ"): ""}) or expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_without_shapes_stays(language: str) -> None:
    for text in (news(1, language), *SENTENCES.values()):
        assert unshape(text) == text


@pytest.mark.parametrize("sign", [*"ﷺﷻ﷼﷽﴾﴿ﷰﷱ", "½", "m²", "①", "Ａ", "…", "™", "ª", "ﾊﾞ"])
def test_signs_that_writers_choose_stay(sign: str) -> None:
    assert normalize_text(f"ا {sign} ب") == f"ا {sign} ب"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ﷲ کا شکر ہے", "اللہ کا شکر ہے"),
        ("الحمد ﷲ", "الحمد الله"),
        ("بسم اﷲ یہ", "بسم اللہ یہ"),
        ("عبدﷲ ہیں", "عبداللہ ہیں"),
        ("باﷲ", "بالله"),
        ("ﷴ", "محمد"),
    ],
)
def test_a_ligature_that_is_a_word_is_spelled_with_the_letters_of_the_text(
    written: str, meant: str
) -> None:
    assert normalize_text(written) == meant


@pytest.mark.parametrize(
    ("shaped", "meant"),
    [
        # Urdu, Persian and Arabic, and a text that has both.
        ("ﻣﻴﮟ ﻛﺒﮭﯽ", "میں کبھی"),
        ("ﻣﻴﺮﻭﺩ ﻛﻪ ﺑﯽ ﭘﺎﮎ", "میرود که بی پاک"),
        ("ﺍﻟﻤﻴﻨﺎﺀ ﻓﻲ ﻛﻞ", "الميناء في كل"),
        ("ﻣﻴﻨﺎ ﺑﯽ ﻓﻲ", "مينا بی في"),
        ("ﺍﻟﻤﻴﻨﺎﺀ ﻛﻠﻬﺎ", "الميناء كلها"),
    ],
)
def test_a_yeh_or_kaf_in_mid_word_is_that_of_the_ends_of_words(shaped: str, meant: str) -> None:
    assert normalize_text(shaped) == meant


@given(st.text(st.sampled_from([*_ALL, *"اہیيکك ـ\n\u0651\u064b"]), max_size=30))
def test_no_shape_is_left_and_taking_them_twice_changes_nothing(text: str) -> None:
    once = unshape(text)
    assert not any(unicodedata.decomposition(char) and _SHAPE.match(char) for char in once)
    assert unshape(once) == once
