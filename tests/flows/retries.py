"""Fail a step midway and retry it in the same run, as Prefect does with transient errors."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from transforms.errors import TransientError


def fail_once_at(monkeypatch: pytest.MonkeyPatch, name: str, call: int) -> None:
    """Let one call of a function fail for a passing reason."""
    module, _, attribute = name.rpartition(".")
    function = getattr(__import__(module, fromlist=[attribute]), attribute)
    calls = count(1)

    def once(*args: Any) -> Any:
        if next(calls) == call:
            raise TransientError("passing")
        return function(*args)

    monkeypatch.setattr(name, once)


def twice(step: Callable[..., Any]) -> Callable[..., Any]:
    """The step, tried again when it fails for a passing reason; it must do so once."""

    def tried(*args: Any, **options: Any) -> Any:
        with pytest.raises(TransientError):
            step(*args, **options)
        return step(*args, **options)

    return tried
