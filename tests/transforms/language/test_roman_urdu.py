"""Urdu in Latin letters is known as people type it, and nothing else is taken for it."""

import pytest

from tests.sentences import SENTENCES
from transforms.language.detect import detect_languages
from transforms.language.roman_urdu import ROMAN_URDU, SHARED_WORDS, roman_urdu_score

TYPED = [
    "bht acha kaam kr rhy ho bhai",
    "m ny us ko kaha tha k ye nai ho ga",
    "kya hal hy",
    "is me koi shak nai k wo jhoot bol rha h",
    "wo log kahan gay hain sb",
    "mjy nai pta",
    "Aj bazar band hy or bijli b nahi a rahi",
    "ap kab tak wapis aaen gy? hm sb intezar kr rhy hyn",
    "humein apni galti ka ehsaas bohot der se hua",
    "Tum ne kaha tha ke school ke baad milenge lekin tum aaye hi nahi",
]
OTHERS = [
    "Open the log in the other tab and tell him to kick it to me",
    "She saw that the hay was thy gift, of a golden hue",
    "Die Leute kamen und aßen am Abend, wo ist der Hai?",
    "J'ai vu la mer et la mere patrie, ne me dis pas non",
    "Ami kal bazare giye mach kinlam kintu dam khub beshi chilo",
    "Ma hijo ghara gaeko thiye tara kohi thiena",
    "Saya pergi ke pasar dan membeli ikan untuk ibu",
    "Haere mai ki te whare o te iwi, ka pai hoki",
    "Naan nethu sandhaiku poi meen vanginen",
    "Waxaan arkay carruur ka ciyaaraysa webiga oo ku faraxsan",
    "Dün akşam nehir kıyısında yürüdük ve çok güldük",
    "Maan kalh bazaar vayus ain machhi varti",
]


@pytest.mark.parametrize("text", TYPED)
def test_roman_urdu_is_known_as_people_type_it(text: str) -> None:
    [answer] = detect_languages([text])
    assert (answer.tag, answer.method) == ("ur-Latn", "words")


@pytest.mark.parametrize("text", OTHERS)
def test_languages_that_share_words_with_it_are_not_roman_urdu(text: str) -> None:
    assert detect_languages([text])[0].tag != "ur-Latn"


@pytest.mark.parametrize("tag", sorted(SENTENCES))
def test_no_plain_sentence_is_roman_urdu(tag: str) -> None:
    assert roman_urdu_score(SENTENCES[tag].lower().split()) is None


def test_no_word_is_its_own_and_shared() -> None:
    assert not ROMAN_URDU & SHARED_WORDS


def test_two_different_words_of_its_own_and_one_in_fifteen() -> None:
    assert roman_urdu_score(["nahi", "bhai", *["bridge"] * 5]) is not None
    assert roman_urdu_score(["nahi", "nahi", *["bridge"] * 5]) is None
    many = ["nahi", "bhai", *["ko"] * 28]
    assert roman_urdu_score(many) is not None
    assert roman_urdu_score([*many, "ko"]) is None


def test_a_fifth_of_the_words_are_small_words() -> None:
    assert roman_urdu_score(["nahi", "bhai", *["bridge"] * 8]) is not None
    assert roman_urdu_score(["nahi", "bhai", *["bridge"] * 9]) is None


def test_one_long_word_of_its_own_is_enough_in_six_words_of_which_half_are_small() -> None:
    six = ["nahi", "ko", "ka", *["bridge"] * 3]
    assert roman_urdu_score(six) is not None
    assert roman_urdu_score([*six, "ki"]) is None
    assert roman_urdu_score(["nahi", "ko", *["bridge"] * 3]) is None
    assert roman_urdu_score(["kya", "ko", "ka", *["bridge"] * 3]) is None


def test_the_score_grows_with_the_words_of_its_own_and_their_share() -> None:
    assert roman_urdu_score(["nahi", "ko"]) == 0.6
    assert roman_urdu_score(["nahi", "bhai"]) == 0.8
    assert roman_urdu_score(["nahi", "bhai", *["bridge"] * 6]) == pytest.approx(
        0.8 * 0.25 / 0.45, abs=1e-4
    )
