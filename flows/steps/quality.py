"""Check what was published: rules of every warehouse, checks and bounds of the user's own."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from flows.escapes import in_one_line
from flows.run.batches import Summary
from flows.run.context import IngestRun
from flows.run.messages import counted
from flows.settings import Settings
from transforms.errors import TerminalError
from warehouse.checks import Check, run_checks
from warehouse.generations.published import require_published
from warehouse.quality.bounds import run_bounds
from warehouse.quality.own_checks import run_own_checks
from warehouse.quality.results import record
from warehouse.storage.layout import Layout

_log = logging.getLogger("zakhira")


class CheckFailedError(TerminalError):
    """A check of severity error is broken, or could not be run; all is committed and published."""

    def __init__(self, message: str, summary: Summary | None = None) -> None:
        """Keep what the run did."""
        self.summary = summary
        super().__init__(message)


def is_configured(settings: Settings) -> bool:
    """Check whether the user has checks or bounds of his own."""
    return _has_folder(settings) or bool(settings.bounds.given)


def _has_folder(settings: Settings) -> bool:
    """Check whether there is a folder of checks: one that was named is missed where it is not."""
    folder = settings.checks_folder
    return settings.checks is not None or (folder is not None and folder.is_dir())


def check_published(run: IngestRun, summary: Summary) -> Summary:
    """Run the user's checks and bounds on the published generation, and record what they find.

    Whatever they find, and whatever they do, the run goes on: `require_quality` raises the alarm
    once all else is done.
    """
    generation = run.layout.published_generation()
    if generation is None:
        return summary
    with run.progress.stage("checking"), run.stage("check"):
        now = max(datetime.now(UTC), run.run.started_at)
        run.checks = _own_checks(run.settings, run.layout, now)
        record(run.layout, run.checks, run.run.run_id, now, generation)
    log_broken(run.checks)
    _log.info("%s run", counted(len(run.checks), "check"))
    broken = {check.name: check.status for check in run.checks if check.status != "pass"}
    return summary._replace(broken_checks=broken)


def check_all(settings: Settings, run_id: str | None = None) -> list[Check]:
    """Run every check on the published generation, the rules first, and record what they find.

    Raises:
        UsageError: nothing has been published yet.
    """
    layout = require_published(settings.store)
    now, generation = datetime.now(UTC), layout.published_generation()
    checks = [*run_checks(settings.store), *_own_checks(settings, layout, now)]
    record(layout, checks, run_id, now, generation)
    return checks


def _own_checks(settings: Settings, layout: Layout, now: datetime) -> list[Check]:
    checks = run_bounds(layout.published, settings.bounds.given, now)
    if settings.checks_folder is not None and _has_folder(settings):
        checks += run_own_checks(layout.published, settings.checks_folder)
    return checks


def log_broken(checks: Sequence[Check]) -> None:
    """Say of each check that did not pass what it found: an error, or a warning."""
    for check in checks:
        if check.status != "pass":
            level = logging.ERROR if check.is_alarm else logging.WARNING
            _log.log(level, "check %s: %s", in_one_line(check.name), _told(check))


def _told(check: Check) -> str:
    """Return what a check found, in one line."""
    if check.error is not None:
        return f"could not be run: {in_one_line(check.error)}"
    return f"{counted(check.broken_count, 'row')} broken: {in_one_line(check.rule or check.name)}"


def require_quality(run: IngestRun, summary: Summary) -> Summary:
    """Return the same summary, or raise an alarm.

    Raises:
        CheckFailedError: a check of severity error is broken, or could not be run.
    """
    require_clean(run.checks, summary)
    return summary


def require_clean(checks: Sequence[Check], summary: Summary | None = None) -> None:
    """Raise an alarm where a check is broken or could not be run; a warning is none.

    Raises:
        CheckFailedError: the message names the checks.
    """
    broken = [
        f"{in_one_line(check.name)} ({_in_short(check)})" for check in checks if check.is_alarm
    ]
    if broken:
        what = f"broken: {', '.join(broken)}; see: zakhira check"
        raise CheckFailedError(what, summary)


def _in_short(check: Check) -> str:
    return "could not be run" if check.error else counted(check.broken_count, "row")
