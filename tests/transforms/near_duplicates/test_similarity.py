"""One story in two states is found, whatever the edit; two stories are not one story."""

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sentences import OTHER_SENTENCES, SENTENCES, composed_texts
from transforms.near_duplicates.minhash import (
    BAND_COUNT,
    HEAD_BAND_COUNT,
    band_hashes,
    band_hashes_of_letters,
)
from transforms.near_duplicates.shingles import MIN_SHINGLES, SHINGLE_LENGTH, shingle_hashes
from transforms.near_duplicates.similarity import (
    HEAD_LENGTH,
    MIN_SHARED_BANDS,
    ShingledText,
    Similarity,
    _has_only_frame_in_common,
    _has_other_head,
    _has_other_numbers,
    _own_passage,
    candidates,
    is_near_duplicate,
    is_related,
    measure_similarity,
    shingle_text,
)
from transforms.text.normalize import normalize_text

_SPACED = [SENTENCES[tag] for tag in ("ur", "fa", "ar", "en", "de", "fr", "es", "tr", "ru")]
_WORDS = [word for sentence in (*_SPACED, *OTHER_SENTENCES.values()) for word in sentence.split()]
_NUMBERS = st.integers(0, 10**9)


def story(number: int, word_count: int = 160) -> str:
    """An invented report of five paragraphs; no other number has its order of words."""
    words = Random(number).choices(_WORDS, k=word_count)  # noqa: S311 - texts, not secrets
    return "\n\n".join(" ".join(words[part::5]) + "۔" for part in range(5))


def verdict(one: str, other: str) -> str:
    """Return the relation of two texts."""
    pair = shingle_text(one), shingle_text(other)
    measured = measure_similarity(*pair)
    is_near, is_kin = is_near_duplicate(*pair, measured), is_related(*pair, measured)
    assert not (is_near and is_kin)
    return "near-duplicate" if is_near else "related" if is_kin else "different"


def are_candidates(one: str, other: str) -> bool:
    """Check whether the second text would be compared with the first."""
    first, second = band_hashes([one, other])
    return candidates(second, {each: [1] for each in first}) == [1]


def with_boilerplate(text: str) -> str:
    above = "خبر نامہ، صفحۂ اول"
    below = "یہ خبر اپنے دوستوں کو بھیجیے\nزیادہ پڑھی جانے والی خبریں\nہم سے رابطہ"
    return f"{above}\n{text}\n{below}"


def captioned(text: str) -> str:
    lead, _, rest = text.partition("\n\n")
    return f"{lead}\n\nکشتیوں کے میلے میں بچے رنگین غبارے لیے کھڑے ہیں، فائل فوٹو\n\n{rest}"


def without_lead(text: str) -> str:
    return text.partition("\n\n")[2]


