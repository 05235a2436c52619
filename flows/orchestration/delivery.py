"""What a run writes to the Prefect server about itself: names, tags, pages, datasets.

All of it is a copy. A server that goes meanwhile, or refuses some of it, ends no run.
"""

import logging
from collections.abc import Callable, Iterable

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.context import FlowRunContext, SettingsContext, get_settings_context

_log = logging.getLogger("zakhira")


class Delivery:
    """Writes of one process to the server."""

    def __init__(self) -> None:
        """Begin with a server that is there."""
        self._has_gone = False

    def begin(self) -> None:
        """Begin with a server that is there."""
        self._has_gone = False

    def write(self, write: Callable[[], object]) -> None:
        """Write to the server; once it does not answer, say so and write no more."""
        if self._has_gone:
            return
        try:
            with with_retries(1):
                write()
        except httpx.TransportError:
            self._has_gone = True
            _log.warning("the Prefect server does not answer: the run goes on without its pages")
        except httpx.HTTPStatusError as error:
            code = error.response.status_code
            _log.warning("the Prefect server refused a page of the run (HTTP %d)", code)


def with_retries(count: int) -> SettingsContext:
    """Return the present settings as a context in which a request is tried again so many times.

    `temporary_settings` reads all sources of settings anew, which takes 50 ms each time.
    """
    now = get_settings_context()
    client = now.settings.client.model_copy(update={"max_retries": count})
    return SettingsContext(
        profile=now.profile, settings=now.settings.model_copy(update={"client": client})
    )


delivery = Delivery()


def flow_run_id() -> str | None:
    """Return Prefect's id of the flow run we are in; null outside one."""
    flow_run = _flow_run()
    return str(flow_run.id) if flow_run else None


def add_tags(tags: Iterable[str]) -> None:
    """Add tags to the flow run we are in, if we are in one."""
    flow_run = _flow_run()
    if flow_run is not None:
        flow_run.tags = sorted({*flow_run.tags, *tags})
        _update(flow_run)


def add_outcome(outcome: str) -> None:
    """Add to the name of the flow run we are in, if we are in one, how it went.

    The list of runs shows the name and no message of the state.
    """
    flow_run = _flow_run()
    if flow_run is not None:
        flow_run.name = f"{flow_run.name}: {outcome}"
        _update(flow_run)


def _flow_run() -> FlowRun | None:
    context = FlowRunContext.get()
    return context.flow_run if context else None


def _update(flow_run: FlowRun) -> None:
    def update() -> None:
        with get_client(sync_client=True) as client:
            client.update_flow_run(flow_run.id, name=flow_run.name, tags=flow_run.tags)

    delivery.write(update)
