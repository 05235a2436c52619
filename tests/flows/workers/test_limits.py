"""A file takes no more processor time and memory than its limits; what is left is still done."""

import signal
import subprocess
import sys
import threading
import time

import pytest

from flows.workers.limits import LimitError, Limits, within
from transforms.failures import Guard


def spin(seconds: float) -> str:
    """Use processor time."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return "done"


def test_work_within_the_limit_is_not_disturbed() -> None:
    with within(Limits(2.0, 1 << 30)):
        assert spin(0.05) == "done"


def test_work_beyond_the_limit_is_a_failure_that_no_rule_can_take_for_its_own() -> None:
    def stubborn() -> str:
        try:
            return spin(30)
        except Exception:  # noqa: BLE001 - as a rule might
            return "swallowed"

    guard = Guard()
    with within(Limits(0.2, 1 << 30)):
        assert guard.ask("title", stubborn, "none") == "none"
    [failure] = guard.failures
    assert failure.exception == "LimitError: more than 0.2 s of processor time"


def test_the_next_question_has_a_second_and_fails_too() -> None:
    guard = Guard()
    with within(Limits(0.2, 1 << 30)):
        guard.ask("title", lambda: spin(30), "none")
        assert guard.ask("counts", lambda: spin(0.01), "none") == "done"
        began = time.process_time()
        guard.ask("date", lambda: spin(30), "none")
        assert time.process_time() - began < 3
    assert [failure.question for failure in guard.failures] == ["title", "date"]


def test_a_rule_that_turns_the_alarm_off_does_not_turn_it_off_for_the_next_file() -> None:
    limits, guard = Limits(0.2, 1 << 30), Guard()
    with within(limits):
        signal.signal(signal.SIGPROF, signal.SIG_IGN)
    with within(limits):
        assert guard.ask("title", lambda: spin(30), "none") == "none"
    assert [failure.question for failure in guard.failures] == ["title"]


def test_after_the_block_nothing_is_limited() -> None:
    with within(Limits(0.1, 1 << 30)):
        pass
    assert spin(0.3) == "done"


def test_outside_the_main_thread_work_goes_on_until_the_process_is_ended() -> None:
    answers: list[str] = []

    def work() -> None:
        with within(Limits(0.1, 1 << 30)):
            answers.append(spin(0.2))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert answers == ["done"]


@pytest.mark.parametrize(("limit", "outcome"), [(64 << 20, "MemoryError"), (512 << 20, "fits")])
def test_a_process_has_the_memory_of_its_limit_and_no_more(limit: int, outcome: str) -> None:
    program = f"""
from flows.workers.limits import Limits, limit_memory
limit_memory(Limits(60, {limit}))
try:
    payload = bytearray(200 << 20)
    print("fits")
except MemoryError:
    print("MemoryError")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == outcome


def test_an_exceeded_limit_is_raised() -> None:
    with pytest.raises(LimitError), within(Limits(0.1, 1 << 30)):
        spin(30)