def truncated(text: str) -> str:
    return text[: len(text) * 2 // 3]


def copy_edited(text: str) -> str:
    words = text.split(" ")
    return " ".join("پھر" if position % 33 == 7 else word for position, word in enumerate(words))


def with_three_edits(text: str) -> str:
    return without_lead(captioned(with_boilerplate(text)))


EDITS = [with_boilerplate, captioned, without_lead, truncated, copy_edited, with_three_edits]


@pytest.mark.parametrize("edit", EDITS)
@given(number=_NUMBERS)
def test_an_edited_copy_is_found_and_known(edit: Callable[[str], str], number: int) -> None:
    text = story(number)
    assert are_candidates(text, edit(text))
    assert verdict(text, edit(text)) == verdict(edit(text), text) == "near-duplicate"


@given(_NUMBERS, _NUMBERS)
def test_two_stories_are_different(first: int, second: int) -> None:
    if first != second:
        assert not are_candidates(story(first), story(second))
        assert verdict(story(first), story(second)) == "different"


@given(_NUMBERS)
def test_keyboards_missing_spaces_and_hard_wraps_change_nothing(number: int) -> None:
    text = " ".join(Random(number).choices(SENTENCES["ur"].split(), k=160))  # noqa: S311 - texts, not secrets
    typed = f"\u202b{text.translate(str.maketrans('یکہ', 'يكه'))} ۔"
    letters = text.replace(" ", "")
    glued = "\n".join(letters[start : start + 70] for start in range(0, len(letters), 70))
    ways = [shingle_text(way).letters for way in (typed, glued, text)]
    assert ways[0] == ways[1] == ways[2]


def test_numbers_may_be_stripped_but_not_be_others() -> None:
    words = story(1).split(" ")
    numbers = [*range(110, 190, 10)]
    dated, stripped, next_day = (
        " ".join([*words[:80], *(f"{number} روپے فی تولہ" for number in prices), *words[80:]])
        for prices in (numbers, [""] * 8, [number + 7 for number in numbers])
    )
    assert verdict(dated, stripped) == "near-duplicate"
    assert verdict(dated, next_day) == "related"


@given(_NUMBERS, st.integers(3, 6))
def test_an_item_is_no_copy_of_the_round_up_that_has_it(number: int, other_count: int) -> None:
    page = "\n\n".join(story(each) for each in range(number, number + other_count + 1))
    assert verdict(story(number), page) == verdict(page, story(number)) == "related"


@given(_NUMBERS, st.integers(1, 4))
def test_two_stories_in_one_long_frame_are_no_copies(number: int, length: int) -> None:
    frame = story(number + 2, length * 160)
    one, other = (f"{with_set_phrases(story(each))}\n\n{frame}" for each in (number, number + 1))
    assert verdict(one, other) != "near-duplicate"


def with_set_phrases(text: str) -> str:
    words = text.split(" ")
    return " انہوں نے کہا ہے کہ ".join(
        " ".join(words[start : start + 15]) for start in range(0, len(words), 15)
    )


@given(_NUMBERS, st.integers(1, MIN_SHINGLES - 1))
def test_a_short_text_has_no_copies(number: int, length: int) -> None:
    text = story(number)[:length]
    assert verdict(text, text + " پھر") == "different"
    assert band_hashes([text]) == [[]]


@given(_NUMBERS)
def test_a_story_told_in_other_words_is_related(number: int) -> None:
    words, others = story(number).split(" "), story(number + 1).split(" ")
    retold = [
        other if position % 8 == 0 else word
        for position, (word, other) in enumerate(zip(words, others, strict=True))
    ]
    assert verdict(" ".join(words), " ".join(retold)) == "related"


@pytest.mark.parametrize("tag", ["zh", "ja", "th", "ko"])
def test_languages_without_spaces_have_stories_too(tag: str) -> None:
    letters = sorted(SENTENCES[tag].replace(" ", ""))
    random = Random(1)  # noqa: S311 - texts, not secrets
    one, other = ("".join(random.choices(letters, k=400)) for _ in range(2))
    cut = one[:100] + one[140:390]
    assert are_candidates(one, cut) and verdict(one, cut) == "near-duplicate"
    assert not are_candidates(one, other) and verdict(one, other) == "different"


@pytest.mark.parametrize("tag", ["zh", "ja", "ko"])
def test_a_few_changed_characters_weigh_no_more_where_a_character_is_half_a_word(tag: str) -> None:
    letters = sorted(SENTENCES[tag].replace(" ", ""))
    text = "".join(Random(1).choices(letters, k=400))  # noqa: S311 - texts, not secrets
    assert (
        verdict(text, "〇".join(text[start : start + 40] for start in range(0, 400, 40)))
        == "near-duplicate"
    )


@given(
    st.text(max_size=400) | st.builds(story, _NUMBERS),
    st.text(max_size=400) | st.builds(story, _NUMBERS),
)
def test_similarity_is_a_share_the_same_in_both_directions(one: str, other: str) -> None:
    pair = shingle_text(one), shingle_text(other)
    measured = measure_similarity(*pair)
    assert measured == measure_similarity(pair[1], pair[0])
    assert 0 <= measured.jaccard <= measured.containment <= 1
    assert measure_similarity(pair[0], pair[0]) == ((1, 1) if len(pair[0].shingles) else (0, 0))


def strings_of(letters: str) -> list[str]:
    """The shingles of some letters as they are written, in order."""
    return [letters[start : start + SHINGLE_LENGTH] for start in range(len(letters) - 11)]


_REPEATED = st.lists(
    st.sampled_from(["بارش" * 4, "گلگتمیںرات", "ab", "山雨", "xyz" * 9, "😀", "ک"])
    | st.text("ab", max_size=30)
).map("".join)


@given(_REPEATED, _REPEATED, st.integers(0, 60))
def test_hashes_tell_of_two_texts_what_their_shingles_do(one: str, other: str, cut: int) -> None:
    pair = shingle_text(one + other), shingle_text(other[cut:] + one)
    strings = [strings_of(text.letters) for text in pair]
    shared = set(strings[0]) & set(strings[1])
    assert [len(text.shingles) for text in pair] == [len(set(own)) for own in strings]
    measured = measure_similarity(*pair)
    assert measured.jaccard == len(shared) / max(1, len({*strings[0], *strings[1]}))
    marks = "".join("s" if shingle in shared else "o" for shingle in strings[0])
    passages = [len(passage[0]) for passage in re.finditer("o+(?:s{1,12}o+)*", marks)]
    assert _own_passage(*pair) == max(passages, default=0)


def test_jaccard_and_containment_are_those_of_the_sets() -> None:
    one, other = numbered(4), numbered(6, 2)
    assert measure_similarity(one, other) == (2 / 4, 2 / 8)


def test_shingles_do_not_depend_on_the_texts_beside_theirs() -> None:
    texts = ["", "گلگت", story(1), "a" * 12, story(2) * 40, "b" * 13]
    together = [hashes.tolist() for hashes in shingle_hashes(texts)]
    assert together == [shingle_hashes([text])[0].tolist() for text in texts]
    assert list(map(len, together)) == [len(strings_of(text)) for text in texts]


@given(
    st.lists((st.builds(story, _NUMBERS) | st.text(max_size=50)).map(normalize_text), max_size=4)
)
def test_hashes_fit_the_warehouse_and_do_not_depend_on_the_batch(texts: list[str]) -> None:
    found = band_hashes(texts)
    assert (
        found
        == [band_hashes([text])[0] for text in texts]
        == band_hashes_of_letters([shingle_text(text).letters for text in texts])
    )
    assert all(
        len(hashes) in {0, BAND_COUNT + HEAD_BAND_COUNT}
        and all(0 <= each < 2**32 for each in hashes)
        for hashes in found
    )


def test_hashes_of_different_bands_differ() -> None:
    hashes = [
        set(each)
        for each in zip(*band_hashes([story(number) for number in range(40)]), strict=True)
    ]
    assert not any(one & other for one, other in combinations(hashes, 2))


_FIRST_HASHES = """
from transforms.near_duplicates.minhash import band_hashes
print(band_hashes([" ".join(map(str, range(100)))])[0][:3])
"""


@pytest.mark.parametrize("seed", ["0", "1"])
def test_hashes_are_those_of_every_process_and_machine(seed: str) -> None:
    """Stored hashes are compared with new ones: other figures need a new version."""
    command: list[Any] = [sys.executable, "-c", _FIRST_HASHES]
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
    printed = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == "[1097989722, 1350400224, 3178594456]"


@given(st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 5), unique=True)), st.randoms())
def test_candidates_are_in_order_whatever_the_order_of_holders(
    buckets: dict[int, list[int]], random: Random
) -> None:
    found = candidates(range(10), buckets)
    shuffled = {
        each: random.sample(held, len(held))
        for each, held in random.sample(sorted(buckets.items()), len(buckets))
    }
    assert found == candidates(reversed(range(10)), shuffled) == sorted(found)
    for document in range(6):
        assert (document in found) == (
            sum(document in held for held in buckets.values()) >= MIN_SHARED_BANDS
        )


