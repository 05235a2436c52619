"""The `zakhira` command, thin over the flows: what writes to a warehouse, and what measures."""

import json
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

import flows.cli.pages
import flows.cli.query.commands
import flows.cli.takedown  # noqa: F401 - they register theirs
from flows.cli import exit_codes, formats, garbage, streams
from flows.cli.app import STANDARD_INPUT, AsJson, Warehouse, app, settings_of
from flows.cli.exit_codes import DONE, FAILED, USAGE
from transforms.errors import UsageError
from transforms.reject_reasons import RejectReason

if TYPE_CHECKING:  # `--help` needs no storage
    from flows.run.batches import Summary
    from flows.settings import Settings
    from warehouse.checks import Check


__all__ = ["app", "main"]

_DEBUG = "--debug"
_LOG_JSON = "--log-json"
# The command whose help lists the settings.
_READS_SETTINGS = "ingest"


def _settings_help() -> str:
    """Return every setting as an environment variable, with its default and its sentence."""
    from flows.settings import Settings, variable  # noqa: PLC0415

    lines = [
        # As code: a star in a default is no emphasis.
        f"`{variable(name)}={_as_set(field.get_default(call_default_factory=True))}`"
        f"  {field.description}"
        for name, field in Settings.model_fields.items()
    ]
    return "\n\n".join(["Settings from the environment:", *lines, exit_codes.EXPLAINED])


def _as_set(default: object) -> object:
    """Return a default as it would be set in the environment."""
    if isinstance(default, tuple):
        return ",".join(default)
    if isinstance(default, dict):
        return ",".join(f"{name}={value}" for name, value in default.items())
    is_set = isinstance(default, str | int | float | os.PathLike)
    return default if is_set else ""


@app.command
def ingest(
    landing: str | None = None,
    /,
    *,
    warehouse: Warehouse = None,
    verify: Annotated[bool, Parameter(negative=())] = False,
    pattern: str | None = None,
    fields: str | None = None,
    min_age: float | None = None,
    ignore: str | None = None,
    landing_name: str | None = None,
    wait: float | None = None,
    prefect: bool | None = None,
    as_json: AsJson = False,
) -> int:
    """Bring the warehouse up to date with a folder of raw text files, or with one file.

    Unchanged files are not read again. A copy becomes a duplicate that names its owner. A file
    without text is rejected with a reason, and its bytes are kept in quarantine. Running it twice
    changes nothing. Checks of your own run at the end (docs/checks.md).

    For example:

        zakhira ingest /data/news --warehouse /data/warehouse

        zakhira ingest /data/news --pattern '*.txt,*.md,*.txt.gz,*.zip'

        zakhira ingest /data/crawl --pattern '*.jsonl.zst' --fields text=body,date=posted_at

        zakhira ingest /data/news/today/story.txt

    Args:
        landing: The folder of raw files, read with all folders below it
            [default: data/landing] [env: ZAKHIRA_LANDING]. Or one file: the landing zone is its
            folder, of which nothing else is read, or held for gone.
        verify: Read every file, also those that look unchanged.
        pattern: File names to read, as shell patterns separated by commas
            [default: `*.txt`] [env: ZAKHIRA_PATTERNS]. Packed files (`*.gz`, `*.bz2`, `*.xz`,
            `*.zst`, `*.zip`, `*.tar`, `*.jsonl`) are unpacked. They choose among the members of an
            archive too; where all are for packed files, every member is read.
        fields: Fields of JSON lines by what they hold (text, id, title, date, url, author), as in
            text=body,date=posted_at [default: fields of these and other usual names]
            [env: ZAKHIRA_FIELDS].
        min_age: Seconds since its last change before a file is read: younger ones may still be
            uploaded, and are left to a later run [default: 0].
        ignore: Files not to read and folders not to enter, as shell patterns separated by commas
            [env: ZAKHIRA_IGNORE has the default: hidden ones, unfinished uploads and the like].
        landing_name: The name of the landing zone in the ledger. Give a zone that moved its old
            path here, and its files are known [default: its path].
        wait: Seconds to wait for another run to end, instead of ending with exit code 3.
        prefect: Run as a Prefect flow run, on a temporary server if none is configured (5 to 15 s
            more). The default is to do so when PREFECT_API_URL is set. The steps are the same.
    """
    settings = settings_of(
        landing=landing,
        warehouse=warehouse,
        verify=verify or None,
        patterns=pattern,
        fields=fields,
        min_age=min_age,
        ignore=ignore,
        landing_name=landing_name,
        wait=wait,
    )
    return _ingest(settings, prefect, as_json=as_json)


