"""A warehouse at a URL: the same tables as in a folder, whatever is killed, stopped or lost."""

import contextlib
import json
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from fsspec.implementations.arrow import ArrowFSWrapper  # type: ignore[import-untyped]

from flows.ingest import ingest
from flows.maintain import maintain
from flows.settings import Settings, read_settings
from tests import corpus
from tests.faults.points import before, kill, kill_after, stop
from tests.faults.processes import process, wait_until
from tests.faults.scene import must_succeed
from tests.faults.stem import Stem
from tests.faults.victims import Orders
from tests.faults.warehouses import Contents, contents
from tests.history import in_order, newest_documents
from tests.s3.server import CREDENTIALS, Bucket, S3Server
from tests.s3.world import World, put_all, without_landing
from tests.traces import traces
from transforms.errors import UsageError
from warehouse.database.arrow import query_arrow
from warehouse.database.connection import connect_read_only
from warehouse.generations.published import require_published
from warehouse.storage import objects as store_objects
from warehouse.storage import pointer
from warehouse.storage.objects import Objects, open_object, put, put_file

_SAFELY_OLDER_SECONDS = 2.2
# Three batches of at most five files.
FILES = corpus.landing_zone(11)
_PUT = before("put_file(self.objects, key, staged)", hit=None)


@pytest.fixture(scope="module")
def landing(server: S3Server) -> Bucket:
    """A bucket with a landing zone that nobody changes."""
    bucket = Bucket(server, f"landing-{time.time_ns()}")
    put_all(bucket, FILES)
    time.sleep(_SAFELY_OLDER_SECONDS)
    return bucket


@pytest.fixture
def world(landing: Bucket, stem: Stem, tmp_path: Path) -> World:
    """A place for a warehouse beside that landing zone."""
    return World(landing, stem, tmp_path)


