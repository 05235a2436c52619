"""Limits that no test reaches by accident."""

from flows.workers.limits import Limits

ROOMY = Limits(seconds=600, memory_bytes=64 << 30)
