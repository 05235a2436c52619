"""Each text gets the tag of its language, by the cheapest method."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sentences import OTHER_SENTENCES, SENTENCES, composed_texts
from transforms.language.detect import (
    NO_LETTERS,
    Language,
    _elect,
    _join_kana,
    _Letters,
    _sample,
    _verdict,
    _without_latin_names,
    detect_languages,
)
from transforms.language.orthography import Verdict

ALL = SENTENCES | OTHER_SENTENCES
METHODS = {"script", "letters", "words", "vote"}
BY_SCRIPT = {"pa", "gu", "ta", "te", "th", "el", "ko", "ja", "zh", "kn", "ka", "hy"}
BY_LETTERS = {"ps", "sd", "ckb", "ug", "he", "yi", "bn", "as"}
BY_WORDS = {"ur", "fa", "ar", "pnb", "skr", "ur-Latn"}
CHEAPEST_METHODS = {
    **dict.fromkeys(BY_SCRIPT, "script"),
    **dict.fromkeys(BY_LETTERS, "letters"),
    **dict.fromkeys(BY_WORDS, "words"),
}

any_text = st.text(st.characters(), max_size=80)


def tag(text: str) -> str:
    return detect_languages([text])[0].tag


@pytest.mark.parametrize("expected", sorted(ALL))
def test_a_plain_sentence_gets_the_tag_of_its_language_and_the_cheapest_method(
    expected: str,
) -> None:
    [answer] = detect_languages([ALL[expected]])
    assert (answer.tag, answer.method) == (expected, CHEAPEST_METHODS.get(expected, "vote"))


@settings(max_examples=60)
@given(st.lists(any_text, max_size=5))
def test_every_text_gets_a_tag_with_a_score_and_a_method_or_is_undetermined_for_a_reason(
    texts: list[str],
) -> None:
    answers = detect_languages(texts)
    assert len(answers) == len(texts)
    for answer in answers:
        if answer.tag == "und":
            assert answer.method in {"no_letters", "undecided"}
            assert answer.score is None
        else:
            assert answer.method in METHODS
            assert answer.score is not None
            assert 0 < answer.score <= 1
            assert answer.tag != answer.runner_up


@settings(max_examples=30)
@given(st.lists(st.sampled_from(list(composed_texts(40))), min_size=2, max_size=6), st.randoms())
def test_an_answer_depends_on_its_text_alone_whatever_stands_around_it(
    texts: list[str], random: Random
) -> None:
    alone = {text: detect_languages([text])[0] for text in texts}
    random.shuffle(texts)
    assert detect_languages(texts) == [alone[text] for text in texts]


@pytest.mark.parametrize("text", ["", " \n", "2026-03-07 11:47", "😀", "\ud800"])
def test_a_text_without_letters_is_undetermined(text: str) -> None:
    assert detect_languages([text]) == [NO_LETTERS]


def test_letters_that_say_too_little_are_undetermined_with_the_best_guess_beside() -> None:
    [answer] = detect_languages(["Xq"])
    assert (answer.tag, answer.score, answer.method) == ("und", None, "undecided")
    assert answer.runner_up is not None


def test_the_head_of_a_text_alone_does_not_decide() -> None:
    boilerplate = "Home News Sport Opinion Share Print. " * 4
    assert tag(boilerplate + (SENTENCES["ur"] + "۔ ") * 30) == "ur"


def test_urdu_typed_in_presentation_forms_is_urdu() -> None:
    assert tag("ﺁﺝ ﺻﺒﺢ ﺳﮯ ﺷﮩﺮ ﻣﯿﮟ ﺑﺎﺭﺵ ﮨﻮ ﺭﮨﯽ ﮨﮯ") == "ur"


def test_persian_typed_with_the_yeh_and_kaf_of_arabic_is_persian() -> None:
    assert tag(SENTENCES["fa"].translate(str.maketrans("یک", "يك"))) == "fa"


def test_names_in_latin_letters_do_not_move_a_text() -> None:
    assert tag(SENTENCES["ru"] + " Microsoft Windows International Business Machines") == "ru"
    assert tag(SENTENCES["hi"] + " (British Broadcasting Corporation)") == "hi"


@pytest.mark.parametrize(
    "expected", ["en", "de", "fr", "es", "it", "id", "sw", "tl", "tr", "so", "nl", "pt"]
)
def test_languages_that_share_small_words_with_roman_urdu_are_not_taken_for_it(
    expected: str,
) -> None:
    texts = {
        "id": "Kemarin sore kami berjalan di tepi sungai dan melihat anak bermain ke sana ke mari",
        "tl": "Kahapon ng hapon naglakad kami sa tabi ng ilog at nakita ko ang mga bata ka pa",
        "so": "Shalay galabtii waxaan ku soconnay webiga oo waxaan aragnay carruur oo ciyaara",
    }
    assert tag(texts.get(expected) or SENTENCES[expected]) == expected


def test_both_kinds_of_chinese_are_zh() -> None:
    texts = [
        "昨天傍晚我们在河边散步，看到很多孩子在那里玩球",
        "昨天傍晚我們在河邊散步，看到很多孩子在那裡玩球，後來下雨了",
    ]
    assert [answer.tag for answer in detect_languages(texts)] == ["zh", "zh"]


def test_a_text_of_five_megabytes_costs_no_more_than_its_samples() -> None:
    sentence = SENTENCES["ur"] + "۔ "
    [long, short] = detect_languages([sentence * 60_000, sentence * 200])
    assert long.tag == short.tag == "ur"


def test_signs_that_are_no_letters_are_no_letters_of_an_orthography() -> None:
    assert tag("وقال ۽ في من على") == "ar"
    assert tag("یہ کتاب ہے \u0655\u0655 اور وہ") == "ur"


def test_a_text_as_long_as_three_samples_is_taken_whole() -> None:
    assert _sample("a" * 450) == "a" * 450
    assert _sample("a" * 451) == " ".join(["a" * 150] * 3)


def test_letters_of_the_second_language_of_a_script_decide_from_their_least_share_on() -> None:
    assert _verdict(_Letters("Hebr", 1_000, 1_000), "װ" * 5) == Verdict("yi", "letters")
    assert _verdict(_Letters("Hebr", 1_000, 1_000), "װ" * 4) == Verdict("he", "letters")


def test_more_than_a_tenth_as_many_kana_as_ideographs_are_japanese() -> None:
    assert _join_kana({"Hani": 100, "Hrkt": 11}) == {"Hrkt": 111}
    assert _join_kana({"Hani": 100, "Hrkt": 10}) == {"Hani": 100, "Hrkt": 10}


def test_latin_names_are_left_out_where_more_than_half_of_the_letters_remain() -> None:
    assert _without_latin_names("мост ABC") == "мост  "
    assert _without_latin_names("мост ABCD") == "мост ABCD"


@given(st.text(st.sampled_from("Aé×÷ɏм😀1 \n") | st.characters(), max_size=30))
def test_latin_names_are_left_out_where_counting_all_letters_says_so(sample: str) -> None:
    bare = re.sub("[A-Za-zÀ-ɏ]+", " ", sample)
    is_most = 2 * sum(map(str.isalpha, bare)) > sum(map(str.isalpha, sample))
    assert _without_latin_names(sample) == (bare if is_most else sample)


def test_a_language_is_elected_from_its_least_score_on_and_a_runner_up_named() -> None:
    assert _elect({"nb": 0.3, "da": 0.1}) == Language("nb", 0.3, "da", "vote")
    assert _elect({"nb": 0.3, "da": 0.09}) == Language("nb", 0.3, None, "vote")
    assert _elect({"nb": 0.29, "da": 0.1}) == Language("und", None, "nb", "undecided")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("𝐓𝐡𝐞 𝐛𝐨𝐚𝐭𝐬 𝐜𝐚𝐦𝐞 𝐛𝐚𝐜𝐤 𝐚𝐭 𝐧𝐨𝐨𝐧 𝐰𝐢𝐭𝐡 𝐟𝐮𝐥𝐥 𝐧𝐞𝐭𝐬", "en"),
        ("𝘓𝘦𝘴 𝘣𝘢𝘵𝘦𝘢𝘶𝘹 𝘴𝘰𝘯𝘵 𝘳𝘦𝘷𝘦𝘯𝘶𝘴 𝘢̀ 𝘮𝘪𝘥𝘪 𝘢𝘷𝘦𝘤 𝘭𝘦𝘴 𝘧𝘪𝘭𝘦𝘵𝘴 𝘱𝘭𝘦𝘪𝘯𝘴", "fr"),
    ],
)
def test_bold_and_slanted_letters_are_letters(text: str, tag: str) -> None:
    assert detect_languages([text])[0].tag == tag
