"""The commands that show the published warehouse to people: a report, and pages on loopback."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from flows.cli import streams
from flows.cli.app import Warehouse, app, settings_of
from flows.cli.exit_codes import DONE

Port = Annotated[int, Parameter(validator=Number(gte=0, lte=65_535))]


@app.command
def report(file: Path | None = None, /, *, warehouse: Warehouse = None) -> int:
    """Write a report of the published warehouse: one HTML file that needs nothing else.

    The corpus at a glance, languages, time, publishers, copies and who has whose texts, quality,
    rejected files, runs, and the newest documents. It can be mailed, printed and opened anywhere:
    there is no script in it, and it asks for nothing from the network.

    For example: zakhira report ~/news.html --warehouse /data/warehouse

    Args:
        file: Where to write it; an older one is replaced [default: report.html in the warehouse;
            of one at a URL, in the folder of its state].
    """
    from flows.pages.report import write_report  # noqa: PLC0415 - `--help` needs no charts

    path = write_report(settings_of(warehouse=warehouse).store, file)
    streams.report(f"report: {path}")
    return DONE


@app.command
def explore(*, warehouse: Warehouse = None, port: Port = 8040) -> int:
    """Look through the published warehouse in a browser: the report, search, and every document.

    It answers on this machine alone (127.0.0.1), only reads, never waits for a run and never
    disturbs one, and shows a new generation as soon as one is published. Ctrl-C ends it.

    For example: zakhira explore --warehouse /data/warehouse

    Args:
        port: The port to listen on; 0 for any that is free [default: 8040].
    """
    from flows.pages.explore import explore as serve  # noqa: PLC0415 - `--help` needs no server

    try:
        serve(settings_of(warehouse=warehouse).store, port, streams.report)
    except KeyboardInterrupt as ending:
        # Ctrl-C is its usual end; SIGTERM has an exit code of its own.
        if type(ending) is not KeyboardInterrupt:
            raise
    return DONE
