"""The spelling decides where it shows what a language has, and neighbours are not taken for it."""

import pytest

from tests.sentences import OTHER_SENTENCES, SENTENCES
from transforms.language.orthography import Verdict, language_by_spelling

HOME = SENTENCES | OTHER_SENTENCES

# Our own sentences in languages that are called by the name of a neighbour elsewhere.
NEIGHBOURS = {
    "bal": "من شمئے لوگ ءَ شتگ اتاں بلے آ اود ءَ نہ ات ءُ وتی برات ءِ دکان ءَ نشتگ ات",
    "brh": "او تینا اُرا نا مون آ تولوک اس، ہمو وخت دا خبر اونا خف تون اوار کرے کہ ای تینٹ بریوہ",
    "trw": "مھی بھیو مے نام یعنی مأ تھو، تو مھیرے کودو تھو أ می تی بأت آشو تھو نرے",
    "gju": "اس نے اپنو کم کیو تے فر گھر گیو، وہ تھو تھکو ہوو تے اس کو پتر وی اس کے سنگ آیو تھو",
    "ks": "سہ چھُ پَنٕنۍ کِتاب پَران تہٕ یہِ کتھ چھےٚ تَس سٟتؠ کرنہٕ آمٕژ مَگر سُہ چھُنہٕ ونان کینٛہہ",
    "hac": "من جە یانەو وێم بیەنا و ئی کتێبە پەی تۆ ئارۆ واتەن، ئادێ چەنی ئێمە ئینا چا",
    "glk": "أمی خانه مئن ایته پيله دار نها کی اۊن ٚ جیر زأکؤن بازی کؤنن ؤ مو هر روز جه اۊره ردأ بۊم",
    "mzn": "امه سره دله اتا گته دار دره که ونه بن وچه‌ون کا کننه و مه مار وشون ره نون دنه",
    "azb": "بیر گون من اؤز ائویمده ایدیم و بو کیتاب چوخ گؤزل ایدی، سونرا اونلار ایله باغا گئتدیک",
    "ota": "بو کتاب بنم ایچون اولدی، صکره کندی طرفندن ایدوب اول یر ایله قدر اولان شو خبر دخی واردر",
    "kk-Arab": "بۇل كىتاپ مەنىڭ اكەمدىكى ەدى، ول ونى ماعان بەردى جانە وقىپ شىق دەپ ايتتى",
    "ky-Arab": "بۇل كىتەپ مەنىن اتامدىقى بولۇپ، ال انى ماعا بەردى جانا ۅزۉڭ وقۇ دەپ ايتتى",
    "ms-Arab": "بوکو اين اداله ميليق باڤ ساي دان دي تله ممبريکنڽ کڤد ساي اونتوق دباچ دالم رومه",
    "ku-Arab": "ئەڤ کتێبە یا بابێ من بوو و وی ئەو دا من ژ بۆ خواندنێ کو ئەز دگەل هەڤالێن خۆ بخوینم",
}


@pytest.mark.parametrize("tag", sorted(NEIGHBOURS))
def test_a_neighbour_is_itself_or_undetermined(tag: str) -> None:
    verdict = language_by_spelling(NEIGHBOURS[tag])
    assert verdict is not None
    assert verdict.tag in {tag, "und"}


@pytest.mark.parametrize("tag", ["ur", "fa", "ar", "ps", "sd", "ckb", "ug", "pnb", "skr"])
def test_half_a_sentence_shows_what_its_language_has(tag: str) -> None:
    words = HOME[tag].split()
    for half in (words[: len(words) // 2], words[len(words) // 2 :]):
        verdict = language_by_spelling(" ".join(half))
        assert verdict is not None
        assert verdict.tag == tag


def tag_of(text: str) -> str | None:
    verdict = language_by_spelling(text)
    return verdict and verdict.tag


def test_a_text_with_letters_that_none_of_the_alphabets_has_is_undetermined() -> None:
    assert language_by_spelling("ࢠابݝ ݝازݫ تࢠݝ") == Verdict("und", "undecided")


def test_a_text_written_with_all_signs_is_arabic_or_undetermined() -> None:
    assert tag_of("ذَهَبَ الأَوْلَادُ إِلَى المَدْرَسَةِ ثُمَّ عَادُوا مِنْهَا فِي المَسَاءِ") == "ar"
    assert tag_of("يَارَا سُنَ وَسَا دَ قَوَلْ كُوغِ كَمَرْ يَدَّ سُكَ سَابَ دَ مَغْرِبْ") == "und"


def test_letters_of_urdu_without_a_small_word_are_names() -> None:
    names = "ڈاکٹر ظہیر، ٹھٹھہ"
    assert language_by_spelling(names) == Verdict("ur", "letters", 0.5)
    # A letter that Urdu lacks.
    assert tag_of(f"{names} ڠ") == "und"
    # A word and a half that Brahui alone has.
    assert tag_of(f"{names} {names} {names} پارینے مروک") != "ur"


def test_a_few_words_that_show_nothing_are_left_to_the_models() -> None:
    nothing = ["درخت"] * 19
    assert language_by_spelling(" ".join(nothing)) is None
    assert language_by_spelling(" ".join([*nothing, "درخت"])) == Verdict("und", "undecided")


def test_a_text_that_shows_less_than_the_least_is_undetermined_with_the_best_guess_beside() -> None:
    assert language_by_spelling("شدند " + "کوه " * 15) == Verdict("fa", "words", 0.1429)
    assert language_by_spelling("شدند " + "کوه " * 16) == Verdict("und", "undecided", None, "fa")


def test_small_neighbours_must_show_more() -> None:
    assert tag_of("هاکرده " + "کوه " * 2) == "mzn"
    assert language_by_spelling("هاکرده " + "کوه " * 3) == Verdict("und", "undecided", None, "mzn")


def test_the_score_is_the_share_of_what_is_expected_less_what_is_doubtful() -> None:
    # Persian alone has this word; Urdu and Punjabi have that one.
    assert language_by_spelling("کنند") == Verdict("fa", "words", 0.8)
    assert language_by_spelling("گئی") == Verdict("ur", "words", 0.6)
    assert language_by_spelling("کنند کوه کوه کوه") == Verdict("fa", "words", 0.5714)


def test_a_second_language_is_named_from_a_quarter_of_the_words_of_the_first_on() -> None:
    urdu, arabic = "تمہیں " * 8, "لأنه " * 2
    assert language_by_spelling(urdu + arabic) == Verdict("ur", "words", 0.9984, "ar")
    second = language_by_spelling(f"{urdu} تمہیں {arabic}")
    assert second is not None
    assert second.runner_up is None


def test_more_letters_of_its_own_than_small_words_decide_by_letters() -> None:
    assert language_by_spelling("ښه ځ په") == Verdict("ps", "letters", 0.95)
    assert language_by_spelling("ښه په دی") == Verdict("ps", "words", 0.95)
