"""Each alarm, message and metric that somebody may meet is in the run-book."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from prefect.events.actions import CallWebhook

from flows.orchestration.automations import alarms
from flows.settings import Bounds
from tests.markdown import anchors

CHECKOUT = Path(__file__).parents[3]
RUN_BOOK = (CHECKOUT / "docs" / "run-book.md").read_text(encoding="utf-8")


def test_every_alarm_names_a_heading_of_the_run_book() -> None:
    made = alarms(uuid4(), timedelta(hours=3))
    payloads = [
        action.payload
        for alarm in made
        for action in alarm.actions
        if isinstance(action, CallWebhook)
    ]
    named = [re.findall(r"run-book: ([\w-]+)", payload) for payload in payloads]
    assert len(named) == len(made) == 4
    assert [each for (each,) in named if each not in anchors(RUN_BOOK)] == []
    assert "for 3 hours" in payloads[-1]


def test_every_bound_is_in_the_run_book() -> None:
    assert [name for name in Bounds.model_fields if f"`{name}`" not in RUN_BOOK] == []


def test_every_metric_is_in_the_run_book() -> None:
    source = (CHECKOUT / "flows" / "steps" / "metrics.py").read_text(encoding="utf-8")
    names = re.findall(r'gauges\.set\("(\w+)"', source)
    names += re.findall(r'^    "(\w+)": "', source, flags=re.MULTILINE)
    assert len(names) == 14
    assert [name for name in names if f"`zakhira_{name}`" not in RUN_BOOK] == []


QUOTED = re.findall(r"^\| `([^`]+)`.* \|", RUN_BOOK.partition("## A run crashed")[0], re.MULTILINE)


@pytest.mark.parametrize("message", QUOTED)
def test_every_message_that_the_run_book_quotes_is_one_of_ours(message: str) -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("flows", "warehouse")
        for path in (CHECKOUT / folder).rglob("*.py")
    )
    pieces = [piece.strip(" ;") for piece in message.split("...")]
    assert [piece for piece in pieces if piece not in code] == []
