"""Hashes are plain SHA-256, so that anyone can recompute them with `sha256sum`."""

import hashlib
import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.text.hashing import content_hash, file_hash


@given(st.binary())
def test_the_hash_of_a_file_is_what_sha256sum_says(payload: bytes) -> None:
    assert file_hash(payload) == hashlib.sha256(payload).hexdigest()


@given(st.text())
def test_the_hash_of_a_canonical_form_is_that_of_its_utf8_bytes(canonical: str) -> None:
    assert content_hash(canonical.encode()) == file_hash(canonical.encode())


@given(st.text())
def test_hashes_are_64_small_hexadecimal_digits(canonical: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", content_hash(canonical.encode()))
