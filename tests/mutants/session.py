"""Run tests against mutants: a fork for each, so that pytest and the models are loaded once.

A mutant exists in memory only: the fork compiles the changed source. Before the fork nothing of
`transforms/` is imported but the module that holds the models.
"""

import argparse
import importlib
import importlib.util
import multiprocessing
import os
import signal
import sys
import time
import tomllib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from tests.mutants.mutations import Mutant, mutants_of
from transforms.language import models

JUSTIFIED = Path("tests/mutants/survivors.toml")

# A mutant may loop for ever. Its limit is a multiple of what all tests took, the first time.
_LIMIT_FACTOR = 4
_MIN_LIMIT_SECONDS = 60.0
_FIRST_LIMIT_SECONDS = 900.0

# Tests that say nothing of our thresholds: they time, or they compare two libraries.
_LEFT_OUT = (
    "no_longer_than_its_length",
    "langdetect_and_langdetect_rs_agree",
    "where_langdetect_rs_is_not_installed",
    "order_of_the_profile_files",
)


class Outcome(NamedTuple):
    """What became of a mutant: the first test that failed, if any, and what each test took."""

    killer: str | None
    seconds_by_test: Mapping[str, float]


class _Job(NamedTuple):
    """Tests to run in a fork, against a mutant or the module as it is."""

    paths: tuple[str, ...]
    mutant: Mutant | None
    limit: float
    order: Mapping[str, float]


class _Fork(NamedTuple):
    job: _Job
    process: BaseProcess
    deadline: float


class _Recorder:
    """Plugin of pytest: run quick tests first, and record the first failure and all times."""

    def __init__(self, order: Mapping[str, float]) -> None:
        self._order = order
        self.killer: str | None = None
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not any(name in item.name for name in _LEFT_OUT)]
        items.sort(key=lambda item: self._order.get(item.nodeid, 0.0))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.killer = self.killer or report.nodeid

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.killer = self.killer or report.nodeid


def tests_of(module: str) -> tuple[str, ...]:
    """Return the paths whose tests hold a module: its doctests, its mirror, whole documents.

    >>> tests_of("transforms/dates/grammar.py")[:2]
    ('transforms/dates/grammar.py', 'tests/transforms/dates')
    """
    package = Path(module).parent
    mirror = [] if package == Path("transforms") else [f"tests/{package}"]
    whole = ["tests/transforms/test_describe.py", "tests/transforms/test_extract.py"]
    return tuple(path for path in (module, *mirror, *whole) if Path(path).exists())


def _run_tests(job: _Job, results: Connection) -> None:
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    if job.mutant is not None:
        _import(job.mutant)
    recorder = _Recorder(job.order)
    options = [
        "-x",
        "-q",
        "--doctest-modules",
        "--noconftest",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        # Hypothesis is imported before pytest can rewrite its assertions.
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
    ]
    exit_code = pytest.main([*options, *job.paths], plugins=[recorder])
    is_verdict = exit_code in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}
    killer = recorder.killer if is_verdict else recorder.killer or f"pytest: {exit_code!r}"
    results.send(Outcome(killer, recorder.seconds))


def _import(mutant: Mutant) -> None:
    """Import the changed module before pytest does, so that all its users get this one."""
    path = Path(mutant.path).resolve()
    package, _, name = mutant.path.removesuffix(".py").replace("/", ".").rpartition(".")
    spec = importlib.util.spec_from_file_location(f"{package}.{name}", path)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    setattr(importlib.import_module(package), name, module)
    source = mutant.apply(path.read_bytes())
    exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - ours


def _start(job: _Job) -> tuple[Connection, _Fork]:
    receiving, sending = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_run_tests, args=(job, sending))
    process.start()
    sending.close()
    return receiving, _Fork(job, process, time.monotonic() + job.limit)


def run(jobs: Iterable[_Job], at_once: int) -> Iterator[tuple[_Job, Outcome]]:
    """Run jobs in forks, so many at a time; yield each with its outcome when it ends."""
    waiting = deque(jobs)
    running: dict[Connection, _Fork] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                receiving, fork = _start(waiting.popleft())
                running[receiving] = fork
            ended = set(wait(list(running), timeout=1.0))
            for receiving, fork in list(running.items()):
                if receiving in ended or time.monotonic() > fork.deadline:
                    del running[receiving]
                    yield fork.job, _end(receiving, fork)
    finally:
        for fork in running.values():
            _kill(fork)


