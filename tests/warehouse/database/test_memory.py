"""Memory that was freed goes back to the system."""

import ctypes
from pathlib import Path

import pyarrow as pa
import pytest

from warehouse.database.memory import release_unused

_MIB = 1 << 20
_BLOCKS = 16 << 10
_BLOCK_BYTES = 2 << 10


def _resident_bytes() -> int:
    """Return the private memory of this process that the system has given it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (kibibytes,) = [line.split()[1] for line in lines if line.startswith("RssAnon:")]
    return int(kibibytes) << 10


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="glibc alone has it")
def test_what_was_freed_below_a_block_in_use_goes_back() -> None:
    blocks = [bytearray(_BLOCK_BYTES) for _ in range(_BLOCKS)]
    last = blocks.pop()
    blocks.clear()
    before = _resident_bytes()
    release_unused()
    assert before - _resident_bytes() > 16 * _MIB
    assert len(last) == _BLOCK_BYTES


def test_what_arrow_freed_goes_back() -> None:
    arrays = [pa.array([b"\xff" * _BLOCK_BYTES]) for _ in range(_BLOCKS)]
    held = _resident_bytes()
    del arrays
    release_unused()
    assert held - _resident_bytes() > 16 * _MIB
