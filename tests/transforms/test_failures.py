"""An exception of a rule is a fact about one text; the guard keeps it and goes on."""

import pytest

from transforms.failures import Failure, Guard, failure_of


class Panic(BaseException):
    """What extensions in Rust raise; no `Exception`."""


@pytest.mark.parametrize("error", [IndexError("3"), RecursionError(), MemoryError(), Panic("x")])
def test_whatever_a_rule_raises_is_a_failure_and_the_other_answer_is_given(
    error: BaseException,
) -> None:
    def rule() -> int:
        raise error

    guard = Guard()
    assert guard.ask("title", rule, 7) == 7
    [failure] = guard.failures
    assert failure.question == "title"
    assert failure.exception.startswith(type(error).__name__)


@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_ends_a_process_is_no_failure(ending: type[BaseException]) -> None:
    def rule() -> None:
        raise ending

    guard = Guard()
    with pytest.raises(ending):
        guard.ask("title", rule, None)
    assert guard.failures == []


def test_a_failure_names_the_innermost_place_in_our_code() -> None:
    from transforms.text.normalize import normalize_text

    guard = Guard()
    text: object = 5
    guard.ask("text", lambda: normalize_text(text), "")  # type: ignore[arg-type]
    module, _, place = guard.failures[0].location.partition(":")
    assert module.startswith("transforms.")
    assert place.partition(" in ")[0].isdecimal()


def test_a_message_is_one_short_line_of_valid_text() -> None:
    failure = failure_of("title", ValueError("a\n\ud83d" + "b" * 500))
    assert failure.exception.startswith("ValueError: a \\ud83db")
    assert len(failure.exception) == 200
    failure.exception.encode()


def test_a_failure_is_a_line_for_a_person() -> None:
    failure = Failure("title", "KeyError: 'x'", "transforms.page.title:40 in find_title")
    assert failure.sentence() == ("title: KeyError: 'x' (transforms.page.title:40 in find_title)")