@app.command
def retry(
    landing: str | None = None,
    /,
    *,
    warehouse: Warehouse = None,
    reason: Annotated[Sequence[RejectReason], Parameter(negative=())] = (),
    pattern: str | None = None,
    fields: str | None = None,
    wait: float | None = None,
    prefect: bool | None = None,
    as_json: AsJson = False,
) -> int:
    """Read rejected files again now, and describe again what zakhira failed on.

    Does what ingest does, and takes up what ingest would leave as it is. Of itself, ingest tries
    again what may pass (unreadable, vanished, unstable), and after an update what failed before.

    For example: zakhira retry /data/news --warehouse /data/warehouse --reason failed

    Args:
        landing: The folder of raw files that was ingested
            [default: data/landing] [env: ZAKHIRA_LANDING].
        reason: Only the files rejected for this reason; can be given several times.
        pattern: File names, as with ingest [env: ZAKHIRA_PATTERNS].
        fields: Fields of JSON lines, as with ingest: all lines of a file are read again
            [env: ZAKHIRA_FIELDS].
        wait: Seconds to wait for another run to end, instead of ending with exit code 3.
        prefect: Run as a Prefect flow run, as with ingest.
    """
    reasons = tuple(reason) or tuple(RejectReason)
    settings = settings_of(
        landing=landing,
        warehouse=warehouse,
        patterns=pattern,
        fields=fields,
        wait=wait,
        retry=reasons,
    )
    return _ingest(settings, prefect, as_json=as_json)


@app.command
def status(*, warehouse: Warehouse = None, as_json: AsJson = False) -> int:
    """Say what the warehouse holds, when it last changed, and who is writing to it now.

    For example: zakhira status --warehouse /data/warehouse
    """
    from flows.cli import inspection  # noqa: PLC0415

    found = inspection.status(settings_of(warehouse=warehouse).store)
    print(formats.as_json(found) if as_json else formats.as_lines(found))
    return DONE


@app.command
def check(*, warehouse: Warehouse = None, as_json: AsJson = False) -> int:
    """Check every rule of the warehouse, and your own checks.

    The rules are about the ledger, the documents, and each Parquet file and its hash. Your own
    checks are `.sql` files that select broken rows, in a folder `checks` beside the warehouse.
    Exit code 1 if one is broken or cannot be run; a warning (`-- severity: warn`) is none.

    For example: zakhira check --warehouse /data/warehouse
    """
    from flows.cli import terminal  # noqa: PLC0415

    return _report_checks(terminal.check(settings_of(warehouse=warehouse)), as_json=as_json)


@app.command
def maintain(
    *, warehouse: Warehouse = None, wait: float | None = None, as_json: AsJson = False
) -> int:
    """Keep a warehouse in order; once a night is often enough.

    It finishes what a killed run left, learns which lines are boilerplate of a publisher, describes
    again what that or a new version of zakhira describes otherwise, merges small Parquet parts into
    large ones, removes old generations and replaced parts, and checks every rule.

    For example: zakhira maintain --warehouse /data/warehouse

    Args:
        wait: Seconds to wait for another run to end, instead of ending with exit code 3.
    """
    from flows.cli.display import shown  # noqa: PLC0415

    settings = settings_of(warehouse=warehouse, wait=wait)
    with shown():
        from flows.cli import terminal  # noqa: PLC0415

        checks = terminal.maintain(settings)
    return _report_checks(checks, as_json=as_json)


@app.command
def rebuild(
    *,
    warehouse: Warehouse = None,
    accept_loss: Annotated[bool, Parameter(negative=())] = False,
    as_json: AsJson = False,
) -> int:
    """Make both DuckDB files again from Parquet, which is the record.

    For example: zakhira rebuild --warehouse /data/warehouse

    Args:
        accept_loss: Do so although parts are missing or changed that the old database knows. Their
            rows are lost.
    """
    from flows.cli.display import shown  # noqa: PLC0415

    settings = settings_of(warehouse=warehouse)
    with shown():
        from flows.cli import terminal  # noqa: PLC0415

        parts = terminal.rebuild(settings, accept_loss=accept_loss)
    streams.report(
        json.dumps({"parts": parts}) if as_json else f"rebuilt from {parts:,} Parquet parts"
    )
    return DONE


@app.command
def repair(
    *,
    warehouse: Warehouse = None,
    yes: Annotated[bool, Parameter(negative=())] = False,
    as_json: AsJson = False,
) -> int:
    """Write lost and damaged Parquet parts again, from the work database.

    Says what it would do; `--yes` does it. Where the work database is damaged too, rebuild does the
    same from the published generation.

    For example: zakhira repair --warehouse /data/warehouse; then the same with --yes

    Args:
        yes: Do it.
    """
    from flows.cli import repairs, terminal  # noqa: PLC0415

    rows = repairs.as_rows(terminal.repair(settings_of(warehouse=warehouse), is_rehearsal=not yes))
    if as_json:
        print(formats.as_json(rows))
        return DONE
    for row in rows:
        print("  ".join(str(value) for value in row.values()))
    print(repairs.message(len(rows), is_rehearsal=not yes))
    return DONE


