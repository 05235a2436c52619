"""The head of a text: its first eight lines that are not blank."""

from transforms.text.head import HEAD_LINES, head_lines


def test_the_head_has_eight_lines_that_are_not_blank() -> None:
    lines = [f"خبر {number}" for number in range(12)]
    assert head_lines("\n\n".join(lines)) == head_lines("\n".join(lines)) == lines[:8]
    assert len(lines[:8]) == HEAD_LINES


def test_a_short_text_is_all_head() -> None:
    assert head_lines("خبر") == ["خبر"]
    assert head_lines("\n") == []
