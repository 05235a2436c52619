"""A reading in an older encoding is a text by its cost, its spaces and its symbols."""

import pytest

from transforms.encoding.code_pages import Encoding
from transforms.encoding.legacy import (
    _attempts,
    _Candidate,
    _candidate,
    _is_cheap,
    _is_language,
    _likelihood,
    _penalized,
    _plausible,
    _sample,
)
from transforms.encoding.surprisal import surprisal

SAMPLE = b"a" * 100
EXPENSIVE = 1_000.0


def candidate(
    bits: float = 0.0,
    text: str = "a",
    language: str = "english",
    own_bytes: int = 0,
    own_bits: float = 0.0,
) -> _Candidate:
    return _Candidate(bits, "windows-1252", language, text, own_bytes, own_bits)


def test_a_payload_of_4096_bytes_is_a_sample_and_of_a_longer_one_the_lines_beyond_ascii_are() -> (
    None
):
    lines = b"ascii\n" + b"\xe9" * 4_089
    assert _sample(lines + b"\n") == lines + b"\n"
    assert _sample(lines + b"\n\n") == b"\xe9" * 4_089 + b"\n"
    assert _sample(b"\xe9" * 10_000) == b"\xe9" * 4_096


@pytest.mark.parametrize(
    ("language", "at", "above"), [("english", 74.0, 74.1), ("korean", 72.0, 72.1)]
)
def test_a_text_costs_a_number_of_bits_a_byte_beyond_ascii_and_a_rare_letter(
    language: str, at: float, above: float
) -> None:
    assert _is_cheap(candidate(language=language, own_bytes=10, own_bits=at))
    assert not _is_cheap(candidate(language=language, own_bytes=10, own_bits=above))


def test_a_twentieth_of_the_bytes_may_cost_what_it_likes_and_halves_the_score() -> None:
    foreign = candidate(own_bytes=5, own_bits=EXPENSIVE)
    assert _is_language(foreign, SAMPLE)
    assert not _is_language(foreign, SAMPLE[1:])
    assert _likelihood(foreign, [foreign]) == 0.5
    assert _likelihood(candidate(), [candidate()]) == 1


def test_forty_letters_may_come_without_a_space() -> None:
    assert _is_language(candidate(text="a" * 40), SAMPLE)
    assert not _is_language(candidate(text="a" * 41), SAMPLE)
    assert _is_language(candidate(text="a" * 40 + " a"), SAMPLE)
    assert _is_language(candidate(text="a" * 41, language="thai"), SAMPLE)


@pytest.mark.parametrize(
    ("text", "is_language"),
    [("‡‡‡‡", True), ("‡‡‡‡‡", False), ("aaaaaaaaaa ‡‡‡‡‡", True), ("aaaaaaaaa ‡‡‡‡‡", False)],
)
def test_more_than_four_symbols_need_two_letters_each(text: str, is_language: bool) -> None:
    assert _is_language(candidate(text=text), SAMPLE) == is_language


@pytest.mark.parametrize(("ascii_count", "bits"), [(10, 0.0), (11, 8.0)])
def test_less_than_a_tenth_of_the_letters_in_the_own_script_cost_more(
    ascii_count: int, bits: float
) -> None:
    counts = [("ж", 1), ("a", ascii_count)]
    encoding = Encoding("koi8-r", 0.0, ("russian",))
    found = _candidate(encoding, "ж" + "a" * ascii_count, counts, ascii_count + 1)
    assert found.bits == pytest.approx(surprisal(counts, "russian") + bits)


def test_a_reading_of_twenty_more_bits_than_the_cheapest_is_plausible() -> None:
    cheapest, at, above = (candidate(bits) for bits in (1.0, 21.0, 21.5))
    assert _plausible([cheapest, at, above], SAMPLE) == [cheapest, at]


def test_readings_of_four_more_bits_are_kindred_and_tried_without_strays_first() -> None:
    first, kindred, other = (candidate(bits) for bits in (1.0, 5.0, 5.5))
    assert list(_attempts([first, kindred, other], 7)) == [
        (first, 0),
        (kindred, 0),
        (first, 7),
        (kindred, 7),
        (other, 7),
    ]


def test_readings_of_more_than_64_more_bits_are_left_out() -> None:
    text = SAMPLE.decode()
    first, at, above = (candidate(bits, text=text) for bits in (1.0, 65.0, 65.5))
    assert list(_penalized([first, at, above], SAMPLE)) == [first, at]
