"""The soak itself: draw a run, disturb it, let it be repeated, and require that all is well.

A command that was disturbed is repeated until it succeeds, before the landing zone changes again:
then the warehouse has the history of its twin. Files that come while a run reads are like no other,
so nothing depends on which run reads them first.
"""

import hashlib
import os
import shutil
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.faults.disks import Disk
from tests.faults.points import used_bytes
from tests.faults.stem import Stem
from tests.faults.warehouses import Contents, broken_checks, contents, problems, waiting_folders
from tests.soak.commands import Command, Ended, wait_until_closed
from tests.soak.damages import DAMAGES, Damage
from tests.soak.draws import LOOKS, Draw, Fault, draw
from tests.soak.payloads import marker
from tests.soak.twin import Twin, allocated_bytes, differences, reachable
from tests.soak.verdicts import State, complaints, state_of
from tests.soak.watchers import Answer, Watcher, watching
from tests.soak.zone import Zone
from tests.traces import traces_of
from warehouse.database.connection import connect_read_only
from warehouse.landing.raw_files import source_path
from warehouse.storage.layout import Layout

_MOST_BYTES = 1 << 20
SETTINGS = {
    "ZAKHIRA_PATTERNS": "*.txt,*.gz,*.zip,*.jsonl",
    "ZAKHIRA_BATCH_FILES": "20",
    "ZAKHIRA_SLICE_FILES": "6",
    "ZAKHIRA_WORKERS": "2",
    "ZAKHIRA_MAX_FILE_BYTES": str(_MOST_BYTES),
    # Hostile files are the rule here.
    "ZAKHIRA_ERROR_BUDGET": "1",
    # Longer than the longest question of a reader.
    "ZAKHIRA_GRACE_HOURS": "0.01",
}
_COUNTED = ("commands", "exit_codes", "faults", "damages", "answers", "excused_errors")
_LAST = {"ZAKHIRA_GRACE_HOURS": "0", "ZAKHIRA_KEEP_GENERATIONS": "1"}
_ROOMY = 4 << 30
_SPARE_BYTES = 3 << 20
# How the C library ends a process that has no memory for a new thread; nobody can catch that.
_NO_THREAD_DATA = 127
_FIRST_CHANGES = 20
_RUNS_BETWEEN_LOOKS = 10
_STATES_KEPT = 40
# What a takedown leaves between its steps is told by `check`; a rebuild may have published nothing.
_MAY_BE_BROKEN = {"forget", "remember", "rebuild"}
# What a disturbed warehouse may take more than its twin: free blocks of DuckDB's files.
_MORE_BYTES = 4 << 20
_MORE_SHARE = 1.5


class SoakError(AssertionError):
    """Something is not as it must be."""


class Summary(NamedTuple):
    """What was done and seen."""

    runs: int
    seed: int
    seconds: float
    changes: dict[str, int]
    commands: dict[str, int]
    exit_codes: dict[str, int]
    faults: dict[str, int]
    damages: dict[str, int]
    answers: dict[str, int]
    # Of readers that asked while a warehouse was damaged, or Polars while texts were taken down.
    excused_errors: dict[str, int]
    peak_bytes: dict[str, int]
    # The longest that a command took.
    longest_seconds: dict[str, float]
    # On the disk, of the soaked warehouse, its twin and a fresh one.
    warehouse_bytes: dict[str, int]
    twin_bytes: dict[str, int]
    fresh_bytes: dict[str, int]
    # Of each table, at the end.
    rows: dict[str, int]


class Place(NamedTuple):
    """Where a soak is."""

    folder: Path
    # Holds the warehouse; null where no disk can be mounted.
    disk: Disk | None

    @property
    def warehouse(self) -> Path:
        """The warehouse that is soaked."""
        return (self.disk.folder if self.disk else self.folder / "disk") / "warehouse"