def test_one_hash_in_common_is_chance() -> None:
    assert candidates([1, 2], {1: [7], 2: [8]}) == []


@pytest.mark.parametrize(("size", "is_found"), [(50, True), (51, False)])
def test_a_band_hash_that_more_than_fifty_leaders_have_is_ignored(
    size: int, is_found: bool
) -> None:
    bucket = list(range(size))
    assert candidates([1, 2], {1: bucket, 2: bucket}) == (bucket if is_found else [])


def numbered(count: int, start: int = 0) -> ShingledText:
    """A text of so many shingles, each of them its number."""
    numbers = np.arange(start, start + count, dtype=np.uint64)
    return ShingledText("", numbers, numbers)


@pytest.mark.parametrize(
    ("containment", "jaccard", "is_near", "is_kin"),
    [
        (0.75, 0.35, True, False),
        (0.7499, 0.35, False, True),
        (0.75, 0.3499, False, True),
        (0.3, 0.1, False, True),
        (0.2999, 0.1, False, False),
    ],
)
def test_limits_of_containment_and_jaccard(
    containment: float, jaccard: float, is_near: bool, is_kin: bool
) -> None:
    pair = numbered(100), numbered(100)
    measured = Similarity(containment, jaccard)
    assert is_near_duplicate(*pair, measured) == is_near
    assert is_related(*pair, measured) == is_kin


