"""Deciding a batch by hash prefix agrees with the one query, for any number of partitions."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.run.batches import ExtractedBatch
from flows.run.context import IngestRun
from flows.settings import Settings
from flows.steps import partitioned_deduplication
from flows.steps.partitioned_deduplication import PartitionJob, partition_of, partition_slice
from tests import rows
from tests.faults.warehouses import contents
from tests.inline_pool import InlinePool
from tests.place import Place
from transforms.schemas import REMOVALS, TOMBSTONES
from warehouse.database.work_database import WorkDatabase
from warehouse.ledger import sources
from warehouse.ledger.runs import Run
from warehouse.storage.staging import ExtractedSlice, StagedFile


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


OWNED, FORGOTTEN, NEW = (
    [_hash(f"{kind} {number}") for number in range(4)] for kind in ("owned", "forgotten", "new")
)
_ZONE = "/zone"
_PATHS = [f"{number}.txt" for number in range(30)]


class Key(NamedTuple):
    """What decides about an extract."""

    file_hash: str | None
    content_hash: str | None
    reject_reason: str | None


def _key_of(path: str) -> Key | None:
    """Say what the ledger has of a path: nothing, a text, a rejected or an unreadable file."""
    number = int(path.removesuffix(".txt"))
    texts = [*OWNED, *FORGOTTEN]
    kinds: list[Key | None] = [
        None,
        Key(_hash(f"bytes {number % 8}"), texts[number % 8], None),
        Key(_hash("no text"), None, "blank"),
        Key(None, None, "unreadable"),
    ]
    return kinds[number % 4]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> IngestRun:
    """A run over a ledger that knows something of most paths."""
    folder = tmp_path_factory.mktemp("partitions")
    settings = Settings(landing=folder, warehouse=folder / "warehouse", workers=1)
    layout = settings.store.layout
    database = WorkDatabase(layout.work_database, layout.spill)
    run = IngestRun(settings, Run("r9", rows.NOON, _ZONE, None), InlinePool(), database)
    with database.create() as connection:
        for number, content_hash in enumerate(OWNED):
            owner = {"content_hash": content_hash, "first_source_path": _PATHS[4 * number + 1]}
            _insert(connection, "documents", rows.documents(f"text {number}", **owner))
        for path in _PATHS:
            if key := _key_of(path):
                is_copy = path not in {_PATHS[4 * number + 1] for number in range(len(OWNED))}
                _insert(
                    connection, "sources", rows.sources(path, **key._asdict(), is_duplicate=is_copy)
                )
        later = {"seen_at": rows.NOON + timedelta(hours=2), "run_id": "r3"}
        _insert(
            connection,
            "sources",
            rows.sources(*_PATHS[4:8], content_hash=OWNED[0], is_duplicate=True, **later),
        )
        _insert(connection, "sources", rows.sources(*_PATHS[:9], landing_zone="/other"))
        for hours in (1, 3):
            gone = {
                "landing_zone": _ZONE,
                "removed_at": rows.NOON + timedelta(hours=hours),
                "run_id": f"r{hours}",
            }
            removals = [{"source_path": path, **gone} for path in _PATHS[5 + hours : 9 + hours]]
            _insert(connection, "removals", pa.Table.from_pylist(removals, REMOVALS.schema))
        for content_hash in FORGOTTEN:
            _insert(connection, "tombstones", _tombstone(content_hash))
    return run


def _insert(connection: "object", table: str, new_rows: pa.Table) -> None:
    connection.register("new_rows", new_rows)  # type: ignore[attr-defined]
    connection.execute(f"insert into {table} by name from new_rows")  # type: ignore[attr-defined]


def _tombstone(content_hash: str) -> pa.Table:
    row = dict.fromkeys(TOMBSTONES.schema.names) | {
        name: {"string": "x", "timestamp[us, tz=UTC]": rows.NOON}.get(
            str(TOMBSTONES.schema.field(name).type)
        )
        for name in TOMBSTONES.schema.names
    }
    return pa.Table.from_pylist([row | {"content_hash": content_hash}], TOMBSTONES.schema)


_READINGS = st.one_of(
    st.builds(
        Key,
        st.sampled_from([_hash(f"bytes {n}") for n in range(8)]),
        st.sampled_from(OWNED + FORGOTTEN + NEW),
        st.none(),
    ),
    st.just(Key(_hash("no text"), None, "blank")),
    st.sampled_from([Key(None, None, "unreadable"), Key(None, None, "vanished")]),
    st.just("as the ledger has it"),
)


@st.composite
def _extracts(draw: st.DrawFn) -> list[pa.Table]:
    """The slices of a batch."""
    paths = sorted(draw(st.lists(st.sampled_from(_PATHS), min_size=1, unique=True)))
    keys = [draw(_READINGS) for _ in paths]
    known = [_key_of(path) or Key(_hash(path), NEW[0], None) for path in paths]
    found = [
        there if key == "as the ledger has it" else key
        for key, there in zip(keys, known, strict=True)
    ]
    columns = {
        name: pa.array([getattr(key, name) for key in found], pa.string()) for name in Key._fields
    }
    sizes = {
        name: [draw(st.integers(1, 2)) for _ in paths] for name in ("size_bytes", "modified_ns")
    }
    no_members = {
        "member_path": pa.nulls(len(paths), pa.string()),
        "member_count": pa.nulls(len(paths), pa.int64()),
    }
    texts = {"source_path": paths, "text": ["t"] * len(paths)}
    table = pa.table({**texts, **no_members, **sizes, **columns})
    size = draw(st.integers(1, len(paths)))
    return [table.slice(start, size) for start in range(0, len(paths), size)]


@settings(max_examples=40)
@given(slices=_extracts(), partition_count=st.integers(1, 9))
def test_the_number_of_partitions_changes_no_decision(
    run: IngestRun, slices: list[pa.Table], partition_count: int
) -> None:
    folder = run.store.slices / "r9"
    staged = tuple(
        ExtractedSlice(
            (folder / f"extracts-{number}.arrow").write_table(each), len(each), len(each), 0
        )
        for number, each in enumerate(slices)
    )
    extracts = pa.concat_tables(slices).drop_columns(["text"])
    extracts = extracts.append_column("position", pa.array(range(len(extracts)), pa.int64()))
    decided = partitioned_deduplication.decide(
        run, ExtractedBatch(0, staged), extracts, partition_count
    )
    with run.database.connect() as connection:
        assert decided.to_pylist() == sources.decide(connection, run.run, extracts).to_pylist()


def test_what_is_known_of_a_path_is_what_current_sources_shows_of_it(run: IngestRun) -> None:
    nothing = pa.nulls(len(_PATHS), pa.string())
    columns = {
        "source_path": pa.array(_PATHS),
        "member_path": nothing,
        **dict.fromkeys(("file_hash", "content_hash", "reject_reason"), nothing),
        **dict.fromkeys(("size_bytes", "modified_ns"), nothing.cast(pa.int64())),
    }
    known = "source_path, newest_file_hash, newest_content_hash, newest_reject_reason"
    ask = """
        select source_path, file_hash, content_hash, reject_reason
        from current_sources where landing_zone = ?
    """
    with run.database.connect() as connection:
        found = sources.look_up(connection, run.run, pa.table(columns))
        connection.register("found", found)
        there = connection.execute(
            f"select {known} from found "
            "where newest_content_hash is not null or newest_reject_reason is not null"
        ).fetchall()
        shown = connection.execute(ask, [_ZONE]).fetchall()
    assert sorted(there) == sorted(shown)
    assert len(shown) < len([path for path in _PATHS if _key_of(path)]), "some are gone"


@given(
    text=st.text(max_size=3),
    positions=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    count=st.integers(1, 99),
)
def test_equal_texts_are_in_one_partition(
    text: str, positions: tuple[int, int], count: int
) -> None:
    first, second = (partition_of(_hash(text), position, count) for position in positions)
    assert first == second < count


def test_partitions_hold_keys_only_each_key_once_and_in_order(tmp_path: Path) -> None:
    hashes = [_hash(str(number)) for number in range(50)] + [None] * 9
    table = pa.table(
        {
            **{
                name: pa.array(hashes, pa.string())
                for name in ("source_path", "file_hash", "content_hash")
            },
            "member_path": pa.nulls(len(hashes), pa.string()),
            "reject_reason": pa.nulls(len(hashes), pa.string()),
            "member_count": pa.nulls(len(hashes), pa.int64()),
            "text": ["t"] * len(hashes),
            "size_bytes": [1] * len(hashes),
            "modified_ns": [1] * len(hashes),
        }
    )
    extracts = StagedFile(tmp_path / "extracts").write_table(table)
    job = PartitionJob(extracts, 100, 4, extracts.with_name("keys"))
    keys, counts = partition_slice(job)
    found = keys.read_table()
    assert "text" not in found.column_names
    assert sorted(found["position"].to_pylist()) == list(range(100, 159))
    assert sum(counts) == len(found)
    assert min(counts) > 0
    start = 0
    for partition, size in enumerate(counts):
        part = found.slice(start, size)
        positions = part["position"].to_pylist()
        assert positions == sorted(positions)
        assert {
            partition_of(*each, 4)
            for each in zip(part["content_hash"].to_pylist(), positions, strict=True)
        } == {partition}
        start += size


def test_a_run_whose_batches_are_partitioned_makes_the_same_warehouse(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        place.put(
            f"{number}.txt", f"شہر میں {number % 7} نئے کتب خانے کھل گئے ہیں اور لوگ خوش ہیں۔"
        )
    place.put("empty.txt", b"")
    place.ingest(slice_files=3)
    expected = contents(place.layout.root)
    place.layout = place.layout._replace(root=tmp_path / "partitioned")
    monkeypatch.setattr(partitioned_deduplication, "MAX_KEYS_AT_ONCE", 5)
    monkeypatch.setattr("flows.steps.batch.sources.decide", None)
    place.ingest(slice_files=3)
    assert contents(place.layout.root) == expected
