"""Any input keeps the promises of transforms/: the same thousand inputs at each run.

`make fuzz` looks for others, and keeps each that breaks a promise in `regressions/`.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.__main__ import keep, search
from tests.fuzz.inputs import payloads
from tests.fuzz.promises import PROMISES, check
from tests.fuzz.public import OF_OUR_TABLES, Case, PublicFunction, call, public_functions

REGRESSIONS = Path(__file__).parent / "regressions"
KEPT = sorted(REGRESSIONS.glob("*/*"))
# Some promises take long to hold an input against.
EXAMPLES = dict.fromkeys(PROMISES, 200) | {
    "no_function_fails": 50,
    "a_long_text_takes_no_longer_than_its_length": 25,
}


@pytest.mark.parametrize("name", PROMISES)
def test_any_input_keeps_the_promise(name: str) -> None:
    @settings(
        max_examples=EXAMPLES[name],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(payloads)
    def hold(payload: bytes) -> None:
        check(PROMISES[name], payload)

    hold()


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_a_promise_keeps_it(path: Path) -> None:
    check(PROMISES[path.parent.name], path.read_bytes())


def test_the_folders_of_regressions_are_named_by_promises() -> None:
    assert {path.parent.name for path in KEPT} <= set(PROMISES)


@pytest.mark.parametrize(
    "function",
    [function for function in public_functions() if function not in OF_OUR_TABLES],
    ids=lambda function: function.__name__,
)
def test_every_public_function_is_called_with_arguments_of_its_types(
    function: PublicFunction,
) -> None:
    call(function, Case("نئی خبر".encode()))


def test_what_breaks_a_promise_is_made_small_and_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def has_no_fence(payload: bytes) -> None:
        assert b"---" not in payload

    monkeypatch.setitem(PROMISES, "has_no_fence", has_no_fence)
    broken = search("has_no_fence", 1, inputs=1_000)
    assert broken is not None
    assert len(broken) <= len(b"\n---\n")
    assert keep(tmp_path, broken).read_bytes() == broken
    with pytest.raises(AssertionError):
        check(PROMISES["has_no_fence"], broken)


def test_an_endless_loop_ends() -> None:
    def loop(_payload: bytes) -> None:
        while True:
            pass

    with pytest.raises(TimeoutError):
        check(loop, b"", seconds=0.1)