@pytest.mark.parametrize(("count", "is_near"), [(100, True), (99, False)])
def test_texts_of_a_hundred_shingles_are_compared(count: int, is_near: bool) -> None:
    pair = numbered(count), numbered(150)
    measured = Similarity(1, 1)
    assert is_near_duplicate(*pair, measured) == is_near
    assert not is_related(*pair, measured)
    assert is_related(*pair, Similarity(0.5, 0.2)) == is_near


@pytest.mark.parametrize(("shingle_count", "hash_count"), [(100, 78), (99, 0)])
def test_texts_of_a_hundred_different_shingles_have_band_hashes(
    shingle_count: int, hash_count: int
) -> None:
    letters = "".join(Random(1).choices("ابپتٹثجچحخ", k=shingle_count + 11))  # noqa: S311 - texts, not secrets
    assert [len(hashes) for hashes in band_hashes_of_letters([letters])] == [hash_count]
    assert len(band_hashes_of_letters(["ا" * 500 + letters[1:]])[0]) == 78


@pytest.mark.parametrize(("shared_count", "has_others"), [(50, False), (49, True)])
def test_half_of_the_numbers_of_a_copy_are_the_same(shared_count: int, has_others: bool) -> None:
    numbers = [*range(1000, 1000 + shared_count), *range(3000, 3100 - shared_count)]
    one = "روپے".join(map(str, numbers))
    other = "روپے".join(map(str, range(1000, 1200)))
    assert _has_other_numbers(one, other) == _has_other_numbers(other, one) == has_others


@pytest.mark.parametrize(("kept_count", "has_others"), [(19, False), (20, True)])
def test_a_text_with_less_than_a_fifth_of_the_numbers_has_lost_them(
    kept_count: int, has_others: bool
) -> None:
    one = "روپے".join(map(str, range(1000, 1100)))
    other = "روپے".join(map(str, range(3000, 3000 + kept_count)))
    assert _has_other_numbers(one, other) == _has_other_numbers(other, one) == has_others


_UNLIKE, _ALIKE = Similarity(0.8, 0.7), Similarity(0.95, 0.9)


def _letters(alphabet: str, count: int) -> str:
    return "".join(Random(1).choices(alphabet, k=count))  # noqa: S311 - texts, not secrets


# The head of a text, which others have too.
_HEAD = _letters("ابپتٹثجچحخ", HEAD_LENGTH)


@pytest.mark.parametrize(("own_count", "has_frame"), [(201, True), (200, False)])
def test_two_stories_with_passages_of_more_than_200_shingles_share_only_a_frame(
    own_count: int, has_frame: bool
) -> None:
    frame = "ف" * 12
    one, other, long = (
        # Eleven more shingles reach into the head.
        shingle_text(_HEAD + letter * (count - 11) + frame)
        for letter, count in (("د", own_count), ("ر", own_count), ("س", 500))
    )
    assert _has_only_frame_in_common(one, other, _UNLIKE) == has_frame
    assert _has_only_frame_in_common(one, long, _UNLIKE) == has_frame
    assert _has_only_frame_in_common(long, one, _UNLIKE) == has_frame


