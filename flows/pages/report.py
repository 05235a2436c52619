"""The report: one HTML file that needs nothing else, neither script nor network."""

from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.pages import charts, figures
from flows.pages.figures import Row, Rows, read_figures
from flows.pages.render import load as load_template
from flows.pages.render import number, percent, render, size
from transforms.errors import TerminalError
from warehouse.database.connection import connect_read_only, with_little_memory
from warehouse.database.errors import earlier_version_errors
from warehouse.database.sql import literal
from warehouse.generations.published import require_published
from warehouse.locking.scratch import scratch_folder
from warehouse.storage.files import write_whole
from warehouse.storage.layout import Layout
from warehouse.storage.store import Store

_TEMPLATE = "report.html"
# Of a table; the caption tells how many more there are, and the view that has all.
_MOST_ROWS = 40


class ReportError(TerminalError):
    """The report cannot be written; the message says where to write it instead."""


def write_report(store: Store, file: Path | None = None) -> Path:
    """Write the report of what is published; return its path, `report.html` in the warehouse.

    That of a warehouse at a URL is in the folder of its state on this machine.

    Raises:
        UsageError: nothing has been published yet.
        WarehouseError: the generation is damaged, or of an earlier version.
        ReportError: the file cannot be written.
    """
    layout = require_published(store)
    page = report_page(layout, store.name, is_live=False)
    target = file or layout.report
    if target.is_dir():
        target /= layout.report.name
    if target.exists() and not target.is_file():
        # A new file would take its place: root would lose /dev/null.
        raise ReportError(f"{target} is no file: name one, as in: zakhira report ~/report.html")
    try:
        write_whole(target, page.encode(), target.with_name(f".{target.name}.partial"))
    except OSError as error:
        raise ReportError(
            f"cannot write {target} ({error.strerror}): name another file, as in: "
            "zakhira report ~/report.html"
        ) from error
    return target


def load() -> None:
    """Load what draws the report, the engine of charts among it: more work than drawing it."""
    charts.languages_chart([{"language": "ur", "documents": 1}])
    load_template(_TEMPLATE)


def is_up_to_date(layout: Layout) -> bool:
    """Check whether the report in the warehouse was written after what is published was made."""
    report = layout.report
    return report.exists() and report.stat().st_mtime_ns >= layout.published.stat().st_mtime_ns


def report_page(layout: Layout, warehouse: str, *, is_live: bool) -> str:
    """Return the report of the published generation as HTML; `is_live` with links to documents.

    Raises:
        WarehouseError: the generation is damaged, or of an earlier version.
    """
    generation = layout.published.resolve()
    with (
        earlier_version_errors(),
        connect_read_only(generation) as connection,
        scratch_folder() as spill,
    ):
        # Who reads a warehouse may not write beside its files.
        connection.execute(f"set temp_directory = {literal(str(spill))}")
        found = with_little_memory(connection, partial(read_figures, connection))
    return render(
        _TEMPLATE,
        is_live=is_live,
        here="report",
        query="",
        version=version("zakhira"),
        warehouse=warehouse,
        short_name=_short_name(warehouse),
        generation=Layout.number_of(generation) or "–",
        made_at=datetime.now(UTC),
        figures=found,
        charts=_charts(found),
        glance=_glance(found["totals"], generation.stat().st_size),
        dated=_dated(found["dates"]),
        periods=_periods(found["timeline"].rows),
        dated_by=figures.DATED_BY,
        doubts=figures.DOUBTS,
        reject_reasons=figures.REJECT_REASONS,
        most_rows=_MOST_ROWS,
    )


def _short_name(warehouse: str) -> str:
    """Return the last folder of a path or URL; with the one before it where it says nothing.

    >>> _short_name("/srv/news"), _short_name("/srv/urdu/warehouse"), _short_name("s3://corpus/a/")
    ('news', 'urdu/warehouse', 'a')
    """
    folders = [folder for folder in warehouse.split("/") if folder]
    return "/".join(folders[-2:] if folders[-1:] == ["warehouse"] else folders[-1:]) or warehouse


def _charts(found: dict[str, Any]) -> Row:
    return {
        "languages": charts.languages_chart(found["languages"]),
        "dates": charts.dates_chart(found["timeline"]),
        "languages_over_time": charts.languages_over_time_chart(found["timeline"]),
        "publishers": charts.publishers_chart(found["publisher_languages"]),
        "copies": charts.copies_chart(found["copies"]),
    }


def _glance(totals: Row, database_bytes: int) -> list[tuple[str, str, str]]:
    """Return the key figures: label, value, and a note."""
    documents, files = totals["documents"], totals["files"]
    mean = round(totals["words"] / documents) if documents else 0
    earlier = totals["earlier_documents"]
    of_files = " of the raw files"
    return [
        ("Documents", number(documents), f"and {number(earlier)} earlier ones" if earlier else ""),
        ("Raw files", number(files), size(totals["raw_bytes"])),
        ("Words", number(totals["words"]), f"{number(mean)} a document" if documents else ""),
        ("Languages", number(totals["languages"]), ""),
        ("Publishers", number(totals["publishers"]), ""),
        ("Copies", number(totals["copies"]), _share(totals["copies"], files, of_files)),
        (
            "Near-duplicates",
            number(totals["near_duplicates"]),
            _share(totals["near_duplicates"], documents, " of the documents"),
        ),
        ("Rejected", number(totals["rejected"]), _share(totals["rejected"], files, of_files)),
        ("Parquet", size(totals["parquet_bytes"]), ""),
        ("DuckDB", size(database_bytes), ""),
    ]


def _share(count: int, of: int, words: str) -> str:
    return f"{percent(count / of)}{words}" if of else ""


def _dated(rows: Rows) -> Row:
    """Return the row of documents that say when they were published."""
    return next((row for row in rows if row["dated_by"] == "published"), {"share": 0})


def _periods(rows: Rows) -> Rows:
    """Return one row a period: documents by what dates them, and by language."""
    found: Rows = []
    for period in sorted({row["period"] for row in rows}):
        here = [row for row in rows if row["period"] == period]
        languages = figures.summed(here, "language")
        languages.sort(key=lambda row: -row["documents"])
        found.append(
            {
                "period": period,
                "dated_by": {
                    row["dated_by"]: row["documents"] for row in figures.summed(here, "dated_by")
                },
                "languages": [(row["language"], row["documents"]) for row in languages],
            }
        )
    return found