@pytest.fixture(scope="module")
def undisturbed(landing: Bucket, stem: Stem, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """What a run that nothing happens to makes of the landing zone."""
    world = World(landing, stem, tmp_path_factory.mktemp("undisturbed"))
    assert world.ingest()["new_documents"] > 0
    return world.require_whole()


def test_a_warehouse_at_a_url_holds_what_one_in_a_folder_does_and_keeps_up_as_it_does(
    bucket: Bucket, stem: Stem, tmp_path: Path
) -> None:
    folder, world = tmp_path / "landing", World(bucket, stem, tmp_path)

    def change(files: dict[str, bytes], *removed: str) -> dict[str, Any]:
        """Change both landing zones and run both; what the run at the URL did."""
        corpus.write(folder, files)
        put_all(bucket, files)
        for name in removed:
            (folder / name).unlink()
            bucket.remove(f"news/{name}")
        time.sleep(_SAFELY_OLDER_SECONDS)
        local = Settings(
            landing=folder,
            warehouse=tmp_path / "warehouse",
            workers=1,
            batch_files=5,
            keep_generations=1,
        )
        ingest.fn(local)
        found = world.ingest()
        assert without_landing(world.require_whole()) == without_landing(
            contents(tmp_path / "warehouse")
        )
        return found

    names = list(FILES)
    assert change(FILES)["new_documents"] == 7
    unchanged = {name: bucket.get(f"{world.prefix}/{name}") for name in world.names()}
    again = world.ingest()
    assert (again["unchanged"], again["new_documents"]) == (11, 0)
    assert {name: bucket.get(f"{world.prefix}/{name}") for name in world.names()} == unchanged
    later = change(
        {names[0]: corpus.news(901).encode(), "copy.txt": corpus.news(1).encode()}, names[2]
    )
    assert (later["new_documents"], later["duplicates"], later["removed"]) == (1, 1, 1)
    assert world.names("versions") == [world.pointer()["key"]], (
        "older generations are removed, as told"
    )


_KILLS: dict[str, Orders] = {
    "as soon as it holds the warehouse": Orders(at=before("claim(self.objects)"), action=kill),
    "just before the commit": Orders(at=before('connection.execute("commit")', hit=3), action=kill),
    "between the commit and the first put": Orders(at=_PUT._replace(hit=1), action=kill),
    "between two puts of a batch": Orders(at=_PUT._replace(hit=2), action=kill),
    "before the last put of a batch": Orders(at=_PUT._replace(hit=3), action=kill),
    "in the middle of a put": Orders(at=_PUT._replace(hit=5), action=partial(kill_after, 0.003)),
    "between a put and the end of its staging": Orders(
        at=before("staged.unlink()", hit=2), action=kill
    ),
    "before the generation is put": Orders(at=before("put_file(objects, key, made)"), action=kill),
    "before the pointer is put": Orders(at=before("_point_at(objects, pointer)"), action=kill),
    "before the generation is kept here": Orders(
        at=before("partial.replace(_kept(layout, pointer))"), action=kill
    ),
    "before its ticket is removed": Orders(at=before("_ours.discard(run_id)"), action=kill),
}


@pytest.mark.parametrize("when", _KILLS)
def test_run_killed_around_its_commits_and_puts_is_completed_by_the_next(
    world: World, undisturbed: Contents, when: str
) -> None:
    ended = world.run("one", _KILLS[when])
    assert ended.exit_code in {-signal.SIGKILL, -signal.SIGALRM}, ended
    for name in world.names("parquet"):
        pq.read_table(world.bucket.read(f"{world.prefix}/{name}"))
    world.ingest()
    assert world.require_whole() == undisturbed


@pytest.mark.parametrize("puts", [2, 3])
def test_another_machine_goes_on_where_one_was_killed_between_two_puts_and_that_one_gives_way(
    world: World, undisturbed: Contents, puts: int
) -> None:
    assert (
        world.run("one", Orders(at=_PUT._replace(hit=3 + puts), action=kill)).exit_code
        == -signal.SIGKILL
    )
    torn = {Path(name).name for name in world.names("parquet")}
    assert world.ingest("two")["new_documents"] > 0
    assert len(torn - {Path(name).name for name in world.names("parquet")}) == 1, (
        "the batch that was not put whole"
    )
    assert world.require_whole("two") == undisturbed
    again = world.ingest("one")
    assert (again["new_documents"], again["unchanged"]) == (0, len(FILES))
    assert world.require_whole("one") == undisturbed


def test_machines_take_turns(bucket: Bucket, stem: Stem, tmp_path: Path) -> None:
    world = World(bucket, stem, tmp_path)
    for number, machine in enumerate(("one", "two", "one", "two")):
        put_all(bucket, {f"{number}.txt": corpus.news(number).encode()})
        assert world.ingest(machine)["new_documents"] == 1
        assert len(world.require_whole(machine).documents) == number + 1


@pytest.fixture
def halted(world: World) -> Iterator[Any]:
    """A run on machine one that holds the warehouse and does nothing until it gets SIGCONT."""
    run = world.start("one", Orders(at=before('connection.execute("commit")', hit=3), action=stop))
    wait_until(process(run.pid).has_stopped, "the first run in its middle")
    yield run
    run.signal(signal.SIGKILL)


def test_second_machine_ends_with_code_3_and_names_the_first(
    world: World, halted: Any, undisturbed: Contents
) -> None:
    second = world.run("two")
    (ticket,) = world.names("lock")
    halted.signal(signal.SIGCONT)
    assert halted.wait().exit_code == 0
    assert second.exit_code == 3
    assert second.stderr.startswith(
        f"zakhira: run {ticket.removeprefix('lock/')} (pid {halted.pid} on "
    )
    assert "--wait" in second.stderr and second.stderr.count("\n") == 1
    assert f"remove s3://{world.bucket.name}/{world.prefix}/{ticket}" in second.stderr
    assert world.require_whole() == undisturbed


def test_second_machine_that_may_wait_comes_next(world: World, halted: Any) -> None:
    second = world.start("two", None, "ingest", world.bucket.url("news"), "--json", "--wait", "60")
    time.sleep(1)
    halted.signal(signal.SIGCONT)
    assert halted.wait().exit_code == 0
    assert json.loads(must_succeed_with_warnings(second.wait()))["unchanged"] == len(FILES)
    world.require_whole("two")


def must_succeed_with_warnings(ended: Any) -> str:
    assert ended.exit_code == 0, ended
    said: str = ended.stdout
    return said


def test_of_two_machines_that_start_at_once_one_goes_on(
    world: World, undisturbed: Contents
) -> None:
    at_once = Orders(at=before("other = _first_other(objects, run_id)"), action=stop)
    runs = [world.start(machine, at_once) for machine in ("one", "two")]
    for run in runs:
        wait_until(process(run.pid).has_stopped, "both tickets put, none looked for")
    assert len(world.names("lock")) == 2
    for run in runs:
        run.signal(signal.SIGCONT)
    ended = [run.wait() for run in runs]
    assert sorted(each.exit_code for each in ended) == [0, 3], ended
    winner = "one" if ended[0].exit_code == 0 else "two"
    assert world.require_whole(winner) == undisturbed


def test_ticket_of_a_run_on_another_machine_stays_until_somebody_removes_it(world: World) -> None:
    ticket = {
        "run_id": "20200101T000000-000000Z-000000",
        "pid": 1,
        "host": "elsewhere",
        "machine": "m",
    }
    ticket |= {"boot": "b", "pid_namespace": "p", "started": 1}
    name = f"{world.prefix}/lock/{ticket['run_id']}"
    world.bucket.put(name, json.dumps(ticket))
    refused = world.run()
    assert refused.exit_code == 3
    assert (
        "(pid 1 on elsewhere)" in refused.stderr
        and f"remove s3://{world.bucket.name}/{name}" in refused.stderr
    )
    assert world.names() == [f"lock/{ticket['run_id']}"]
    world.bucket.remove(name)
    world.ingest()


def test_lost_state_is_made_anew_and_unchanged_objects_are_known(
    world: World, undisturbed: Contents
) -> None:
    world.ingest()
    shutil.rmtree(world.state("one"))
    again = world.ingest()
    assert (again["new_documents"], again["unchanged"]) == (0, len(FILES))
    assert world.require_whole() == undisturbed


def test_documents_at_a_url_keep_their_first_description_and_a_macro_reads_the_newest(
    bucket: Bucket, stem: Stem, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(bucket, stem, tmp_path)
    put_all(bucket, {f"subh/{number}.txt": _page(number) for number in range(4)})
    world.ingest()
    assert not world.names("parquet/descriptions")
    _require_newest(world)
    put_all(bucket, {f"subh/{number}.txt": _page(number) for number in range(4, 7)})
    world.ingest()
    caplog.set_level("INFO", "zakhira")
    settings = Settings(warehouse=world.url, state=world.state("one"), workers=1)
    said = f"{world.store().name}: parquet/descriptions alone has 7 new descriptions"
    maintain.fn(settings)
    assert said in caplog.text
    caplog.clear()
    maintain.fn(settings)
    assert "parquet/descriptions" not in caplog.text, "nothing was described again"
    assert world.names("parquet/descriptions")
    _require_newest(world)
    assert world.run("one", None, "check").exit_code == 0


def _require_newest(world: World) -> None:
    """Who reads Parquet at the URL by the macro has the documents of the published database."""
    prefix = f"{world.bucket.name}/{world.prefix}"
    url = f"s3://{prefix}"
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        connection.register_filesystem(ArrowFSWrapper(world.bucket.files.base_fs))
        found = newest_documents(connection, url)
    folder = world.as_folder()
    with connect_read_only(folder / "warehouse.duckdb") as connection:
        expected = query_arrow(connection, "from documents").to_pylist()
    assert found == in_order(expected)


def _page(number: int) -> bytes:
    return f"{corpus.news(number, 'ur')}\n\nروزنامہ صبح پڑھنے والوں کے لیے نمبر {number}".encode()


def test_a_part_that_is_lost_at_the_url_is_written_again(world: World) -> None:
    world.ingest()
    lost = world.names("parquet/documents")[0]
    world.bucket.remove(f"{world.prefix}/{lost}")
    assert "parts_are_as_written" in world.run("one", None, "check").stdout
    assert f"missing  {lost}" in world.run("one", None, "repair").stdout
    assert f"restored  {lost}" in world.run("one", None, "repair", "--yes").stdout
    assert world.run("one", None, "check").exit_code == 0
    world.bucket.remove(f"{world.prefix}/{lost}")
    assert world.run("one", None, "rebuild").exit_code == 0
    assert world.run("one", None, "check").exit_code == 0


def test_a_server_that_stops_in_mid_run_is_one_sentence_and_the_next_run_completes(
    world: World, undisturbed: Contents
) -> None:
    run = world.start("one", Orders(at=_PUT._replace(hit=5), action=stop))
    wait_until(process(run.pid).has_stopped, "a run about to put a part")
    world.bucket.server.stop()
    try:
        run.signal(signal.SIGCONT)
        ended = run.wait()
    finally:
        world.bucket.server.start()
    assert ended.exit_code == 1
    said = (
        f"zakhira: s3://{world.bucket.name}/{world.prefix} does not answer: run again when it does"
    )
    assert ended.stderr.startswith(said) and ended.stderr.count("\n") == 1, ended.stderr
    world.ingest()
    assert world.require_whole() == undisturbed


def test_readers_of_the_url_never_see_half_a_run(
    bucket: Bucket, stem: Stem, tmp_path: Path
) -> None:
    world, stopped = World(bucket, stem, tmp_path), threading.Event()
    put_all(bucket, corpus.landing_zone(5))
    world.ingest()
    seen: dict[str, set[Any]] = {name: set() for name in _READERS}
    readers = [
        threading.Thread(target=_read_on, args=(name, world, stopped, seen[name]))
        for name in _READERS
    ]
    for reader in readers:
        reader.start()
    for number in range(1, 4):
        put_all(bucket, corpus.landing_zone(10, first=10 * number))
        world.ingest()
    stopped.set()
    for reader in readers:
        reader.join()
    rows = [
        pq.read_metadata(bucket.read(f"{world.prefix}/{name}")).num_rows
        for name in world.names("parquet/documents")
    ]
    whole = set(accumulate(rows))
    assert [told for answers in seen.values() for told in answers if isinstance(told, str)] == []
    assert seen["pyarrow"] <= whole and seen["polars"] <= whole
    assert len(seen["pyarrow"]) > 1 and len(seen["polars"]) > 1
    assert len(seen["generation"]) > 1 and {wrong for _, wrong in seen["generation"]} == {()}


def test_a_pointer_that_is_put_over_while_it_is_read_is_read_again(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix, left = Objects(bucket.url("pointed")), [pointer.Pointer(10, "versions/longer", 10, "")]
    pointer.claim(prefix)

    @contextlib.contextmanager
    def put_over(*asked: Any) -> Iterator[Any]:
        """The pointer, over which a longer one is put as soon as it is opened."""
        with open_object(*asked) as source:
            if left:
                put(prefix, pointer.POINTER, json.dumps(left.pop()._asdict()).encode())
            yield source

    monkeypatch.setattr(store_objects, "open_object", put_over)
    found = pointer.read_pointer(prefix)
    assert found is not None and found.generation == 10


def _read_on(name: str, world: World, stopped: threading.Event, seen: set[Any]) -> None:
    while not stopped.is_set():
        try:
            seen.add(_READERS[name](world))
        except Exception as error:  # noqa: BLE001 - whatever a reader is told counts
            seen.add(repr(error))


def _with_pyarrow(world: World) -> int:
    """What a dataset over the folder of a table counts."""
    folder = f"{world.prefix}/parquet/documents"
    return int(ds.dataset(folder, filesystem=world.bucket.files, format="parquet").count_rows())


def _with_polars(world: World) -> int:
    """What polars counts by a glob on the URL, with a client of its own."""
    options = {
        "aws_endpoint_url": f"http://{world.bucket.server.address}",
        "aws_access_key_id": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        "aws_region": "us-east-1",
        "aws_allow_http": "true",
    }
    url = f"s3://{world.bucket.name}/{world.prefix}/parquet/documents/*.parquet"
    return int(pl.scan_parquet(url, storage_options=options).select(pl.len()).collect().item())


def _generation(world: World) -> tuple[int, tuple[str, ...]]:
    """The generation that readers see, and the tables that have not the rows of its manifest."""
    layout = require_published(world.store("a reader"))
    with connect_read_only(layout.published.resolve()) as connection:
        manifest = connection.execute(
            "select table_name, sum(row_count)::bigint from parquet_parts group by all"
        )
        wrong = [
            table
            for table, rows in manifest.fetchall()
            if table not in {"document_metadata", "descriptions"}
            and connection.execute(f"select count(*) from {table}").fetchall() != [(rows,)]
        ]
        (number,) = connection.execute("select generation from pipeline.state").fetchall()[0]
    return number, tuple(wrong)


_READERS: dict[str, Callable[[World], Any]] = {
    "pyarrow": _with_pyarrow,
    "polars": _with_polars,
    "generation": _generation,
}


def test_a_generation_is_fetched_once_and_a_damaged_one_is_refused(world: World) -> None:
    world.ingest()
    ask = ("sql", "select count(*) as n from documents", "--json")
    assert json.loads(must_succeed(world.run("analyst", None, *ask)).stdout) == [{"n": 7}]
    assert (
        f"s3://{world.bucket.name}/{world.prefix}"
        in must_succeed(world.run("analyst", None, "status")).stdout
    )
    key = f"{world.prefix}/{world.pointer()['key']}"
    payload = world.bucket.get(key)
    world.bucket.put(key, payload[:-1] + bytes([payload[-1] ^ 1]))
    must_succeed(world.run("analyst", None, *ask))
    refused = world.run("another analyst", None, *ask)
    assert refused.exit_code == 1 and "is damaged: run zakhira rebuild" in refused.stderr
    must_succeed(world.run("one", None, "rebuild"))
    must_succeed(world.run("another analyst", None, *ask))


def test_nothing_published_is_a_usage_error_that_says_what_to_do(world: World) -> None:
    refused = world.run("analyst", None, "sql", "from documents")
    assert refused.exit_code == 2
    assert refused.stderr == (
        f"zakhira: no warehouse at s3://{world.bucket.name}/{world.prefix}: "
        "run zakhira ingest first\n"
    )


def test_a_state_belongs_to_one_url(world: World, landing: Bucket) -> None:
    world.ingest()
    world.prefix, before_it = "other", world.prefix
    (world.folder / "other").symlink_to(world.folder / before_it)
    refused = world.run()
    assert (
        refused.exit_code == 2
        and f"is the state of s3://{landing.name}/{before_it}" in refused.stderr
    )
    assert world.names() == []


def test_what_is_somebody_elses_is_not_touched(world: World) -> None:
    theirs = f"{world.prefix}/parquet/documents/export.parquet"
    world.bucket.put(theirs, b"theirs")
    refused = world.run()
    assert refused.exit_code == 2 and "is no warehouse and has parquet in it" in refused.stderr
    world.bucket.remove(theirs)
    world.bucket.put(f"{world.prefix}/warehouse.json", b"theirs")
    refused = world.run()
    assert refused.exit_code == 1 and "is not a pointer of zakhira" in refused.stderr
    folder = world.state("used")
    folder.mkdir(parents=True)
    (folder / "notes").touch()
    refused = world.run("used")
    assert refused.exit_code == 2 and "name another ZAKHIRA_STATE" in refused.stderr


_MANY_SLICES = {"ZAKHIRA_WORKERS": "2", "ZAKHIRA_SLICE_FILES": "2"}


def test_workers_that_share_no_folder_hand_over_their_slices_at_a_url(
    world: World, undisturbed: Contents
) -> None:
    staging = f"{world.prefix}-staging"
    settings = _MANY_SLICES | {"ZAKHIRA_STAGING": world.bucket.url(staging)}
    beside = f"{staging}/{world.bucket.name}--another/run/00000/extracts-00000.arrow"
    world.bucket.put(beside, b"of another warehouse")
    killed = world.run(
        "one", Orders(settings, at=before('connection.execute("commit")', hit=3), action=kill)
    )
    assert killed.exit_code == -signal.SIGKILL
    left = [name for name in world.bucket.names(staging) if name != beside]
    assert {Path(name).name for name in left} >= {
        f"extracts-0000{number}.arrow" for number in range(3)
    }
    assert not list(world.store().layout.staging.glob("slices/*")), "no worker wrote into a folder"
    ended = world.run("one", Orders(settings))
    assert ended.exit_code == 0, ended
    assert world.bucket.names(staging) == [beside]
    assert world.require_whole() == undisturbed


def test_slices_at_a_url_are_for_a_warehouse_at_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ZAKHIRA_STAGING is for a warehouse at a URL"):
        assert Settings(warehouse=tmp_path / "warehouse", staging="s3://bucket/staging").store
    with pytest.raises(UsageError, match="staging: name a URL"):
        read_settings(staging=str(tmp_path))


def test_landing_zone_and_warehouse_lie_apart(landing: Bucket, tmp_path: Path) -> None:
    for zone, warehouse in (("news", "news/warehouse"), ("warehouse/news", "warehouse")):
        landing.put("warehouse/news/a.txt", b"a")
        settings = Settings(
            landing=landing.url(zone), warehouse=landing.url(warehouse), state=tmp_path / "state"
        )
        with pytest.raises(UsageError, match="keep them apart"):
            ingest.fn(settings)
    landing.remove("warehouse/news/a.txt")


def test_a_folder_keeps_its_state_inside(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ZAKHIRA_STATE is for a warehouse at a URL"):
        assert Settings(warehouse=tmp_path / "warehouse", state=tmp_path / "state").store


def test_the_pointer_is_put_when_its_generation_is_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[str] = []

    def noting(done: Callable[..., None], objects: Objects, name: str, payload: Any) -> None:
        keys.append(name)
        done(objects, name, payload)

    monkeypatch.setattr(pointer, "put", partial(noting, put))
    monkeypatch.setattr(pointer, "put_file", partial(noting, put_file))
    ingest.fn(
        Settings(
            landing=world.bucket.url("news"),
            warehouse=world.url,
            state=world.state("one"),
            workers=1,
        )
    )
    assert keys == ["warehouse.json", world.pointer()["key"], "warehouse.json"]


_FORGET = ("forget", "--path", "*000001*", "--yes", "--reason", "a request")
_TAKEDOWN_KILLS = {
    "when only the journal is written": before("taken = take_down(store, database)"),
    "before the first part is put over the old one": before("store.put_file(path, key)"),
    "between two parts": before("store.put_file(path, key)", hit=2),
    "before the work database is copied": before("_leave_no_bytes(store, database)"),
    "before the new generation is shown": before("put_generation(self.layout, self.objects"),
}


def _holders(world: World, marker: str) -> list[str]:
    """What holds a text at the URL, and in the state of the first machine."""
    return traces(world.as_folder(), marker) + traces(world.state("one"), marker)


def test_a_text_is_taken_down_at_a_url_and_stays_so_on_another_machine(
    world: World, landing: Bucket
) -> None:
    world.ingest()
    world.ingest("two")
    told = corpus.news(1).splitlines()[2][:29]  # up to its own number
    assert _holders(world, told) != []
    must_succeed(world.run("one", None, *_FORGET))
    assert landing.get(f"{world.prefix}.takedowns.jsonl").count(b"\n") == 1
    assert _holders(world, told) == []
    found = world.ingest("two")
    assert (found["new_documents"], found["duplicates"]) == (0, 0)
    assert traces(world.state("two"), told) == []
    world.require_whole("two")


@pytest.mark.parametrize("moment", _TAKEDOWN_KILLS)
@pytest.mark.parametrize("next_machine", ["one", "two"])
def test_a_takedown_that_is_killed_at_a_url_is_completed_by_the_next_machine(
    world: World, moment: str, next_machine: str
) -> None:
    world.ingest()
    told = corpus.news(1).splitlines()[2][:29]  # up to its own number
    orders = Orders(at=_TAKEDOWN_KILLS[moment], action=kill)
    assert world.run("one", orders, *_FORGET).exit_code == -9
    world.ingest(next_machine)
    world.require_whole(next_machine)
    assert traces(world.as_folder(next_machine), told) == []
