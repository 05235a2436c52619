"""Run the flows for a person, as a flow run or as plain functions; the summary in words."""

import functools
import shlex
from collections.abc import Callable

from flows.cli import exit_codes, garbage, streams
from flows.escapes import in_one_line
from flows.orchestration import client_setup
from flows.run.batches import Summary
from flows.run.messages import (
    LeftOut,
    left_out_message,
    no_match_message,
    patterns_to_try,
    summary_message,
)
from flows.settings import Settings
from flows.steps.finish import RejectBudgetError
from flows.steps.quality import CheckFailedError
from transforms.errors import ZakhiraError
from warehouse.checks import Check
from warehouse.writer.repair import LostPart, Repaired


def ingest(settings: Settings, report: Callable[[Summary], None], *, tracked: bool) -> None:
    """Run the flow, as a Prefect flow run or as plain functions, and report what it did.

    Raises:
        UsageError: the landing zone is not there, or closed to us.
        ServerError: it should be a flow run, and the server that is configured does not answer.
        RejectBudgetError: too many files were rejected; what the run did has been reported.
        CheckFailedError: a check is broken; the same.
    """
    settings.landing_zone.require_listed()
    try:
        summary = _ingest(settings, tracked=tracked)
    except (RejectBudgetError, CheckFailedError) as error:
        if error.summary is not None:
            report(error.summary)
        raise
    report(summary)


def _ingest(settings: Settings, *, tracked: bool) -> Summary:
    if not tracked:
        with client_setup.without_configuration():
            return _ingest_plainly(settings)
    client_setup.set_defaults()
    from flows.ingest import ingest as flow  # noqa: PLC0415 - reads the defaults above

    garbage.search_as_usual()
    client_setup.require_server()
    work = _Work(flow.fn)
    tracked_flow = flow.with_options()
    # Prefect calls whatever is there.
    vars(tracked_flow)["fn"] = work
    with client_setup.own_errors_hidden():
        try:
            return tracked_flow(settings)
        except BaseException as error:
            if not client_setup.has_gone():
                raise
            exit_codes.leave_at_once()
            if not isinstance(error, Exception):
                raise
    client_setup.silence()
    streams.say("the Prefect server has gone: the run goes on without it")
    return work.outcome() or _ingest_plainly(settings)


class _Work:
    """What a flow does, and how that ended: a server that has gone does not hear of it."""

    def __init__(self, function: Callable[[Settings], Summary]) -> None:
        functools.update_wrapper(self, function)
        self._function = function
        self._summary: Summary | None = None
        self._error: ZakhiraError | None = None

    def __call__(self, settings: Settings) -> Summary:
        try:
            result = self._function(settings)
        except ZakhiraError as error:
            self._error = error
            raise
        # In a flow run, a state with the summary for its data.
        self._summary = getattr(result, "data", result)
        return result

    def outcome(self) -> Summary | None:
        """Return the summary, or raise the error of ours; null where it ended otherwise."""
        if self._error:
            raise self._error
        return self._summary


def _ingest_plainly(settings: Settings) -> Summary:
    from flows.pipelines.ingest import ingest_within_budget  # noqa: PLC0415

    garbage.search_as_usual()
    return ingest_within_budget(settings)


def maintain(settings: Settings) -> list[Check]:
    """Keep a warehouse in order, as plain functions, and return what every rule found."""
    with client_setup.without_configuration():
        from flows.pipelines.maintain import maintain_plainly  # noqa: PLC0415

        garbage.search_as_usual()
        return maintain_plainly(settings)


def check(settings: Settings) -> list[Check]:
    """Run every check, and return what each found."""
    with client_setup.without_configuration():
        from flows.steps.quality import check_all  # noqa: PLC0415

        return check_all(settings)


def repair(settings: Settings, *, is_rehearsal: bool) -> list[LostPart] | list[Repaired]:
    """Write lost and damaged parts again, or tell which there are."""
    with client_setup.without_configuration():
        from flows.pipelines.maintain import repair_warehouse  # noqa: PLC0415

        garbage.search_as_usual()
        return repair_warehouse(settings, is_rehearsal=is_rehearsal)


def rebuild(settings: Settings, *, accept_loss: bool) -> int:
    """Rebuild both databases from Parquet; return how many parts were read."""
    with client_setup.without_configuration():
        from flows.pipelines.maintain import rebuild_warehouse  # noqa: PLC0415

        garbage.search_as_usual()
        return rebuild_warehouse(settings, accept_loss=accept_loss)


def sentences(summary: Summary, settings: Settings) -> str:
    """Return the summary for a person, and what to do next."""
    done = f"{summary_message(summary)}; {summary.seconds:.1f} s"
    if has_no_match(summary):
        return f"{done}\n{_what_to_set(summary, settings)}"
    counts = LeftOut.of(summary)._replace(folders=summary.unlisted_folders)
    left_out = left_out_message(counts, settings.patterns)
    warehouse = shlex.quote(str(settings.warehouse))
    lines = [
        done,
        f"left out: {left_out}" if left_out else "",
        *(f"failed on {sentence}" for sentence in summary.first_failed),
        _where_failures_are(summary, warehouse),
        *(f"check {in_one_line(name)}: {status}" for name, status in summary.broken_checks.items()),
        f"next: zakhira sql --warehouse {warehouse} 'from corpus_overview'",
    ]
    return "\n".join(filter(None, lines))


def has_no_match(summary: Summary) -> bool:
    """Check whether there are files, but none is named as the patterns want, and none ever was."""
    return bool(summary.endings_left_out and not summary.seen and not summary.removed)


def _what_to_set(summary: Summary, settings: Settings) -> str:
    """Return which endings there are where no pattern matches, and what would read them."""
    found = no_match_message(summary.endings_left_out, settings.patterns)
    patterns = patterns_to_try(summary.endings_left_out, settings.patterns)
    if not patterns:
        return f"{found}\nzakhira reads plain text: make text files of these first"
    places = (
        f"{shlex.quote(str(settings.landing))} --warehouse {shlex.quote(str(settings.warehouse))}"
    )
    return f"{found}\nnext: zakhira ingest {places} --pattern {shlex.quote(patterns)}"


def _where_failures_are(summary: Summary, warehouse: str) -> str:
    if not summary.failed:
        return ""
    return (
        f"all failures: zakhira sql --warehouse {warehouse} 'from failed_texts'; "
        "zakhira retry tries them again"
    )
