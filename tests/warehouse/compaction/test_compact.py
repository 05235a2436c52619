"""Small parts become large ones: every reader sees the same rows, always and after a rebuild."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import rows
from tests.history import History
from transforms.schemas import DOCUMENTS, Table
from warehouse.compaction import plan
from warehouse.compaction.plan import PART_BYTES, Knowledge, OldPart, group_parts
from warehouse.database.errors import WarehouseError
from warehouse.ledger.sources import interrupted_runs
from warehouse.storage import parquet
from warehouse.storage.files import exchange
from warehouse.storage.folder_store import FolderStore
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import (
    PartError,
    Stream,
    replaced_by,
    rows_of_part,
    write_part,
    write_stream,
)
from warehouse.storage.part_names import is_compacted
from warehouse.writer.rebuild import make_work_database

RUN_ID = "20260307T061700-123000Z-3f9a1c"


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """A warehouse where two small parts are enough."""
    with mock.patch.object(plan, "_FEWEST_PARTS", 2):
        yield History(tmp_path / "warehouse")


def require_the_same_rows(history: History) -> None:
    """What the manifest, every engine, the database and the model say."""
    assert history.in_database() == history.by_recipe() == history.expected()
    descriptions = history.by_glob("descriptions")
    for engine, found in history.by_glob("documents").items():
        assert (
            history.as_described_last(found, descriptions.get(engine, [])) == history.expected()
        ), engine
        newest = {row["content_hash"] for row in descriptions.get(engine, [])}
        metadata = history.by_glob("document_metadata")[engine]
        assert sorted(row["content_hash"] for row in metadata) == sorted(history.documents), engine
        told = {
            row["content_hash"]: row["preview"]
            for row in metadata
            if row["content_hash"] not in newest
        }
        assert told.items() <= history.expected_previews().items(), engine
    for engine, found in history.by_glob("sources").items():
        assert len({row["source_path"] for row in found}) == len(found) == history.source_count, (
            engine
        )
    for table in ("documents", "document_metadata", "sources", "runs", "descriptions"):
        assert history.files(table) == history.manifest(table)


def require_newest_descriptions(history: History) -> None:
    """Documents and their metadata alone are as they were described last."""
    for engine, found in history.by_glob("documents").items():
        assert history.as_described_last(found, []) == history.expected(), engine
    for engine, found in history.by_glob("document_metadata").items():
        previews = {row["content_hash"]: row["preview"] for row in found}
        assert previews == history.expected_previews(), engine


_EVENTS = st.one_of(
    st.tuples(st.just("ingest"), st.integers(0, 4)),
    st.tuples(st.just("describe_again"), st.sets(st.integers(0, 7), max_size=4)),
    st.tuples(
        st.sampled_from(
            ["publish", "publish_too", "merge", "compact", "compact", "forget_replaced"]
        )
    ),
)


@settings(max_examples=5)
@given(st.lists(_EVENTS, min_size=4, max_size=14), st.sampled_from([4_000, 30_000, PART_BYTES]))
def test_any_history_of_runs_and_compactions_leaves_the_same_tables_by_glob_and_by_rebuild(
    events: list[tuple[Any, ...]], part_bytes: int
) -> None:
    with (
        TemporaryDirectory() as folder,
        mock.patch.object(plan, "_FEWEST_PARTS", 2),
        mock.patch.object(plan, "PART_BYTES", part_bytes),
    ):
        history = History(Path(folder, "warehouse"))
        history.ingest(3)
        for name, *values in [*events, ("publish",), ("compact",)]:
            getattr(history, name)(*values)
            if name in {"merge", "compact", "forget_replaced"}:
                require_the_same_rows(history)
            if name in {"merge", "compact"}:
                require_newest_descriptions(history)
                history.require_published()
        history.rebuild()
        require_the_same_rows(history)


def test_parts_become_one_in_their_order_and_the_manifest_and_the_footer_say_so(
    history: History,
) -> None:
    for count in (3, 1, 2):
        history.ingest(count)
    before = history.by_glob("documents")["pyarrow"]
    old = history.manifest("documents")
    history.publish()
    assert history.compact() == 12
    (name,) = history.manifest("documents")
    assert is_compacted(name) and not any(map(is_compacted, old))
    assert history.by_glob("documents") == dict.fromkeys(("duckdb", "pyarrow", "polars"), before)
    assert replaced_by(history.layout.part("documents", name)) == tuple(old)
    require_the_same_rows(history)


def test_what_is_compacted_is_compacted_again_with_what_comes_later(history: History) -> None:
    for _ in range(3):
        history.ingest(2)
        history.ingest(2)
        history.publish()
        history.compact()
    assert len(history.manifest("documents")) == 1
    assert sorted(path.name[:7] for path in (history.layout.compacted / "documents").iterdir()) == [
        *["2026030"] * 3,
        "before-",
        "first-2",
    ]
    require_the_same_rows(history)


def test_a_part_that_one_generation_does_not_know_stays_as_it_is(history: History) -> None:
    history.ingest(1)
    history.ingest(1)
    history.publish()
    history.ingest(1)
    newest = history.manifest("documents")[-1]
    history.publish_too()
    history.compact()
    assert [is_compacted(name) for name in history.manifest("documents")] == [False, True]
    assert newest in history.manifest("documents")
    require_the_same_rows(history)
    damaged = history.layout.generation(min(history.layout.generations()))
    damaged.write_bytes(b"no database")
    history.ingest(1)
    assert history.compact() == 0


def test_few_small_parts_and_parts_of_half_the_size_are_left_alone() -> None:
    assert list(group_parts([OldPart("a", 1, 1)] * 7)) == []
    assert [len(group) for group in group_parts([OldPart("a", 1, 1)] * 8)] == [8]
    half = plan._SMALL_BYTES  # noqa: SLF001
    assert [len(group) for group in group_parts([OldPart("a", 1, half - 1)] * 4)] == [3]


def test_parts_of_the_right_size_are_left_alone(history: History) -> None:
    history.ingest(3)
    history.ingest(1)
    history.ingest(1)
    history.publish()
    parts = [history.layout.part("documents", name) for name in history.manifest("documents")]
    with mock.patch.object(plan, "_SMALL_BYTES", parts[0].stat().st_size):
        history.compact()
    assert history.manifest("documents")[0] == parts[0].stem
    assert len(history.manifest("documents")) == 2
    require_the_same_rows(history)


def test_a_folder_that_was_replaced_stays_for_readers_who_are_in_it_and_then_goes(
    history: History,
) -> None:
    history.ingest(1)
    history.ingest(1)
    history.publish()
    history.compact()
    old = history.waiting("documents")
    assert [
        [pq.read_table(path).num_rows for path in folder.glob("*.parquet")] for folder in old
    ] == [[1, 1]] * 2
    history.forget_replaced()
    assert not any(folder.exists() for folder in old)
    require_the_same_rows(history)


def test_a_plain_folder_becomes_a_link_a_run_before_anything_is_compacted(history: History) -> None:
    history.ingest(1)
    history.ingest(1)
    history.publish()
    (plain,) = {path.parent.resolve() for path in (history.layout.parquet / "documents").glob("*")}
    names = history.files("documents")
    assert history.maintain() == 0
    assert (history.layout.parquet / "documents").is_symlink()
    assert history.files("documents") == names
    assert sorted(path.stem for path in plain.glob("*")) == names, (
        "who was listing the folder misses no name"
    )
    assert history.maintain() > 0
    require_the_same_rows(history)


def test_no_replaced_folder_goes_while_a_part_is_missing(history: History) -> None:
    history.ingest(1)
    history.ingest(1)
    history.publish()
    history.compact()
    (name,) = history.manifest("documents")
    history.layout.part("documents", name).unlink()
    history.forget_replaced()
    assert len(history.waiting("documents")) == 2
    assert history.waiting("sources") == []


def test_what_else_lies_beside_the_parts_is_still_there_and_a_folder_there_is_a_reason_to_stop(
    history: History, caplog: pytest.LogCaptureFixture
) -> None:
    history.ingest(1)
    history.ingest(1)
    history.publish()
    (history.layout.parquet / "documents" / "_notes.md").write_text("mine")
    (history.layout.parquet / "sources" / "mine").mkdir()
    history.compact()
    assert (history.layout.parquet / "documents" / "_notes.md").read_text() == "mine"
    assert len(history.manifest("documents")) == 1
    assert len(history.manifest("sources")) == 2
    assert "sources is not compacted" in caplog.text
    assert not list((history.layout.compacted / "sources").glob("*"))
    require_the_same_rows(history)


def test_a_damaged_part_is_named_and_the_other_tables_are_compacted(
    history: History, caplog: pytest.LogCaptureFixture
) -> None:
    history.ingest(40)
    history.ingest(1)
    history.publish()
    part = history.layout.part("sources", history.manifest("sources")[0])
    _damage_unseen(part)
    history.compact()
    assert len(history.manifest("sources")) == 2
    assert len(history.manifest("documents")) == 1
    assert part.name in caplog.text and "damaged" in caplog.text


def _damage_unseen(part: Path) -> None:
    """Change a byte so that other rows are read, and only the checksum of the page tells."""
    found, whole = pq.read_table(part), part.read_bytes()
    for place in range(len(whole)):
        part.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with contextlib.suppress(OSError, pa.ArrowException, UnicodeError):
            if pq.read_metadata(part).num_rows == len(found) and pq.read_table(part) != found:
                return
    raise LookupError(part)


def test_where_folders_cannot_be_swapped_nothing_is_compacted(
    history: History, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_one: Path, _other: Path) -> None:
        raise OSError(22, "as on NFS")

    history.ingest(1)
    history.ingest(1)
    for _ in range(3):
        history.describe_again([0])
    history.publish()
    monkeypatch.setattr("warehouse.storage.part_folders.exchange", refuse)
    assert history.compact() == 0
    assert "cannot swap folders" in caplog.text
    assert (
        "1 part of documents lacks new descriptions, which parquet/descriptions has" in caplog.text
    )
    assert not history.layout.compacted.exists()
    require_the_same_rows(history)


def test_a_link_and_a_folder_change_places(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    (tmp_path / "link").symlink_to("elsewhere")
    exchange(tmp_path / "link", tmp_path / "folder")
    assert (tmp_path / "link" / "file").exists()
    assert (tmp_path / "folder").readlink() == Path("elsewhere")
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "link", tmp_path / "nothing")


def test_documents_get_their_last_description_and_descriptions_go_when_no_reader_needs_them(
    history: History,
) -> None:
    history.ingest(3)
    history.ingest(3)
    history.describe_again([0, 4])
    history.describe_again([0])
    history.publish()
    history.compact()
    told = {row["content_hash"]: row["title"] for row in history.by_glob("documents")["duckdb"]}
    assert told == {key: row["title"] for key, row in history.documents.items()}
    previews = {
        row["content_hash"]: row["preview"]
        for row in history.by_glob("document_metadata")["duckdb"]
    }
    assert previews == history.expected_previews()
    assert len(history.by_glob("descriptions")["duckdb"]) == 2, (
        "who is in a replaced folder needs them"
    )
    history.forget_replaced()
    history.describe_again([5])
    history.publish()
    history.compact()
    hashes = [row["content_hash"] for row in history.by_glob("descriptions")["duckdb"]]
    assert hashes == [list(history.documents)[5]], (
        "the document is not compacted anew: its description stays"
    )
    require_the_same_rows(history)
    history.rebuild()
    require_the_same_rows(history)


def test_descriptions_that_are_all_told_leave_a_part_without_rows_for_readers_to_open(
    history: History,
) -> None:
    history.ingest(2)
    history.ingest(2)
    history.describe_again([0])
    history.publish()
    history.compact()
    history.forget_replaced()
    history.ingest(1)
    history.publish()
    history.describe_again([1])
    history.publish_too()
    history.compact()
    history.forget_replaced()
    history.publish()
    assert history.compact() > 0
    assert history.by_glob("descriptions") == {"duckdb": [], "pyarrow": [], "polars": []}
    assert len(history.manifest("descriptions")) == 1
    require_the_same_rows(history)
    history.rebuild()
    require_the_same_rows(history)


def test_a_description_is_not_dropped_where_an_older_one_would_come_to_light(
    history: History,
) -> None:
    history.ingest(2)
    history.ingest(2)
    history.describe_again(range(4))
    large = history.layout.part("descriptions", history.manifest("descriptions")[0])
    history.describe_again([0])
    history.describe_again([0])
    history.publish()
    _compact_all_but(history, large)
    history.forget_replaced()
    history.describe_again([1])
    history.publish()
    _compact_all_but(history, large)
    require_the_same_rows(history)
    history.rebuild()
    require_the_same_rows(history)


def _compact_all_but(history: History, large: Path) -> None:
    """As if one part was large enough."""
    is_ready = plan._is_ready  # noqa: SLF001

    def is_other(layout: Layout, knowledge: Knowledge, table: Table, name: str) -> bool:
        is_large = layout.part(table.name, name) == large
        return not is_large and is_ready(layout, knowledge, table, name)

    with mock.patch.object(plan, "_is_ready", is_other):
        assert history.compact() > 0
    assert large.exists()


def test_a_run_that_describes_again_leaves_documents_with_the_newest_description(
    history: History,
) -> None:
    history.ingest(3)
    history.publish()
    history.ingest(2)
    history.describe_again([1])
    untouched = history.manifest("documents")[1]
    assert history.merge() == 2, "a part of documents and that of their metadata"
    require_newest_descriptions(history)
    require_the_same_rows(history)
    assert untouched in history.manifest("documents"), "nothing else is written anew"
    history.require_published()
    history.describe_again([1, 4])
    assert history.merge() > 0
    history.require_published()
    assert history.merge() == 0
    require_newest_descriptions(history)
    history.rebuild()
    require_newest_descriptions(history)
    assert history.merge() == 0, "a rebuild knows from the names what is merged"


def test_a_part_that_is_full_is_written_anew_alone_where_it_is_behind(history: History) -> None:
    history.ingest(3)
    history.ingest(3)
    history.describe_again([0, 5])
    history.publish()
    (first, _) = (history.layout.part("documents", name) for name in history.manifest("documents"))
    with mock.patch.object(plan, "_SMALL_BYTES", first.stat().st_size // 2):
        history.merge()
    assert [is_compacted(name) for name in history.manifest("documents")] == [True, True]
    require_newest_descriptions(history)


def test_a_generation_with_some_rows_of_a_part_is_not_brought_up_to_date(history: History) -> None:
    history.ingest(1)
    history.publish()
    history.ingest(1)
    with mock.patch.object(plan.Knowledge, "knowing", return_value=(True,)):
        history.describe_again([0, 1])
        history.merge()
    with pytest.raises(WarehouseError, match="some of the rows"):
        history.require_published()


def test_rows_that_a_dead_run_compacted_are_not_told_as_its_own(history: History) -> None:
    history.ingest(2)
    history.ingest(2)
    history.describe_again([0])
    history.describe_again([1])
    history.publish()
    history.compact()
    assert len(history.manifest("descriptions")) == 1
    with history.connection() as connection:
        dead = interrupted_runs(connection).to_pylist()
    names = ("redescribed_count", "near_duplicate_count", "new_document_count")
    assert [[row[name] for name in names] for row in dead] == [[0, 0, 0]] * 2


def test_a_rebuild_without_the_work_database_does_not_miss_parts_that_were_compacted(
    history: History,
) -> None:
    history.ingest(1)
    history.ingest(1)
    history.ingest(1)
    history.publish()
    history.layout.published.symlink_to(
        history.layout.generation(1).relative_to(history.layout.root)
    )
    history.compact()
    shutil.rmtree(history.layout.state)
    make_work_database(FolderStore(history.layout))
    require_the_same_rows(history)


def test_a_rebuild_does_miss_a_part_that_was_not_compacted(history: History) -> None:
    history.ingest(3)
    history.ingest(1)
    history.ingest(1)
    history.publish()
    history.layout.published.symlink_to(
        history.layout.generation(1).relative_to(history.layout.root)
    )
    large = history.layout.part("documents", history.manifest("documents")[0])
    with mock.patch.object(plan, "_SMALL_BYTES", large.stat().st_size):
        history.compact()
    shutil.rmtree(history.layout.state)
    large.unlink()
    with pytest.raises(PartError, match=r"1 of the parts .*accept-loss"):
        make_work_database(FolderStore(history.layout))


def test_a_streamed_part_has_the_bytes_of_one_written_at_once(tmp_path: Path) -> None:
    table = rows.documents(*[f"text {number}" for number in range(25_000)])
    whole = write_part(table, DOCUMENTS, tmp_path / f"{RUN_ID}.00000.parquet", RUN_ID)
    pieces = [table.slice(start, 777) for start in range(0, len(table), 777)]
    path = tmp_path / f"{RUN_ID}.00001.parquet"
    assert (
        write_stream(Stream(pieces, len(table)), DOCUMENTS, path, RUN_ID).file_hash
        == whole.file_hash
    )
    metadata = pq.read_metadata(path)
    assert [metadata.row_group(i).num_rows for i in range(3)] == [10_000, 10_000, 5_000]


def test_rows_are_streamed_and_memory_is_that_of_a_row_group(tmp_path: Path) -> None:
    group_bytes, pieces = 8 << 20, 64
    piece = rows.documents(*[f"{number} " + "x" * 4_000 for number in range(256)])
    most, before = 0, pa.total_allocated_bytes()

    def watched() -> Iterator[pa.Table]:
        nonlocal most
        for _ in range(pieces):
            yield pa.table(
                {name: pa.concat_arrays(piece[name].chunks) for name in piece.column_names},
                piece.schema,
            )
            most = max(most, pa.total_allocated_bytes() - before)

    with mock.patch.object(parquet, "_ROW_GROUP_BYTES", group_bytes):
        stream = Stream(watched(), pieces * len(piece))
        part = write_stream(stream, DOCUMENTS, tmp_path / f"{RUN_ID}.95000.parquet", RUN_ID)
    assert part.row_count == pieces * 256
    assert most < 4 * group_bytes < pieces * piece.nbytes / 2
    before, most = pa.total_allocated_bytes(), 0
    for found in rows_of_part(tmp_path / f"{part.name}.parquet", DOCUMENTS):
        most = max(most, pa.total_allocated_bytes() - before)
        assert found.schema == DOCUMENTS.schema


def test_a_part_with_other_rows_than_expected_is_refused(tmp_path: Path) -> None:
    table = rows.documents("a", "b")
    with pytest.raises(PartError, match="2 rows instead of 3"):
        write_stream(Stream([table], 3), DOCUMENTS, tmp_path / f"{RUN_ID}.95000.parquet", RUN_ID)
