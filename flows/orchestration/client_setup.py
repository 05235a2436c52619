"""Set Prefect up for a flow run that a person starts at a terminal; import it only then."""

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from transforms.errors import TerminalError, ZakhiraError

# A temporary server needs 12-17 s on a fresh database; Prefect's own limit is 20.
_DEFAULTS = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "zakhira",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    # A server that has gone costs 6 s, not a minute, each time that it is asked.
    "PREFECT_CLIENT_MAX_RETRIES": "2",
    "DO_NOT_TRACK": "1",
}
# How long a server may take to say that it is there; Prefect itself would ask for minutes.
_SERVER_SECONDS = 5.0


# Loggers of what is sent to a server in the background.
_DELIVERY = ("prefect.events", "prefect._internal")


class ServerError(TerminalError):
    """The Prefect server that is configured does not answer."""


def set_defaults() -> None:
    """Set our defaults where the environment says nothing; call it before Prefect is imported."""
    for name, value in _DEFAULTS.items():
        os.environ.setdefault(name, value)


@contextlib.contextmanager
def without_configuration() -> Iterator[None]:
    """Run a block to which no setting of Prefect's comes through: it runs without Prefect.

    A profile that cannot be read, a variable that is wrong, or a home that cannot be made would
    stop it at the import. The home is a folder that is there and has no profiles.
    """
    environment = dict(os.environ)
    for name in environment:
        if name.startswith("PREFECT_"):
            del os.environ[name]
    set_defaults()
    os.environ["PREFECT_HOME"] = str(Path(__file__).parent)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment)


def require_server() -> None:
    """Check that the server that is configured, if one is, answers.

    Raises:
        ServerError: it does not answer.
    """
    url = _url_without_answer()
    if url is not None:
        raise ServerError(
            f"no Prefect server answers at {url}: start it, unset PREFECT_API_URL, "
            "or pass --no-prefect"
        )


def has_gone() -> bool:
    """Check whether a server is configured and does not answer."""
    return _url_without_answer() is not None


def _url_without_answer() -> str | None:
    """Return the URL of the server that is configured, if one is and does not answer."""
    # Only a tracked run needs Prefect.
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415

    from flows.orchestration.delivery import with_retries  # noqa: PLC0415

    url = PREFECT_API_URL.value()
    if url is None:
        return None
    with (
        with_retries(0),
        get_client({"timeout": _SERVER_SECONDS}, sync_client=True) as client,
    ):
        return url if client.api_healthcheck() is not None else None


def silence() -> None:
    """Say no more of a server that has gone: Prefect tries on, with a traceback each time."""
    logging.raiseExceptions = False
    for name in ("prefect", "httpx", "websockets"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    logging.getLogger("zakhira").handlers.clear()


@contextlib.contextmanager
def own_errors_hidden() -> Iterator[None]:
    """Keep Prefect's report of our own errors off the terminal: the command says them in one line.

    So it does of a server that has gone. The server still gets the traceback.
    """
    # Only a tracked run needs Prefect.
    from prefect.logging.handlers import PrefectConsoleHandler  # noqa: PLC0415

    hidden = _OwnErrors()
    consoles = [
        handler
        for name in (None, "prefect")
        for handler in logging.getLogger(name).handlers
        if isinstance(handler, PrefectConsoleHandler)
    ]
    for console in consoles:
        console.addFilter(hidden)
    # Else each log line that is not delivered is two lines on standard error.
    logging.raiseExceptions = False
    try:
        yield
    finally:
        logging.raiseExceptions = True
        for console in consoles:
            console.removeFilter(hidden)


class _OwnErrors(logging.Filter):
    """Drops the traceback of an error of ours, and the line about the state it leads to.

    And what Prefect says of a server that does not answer.
    """

    def __init__(self) -> None:
        super().__init__()
        # Only a tracked run needs it.
        import httpx  # noqa: PLC0415

        self._hidden = (ZakhiraError, httpx.TransportError)
        self._has_met_one = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Check whether a record is shown."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, self._hidden):
            self._has_met_one = True
            return False
        if record.name.startswith(_DELIVERY):
            return False
        is_end = record.getMessage().startswith("Finished in state Failed(")
        return not (self._has_met_one and is_end)
