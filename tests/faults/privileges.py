"""Make permissions hold for a process of root, and for the programs it starts."""

import ctypes
import os

_DAC_OVERRIDE = 1
_DAC_READ_SEARCH = 2
_PR_CAPBSET_DROP = 24
_VERSION_3 = 0x20080522


def give_up_overrides() -> None:
    """Give up the capabilities that let root pass over permissions, for good.

    Raises:
        OSError: the kernel refused.
    """
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
        _require(libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0))
    header = (ctypes.c_uint32 * 2)(_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)()
    _require(libc.capget(header, sets))
    for place in range(3):  # effective, permitted, inheritable
        sets[place] &= ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH)
    _require(libc.capset(header, sets))


def _require(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), "capabilities could not be given up")