@app.command
def describe(*file: Annotated[Path, Parameter(required=True)], as_json: AsJson = False) -> int:
    """Show everything the pipeline would say of a file; needs no warehouse and writes nothing.

    For example:

        zakhira describe story.txt other.txt

        curl -s https://example.org/story.txt | zakhira describe -

    Args:
        file: Raw files of any name; `-` is standard input.
    """
    from flows.cli import description  # noqa: PLC0415

    for row in description.describe_files(file, settings_of().max_file_bytes):
        print(formats.as_json(row) if as_json else formats.as_page(row))
    return DONE


@app.command
def evaluate(first: Path, /, *more: Path, only: str | None = None, as_json: AsJson = False) -> int:
    """Measure descriptions against labelled texts.

    Prints accuracy, macro-F1, precision, recall, the confusions of languages, and the speed. Of
    cases: how many are right, and what came out of those that are wrong; ends with 1 if any is.

    For example: zakhira evaluate labels.jsonl --only ur,fa

    Args:
        first: A file of JSON lines, or a folder with one. A line has a `text` (or the `path` of a
            file beside the labels) and the truth for any columns of documents, by name:
            {"text": "...", "language": "ur"}. Or a folder of cases with `expected.jsonl`, a line
            a case: {"file": "a.txt", "column": "title", "op": "contains", "expected": "Rain"}.
        more: More of them.
        only: Take only the texts labelled with these languages, as in "ur,fa,ar".
    """
    from flows.cli.evaluation import cases  # noqa: PLC0415
    from flows.cli.evaluation import evaluate as measure  # noqa: PLC0415

    languages = frozenset(only.replace(",", " ").split()) if only else None
    code = DONE
    for labels in (first, *more):
        if cases.is_cases(labels):
            judged = cases.judge(labels, settings_of().max_file_bytes)
            print(formats.as_json(cases.as_object(judged)) if as_json else cases.as_table(judged))
            code = FAILED if judged.wrong else code
            continue
        found = measure.evaluate(labels, languages)
        row = measure.as_object(found)
        print(formats.as_json(row) if as_json else measure.as_table(found))
    return code


def _ingest(settings: "Settings", prefect: bool | None, *, as_json: bool) -> int:
    """Run the flow and print its summary.

    Raises:
        UsageError: the text comes from a pipe.
    """
    if str(settings.landing) == STANDARD_INPUT:
        raise UsageError(
            "a text from a pipe has no path, which is half of what a warehouse keeps of it: save "
            "it in a folder and ingest that; zakhira describe - says what would be said of it"
        )
    # The other commands start no workers, and show nothing.
    from flows.workers.early_start import start_early  # noqa: PLC0415

    start_early(settings)
    from flows.cli.display import shown  # noqa: PLC0415

    summaries: list[Summary] = []
    is_tracked = _has_server() if prefect is None else prefect
    if is_tracked and not _has_server():
        streams.say("starting Prefect; a temporary server takes 10 to 30 s")
    try:
        with shown(is_tracked=is_tracked):
            from flows.cli import terminal  # noqa: PLC0415 - it takes seconds, which are shown

            terminal.ingest(settings, summaries.append, tracked=is_tracked)
    finally:
        for summary in summaries:
            streams.report(
                json.dumps(summary._asdict()) if as_json else terminal.sentences(summary, settings)
            )
    return USAGE if any(map(terminal.has_no_match, summaries)) else DONE


def main() -> None:
    """Run the command and end with its exit code."""
    garbage.search_rarely()
    streams.prepare()
    exit_codes.take_signals()
    if _LOG_JSON in sys.argv:
        streams.log_json()
    given = [each for each in sys.argv[1:] if each not in {_DEBUG, _LOG_JSON}]
    arguments = [STANDARD_INPUT if each == "-" else each for each in given]
    code = exit_codes.guarded(partial(_run, arguments), with_traceback=_DEBUG in sys.argv)
    exit_codes.leave(code)


def _run(arguments: Sequence[str]) -> int | None:
    if _READS_SETTINGS in arguments:
        app[_READS_SETTINGS].help_epilogue = _settings_help()
    code: int | None = app(
        arguments, exit_on_error=False, print_error=True, result_action="return_value"
    )
    return code


def _report_checks(checks: "Sequence[Check]", *, as_json: bool) -> int:
    """Print what the checks found, and return the exit code for it."""
    streams.report(
        formats.as_json([{**each._asdict(), "status": each.status} for each in checks])
        if as_json
        else formats.check_lines(checks)
    )
    return FAILED if any(each.is_alarm for each in checks) else DONE


def _has_server() -> bool:
    """Check whether the environment names a Prefect server; Prefect's own profiles do not count."""
    return bool(os.environ.get("PREFECT_API_URL"))


if __name__ == "__main__":
    main()
