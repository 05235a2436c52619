"""How often Python looks for garbage: rarely while packages are imported, which all stay."""

import gc

_RARELY = 50_000
_USUAL = gc.get_threshold()


def search_rarely() -> None:
    """Look for garbage rarely, from the start of a command.

    To look as usual takes a tenth of the time of an import, and finds nothing.
    """
    gc.set_threshold(_RARELY)


def search_as_usual() -> None:
    """Look for garbage as usual, in a run that lasts; leave out what has been imported by now."""
    gc.freeze()
    gc.set_threshold(*_USUAL)
