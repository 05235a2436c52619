"""Let this process be another version of zakhira."""

import sys

import pytest


def be_version(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """Let every module of the flows that knows the version of the rules know another one."""
    for name, module in list(sys.modules.items()):
        if name.startswith("flows.") and hasattr(module, "PIPELINE_VERSION"):
            monkeypatch.setattr(module, "PIPELINE_VERSION", version)
