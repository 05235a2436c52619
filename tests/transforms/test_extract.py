"""From bytes to a text with its hash, or to a reason: exactly one of the two, whatever comes in."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.corpus import LANGUAGES, news
from transforms.extract import Extract, extract
from transforms.reject_reasons import RejectReason
from transforms.schemas import EXTRACTS
from transforms.text.canonical import canonical_form
from transforms.text.hashing import content_hash, file_hash
from transforms.text.normalize import normalize_text

languages = st.sampled_from(LANGUAGES)
numbers = st.integers(0, 999)


@given(st.binary(max_size=200))
def test_any_payload_has_a_text_with_its_hash_or_a_reason(payload: bytes) -> None:
    extracted = extract(payload)
    assert extracted.file_hash == file_hash(payload)
    assert (
        (extracted.content_hash is None)
        == (extracted.text is None)
        == (extracted.reject_reason is not None)
    )
    assert (extracted.reject_reason is None) == (extracted.reject_detail is None)


@given(languages, numbers)
def test_the_text_is_normalized_and_the_hash_is_that_of_its_canonical_form(
    language: str, number: int
) -> None:
    text = news(number, language)
    extracted = extract(text.encode())
    assert extracted.text == normalize_text(text)
    assert extracted.content_hash == content_hash(canonical_form(text).encode())


@given(
    languages,
    numbers,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16be"]),
    st.sampled_from(["\n", "\r\n", "\r", " \n"]),
)
def test_copies_of_one_text_share_a_content_hash(
    language: str, number: int, encoding: str, line_end: str
) -> None:
    text = news(number, language)
    copy = extract(text.replace("\n", line_end).encode(encoding))
    assert copy.content_hash == extract(text.encode()).content_hash


def test_a_windows_1256_copy_of_an_arabic_text_shares_its_content_hash() -> None:
    text = news(3, "ar")
    assert extract(text.encode("cp1256")).content_hash == extract(text.encode()).content_hash


@given(
    st.text(
        "\u0020\u0009\u000a\u00a0\u200b\u200c\ufeff\u064b\u0301\u3164\u2800-—.،۔…",
        min_size=1,
        max_size=20,
    )
)
@example("\u064b\u00a0\u00a0\u00a0")
def test_nothing_to_read_is_blank(text: str) -> None:
    assert extract(text.encode()).reject_reason == RejectReason.BLANK


@pytest.mark.parametrize("text", ["ا", "5", "+", "€", "😀", "中"])
def test_one_letter_digit_or_symbol_is_a_text(text: str) -> None:
    assert extract(text.encode()).text == text


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", RejectReason.EMPTY),
        (b" \n\t", RejectReason.BLANK),
        (b"PK\x03\x04", RejectReason.BINARY),
        (bytes(range(128, 256)), RejectReason.UNDECODABLE),
        (b"??? ???? ??? ????", RejectReason.LOST_TEXT),
    ],
)
def test_a_payload_without_a_text_has_its_reason(payload: bytes, reason: RejectReason) -> None:
    extracted = extract(payload)
    assert (extracted.reject_reason, extracted.text, extracted.content_hash) == (reason, None, None)


def test_an_extract_fills_columns_of_the_table_of_extracts() -> None:
    assert set(Extract._fields) <= set(EXTRACTS.schema.names)
