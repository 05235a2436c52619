"""Set Prefect up for a flow run that a person starts at a terminal; import it only then."""

import contextlib
import logging
import os
from collections.abc import Iterator

from transforms.errors import TerminalError, ZakhiraError

# A temporary server needs 12-17 s on a fresh database; Prefect's own limit is 20.
_DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "zakhira",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "DO_NOT_TRACK": "1",
}
# How long a server may take to say that it is there; Prefect itself would ask for minutes.
_SERVER_SECONDS = 5.0


class ServerError(TerminalError):
    """The Prefect server that is configured does not answer."""


def set_defaults() -> None:
    """Set our defaults where the environment says nothing; call it before Prefect is imported."""
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)


def require_server() -> None:
    """Check that the server that is configured, if one is, answers.

    Raises:
        ServerError: it does not answer.
    """
    # Only a tracked run needs Prefect.
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.settings import (  # noqa: PLC0415
        PREFECT_API_URL,
        PREFECT_CLIENT_MAX_RETRIES,
        temporary_settings,
    )

    url = PREFECT_API_URL.value()
    if url is None:
        return
    with (
        temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}),
        get_client({"timeout": _SERVER_SECONDS}, sync_client=True) as client,
    ):
        if client.api_healthcheck() is not None:
            raise ServerError(
                f"no Prefect server answers at {url}: start it, unset PREFECT_API_URL, "
                "or pass --no-prefect"
            )


@contextlib.contextmanager
def own_errors_hidden() -> Iterator[None]:
    """Keep Prefect's report of our own errors off the terminal: the command says them in one line.

    The server still gets the traceback.
    """
    # Only a tracked run needs Prefect.
    from prefect.logging.handlers import PrefectConsoleHandler  # noqa: PLC0415

    hidden = _OwnErrors()
    consoles = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, PrefectConsoleHandler)
    ]
    for console in consoles:
        console.addFilter(hidden)
    try:
        yield
    finally:
        for console in consoles:
            console.removeFilter(hidden)


class _OwnErrors(logging.Filter):
    """Drops the traceback of an error of ours, and the line about the state it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self._has_met_one = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Check whether a record is shown."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, ZakhiraError):
            self._has_met_one = True
            return False
        is_end = record.getMessage().startswith("Finished in state Failed(")
        return not (self._has_met_one and is_end)
