"""The kernel makes of canonical forms the shingles that the rule makes of them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.sentences import SENTENCES
from transforms.native import kernel
from transforms.native.shingles import ShingleRule, hash_shingles
from transforms.near_duplicates.shingles import (
    MIN_SHINGLES,
    SHINGLE_LENGTH,
    compared_letters,
    shingles_of_forms,
    shingles_of_letters,
)

pytestmark = pytest.mark.skipif(not kernel.is_there(), reason="no kernel was compiled")

_URDU, _CHINESE = SENTENCES["ur"].replace(" ", ""), SENTENCES["zh"]
# The first and last characters that are two letters, and their neighbours.
_EDGES = "\u303f\u3040\u30ff\u3100\u33ff\u3400\u9fff\ua000\uabff\uac00\ud7af\ud7b0\uffff\x00"
_OTHER_PLANES = "😀\U0001ffff\U00020000\U0003ffff\U00040000\U0010ffff"
_PARTS = st.sampled_from([_URDU, _CHINESE, "abcabc", "12", *_EDGES, *_OTHER_PLANES])
_FORMS = st.lists(_PARTS, max_size=60).map("".join)


@example([])
@example([_URDU[:SHINGLE_LENGTH], _URDU[: SHINGLE_LENGTH - 1], ""])
@example([_URDU * 2_000, _CHINESE * 6_000, "x" + _CHINESE * 6_000])
@given(st.lists(_FORMS, max_size=5))
def test_shingles_are_those_of_the_rule(forms: list[str]) -> None:
    found = shingles_of_forms([form.encode() for form in forms])
    expected = shingles_of_letters(list(map(compared_letters, forms)))
    assert [own.tolist() for own in found.hashes] == [own.tolist() for own in expected.hashes]
    assert found.are_enough == expected.are_enough


@pytest.mark.parametrize(("count", "is_enough"), [(MIN_SHINGLES - 1, False), (MIN_SHINGLES, True)])
def test_only_shingles_that_differ_are_counted(count: int, is_enough: bool) -> None:
    """A period of so many letters has so many shingles, however often it is repeated."""
    period = "".join(map(chr, range(0x621, 0x621 + count)))
    assert shingles_of_forms([(9 * period).encode()]).are_enough == [is_enough]


@given(st.lists(st.binary(max_size=40), max_size=4))
def test_any_bytes_have_no_more_shingles_than_bytes(payloads: list[bytes]) -> None:
    """No form is such bytes; but the kernel stays in its buffers, and each form has its own."""
    rule = ShingleRule.of(3, 2, 30, 4, [(0x3040, 0x30FF)])
    together = [own.tolist() for own in hash_shingles(payloads, rule).hashes]
    assert together == [hash_shingles([each], rule).hashes[0].tolist() for each in payloads]
    assert all(
        len(own) <= max(0, min(len(each), 30) - 1)
        for own, each in zip(together, payloads, strict=True)
    )
