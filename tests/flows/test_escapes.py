"""What names and texts must not bring to a terminal, a page or a spreadsheet."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cli.formats import as_cell, as_lines, as_page
from flows.escapes import SafeMessages, for_spreadsheet, for_terminal, in_json, in_one_line


def test_what_would_steer_a_terminal_is_escaped_and_the_rest_is_as_it_was() -> None:
    for code in range(0x110000):
        letter = chr(code)
        steers = code < 0x20 or 0x7F <= code < 0xA0 or 0x202A <= code <= 0x202E
        steers = (steers or 0x2066 <= code <= 0x2069) and letter not in "\n\t"
        assert (for_terminal(letter) == letter) is not steers, f"U+{code:04X}"
        assert (in_json(letter) == letter) is not steers, f"U+{code:04X}"


@given(st.text())
def test_escaped_json_says_the_same(text: str) -> None:
    assert json.loads(in_json(json.dumps(text, ensure_ascii=False))) == text


@given(st.text())
def test_lines_and_pages_for_a_person_steer_no_terminal(text: str) -> None:
    for shown in (as_lines({"title": text}), as_page({"title": text, "text": text})):
        assert for_terminal(shown) == shown


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(in_one_line(text).splitlines()) <= 1 or "\u2028" in text or "\u2029" in text


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_runs_no_cell(first: str) -> None:
    assert for_spreadsheet(f"{first}1") == as_cell(f"{first}1") == f"'{first}1"
    assert as_cell(f"1{first}") == f"1{first}"


def test_numbers_stay_numbers() -> None:
    assert as_cell(-1) == -1


def test_log_lines_steer_no_terminal(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("zakhira")
    escaping = SafeMessages()
    logger.addFilter(escaping)
    try:
        logger.warning("%s could not be opened", "in/\x1b[31mred\nzakhira: done")
    finally:
        logger.removeFilter(escaping)
    assert [record.getMessage() for record in caplog.records] == [
        r"in/\x1b[31mred\nzakhira: done could not be opened"
    ]