def _kill(fork: _Fork) -> None:
    """End a fork and what it started; it leads a group of processes."""
    if fork.process.pid is not None:
        os.killpg(fork.process.pid, signal.SIGKILL)
    fork.process.join()


def _end(receiving: Connection, fork: _Fork) -> Outcome:
    """Take the outcome of a fork; one that is late or died without a word counts as killed."""
    if not receiving.poll():
        outcome = Outcome("time limit", {})
        _kill(fork)
    else:
        try:
            outcome = receiving.recv()
        except EOFError:
            outcome = Outcome("crash", {})
        fork.process.join()
    receiving.close()
    return outcome


def _measure(mutants: Sequence[Mutant], at_once: int) -> dict[str, float]:
    """Run the tests of all modules as they are, by package; return the seconds of each test.

    Raises:
        SystemExit: a test fails where nothing is changed.
    """
    paths_by_package: dict[Path, dict[str, None]] = {}
    for module in dict.fromkeys(mutant.path for mutant in mutants):
        paths = paths_by_package.setdefault(Path(module).parent, {})
        paths.update(dict.fromkeys(tests_of(module)))
    jobs = [
        _Job(tuple(paths), None, _FIRST_LIMIT_SECONDS, {}) for paths in paths_by_package.values()
    ]
    seconds: dict[str, float] = {}
    for _, outcome in run(jobs, at_once):
        if outcome.killer is not None:
            sys.exit(f"{outcome.killer} without a mutant; repair that first")
        seconds.update(outcome.seconds_by_test)
    return seconds


def survivors(mutants: Sequence[Mutant], at_once: int, *, verbose: bool) -> list[Mutant]:
    """Return the mutants that no test kills."""
    seconds = _measure(mutants, at_once)
    limit = max(_MIN_LIMIT_SECONDS, _LIMIT_FACTOR * sum(seconds.values()))
    jobs = [_Job(tests_of(mutant.path), mutant, limit, seconds) for mutant in mutants]
    found = []
    for job, outcome in run(jobs, at_once):
        assert job.mutant is not None
        if outcome.killer is None:
            found.append(job.mutant)
        if verbose:
            print(_described(job.mutant), "--", outcome.killer or "SURVIVES", flush=True)
    return sorted(found)


def _described(mutant: Mutant) -> str:
    return f"{mutant.path}:{mutant.line}  {mutant.name}"


def complaints(
    mutants: Sequence[Mutant], found: Sequence[Mutant], justified: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Say what differs between the survivors and the justified ones of the modules run."""
    unexpected = [
        f"survives: {_described(mutant)}"
        for mutant in found
        if mutant.name not in justified.get(mutant.path, {})
    ]
    survived = {(mutant.path, mutant.name) for mutant in found}
    known = {(mutant.path, mutant.name) for mutant in mutants}
    stale = [
        f"{'killed by a test' if (path, name) in known else 'not a mutant'}: {path}  {name}"
        for path in dict.fromkeys(mutant.path for mutant in mutants)
        for name in justified.get(path, {})
        if (path, name) not in survived
    ]
    return [*unexpected, *(f"take it out of {JUSTIFIED}, {line}" for line in stale)]


def main() -> int:
    """Run a session in the current folder; return 1 for a survivor that is not justified."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("paths", nargs="*", default=["transforms"], metavar="PATH")
    parser.add_argument("--at-once", type=int, default=2, help="processes at a time")
    parser.add_argument("--verbose", action="store_true", help="say which test kills each mutant")
    options = parser.parse_args()

    settings.register_profile("mutants", derandomize=True, deadline=None, database=None)
    settings.load_profile("mutants")
    models.load_py3langid()
    models.scores(["Xq"])

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that forks end, too
    began = time.monotonic()
    mutants = mutants_of(options.paths, Path())
    found = survivors(mutants, options.at_once, verbose=options.verbose)
    wrong = complaints(mutants, found, tomllib.loads(JUSTIFIED.read_text("utf-8")))
    print(
        *wrong,
        f"{len(mutants)} mutants, {len(found)} survivors, {len(wrong)} complaints,"
        f" {time.monotonic() - began:.0f} s",
        sep="\n",
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