@pytest.mark.parametrize(("own_count", "has_frame"), [(91, True), (90, False)])
def test_two_texts_that_begin_unlike_need_passages_of_more_than_90_shingles(
    own_count: int, has_frame: bool
) -> None:
    lead, other_lead = _HEAD, _HEAD[::-1]
    one = shingle_text(_letters("سشصضطظ", own_count) + lead + other_lead)
    other = shingle_text(_letters("کگلمنو", own_count) + other_lead + lead)
    assert _has_other_head(one, other)
    assert _has_only_frame_in_common(one, other, _UNLIKE) == has_frame


@pytest.mark.parametrize(("shared_count", "is_other"), [(86, True), (87, False)])
def test_heads_with_three_tenths_of_their_shingles_in_common_are_alike(
    shared_count: int, is_other: bool
) -> None:
    letters = shared_count + 11
    one, other = (
        shingle_text(_HEAD[:letters] + _letters(alphabet, 600)) for alphabet in ("سشصضطظ", "کگلمنو")
    )
    assert _has_other_head(one, other) == _has_other_head(other, one) == is_other


@pytest.mark.parametrize(("jaccard", "has_frame"), [(0.8999, True), (0.9, False)])
def test_a_long_report_may_have_another_head(jaccard: float, has_frame: bool) -> None:
    one = shingle_text(_letters("سشصضطظ", 150) + _HEAD + _HEAD[::-1])
    other = shingle_text(_letters("کگلمنو", 150) + _HEAD[::-1] + _HEAD)
    measured = _ALIKE._replace(jaccard=jaccard)
    assert _has_only_frame_in_common(one, other, measured) == has_frame


@given(_NUMBERS, st.integers(2, 5))
def test_two_stories_behind_which_a_site_prints_the_same_leads_are_no_copies(
    number: int, length: int
) -> None:
    leads = [story(number + each)[:250] for each in range(2, 2 + 4 * length)]
    one, other = (story(number + each, 120) for each in (0, 1))
    pages = (
        "\n".join([one, other[:120], *leads]),
        "\n".join([other, *leads, one[:120]]),
    )
    assert verdict(*pages) != "near-duplicate"


@given(_NUMBERS, st.integers(400, 500))
def test_the_beginning_of_a_page_is_found_and_related(number: int, length: int) -> None:
    page = story(number, 1000)
    assert are_candidates(page, page[:length])
    assert verdict(page, page[:length]) == "related"


@pytest.mark.parametrize(("phrase_length", "has_frame"), [(23, True), (24, False)])
def test_a_short_phrase_that_both_texts_have_does_not_end_a_passage(
    phrase_length: int, has_frame: bool
) -> None:
    phrase = "ف" * phrase_length
    one, other = (shingle_text(f"{_HEAD}{letter * 150}{phrase}{letter * 150}") for letter in "بج")
    assert _has_only_frame_in_common(one, other, _UNLIKE) == has_frame


def test_only_the_first_100000_letters_are_compared() -> None:
    assert len(shingle_text("ب" * 100_000).letters) == 100_000
    assert len(shingle_text("ب" * 100_001).letters) == 100_000
    assert len(shingle_text("山" * 50_001).letters) == 100_000


def test_any_text_can_be_compared() -> None:
    texts = ["", "q\ud800" * 200, *composed_texts(60)]
    assert len(band_hashes(texts)) == len(texts)
    assert {verdict(one, other) for one, other in combinations(texts, 2)} <= {
        "near-duplicate",
        "related",
        "different",
    }


@pytest.mark.timeout(20)
@pytest.mark.parametrize("unit", [" ", "1.", "ا\u0654", "اب", "山", "بارش "])
def test_a_long_monotonous_text_takes_no_longer_than_its_length(unit: str) -> None:
    text = unit * 200_000
    assert verdict(text, story(1) + text + story(2)) is not None
