"""A gate that is shut says that its rule says no."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.transforms.test_gates import KNOWN, LINES, ONE_LINE
from transforms.native import kernel
from transforms.page.boilerplate_blocks import glued_tail
from transforms.page.boilerplate_phrases import (
    GLUED_SENTENCES,
    MAX_NOTICE_CHARS,
    NOTICES,
    PROMOTION_CALL,
    PROMOTION_PLACE,
    boilerplate_anywhere,
    has_known_opening,
    heads_comments,
    is_labelled,
    is_list_heading,
)
from transforms.page.boilerplate_rules import RULES, EdgeLine, may_be_boilerplate
from transforms.page.line_gates import (
    ANYWHERE,
    ASKING,
    COMMENTS,
    GLUED,
    NOTICE,
    OPENING,
    PROMOTION,
    line_gates,
)
from transforms.text.normalize import normalize_text

_MARKS = " ،,:.۔!»«›‹>•|()[]-"
_NOTICES = (
    "We use cookies to improve your experience",
    "By continuing you accept our privacy policy",
    "Please enable JavaScript",
    "ہماری ویب سائٹ کوکیز کا استعمال کرتی ہے",
)
# What a form leaves out, keeps or joins to the letter before it, in the basic plane or another one.
_ODD = (
    "\u0654",
    "\u0653",
    "\u064b",
    "\u200c",
    "ـ",
    "𐄀",
    "\U0001d7ce",
    "😀",
    "．",
    "|",
    "क़",
    "7",
    ".",
)


def _assert_gates_hold(line: str, gates: int) -> None:
    assert gates & ANYWHERE or not boilerplate_anywhere(line)
    assert gates & COMMENTS or not heads_comments(line)
    opens = is_labelled(line) or is_list_heading(line.strip(_MARKS))
    opens = opens or ("©" not in line and has_known_opening(line))
    assert gates & OPENING or not opens
    assert gates & (GLUED | PROMOTION) or glued_tail(line) is None
    assert gates & ASKING or not (PROMOTION_CALL.search(line) or PROMOTION_PLACE.search(line))
    is_short = len(line) <= MAX_NOTICE_CHARS
    assert gates & NOTICE or not (is_short and NOTICES.match(line.lstrip()))
    edges = [EdgeLine(line, is_at_end=True), EdgeLine(line, is_above_headline=True)]
    applying = [rule.name for edge in edges for rule in RULES if rule.applies(edge)]
    assert may_be_boilerplate(line, gates) or applying == []


@given(ONE_LINE, st.sampled_from(_ODD), st.integers(0, 20))
@example("Share this", "𐄀", 3)
@example("شیئر کریں", "\u0654", 2)
@example("کل بارش ہوئی۔ تبصرے دکھائیں", ".", 40)
def test_a_rule_that_applies_to_a_line_has_its_gate_open(line: str, odd: str, at: int) -> None:
    for text in (line, normalize_text(line[:at] + odd + line[at:]).replace("\n", " ")):
        _assert_gates_hold(text, line_gates([text])[0])


@pytest.mark.parametrize("phrase", [*KNOWN, *GLUED_SENTENCES.split("|"), *_NOTICES])
def test_gates_are_open_for_what_the_tables_say(phrase: str) -> None:
    lines = [phrase, f"({phrase})", phrase.upper(), f"- {phrase}:", f"کل بارش ہوئی۔ {phrase}"]
    lines += [f"{'بارش ' * 99}ہوئی۔ {phrase}", phrase.replace("ی", "ي")]
    lines = list(map(normalize_text, lines))
    for line, gates in zip(lines, line_gates(lines), strict=True):
        _assert_gates_hold(line, gates)


@given(st.lists(LINES, max_size=30))
def test_each_line_of_a_page_has_at_least_the_gates_that_it_has_alone(texts: list[str]) -> None:
    lines = "\n".join(texts).split("\n")
    found = line_gates(lines)
    assert len(found) == len(lines)
    assert all(
        gates | line_gates([line])[0] == gates for gates, line in zip(found, lines, strict=True)
    )


def test_without_a_kernel_the_gates_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["بارش", "Share", "2026", "", "(مزید پڑھیں)", "😀 share", "We use cookies.", "END"]
    found = line_gates(lines)
    monkeypatch.setattr(kernel, "is_there", lambda: False)
    assert line_gates(lines) == found


def test_most_lines_have_no_open_gate() -> None:
    lines = ["نئی بس چل پڑی", "شہر میں آج صبح نئی بس چلی اور لوگ خوش ہوئے۔", "नदी किनारे मेला"]
    assert line_gates(lines) == [0, 0, 0]
