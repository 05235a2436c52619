"""What our code could not say of a text, and the guard that keeps one text from stopping others.

Whatever a text makes a rule do, an exception is a fact about that text: it becomes a `Failure`, and
every other question is still answered.
"""

from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple, TypeVar

import pyarrow as pa

# Characters of a message that are kept.
_MAX_MESSAGE_CHARS = 200
# The innermost frame of its modules is the place of a failure; below are libraries, and what holds
# a rule to its limits.
_RULES = "transforms."
# What ends a process on purpose; all else is a failure, panics of Rust among it, which are no
# `Exception`.
_ENDINGS = (KeyboardInterrupt, SystemExit, GeneratorExit)

# The failures on one text, in an Arrow column; null where there is none.
FAILURES_TYPE = pa.list_(
    pa.struct([(name, pa.string()) for name in ("question", "exception", "location")])
)

Answer = TypeVar("Answer")


class Failure(NamedTuple):
    """A question about a text that raised an exception, the exception, and where it was raised."""

    question: str
    # Its type and message, as in `IndexError: list index out of range`.
    exception: str
    # Module, line and function of ours, as in `transforms.dates.grammar:120 in find_dates`.
    location: str

    def sentence(self) -> str:
        """Return the failure as one line for a person."""
        return f"{self.question}: {self.exception} ({self.location})"


class Guard:
    """Asks questions about one text and keeps what fails."""

    def __init__(self) -> None:
        """Begin without a failure."""
        self.failures: list[Failure] = []

    def ask(self, question: str, rule: Callable[[], Answer], otherwise: Answer) -> Answer:
        """Return the answer to a question, or `otherwise` where the rule raises.

        >>> guard = Guard()
        >>> guard.ask("half", lambda: 1 / 2, 0.0), guard.ask("none", lambda: 1 / 0, 0.0)
        (0.5, 0.0)
        >>> [(failure.question, failure.exception) for failure in guard.failures]
        [('none', 'ZeroDivisionError: division by zero')]
        """
        try:
            return rule()
        except _ENDINGS:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever a text makes a rule do
            self.failures.append(failure_of(question, error))
            return otherwise


def failure_of(question: str, error: BaseException) -> Failure:
    """Return an exception as the failure of a question."""
    message = " ".join(str(error).encode("utf-8", "backslashreplace").decode().split())
    exception = type(error).__name__ + (f": {message}" if message else "")
    return Failure(question, exception[:_MAX_MESSAGE_CHARS], _location(error.__traceback__))


def _location(traceback: TracebackType | None) -> str:
    """Return the innermost frame of a rule; the empty string where there is none."""
    found = ""
    while traceback is not None:
        module = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if module.startswith(_RULES) and module != __name__:
            found = f"{module}:{traceback.tb_lineno} in {traceback.tb_frame.f_code.co_name}"
        traceback = traceback.tb_next
    return found