class Soak:
    """A warehouse that is treated badly."""

    def __init__(self, place: Place, stem: Stem, seed: int, say: Callable[[str], None]) -> None:
        """Make the landing zone; nothing has run yet."""
        self.place = place
        self.seed = seed
        self.layout = Layout(place.warehouse)
        self.zone = Zone(place.folder / "landing", Random(f"{seed} zone"))  # noqa: S311 - no secret
        self.twin = Twin(stem, place.folder / "twin" / "warehouse", SETTINGS)
        # The last commands, for whoever reads a failure.
        self.last: deque[str] = deque(maxlen=12)
        self.number = 0
        self._say = say
        self._temporary = place.folder / "tmp"
        self._output = place.folder / "output"
        for folder in (self._temporary, self._output, self.twin.warehouse.parent):
            folder.mkdir()
        self.place.warehouse.parent.mkdir(exist_ok=True)
        self._began = time.monotonic()
        self._seconds = {"ingest": 3.0}
        self._peaks: dict[str, int] = {}
        self._longest: dict[str, float] = {}
        self._counts = {name: Counter[str]() for name in _COUNTED}
        self._states: list[State] = []
        self._damaged: list[tuple[float, float]] = []
        self._late = 0
        self._watchers: list[Watcher] = []
        self._requests: list[int] = []
        self._running: list[Command] = []
        # What the twin has to do after the command of this run.
        self._then: list[tuple[str, ...]] = []

    def run(self, runs: int) -> Summary:
        """Soak, and compare at the end.

        Raises:
            SoakError: something is not as it must be.
        """
        for _ in range(_FIRST_CHANGES):
            self.zone.change()
        self._complete(("ingest",))
        self._at_rest()
        with watching(self.place.warehouse, self.place.folder) as self._watchers:
            for self.number in range(1, runs + 1):
                self._step(Random(f"{self.seed} {self.number}"))  # noqa: S311 - no secret
                self._at_rest()
                if self.number % _RUNS_BETWEEN_LOOKS == 0:  # the end looks as closely
                    self._look_closely()
        self._watchers = []
        return self._end(runs)

    def end_commands(self) -> None:
        """Kill what still runs after a failure: nobody waits for it."""
        for run in self._running:
            run.end()

    def _step(self, random: Random) -> None:
        """One run: change the landing zone, damage the warehouse, disturb a command."""
        drawn = draw(random)
        for _ in range(drawn.changes):
            self.zone.change()
        if drawn.is_damaged:
            self._damage(random)
        command = self._chosen(drawn.command, random)
        self.last.append(f"run {self.number}: {' '.join(command)}, {drawn.fault}")
        if self._disturb(command, drawn, random):
            self._taken(command)
            return
        if command[0] not in _MAY_BE_BROKEN:
            self._require([], broken_checks(self.place.warehouse), "after a fault, check")
        if drawn.between and (command[0] not in _MAY_BE_BROKEN or drawn.between[0] == "repair"):
            self._do(drawn.between)
        self._complete(command)

    def _chosen(self, command: tuple[str, ...], random: Random) -> tuple[str, ...]:
        """The command with what it is about; an ingest where there is nothing of that."""
        if command == ("forget",) and self._requests:
            return self._forget(self._requests.pop(0), random)
        if command == ("remember",) and self.zone.taken_down:
            number = self.zone.taken_down.pop(random.randrange(len(self.zone.taken_down)))
            return ("remember", *self._keys(number), "--reason", f"request {number} withdrawn")
        return ("ingest",) if command in {("forget",), ("remember",)} else command

    def _forget(self, number: int, random: Random) -> tuple[str, ...]:
        """Take down the texts of a request: by path, or by what they say; some raw files go too."""
        path = f"requests/{number:06}/*"
        what = random.choice(
            [("--and-near-duplicates",), ("--where", f"text like '%{marker(number)}%'")]
        )
        if random.random() < 0.3:
            shutil.rmtree(self.zone.folder / "requests" / f"{number:06}")
        self.zone.taken_down.append(number)
        return ("forget", "--path", path, *what, "--yes", "--reason", _reason(number))

    def _keys(self, number: int) -> list[str]:
        """The hashes of the tombstones of a request, as the twin has them."""
        query = (
            "select coalesce(content_hash, file_hash) from tombstones where reason = ? order by 1"
        )
        with connect_read_only(Layout(self.twin.warehouse).published) as connection:
            return [key for (key,) in connection.execute(query, [_reason(number)]).fetchall()]

    def _disturb(self, command: tuple[str, ...], drawn: Draw, random: Random) -> bool:
        """Run a command under a fault; whether it has done its work all the same."""
        self._counts["faults"][drawn.fault] += 1
        moment = drawn.share * self._seconds.get(command[0], 2.0)
        allowed = {0}
        with self._fault(drawn, random):
            run = self._start(command)
            if drawn.fault in _SIGNALS:
                number, code = _SIGNALS[drawn.fault]
                run.signal_after(moment, number)
                allowed.add(code)
            elif drawn.fault == Fault.LOSE_A_WORKER:
                run.kill_a_worker_after(moment, random)
            elif drawn.fault == Fault.LITTLE_MEMORY:
                run.limit_memory(int((0.3 + drawn.share) * (1 << 30)))
                allowed |= {1, _NO_THREAD_DATA}
            elif drawn.fault == Fault.AT_ONCE:
                allowed.add(3)
                self._meet(run, drawn.other, moment / 2)
            elif drawn.fault == Fault.FULL_DISK:
                allowed.add(1)
            ended = self._wait(run)
        self._require_code(ended, allowed)
        if ended.exit_code in {1, _NO_THREAD_DATA}:
            words = {Fault.FULL_DISK: "disk is full", Fault.LITTLE_MEMORY: "memory"}[drawn.fault]
            if words not in ended.stderr:
                raise SoakError(f"{ended} does not speak of '{words}'")
        return ended.exit_code == 0

    def _meet(self, run: Command, other: tuple[str, ...], seconds: float) -> None:
        """Run another command beside one that runs; one of them may find the lock held."""
        time.sleep(seconds)
        ended = self._wait(self._start(other))
        is_after = run.is_done()
        self._require_code(ended, {0} if other in LOOKS and other != ("repair",) else {0, 3})
        if other == ("rebuild",) and ended.exit_code == 0:
            if is_after:
                self._then.append(other)
            else:
                self.twin.run(other)

    @contextmanager
    def _fault(self, drawn: Draw, random: Random) -> Iterator[None]:
        """What is so while a command runs: a disk with little room, files that come late."""
        if drawn.fault == Fault.FULL_DISK and self.place.disk:
            spare = random.randrange(_SPARE_BYTES)
            self.place.disk.remount(f"size={used_bytes(self.place.disk.folder) + spare}")
            yield
            self.place.disk.remount(f"size={_ROOMY}")
        elif drawn.fault == Fault.LATE_FILES:
            enough = threading.Event()
            thread = threading.Thread(target=self._send_late, args=(enough, random.randrange(1, 6)))
            thread.start()
            yield
            enough.set()
            thread.join()
        else:
            yield

    def _send_late(self, enough: threading.Event, count: int) -> None:
        for _ in range(count):
            if enough.wait(self._seconds["ingest"] / 6):
                return
            self.zone.come_late()

    def _complete(self, command: tuple[str, ...]) -> None:
        """Run a command undisturbed, here and in the twin."""
        self._do(command)
        self._taken(command)

    def _taken(self, command: tuple[str, ...]) -> None:
        """A command has done its work: let the twin do it.

        Also a rebuild: it loses how far documents were compared. So all are compared again, as they
        are described now, and more of them are found alike.
        """
        if command[0] in {"forget", "remember", "maintain", "rebuild"}:
            self.twin.run(command)
        elif command[0] in {"ingest", "retry"}:
            if self._late != self.zone.counts["come late"]:  # perhaps too late for this run
                self._late = self.zone.counts["come late"]
                self._do(("ingest",))
            self.twin.run(("ingest", str(self.zone.folder)))
            if not self._then:  # a rebuild forgets files with texts that were taken down
                self._require_known_files()
            self._requests += self.zone.requests
            self.zone.requests.clear()
        for later in self._then:
            self.twin.run(later)
        self._then.clear()

    def _damage(self, random: Random) -> None:
        """Damage the warehouse at rest; require that it is said, and mend it as documented."""
        damage = random.choice(DAMAGES)
        began = time.time()
        if not damage.do(self.layout, random):
            return
        self._counts["damages"][damage.name] += 1
        self.last.append(f"run {self.number}: {damage.name}")
        if damage.check is not None and random.random() < 0.6:
            self._require_told(damage)
        for command in damage.stopped:
            self._require_code(self._wait(self._start(command)), {1})
        if damage.is_rebuilt:
            self.twin.run(("rebuild",))
        for command in damage.mending:
            self._complete(command)
        self._damaged.append((began, time.time()))
        self._at_rest()

    def _require_told(self, damage: Damage) -> None:
        ended = self._wait(self._start(("check",)))
        self._require_code(ended, {1})
        if damage.check and damage.check not in ended.stdout + ended.stderr:
            raise SoakError(f"{damage.name}: check does not name {damage.check}: {ended.stdout}")

    def _start(self, command: tuple[str, ...], **settings: str) -> Command:
        environment = SETTINGS | settings | {"TMPDIR": str(self._temporary)}
        landing = [str(self.zone.folder)] if command[0] in {"ingest", "retry"} else []
        place = [] if command[0] == "describe" else ["--warehouse", str(self.place.warehouse)]
        arguments = (command[0], *landing, *command[1:], *place)
        self._counts["commands"][command[0]] += 1
        self._running.append(Command(arguments, environment, self._output))
        return self._running[-1]

    def _wait(self, run: Command) -> Ended:
        ended = run.wait()
        self._running.remove(run)
        name = ended.arguments[0]
        self.last.append(f"  {ended}")
        self._counts["exit_codes"][str(ended.exit_code)] += 1
        self._peaks[name] = max(self._peaks.get(name, 0), ended.peak_bytes)
        self._longest[name] = max(self._longest.get(name, 0.0), round(ended.seconds, 1))
        if ended.exit_code == 0:
            self._seconds[name] = ended.seconds
        return ended

    def _do(self, command: tuple[str, ...], **settings: str) -> Ended:
        """Run a command undisturbed."""
        ended = self._wait(self._start(command, **settings))
        self._require_code(ended, {0})
        return ended

    def _require_code(self, ended: Ended, allowed: set[int]) -> None:
        if ended.exit_code not in allowed:
            raise SoakError(f"{ended}: the exit code is none of {sorted(allowed)}\n{ended.stderr}")

    def _require(self, expected: object, found: object, what: str) -> None:
        if found != expected:
            raise SoakError(f"{what}: {found}")

    def _require_known_files(self) -> None:
        """After an ingest the ledger knows the files that are there, and their bytes."""
        query = "select source_path, file_hash from current_sources where member_path is null"
        with connect_read_only(self.layout.published) as connection:
            known = dict(connection.execute(query).fetchall())
        there = dict(_files_of(self.zone.folder))
        self._require(set(), there.keys() ^ known.keys(), "files that the ledger has wrong")
        wrong = [
            path
            for path, payload_hash in there.items()
            if payload_hash is not None and known[path] != payload_hash
        ]
        self._require([], wrong, "files whose bytes the ledger has wrong")

    def _at_rest(self) -> None:
        """After each run: nobody lingers, nothing is left over, readers were told the truth."""
        wait_until_closed(
            self.place.warehouse.parent, lambda: {each.pid for each in self._watchers}
        )
        self._require([], problems(self.place.warehouse), "problems")
        self._require([], sorted(map(str, self._temporary.iterdir())), "left in TMPDIR")
        self._states = [*self._states[-_STATES_KEPT:], state_of(self.place.warehouse, time.time())]
        self._judge([answer for watcher in self._watchers for answer in watcher.news()])

    def _judge(self, answers: list[Answer]) -> None:
        """Complain of what readers were told, but for what they asked during damage."""
        for answer in answers:
            self._counts["answers"][answer.question] += 1
            if any(answer.began <= end and answer.ended >= begin for begin, end in self._damaged):
                self._counts["excused_errors"]["damage"] += answer.error is not None
                continue
            self._require(
                [], list(complaints(answer, self._states)), f"a reader: {answer.question}"
            )
            self._counts["excused_errors"]["takedown"] += answer.error is not None

    def _look_closely(self) -> None:
        """Now and then: `zakhira check`, the twin, and every byte."""
        self._do(("check",))
        self._require(
            [], differences(self.place.warehouse, self.twin.warehouse), "the twin differs"
        )
        self._require_no_traces()
        self._say(self._progress())

    def _require_no_traces(self) -> None:
        """No byte of the warehouse tells of what was taken down."""
        markers = [marker(number) for number in self.zone.taken_down]
        found = traces_of(self.place.warehouse.parent, markers)
        self._require([], found, f"traces of {self.zone.taken_down}")

    def _progress(self) -> str:
        faults, answers = self._counts["faults"], self._counts["answers"]
        return (
            f"run {self.number}: {time.monotonic() - self._began:.0f} s, "
            f"{sum(faults.values()) - faults[Fault.NONE]} faults, "
            f"{sum(self._counts['damages'].values())} damages, {sum(answers.values())} answers; "
            f"{self._states[-1].count('documents')} documents"
        )

    def _end(self, runs: int) -> Summary:
        """A last ingest and maintenance, and the comparisons."""
        landing = str(self.zone.folder)
        self._complete(("ingest",))
        for _ in range(2):
            self._do(("maintain",), **_LAST)
            self.twin.run(("maintain",), **_LAST)
        self._do(("check",))
        self._require([], problems(self.place.warehouse), "problems")
        self._require(
            [], differences(self.place.warehouse, self.twin.warehouse), "the twin differs"
        )
        self._require_no_traces()
        self._require([], waiting_folders(self.layout), "replaced folders")
        self._require(1, len(self.layout.generations()), "generations")
        fresh = self.place.folder / "fresh" / "warehouse"
        fresh.parent.mkdir()
        journal = _journal(self.place.warehouse)
        if journal.exists():
            shutil.copy(journal, _journal(fresh))
        beside = Twin(self.twin.stem, fresh, SETTINGS)
        beside.run(("ingest", landing))
        beside.run(("maintain",), **_LAST)
        self._require_same_as_fresh(fresh)
        return self._summary(runs, fresh)

    def _require_same_as_fresh(self, fresh: Path) -> None:
        ours, new = reachable(self.place.warehouse), reachable(fresh)
        for name, rows in ours.items():
            difference = sorted(set(rows) ^ set(new[name]), key=repr)
            self._require([], difference[:5], f"a fresh warehouse has other {name}")

    def _summary(self, runs: int, fresh: Path) -> Summary:
        sizes = [
            allocated_bytes(path) for path in (self.place.warehouse, self.twin.warehouse, fresh)
        ]
        rows = contents(self.place.warehouse)
        soaked, twin = (sum(size.values()) for size in sizes[:2])
        if soaked > twin * _MORE_SHARE + _MORE_BYTES:
            raise SoakError(f"the warehouse takes {sizes[0]} bytes, and its twin {sizes[1]}")
        return Summary(
            runs=runs,
            seed=self.seed,
            seconds=round(time.monotonic() - self._began, 1),
            changes=dict(self.zone.counts),
            **{name: dict(counts) for name, counts in self._counts.items()},
            peak_bytes=self._peaks,
            longest_seconds=self._longest,
            warehouse_bytes=sizes[0],
            twin_bytes=sizes[1],
            fresh_bytes=sizes[2],
            rows={name: len(getattr(rows, name)) for name in Contents._fields},
        )


_SIGNALS = {
    Fault.KILL: (signal.SIGKILL, -signal.SIGKILL),
    Fault.TERMINATE: (signal.SIGTERM, 143),
    Fault.INTERRUPT: (signal.SIGINT, 130),
}


def _reason(number: int) -> str:
    return f"request {number}"


def _journal(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.name}.takedowns.jsonl")


def _files_of(landing: Path) -> Iterator[tuple[str, str | None]]:
    """The files of a landing zone that are read, with the hash of those that are not packed."""
    patterns = (".txt", ".gz", ".zip", ".jsonl")
    for parent, _, names in os.walk(landing):
        for path in (Path(parent, name) for name in names):
            if path.name.startswith(".") or path.suffix not in patterns or not path.is_file():
                continue
            name = source_path(os.fsencode(path.relative_to(landing)))
            is_plain = path.suffix == ".txt" and path.stat().st_size <= _MOST_BYTES
            yield name, hashlib.sha256(path.read_bytes()).hexdigest() if is_plain else None
