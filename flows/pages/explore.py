"""The explorer: the report with search, filters and a view of each document, on loopback.

It only reads, answers only requests that name this machine, and asks for nothing from elsewhere:
no script, no outer font or picture. Each request opens the published generation anew, so the
newest one answers; a run never waits for it.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

import duckdb
import uvicorn
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from flows.pages.documents import PAGE_ROWS, Filter, Listing, read_document
from flows.pages.render import render, style
from flows.pages.report import report_page
from transforms.errors import TerminalError, UsageError, ZakhiraError
from warehouse.database.connection import connect_read_only
from warehouse.database.errors import earlier_version_errors
from warehouse.generations.published import has_index, require_published
from warehouse.storage.layout import Layout
from warehouse.storage.store import Store

_HOST = "127.0.0.1"
# Names of this machine; any other in a request is that of a page that points its own name here.
_OUR_NAMES = ["127.0.0.1", "localhost", "[::1]"]
_SECONDS_BETWEEN_FETCHES = 10
_MOST_PAGES = 400
_NO_SEARCH = (
    "This generation has no index of its words: an earlier version of zakhira published it. "
    "After zakhira maintain it has one. The words were left out."
)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


Kept = TypeVar("Kept")


class PortTakenError(TerminalError):
    """Another program listens on the port."""


class Reading(NamedTuple):
    """An open generation, and which of its documents are current."""

    connection: duckdb.DuckDBPyConnection
    listing: Listing


class Published:
    """The published warehouse, as it is at each request."""

    def __init__(self, store: Store) -> None:
        """Find what is published.

        Raises:
            UsageError: nothing has been published yet.
        """
        self.name = store.name
        self.layout = require_published(store)
        self._store = store
        self._fetched = time.monotonic()
        self._lock = threading.RLock()
        self._kept_of = self.layout.published
        self._kept: dict[str, object] = {}

    @contextlib.contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open the newest generation.

        Raises:
            WarehouseError: it is damaged, or of an earlier version.
        """
        self._fetch()
        generation = self.layout.published.resolve()
        with earlier_version_errors(), connect_read_only(generation) as connection:
            make = partial(Listing, connection)
            yield Reading(connection, self._once(generation, "listing", make))

    def overview(self) -> str:
        """Return the report; it is made once a generation."""
        self._fetch()
        make = partial(report_page, self.layout, self.name, is_live=True)
        return self._once(self.layout.published.resolve(), "overview", make)

    def _once(self, generation: Path, name: str, make: Callable[[], Kept]) -> Kept:
        """Return what was made of a generation, or make it; that of an older one is let go."""
        with self._lock:
            if generation != self._kept_of:
                self._kept_of, self._kept = generation, {}
            if name not in self._kept:
                self._kept[name] = make()
            return cast("Kept", self._kept[name])

    def page(self, template: str, **values: object) -> str:
        """Return a page that names the warehouse."""
        return render(
            template,
            is_live=True,
            version=version("zakhira"),
            warehouse=self.name,
            generation=Layout.number_of(self.layout.published.resolve()) or "–",
            made_at=datetime.now(UTC),
            **values,
        )

    def _fetch(self) -> None:
        """Fetch the newest generation of a warehouse at a URL now and then.

        Where that does not answer, the one that is here goes on answering.
        """
        if time.monotonic() - self._fetched < _SECONDS_BETWEEN_FETCHES or not self._lock.acquire(
            blocking=False
        ):
            return
        try:
            self._fetched = time.monotonic()
            with contextlib.suppress(ZakhiraError):
                self._store.fetch_published()
        finally:
            self._lock.release()


def explore(store: Store, port: int, say: Callable[[str], None]) -> None:
    """Serve the explorer on loopback until Ctrl-C; `say` is told its address.

    Raises:
        UsageError: nothing has been published yet.
        PortTakenError: another program listens on the port.
    """
    published = Published(store)
    with _listening(port) as listener:
        address = f"http://{_HOST}:{listener.getsockname()[1]}/"
        say(f"{address} shows {published.name}; Ctrl-C ends it")
        server = uvicorn.Server(
            uvicorn.Config(
                application(published),
                log_level="warning",
                access_log=False,
                lifespan="off",
                server_header=False,
                timeout_graceful_shutdown=2,
            )
        )
        server.run(sockets=[listener])


def _listening(port: int) -> socket.socket:
    """Return a socket that listens on a port; any free one for 0."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((_HOST, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(
            f"cannot listen on port {port} ({error.strerror}): name another one, as in "
            f"--port {port % 65535 + 1}, or --port 0 for any that is free"
        ) from error
    listener.listen(128)
    return listener


def application(published: Published) -> FastAPI:
    """Return the explorer as an application of ASGI."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_OUR_NAMES, www_redirect=False)

    @app.middleware("http")
    async def with_headers(
        request: Request, answer: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        response = await answer(request)
        response.headers.update(_HEADERS)
        return response

    _add_problems(app, published)
    app.include_router(_pages(published))
    return app


def _add_problems(app: FastAPI, published: Published) -> None:
    """Let an application answer errors with a page that says what to do."""

    def problem(status: int, message: str) -> HTMLResponse:
        page = published.page("problem.html", here="", query="", message=message)
        return HTMLResponse(page, status, _HEADERS)

    @app.exception_handler(HTTPException)
    def refused(_request: Request, error: HTTPException) -> HTMLResponse:
        return problem(error.status_code, error.detail)

    @app.exception_handler(UsageError)
    def unusable(_request: Request, error: UsageError) -> HTMLResponse:
        return problem(400, str(error))

    @app.exception_handler(ZakhiraError)
    def unanswered(_request: Request, error: ZakhiraError) -> HTMLResponse:
        return problem(503, str(error))

    @app.exception_handler(Exception)
    def failed(_request: Request, error: Exception) -> HTMLResponse:
        message = str(error).partition("\n")[0]
        return problem(500, f"{type(error).__name__}: {message} (please report it)")


def _pages(published: Published) -> APIRouter:
    """Return the pages: the report, lists of documents, and each document."""
    pages = APIRouter(default_response_class=HTMLResponse)

    @pages.get("/")
    def overview() -> str:
        return published.overview()

    @pages.get("/style.css")
    def style_sheet() -> Response:
        return Response(style(), media_type="text/css")

    @pages.get("/documents")
    def documents(request: Request) -> str:
        wanted = Filter.of(request.query_params)
        number = _page_number(request.query_params.get("page", "1"))
        with published.reading() as reading:
            note = "" if has_index(reading.connection) or not wanted.query else _NO_SEARCH
            asked = wanted._replace(query=None) if note else wanted
            found = reading.listing.find(reading.connection, asked, number)
        return published.page(
            "documents.html",
            here="documents",
            query=wanted.query,
            wanted=wanted,
            found=found,
            note=note,
            choices=reading.listing,
            number=number,
            page_rows=PAGE_ROWS,
        )

    @pages.get("/documents/{content_hash}")
    def document(content_hash: str) -> str:
        with published.reading() as reading:
            found = read_document(reading.connection, content_hash)
        if found is None:
            raise HTTPException(404, "No document has this key.")
        return published.page("document.html", here="document", query="", **found)

    return pages


def _page_number(text: str) -> int:
    """Return the number of a page of documents.

    Raises:
        UsageError: it is no number, or too large.
    """
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= number <= _MOST_PAGES:
        raise UsageError(f"page is a number from 1 to {_MOST_PAGES}: filter to see fewer documents")
    return number
