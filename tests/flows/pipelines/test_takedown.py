"""What is taken down leaves no byte behind and does not come back; all else stays as it was."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.cli.query.session import opened
from flows.ingest import ingest
from flows.maintain import maintain
from flows.pages.report import write_report
from flows.pipelines.maintain import rebuild_warehouse, repair_warehouse
from flows.pipelines.takedown import change_tombstones
from flows.settings import Settings
from flows.steps.quality import CheckFailedError
from tests.archives import tarred
from tests.place import OLD_NS, MadeOnce, Place
from tests.traces import traces
from warehouse.checks import run_checks
from warehouse.compaction import plan
from warehouse.ledger.takedown import Chosen, Request, choose, tombstones
from warehouse.storage.parquet import PartError

pytestmark = pytest.mark.usefixtures("clean")

# Words that no other text has.
MARKER = "زرقلمون"
_SENTENCES = [
    f"بوڑھے ملاح نے بتایا کہ {MARKER} کی کشتی نمبر {number} کل شام دریا کے پرانے گھاٹ پر لگی۔"
    for number in range(30)
]
STORY = f"{MARKER} کی واپسی\n\nسکھر: " + " ".join(_SENTENCES)
# The same story with another headline and a sentence more.
LATER_STATE = f"دریا پر {MARKER}\n\nسکھر: " + " ".join([*_SENTENCES, "گھاٹ پر میلہ لگ گیا۔"])
OTHER = "نہر کی صفائی\n\nخانیوال: نہر کی صفائی کا کام آج مکمل ہو گیا۔"
LAST_STATE = "گھاٹ پر میلہ\n\nسکھر: " + " ".join([*_SENTENCES, "میلہ رات تک رہا، لوگ خوش تھے۔"])


def settings(place: Place, **more: Any) -> Settings:
    return Settings(landing=place.landing, warehouse=place.layout.root, workers=1, **more)


def forget(place: Place, reason: str = "a request", **request: Any) -> int:
    return change_tombstones(
        settings(place),
        lambda: chosen(place, **request).keys,
        reason,
        is_lifted=False,
        has_near_duplicates=request.get("has_near_duplicates", False),
    ).document_count


def chosen(place: Place, **request: Any) -> Chosen:
    with opened(settings(place).store) as connection:
        return choose(connection, Request(**request))


def remember(place: Place, *keys: str) -> None:
    def lifted() -> Any:
        with opened(settings(place).store) as connection:
            return tombstones(connection, keys)

    change_tombstones(settings(place), lifted, "a mistake", is_lifted=True)


def cut_tar(files: list[tuple[str, bytes]]) -> bytes:
    """An archive with some files that ends within the next one."""
    whole = tarred([*files, ("cut.txt", OTHER.encode())])
    return whole[: whole.index(OTHER.encode()) + 9]


def rows(place: Place, table: str) -> list[tuple[Any, ...]]:
    return place.ask(f"from {table} order by all")


def tell(place: Place) -> None:
    """A story that two files have, a later state of it, and other texts."""
    place.put("daily/story.txt", STORY)
    place.put("wire/copy.txt", STORY)
    place.ingest()
    place.put("daily/later.txt", LATER_STATE)
    place.put("daily/damaged.bin.txt", b"\x89PNG\r\n\x1a\n" + MARKER.encode() + bytes(range(256)))
    place.ingest()


@pytest.fixture
def told(place: Place, made_once: MadeOnce) -> Place:
    """A warehouse with a story that two files have, a later state of it, and other texts."""
    return made_once.fill(place, tell)


def test_no_byte_is_left_of_a_text_that_is_taken_down(
    told: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "_FEWEST_PARTS", 2)
    for _ in range(3):  # link the folders, compact them, and keep what they replaced
        maintain.fn(settings(told, keep_generations=1))
    checks = told.layout.root / "checks"
    checks.mkdir()
    (checks / "no_boat.sql").write_text(
        f"select title from documents where title like '%{MARKER}%'"
    )
    write_report(settings(told).store)
    with pytest.raises(CheckFailedError):
        maintain.fn(settings(told, checks=checks, keep_generations=1))
    shutil.rmtree(checks)
    before = traces(told.layout.root, MARKER)
    homes = {Path(path).parts[0] for path in before}
    assert homes >= {"compacted", "quarantine", "versions", "warehouse.duckdb"}
    assert homes >= {"check_results.parquet", "report.html"}
    assert forget(told, paths=["*story*", "*later*", "*damaged*"]) == 2
    assert traces(told.layout.root, MARKER) == []
    assert traces(told.layout.root.parent, MARKER) == [
        str(path.relative_to(told.layout.root.parent))
        for path in sorted(told.landing.rglob("*"))
        if path.is_file() and MARKER.encode() in path.read_bytes()
    ]


def test_a_member_goes_with_the_copy_of_its_damaged_archive(told: Place) -> None:
    files = [("a.txt", f"{STORY} آخر".encode()), ("b.txt", OTHER.encode())]
    whole = tarred(files)
    told.put("wire/cut.tar", whole[: whole.index(OTHER.encode()) + 9])
    told.put("wire/whole.tar", tarred([("c.txt", LAST_STATE.encode()), *files]))
    patterns = "*.txt,*.tar"
    told.ingest(patterns=patterns)
    archives = "select source_path, reject_reason from current_sources where member_path is null"
    assert ("wire/cut.tar", "damaged") in told.ask(archives)
    assert forget(told, paths=["*story*", "*later*", "*damaged*", "wire/*.tar/[ac].txt"]) == 4
    assert traces(told.layout.root, MARKER) == []
    assert ("wire/whole.tar", None) in told.ask(archives)
    told.ingest(patterns=patterns)
    told.ingest(patterns=patterns, verify=True)
    assert traces(told.layout.root, MARKER) == []
    assert told.ask("select first_member_path from documents where first_source_path like '%tar'")


def test_a_rejected_member_goes_with_the_copy_of_its_damaged_archive(place: Place) -> None:
    place.put("daily/other.txt", OTHER)
    rejected = b"\x89PNG\r\n\x1a\n" + MARKER.encode() + bytes(range(256))
    place.put("wire/cut.tar", cut_tar([("a.txt", rejected)]))
    place.ingest(patterns="*.txt,*.tar")
    forget(place, paths=["wire/cut.tar/a.txt"])
    assert traces(place.layout.root, MARKER) == []


def test_what_brings_a_text_again_and_is_rejected_has_no_copy(told: Place) -> None:
    forget(told, paths=["*story*", "*later*", "*damaged*"])
    patterns = "*.txt,*.tar"
    told.ingest(patterns=patterns)
    told.put("wire/cut.tar", cut_tar([("a.txt", STORY.encode())]))
    told.ingest(patterns=patterns)
    told.ingest(patterns=patterns, verify=True, max_file_bytes=len(STORY.encode()) - 1)
    assert told.ask("from rejected_files where quarantine_path is not null") == []
    assert traces(told.layout.root, MARKER) == []
    assert [check.name for check in run_checks(settings(told).store) if check.broken_count] == []


def test_no_path_is_left_of_the_last_text_that_was_compared(told: Place) -> None:
    told.put("z/last-name.txt", OTHER)
    told.ingest()
    forget(told, paths=["z/*"])
    assert traces(told.layout.root, "last-name") == []
    (told.landing / "z/last-name.txt").unlink()
    told.put("daily/last.txt", LAST_STATE)
    assert told.ingest().near_duplicates == 1


def test_no_path_is_left_of_a_file_that_was_ingested_alone(told: Place) -> None:
    file = told.put("z/last-name.txt", OTHER)
    ingest.fn(Settings(landing=file, warehouse=told.layout.root, workers=1))
    assert told.ask("select settings->>'landing' from runs order by run_id")[-1] == (
        str(file.parent),
    )
    forget(told, paths=["last-name.txt"])
    assert traces(told.layout.root, "last-name") == []


def test_a_member_goes_with_the_copy_of_a_damaged_archive_in_an_archive(told: Place) -> None:
    other = "نہر کی صفائی\n\nخانیوال: نہر کی صفائی کا کام آج مکمل ہو گیا۔"
    cut = tarred([("a.txt", f"{STORY} آخر".encode()), ("b.txt", other.encode())])
    cut = cut[: cut.index(other.encode()) + 9]
    kept = tarred([("c.txt", other.encode())])[:-9_000]
    files = [("i.tar", cut), ("i.tar", kept + b"!"), ("i.tar", cut + b"!")]
    told.put("wire/outer.tar", tarred(files))
    told.ingest(patterns="*.txt,*.tar")
    copies = "select member_path from rejected_files where source_path = 'wire/outer.tar'"
    assert sorted(told.ask(copies)) == [("i.tar",), ("i.tar#2",), ("i.tar#3",)]
    paths = ["*story*", "*later*", "*damaged*", "wire/outer.tar/*a.txt*"]
    assert forget(told, paths=paths) == 3
    assert traces(told.layout.root, MARKER) == []


def test_all_other_rows_stay_as_they_were(told: Place) -> None:
    kept = {
        "documents": "content_hash not in (select content_hash from tombstones "
        "where content_hash is not null)",
        "sources": "source_path not like '%story%' and source_path not like '%copy%'",
    }
    texts = chosen(told, paths=["*story*"]).content_hashes
    before = {
        name: told.ask(f"from {name} where content_hash is distinct from '{texts[0]}' order by all")
        for name in kept
    }
    forget(told, paths=["*story*"])
    assert {name: rows(told, name) for name in kept} == before
    assert told.ask("select content_hash, file_hash, reason from tombstones") == [
        (texts[0], None, "a request")
    ]
    assert told.ask("select forgotten_count from runs order by run_id")[-1] == (1,)


def test_a_text_does_not_come_back_in_another_file_spelling_or_rebuild(told: Place) -> None:
    forget(told, paths=["*story*"])
    told.put("elsewhere/again.txt", STORY.replace("ی", "ي").replace(" کی", "  کی"))
    assert told.ingest(verify=True).new_documents == 0
    rebuild_warehouse(settings(told))
    told.put("elsewhere/third.txt", f"\n\n{STORY}\n")
    assert told.ingest(verify=True).new_documents == 0
    assert told.ask("select count(*) from documents where title like 'زرقلمون%'") == [(0,)]
    assert told.ask("select source_path from current_sources semi join tombstones "
                    "using (content_hash) order by all") == [
        ("daily/story.txt",), ("elsewhere/again.txt",), ("elsewhere/third.txt",),
        ("wire/copy.txt",),
    ]  # fmt: skip


def test_a_restored_backup_is_taken_down_by_the_next_run(told: Place, tmp_path: Path) -> None:
    shutil.copytree(told.layout.root, tmp_path / "backup", symlinks=True)
    forget(told, paths=["*story*", "*later*", "*damaged*"])
    for path in ("daily/story.txt", "wire/copy.txt", "daily/later.txt", "daily/damaged.bin.txt"):
        (told.landing / path).unlink()
    after = rows(told, "documents")
    shutil.rmtree(told.layout.root)
    shutil.copytree(tmp_path / "backup", told.layout.root, symlinks=True)
    told.ingest()
    assert traces(told.layout.root, MARKER) == []
    assert rows(told, "documents") == after


def test_a_lost_journal_is_a_warning_of_each_run(
    told: Place, caplog: pytest.LogCaptureFixture
) -> None:
    journal = told.layout.root.with_name("warehouse.takedowns.jsonl")
    forget(told, paths=["*story*"])
    told.ingest()
    assert "is lost" not in caplog.text
    journal.unlink()
    assert told.ingest(verify=True).new_documents == 0
    assert f"{journal} is lost" in caplog.text


def test_a_reader_keeps_what_it_has_open(told: Place) -> None:
    with duckdb.connect(str(told.layout.published), read_only=True) as reader:
        forget(told, paths=["*story*"])
        query = f"select count(*) from documents where contains(text, '{MARKER}')"
        assert reader.execute(query).fetchall() == [(2,)]
    assert told.ask(query) == [(1,)]
    assert len(told.layout.generations()) == 1


def test_what_was_like_a_text_is_compared_once_more(told: Place) -> None:
    told.put("daily/last.txt", LAST_STATE)
    told.ingest()
    (first, *others) = [
        key for (key,) in told.ask(
            "select content_hash from documents where contains(text, 'ملاح') "
            "order by first_seen_at, first_source_path"
        )
    ]  # fmt: skip
    clusters = "select content_hash, cluster_hash from near_duplicates order by all"
    assert told.ask(clusters) == sorted((other, first) for other in others)
    assert chosen(told, keys=[first]).counts["near_duplicates_that_stay"] == 2
    forget(told, keys=[first])
    assert told.ask(clusters) == []
    assert told.ingest().near_duplicates == 1
    assert told.ask(clusters) == [(others[1], others[0])]
    assert told.ingest().near_duplicates == 0


def test_with_near_duplicates_the_whole_cluster_goes_whichever_is_named(told: Place) -> None:
    later = chosen(told, paths=["*later*"]).content_hashes
    assert forget(told, keys=later, has_near_duplicates=True) == 2
    assert told.ask(f"select count(*) from documents where contains(text, '{MARKER}')") == [(0,)]


@pytest.mark.parametrize("others", [0, 3])
def test_what_is_like_a_text_that_went_with_its_near_duplicates_is_not_admitted(
    told: Place, others: int
) -> None:
    forget(told, paths=["*story*"], has_near_duplicates=True)
    for path in ("daily/story.txt", "wire/copy.txt", "daily/later.txt"):
        (told.landing / path).unlink()
    told.put("daily/last.txt", LAST_STATE)
    told.put("wire/last.txt", LAST_STATE)
    for number in range(others):
        told.put(f"other/{number}.txt", f"خبر {number}\n\nآج شہر میں {number} نئی بسیں چلیں۔")
    found = told.ingest()
    assert (found.new_documents, found.duplicates) == (others, 0)
    assert told.ask(
        "select count(*), count(band_hashes), count(*) filter (reason like 'near-duplicate of %') "
        "from tombstones"
    ) == [(3, 2, 1)]
    assert told.ingest(verify=True).new_documents == 0
    rebuild_warehouse(settings(told))
    assert told.ingest(verify=True).new_documents == 0


def test_without_that_a_later_state_is_another_text(told: Place) -> None:
    forget(told, paths=["*story*"])
    told.put("daily/last.txt", LAST_STATE)
    assert told.ingest().new_documents == 1


def test_the_bytes_of_a_rejected_file_are_not_kept_again(told: Place) -> None:
    forget(told, paths=["*damaged*"])
    assert told.ask("select source_path from rejected_files") == []
    told.put("daily/renamed.txt", (told.landing / "daily/damaged.bin.txt").read_bytes())
    told.ingest()
    assert told.ask("select source_path, quarantine_path from rejected_files order by all") == [
        ("daily/damaged.bin.txt", None), ("daily/renamed.txt", None),
    ]  # fmt: skip
    assert [path for path in told.layout.quarantine.rglob("*") if path.is_file()] == []


def test_another_version_of_a_file_stays(told: Place) -> None:
    first = chosen(told, paths=["a.txt"]).content_hashes
    told.put(
        "a.txt", "نیا متن\n\nآج شہر میں بارش ہوئی اور سڑکوں پر پانی کھڑا ہو گیا۔", OLD_NS + 10**12
    )
    told.ingest()
    (told.landing / "b.txt").unlink()
    told.ingest()
    forget(told, keys=first)
    assert told.ask("select count(*) from sources where source_path = 'a.txt'") == [(1,)]
    forget(told, paths=["b.txt"])
    assert told.ask("from removals") == []


def test_a_tombstone_that_is_lifted_lets_the_text_in_again(told: Place) -> None:
    (key,) = chosen(told, paths=["*story*"]).content_hashes
    forget(told, keys=[key])
    with opened(settings(told).store) as connection:
        assert len(tombstones(connection, [key[:8], key])) == 1
    remember(told, key[:8])
    assert rows(told, "tombstones") == []
    assert told.ingest().new_documents == 1
    query = f"select source_path, is_duplicate from sources where content_hash = '{key}'"
    assert told.ask(f"{query} order by all") == [
        ("daily/story.txt", False),
        ("wire/copy.txt", True),
    ]
    rebuild_warehouse(settings(told))
    assert rows(told, "tombstones") == []


def test_lost_tombstones_come_back_whole(told: Place) -> None:
    told.put("daily/damaged.too.bin.txt", b"\0\1\2\3\0\0\0\0")
    told.ingest()
    forget(told, paths=["*story*", "daily/damaged.bin*"])
    forget(told, paths=["daily/damaged.too*"])
    parts = sorted((told.layout.parquet / "tombstones").iterdir())
    payloads = [part.read_bytes() for part in parts]
    assert len(parts) == 2
    for part, payload in zip(parts, payloads, strict=True):
        part.unlink()
        repair_warehouse(settings(told), is_rehearsal=False)
        assert part.read_bytes() == payload


@pytest.mark.parametrize("is_gone", [False, True])
def test_of_a_text_that_came_before_it_was_lifted_no_source_stays(
    told: Place, *, is_gone: bool
) -> None:
    forget(told, paths=["*story*", "daily/damaged*"])
    told.ingest()
    came = [told.landing / name for name in ("daily/story.txt", "daily/damaged.bin.txt")]
    if is_gone:
        for path in [*came, told.landing / "wire/copy.txt"]:
            path.unlink()
        told.ingest()
    query = "select coalesce(content_hash, file_hash) from tombstones"
    remember(told, *(key for (key,) in told.ask(query)))
    assert [check.name for check in run_checks(settings(told).store) if check.broken_count] == []
    assert told.ingest().new_documents == (0 if is_gone else 1)
    assert [check.name for check in run_checks(settings(told).store) if check.broken_count] == []
    assert len(told.ask("from rejected_files")) == (0 if is_gone else 1)


def test_members_and_rejected_files_come_back_when_their_tombstones_are_lifted(
    place: Place,
) -> None:
    place.put("wire/a.tar", tarred([("a.txt", STORY.encode()), ("b.txt", OTHER.encode())]))
    place.put("daily/binary.txt", b"\0\1\2\3\0\0\0\0")
    patterns = "*.txt,*.tar"
    place.ingest(patterns=patterns)
    forget(place, paths=["wire/a.tar/a.txt", "daily/*"])
    place.ingest(patterns=patterns)
    query = "select coalesce(content_hash, file_hash) from tombstones"
    remember(place, *(key for (key,) in place.ask(query)))
    assert place.ingest(patterns=patterns).new_documents == 1
    assert [check.name for check in run_checks(settings(place).store) if check.broken_count] == []
    files = place.files()
    place.ingest(patterns=patterns)
    assert place.files() == files


def test_a_text_that_was_refused_for_its_likeness_is_admitted_when_that_is_lifted(
    told: Place,
) -> None:
    forget(told, paths=["*story*"], has_near_duplicates=True)
    told.put("daily/last.txt", LAST_STATE)
    assert told.ingest().new_documents == 0
    query = "select content_hash from tombstones where reason like 'near-duplicate of %'"
    ((key,),) = told.ask(query)
    remember(told, key)
    assert told.ingest().new_documents == 1
    assert told.ask(query) == []


def test_a_path_with_brackets_is_named_by_itself(place: Place) -> None:
    place.put("[daily]/[1].txt", STORY)
    place.ingest()
    assert len(chosen(place, paths=["[daily]/[1].txt"]).content_hashes) == 1
    assert len(chosen(place, publishers=["[daily]"]).content_hashes) == 1
    assert chosen(place, publishers=["d"]).content_hashes == ()


def test_what_names_nothing_is_told(told: Place) -> None:
    (key,) = chosen(told, paths=["*story*"]).content_hashes
    found = chosen(told, keys=[key, "0" * 64], paths=["*later*", "*.no"], publishers=["wire", "x"])
    assert found.unknown == (("keys", "0" * 64), ("paths", "*.no"), ("publishers", "x"))
    forget(told, keys=[key])
    assert chosen(told, keys=[key]).unknown == ()


@pytest.mark.parametrize(
    "more", ["true) union all (select title from documents", "true) union all (select 'x'"]
)
def test_a_condition_chooses_documents_and_nothing_else(told: Place, more: str) -> None:
    texts = told.ask("select content_hash from documents order by all")
    assert chosen(told, where=more).content_hashes == tuple(key for (key,) in texts)


def test_nothing_happens_where_nothing_is_named(told: Place) -> None:
    files = told.files()
    assert forget(told, publishers=["no such publisher"]) == 0
    assert told.files() == files
    assert not Path(told.layout.root.with_name("warehouse.takedowns.jsonl")).exists()


def test_a_lost_part_stops_a_takedown_before_anything_is_changed(told: Place) -> None:
    part = next(iter(told.layout.shown("documents").glob("*.parquet")))
    part.rename(told.landing / "elsewhere")
    files = told.files()
    with pytest.raises(PartError, match="zakhira repair --yes"):
        forget(told, paths=["*story*"])
    assert told.files() == files
    repair_warehouse(settings(told), is_rehearsal=False)
    assert forget(told, paths=["*story*"]) == 1


def test_lines_learned_from_these_texts_alone_go(place: Place) -> None:
    line = f"{MARKER} کی ویب سائٹ پر مزید پڑھیں"
    body = "دریا کے کنارے آج لوگ جمع ہوئے اور شام تک کشتیاں دیکھتے رہے"
    for publisher in ("old", "new"):
        for number in range(8):
            own = f"{publisher} {number} " * 12
            place.put(f"{publisher}/{number}.txt", f"خبر {own}\n\n{body}، {own}۔\n\n{line}")
    place.ingest()
    maintain.fn(settings(place))
    lines = "select distinct publisher from boilerplate_lines order by all"
    assert place.ask(lines) == [("new",), ("old",)]
    forget(place, paths=["old/*"])
    assert place.ask(lines) == [("new",)]
    forget(place, paths=["new/[0-6].txt"])
    assert place.ask(lines) == [("new",)]
    forget(place, publishers=["new"])
    assert traces(place.layout.root, MARKER) == []
