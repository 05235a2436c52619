"""Passes over the corpus learn boilerplate from many pages; documents described before profit."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as settings_of_examples
from hypothesis import strategies as st

from flows.maintain import maintain
from flows.pipelines.maintain import rebuild_warehouse
from flows.settings import Settings
from flows.steps import redescribe
from tests.flows.retries import fail_once_at, twice
from tests.place import Place
from tests.sentences import SENTENCES
from tests.versions import be_version
from transforms.page.boilerplate_phrases import boilerplate_key, ends_statement
from transforms.page.title import Title
from transforms.text.normalize import normalize_text
from warehouse.database.ddl import MACROS_DDL
from warehouse.database.sql import sql_files
from warehouse.database.work_database import WorkDatabase
from warehouse.landing.folder_zone import FolderZone
from warehouse.ledger.boilerplate_lines import (
    NO_CANDIDATES,
    NO_PAGES,
    boilerplate_candidates,
    group_publishers,
)
from warehouse.ledger.redescription import DescriptionBasis, documents_with_new_lines

pytestmark = pytest.mark.usefixtures("clean")

LINE = "روزنامہ صبح پڑھنے والوں کے لیے نمبر {}"
DOCUMENTS = "select first_source_path, text, boilerplate from documents order by all"


def page(number: int) -> str:
    """A page no line of which is like one of another."""
    words = SENTENCES["ur"].split()
    random = Random(number)  # noqa: S311 - texts, not secrets
    return "\n\n".join(
        " ".join(random.sample(words, length)) + stop
        for length, stop in ((7, ""), (15, "۔"), (13, "۔"))
    )


def put_pages(
    place: Place, count: int, first: int = 0, publisher: str = "subh", line: str = LINE
) -> None:
    """Pages that close with one line; only its number is another on each."""
    for number in range(first, first + count):
        place.put(f"{publisher}/{number:03}.txt", f"{page(number)}\n{line.format(number)}")


def texts(place: Place) -> dict[str, tuple[str, str | None]]:
    return {path: (text, boilerplate) for path, text, boilerplate in place.ask(DOCUMENTS)}


def test_a_line_on_five_pages_of_a_publisher_is_learned_and_leaves_their_texts(
    place: Place,
) -> None:
    put_pages(place, 5)
    summary = place.ingest()
    assert (summary.new_documents, summary.redescribed) == (8, 0)
    assert place.ask("select publisher, line, document_count from boilerplate_lines") == [
        ("subh", LINE.format(0), 5)
    ]
    found = texts(place)
    assert found["subh/003.txt"] == (page(3), LINE.format(3))
    assert found["a.txt"][1] is None


def test_a_fifth_page_teaches_what_helps_the_four_before(place: Place) -> None:
    put_pages(place, 4)
    place.ingest()
    put_pages(place, 7, first=4)
    summary = place.ingest()
    assert (summary.new_documents, summary.redescribed) == (7, 4)
    assert {path: text for path, (text, _) in texts(place).items() if path.startswith("subh")} == {
        f"subh/{number:03}.txt": page(number) for number in range(11)
    }


def test_what_a_batch_teaches_helps_those_before_it_and_behind_it_are_no_pages_to_look_at(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    rechecked_at: list[tuple[int, int]] = []

    def noted(
        connection: duckdb.DuckDBPyConnection, known: DescriptionBasis, rows: tuple[int, int]
    ) -> pa.Table:
        rechecked_at.append(rows)
        return documents_with_new_lines(connection, known, rows)

    monkeypatch.setattr("warehouse.ledger.redescription.documents_with_new_lines", noted)
    put_pages(place, 12)
    assert place.ingest(batch_files=7).redescribed == 4
    assert {text for path, (text, _) in texts(place).items() if path.startswith("subh")} == set(
        map(page, range(12))
    )
    assert rechecked_at == [(0, 6)]


def test_what_is_learned_helps_all_pages_however_few_are_looked_at_together(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_pages(place, 4)
    place.ingest()
    monkeypatch.setattr("warehouse.ledger.redescription.MAX_PAGES", 2)
    put_pages(place, 7, first=4)
    assert place.ingest().redescribed == 4
    assert {text for path, (text, _) in texts(place).items() if path.startswith("subh")} == set(
        map(page, range(11))
    )


def test_four_pages_or_pages_of_other_publishers_teach_nothing(place: Place) -> None:
    put_pages(place, 4)
    put_pages(place, 4, first=4, publisher="sham")
    assert place.ingest().redescribed == 0
    assert place.ask("from boilerplate_lines") == []


def test_what_is_learned_helps_the_next_page_at_once(place: Place) -> None:
    put_pages(place, 9)
    place.ingest()
    put_pages(place, 1, first=9)
    assert place.ingest().redescribed == 0
    assert texts(place)["subh/009.txt"] == (page(9), LINE.format(9))


def test_keys_do_not_change_with_what_is_learned(place: Place) -> None:
    put_pages(place, 5)
    place.ingest()
    place.put("copy.txt", (place.landing / "subh" / "000.txt").read_bytes())
    assert place.ingest().duplicates == 1


def pages_of(*publishers: tuple[str, int]) -> pa.Table:
    """Pages of a batch: of each publisher so many, which close with a line of its own."""
    rows = []
    for start, (publisher, count) in enumerate(publishers):
        for number in range(100 * start, 100 * start + count):
            text = f"{page(number)}\n{LINE.format(number)} {publisher}"
            path = f"{publisher}/{number:03}.txt" if publisher else f"{number}-in-no-folder.txt"
            rows.append((sha256(text.encode()).hexdigest(), path, text, True))
    return pa.Table.from_pylist(
        [dict(zip(NO_PAGES.schema.names, row, strict=True)) for row in rows], NO_PAGES.schema
    )


def candidates(
    connection: duckdb.DuckDBPyConnection, new_pages: pa.Table, max_pages: int
) -> pa.Table:
    """What all groups of so many pages teach."""
    found = [
        boilerplate_candidates(connection, new_pages, group)
        for group in group_publishers(connection, new_pages, max_pages)
    ]
    return pa.concat_tables([NO_CANDIDATES, *found]).sort_by(
        [("publisher", "ascending"), ("line", "ascending")]
    )


def test_publishers_looked_at_in_turn_teach_what_all_at_once_do(tmp_path: Path) -> None:
    new_pages = pages_of(
        ("subh", 4), ("subh-e-nau", 9), ("sham", 6), ("raat", 11), ("zuhr", 5), ("", 6), ("east", 1)
    )
    with WorkDatabase(tmp_path / "work.duckdb", tmp_path / "spill").create() as connection:
        at_once = candidates(connection, new_pages, 10_000)
        in_turn = [candidates(connection, new_pages, max_pages) for max_pages in (11, 14, 20)]
    assert at_once["publisher"].to_pylist() == ["", "raat", "sham", "subh-e-nau", "zuhr"]
    assert in_turn == [at_once] * 3


def test_a_publisher_of_many_pages_is_learned_from_a_share_of_them(tmp_path: Path) -> None:
    with WorkDatabase(tmp_path / "work.duckdb", tmp_path / "spill").create() as connection:
        [line] = candidates(connection, pages_of(("subh", 60), ("sham", 2)), 20).to_pylist()
    assert (line["publisher"], line["line"]) == ("subh", f"{LINE.format(0)} subh")
    assert 10 <= line["document_count"] == line["publisher_document_count"] <= 30


@pytest.mark.parametrize("line", ["7 مارچ 2026", "رپورٹ: نور خان", "(اے پی پی)"])
def test_lines_that_tell_something_are_not_learned(place: Place, line: str) -> None:
    put_pages(place, 6, line=line)
    assert place.ingest().redescribed == 0
    assert place.ask("from boilerplate_lines") == []


def test_a_small_growth_teaches_nothing_until_maintenance(place: Place) -> None:
    put_pages(place, 60, line="سطر {} " + "ایک " * 60)
    put_pages(place, 4, first=60, publisher="sham")
    place.ingest()
    put_pages(place, 1, first=64, publisher="sham")
    assert place.ingest().redescribed == 0
    maintain.fn(settings(place))
    assert texts(place)["sham/062.txt"] == (page(62), LINE.format(62))
    [(outcome, redescribed)] = place.ask(
        "select outcome, redescribed_count from runs where landing_zone is null"
    )
    assert (outcome, redescribed) == ("completed", 5)


def settings(place: Place) -> Settings:
    return Settings(landing=place.landing, warehouse=place.layout.root, workers=1)


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A new version: titles of Karachi are told in capitals."""

    def install() -> None:
        be_version(monkeypatch, "9.9")
        monkeypatch.setattr("transforms.describe.find_title", _other_title)

    return install


def _other_title(text: str, _boilerplate: Sequence[str]) -> Title:
    return Title("KARACHI" if "کراچی" in text else text.split("\n", 1)[0], "first_line")


@pytest.mark.usefixtures("ingested")
def test_a_new_version_describes_what_is_stored_anew(
    place: Place, upgrade: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place.ask(
        "select content_hash, first_source_path, text, first_run_id from documents order by all"
    )
    upgrade()
    monkeypatch.setattr(FolderZone, "read_file", _refuse)
    summary = place.ingest()
    assert (summary.new_documents, summary.unchanged, summary.redescribed) == (0, 3, 1)
    assert place.ask(
        "select title, pipeline_version from documents where first_source_path = 'a.txt'"
    ) == [("KARACHI", "9.9")]
    assert (
        place.ask(
            "select content_hash, first_source_path, text, first_run_id from documents order by all"
        )
        == before
    )
    assert place.ask("select redescribed_count from runs order by run_id") == [(0,), (1,)]


@pytest.mark.usefixtures("ingested")
def test_a_new_version_describes_once(place: Place, upgrade: Callable[[], None]) -> None:
    upgrade()
    place.ingest()
    before = place.files()
    assert place.ingest().redescribed == 0
    assert place.files() == before


@pytest.mark.usefixtures("ingested")
def test_a_new_version_admits_no_known_text_twice(
    place: Place, upgrade: Callable[[], None]
) -> None:
    upgrade()
    assert place.ingest(verify=True).new_documents == 0
    place.put("copy.txt", (place.landing / "a.txt").read_bytes())
    assert place.ingest().duplicates == 1


@pytest.mark.usefixtures("ingested")
def test_parquet_has_the_newest_description_and_keeps_it_in_descriptions(
    place: Place, upgrade: Callable[[], None]
) -> None:
    upgrade()
    place.ingest()
    rows = place.ask(
        f"from '{place.layout.parquet}/documents/*.parquet' select title where title = 'KARACHI'"
    )
    titles_found = place.ask(f"from '{place.layout.parquet}/descriptions/*.parquet' select title")
    assert (rows, titles_found) == ([("KARACHI",)], [("KARACHI",)])


def test_a_rebuilt_warehouse_shows_the_newest_descriptions(
    place: Place, upgrade: Callable[[], None]
) -> None:
    put_pages(place, 5)
    place.ingest()
    upgrade()
    place.ingest()
    every = ["select * from documents order by all", "select * from boilerplate_lines order by all"]
    before = [place.ask(query) for query in every]
    rebuild_warehouse(settings(place))
    assert [place.ask(query) for query in every] == before
    assert place.ingest().redescribed == 0


def test_a_pass_that_died_is_made_by_the_next_run(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_pages(place, 5)
    monkeypatch.setattr("flows.steps.redescribe._describe_batch", _refuse)
    with pytest.raises(AssertionError):
        place.ingest(batch_files=4)
    monkeypatch.undo()
    assert place.ingest().redescribed == 1
    assert texts(place)["subh/003.txt"] == (page(3), LINE.format(3))
    assert place.ask("select outcome from runs order by run_id") == [
        ("interrupted",),
        ("completed",),
    ]


@pytest.fixture
def unlearned(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Nine pages that taught nothing yet."""
    place.ingest()
    put_pages(place, 9)
    monkeypatch.setattr("warehouse.ledger.boilerplate_lines._GROWTH", 1_000)
    monkeypatch.setattr("flows.steps.redescribe._BATCH_DOCUMENTS", 2)
    assert place.ingest().new_documents == 9
    return place


def maintain_in_batches(place: Place) -> int:
    """Documents that maintenance described anew."""
    maintain.fn(settings(place).model_copy(update={"slice_files": 1}))
    [(redescribed,)] = place.ask("select redescribed_count from runs where landing_zone is null")
    return int(redescribed)


def test_many_documents_are_described_anew_in_batches(unlearned: Place) -> None:
    assert maintain_in_batches(unlearned) == 9
    assert all(
        boilerplate
        for path, (_, boilerplate) in texts(unlearned).items()
        if path.startswith("subh")
    )


def _refuse(*_: Any) -> None:
    raise AssertionError("was called")


def test_what_a_run_has_no_numbers_left_for_is_described_anew_by_the_next(
    unlearned: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.steps.redescribe._MAX_BATCHES", 2)
    for _ in range(4):
        maintain.fn(settings(unlearned))
    query = "select redescribed_count from runs where landing_zone is null order by run_id"
    assert unlearned.ask(query) == [(4,), (4,), (1,)]
    assert all(
        boilerplate
        for path, (_, boilerplate) in texts(unlearned).items()
        if path.startswith("subh")
    )


def test_a_pass_that_is_tried_again_in_its_run_loses_nothing(
    unlearned: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once_at(monkeypatch, "flows.workers.describe_slice.redescribe_slice", call=3)
    monkeypatch.setattr("flows.pipelines.steps.describe_again", twice(redescribe.describe_again))
    assert maintain_in_batches(unlearned) == 9
    assert all(
        boilerplate
        for path, (_, boilerplate) in texts(unlearned).items()
        if path.startswith("subh")
    )


STORY = [sentence for number in range(500, 512) for sentence in page(number).split("\n\n")[1:]]
SHORT = "شہر کے چار بڑے میدان"


def state_of_story(number: int) -> str:
    """A story with a sentence of its own in each state, and one line that states nothing."""
    own = page(700 + number).split("\n\n")[1]
    return "\n\n".join(["کرکٹ لیگ کا فائنل آج", own, *STORY[:6], SHORT])


def learned_of(connection: duckdb.DuckDBPyConnection, pages: Sequence[str]) -> list[dict[str, Any]]:
    """What the pages of one publisher teach."""
    rows = [
        (sha256(text.encode()).hexdigest(), f"subh/{number:04}.txt", text, True)
        for number, text in enumerate(pages)
    ]
    new_pages = pa.Table.from_pylist(
        [dict(zip(NO_PAGES.schema.names, row, strict=True)) for row in rows], NO_PAGES.schema
    )
    rows_found: list[dict[str, Any]] = candidates(connection, new_pages, 10_000).to_pylist()
    return rows_found


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with WorkDatabase(tmp_path / "work.duckdb", tmp_path / "spill").create() as connection:
        yield connection


def lines_of(connection: duckdb.DuckDBPyConnection, pages: Sequence[str]) -> set[str]:
    return {row["line"] for row in learned_of(connection, pages)}


def test_states_of_one_story_count_once(connection: duckdb.DuckDBPyConnection) -> None:
    others = [f"{page(number)}\n{LINE.format(number)}" for number in range(8)]
    states = [state_of_story(number) for number in range(9)]
    assert lines_of(connection, [*others, *states]) == {LINE.format(0)}
    [row] = learned_of(connection, [*others[:5], *(f"{state}\n{SHORT} 1" for state in states)])
    assert (row["line"], row["document_count"], row["publisher_document_count"]) == (
        LINE.format(0),
        5,
        6,
    )


def test_states_that_grow_count_once(connection: duckdb.DuckDBPyConnection) -> None:
    pages = [page(number) for number in range(8)]
    states = ["\n\n".join([*STORY[:count], SHORT]) for count in range(3, 12)]
    assert lines_of(connection, [*pages, *states]) == set()


def test_a_fifth_state_of_a_story_takes_nothing_from_the_four_before(place: Place) -> None:
    put_pages(place, 6, line="سطر {} " + "ایک " * 60)
    for number in range(4):
        place.put(f"subh/live-{number}.txt", state_of_story(number))
    place.ingest()
    place.put("subh/live-4.txt", state_of_story(4))
    place.ingest()
    maintain.fn(settings(place))
    found = {path: text for path, (text, _) in texts(place).items() if "live" in path}
    assert found == {f"subh/live-{number}.txt": state_of_story(number) for number in range(5)}


@pytest.mark.parametrize(("count", "is_learned"), [(5, False), (6, True)])
def test_a_line_below_the_text_is_on_one_story_of_fifty(
    connection: duckdb.DuckDBPyConnection, count: int, is_learned: bool
) -> None:
    pages = [page(number) for number in range(300)]
    pages[:count] = [f"{text}\nصبح کے دفتر کا پتا" for text in pages[:count]]
    assert lines_of(connection, pages) == ({"صبح کے دفتر کا پتا"} if is_learned else set())


@pytest.mark.parametrize(("count", "is_learned"), [(8, False), (9, True)])
def test_a_line_above_the_headline_is_on_every_second_story(
    connection: duckdb.DuckDBPyConnection, count: int, is_learned: bool
) -> None:
    pages = [page(number) for number in range(18)]
    pages[:count] = [f"صبح آن لائن\n{text}" for text in pages[:count]]
    assert lines_of(connection, pages) == ({"صبح آن لائن"} if is_learned else set())


@pytest.mark.parametrize("below", ["", "7 مارچ 2026\n\n"])
def test_a_headline_that_recurs_in_a_series_is_not_learned(
    connection: duckdb.DuckDBPyConnection, below: str
) -> None:
    pages = [page(number) for number in range(24)]
    bodies = [text.split("\n\n", 1)[1] for text in pages[:12]]
    series = [f"صدر کا سالانہ پیغام\n\n{below}{body}" for body in bodies]
    assert lines_of(connection, [*series, *pages[12:]]) == set()


def test_a_headline_with_another_number_on_each_page_is_none_of_the_site(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    bodies = [page(number).split("\n\n", 1)[1] for number in range(40)]
    series = [f"سونے کی قیمت، شمارہ {number}\n\n{body}" for number, body in enumerate(bodies)]
    assert lines_of(connection, series) == set()


@pytest.mark.parametrize(("count", "is_site_line"), [(19, False), (20, True)])
def test_a_line_above_the_text_of_most_pages_is_the_line_of_the_site(
    connection: duckdb.DuckDBPyConnection, count: int, is_site_line: bool
) -> None:
    pages = [page(number).split("\n\n", 1)[1] for number in range(38)]
    pages[:count] = [f"صبح آن لائن\n{text}" for text in pages[:count]]
    found = learned_of(connection, pages)
    assert [row["is_site_line"] for row in found] == ([True] if is_site_line else [])


@pytest.mark.parametrize("line", ["بچے خوش ہیں۔", "Rain is near.", "کیا آج بارش ہوگی؟", "ب" * 121])
def test_a_sentence_and_a_long_line_are_not_learned(
    connection: duckdb.DuckDBPyConnection, line: str
) -> None:
    assert lines_of(connection, [f"{page(number)}\n{line}" for number in range(8)]) == set()


def test_a_line_among_text_is_not_learned(connection: duckdb.DuckDBPyConnection) -> None:
    pages = [page(number).split("\n\n") for number in range(8)]
    assert lines_of(connection, [f"{a}\n{b}\n{SHORT}\n{c}" for a, b, c in pages]) == set()


def test_a_page_that_learned_lines_would_take_too_much_of_stays_whole(place: Place) -> None:
    put_pages(place, 9)
    short = f"بارش\n\nآج شام بارش ہوئی۔\n{LINE.format(9)}"
    place.put("subh/short.txt", short)
    place.ingest()
    found = dict(place.ask("select first_source_path, doubtful_line_count from documents"))
    assert (found["subh/short.txt"], found["subh/003.txt"]) == (1, None)
    assert texts(place)["subh/short.txt"] == (short, None)


@cache
def _with_macros() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(MACROS_DDL)
    return connection


@given(
    st.text("اٹ ۔؟.!’»)12۳¹ـa|\u200f…؛", max_size=130) | st.sampled_from(["ٹ" * 120, "ہیں۔ تھے"])
)
def test_the_database_and_python_have_one_key_of_a_line(line: str) -> None:
    one_line = normalize_text(line.replace("\n", " ").replace("\r", " "))
    query = "select line_key($1), ends_statement($1)"
    [(key, is_statement)] = _with_macros().execute(query, [one_line]).fetchall()
    assert key == boilerplate_key(one_line)
    assert is_statement == ends_statement(one_line)


_SPACES = " \u00a0\u1680\u2003\u202f\u3000"
_SENTENCE = st.sampled_from([f"یہ بارش کا جملہ نمبر {number} ہے" for number in range(8)]) | st.text(
    f"ab{_SPACES}", max_size=20
)
_STORY = st.lists(
    st.tuples(_SENTENCE, st.sampled_from([*"۔؟…।.!?\n", " . ", "\u00a0۔\u3000", "\n\n", "،"])).map(
        "".join
    ),
    max_size=8,
).map("".join)


def _sentences(text: str) -> set[str]:
    written = re.split("[\n.!?۔؟।…]", text)
    return {sentence for each in written if len(sentence := each.strip(_SPACES)) >= 15}


def _shared(texts: Mapping[str, str]) -> set[tuple[str, str]]:
    """The documents that share half of the shorter one with a leader, and the leader."""
    own = {key: _sentences(text) for key, text in texts.items()}
    sizes = {key: sum(map(len, sentences)) for key, sentences in own.items()}
    shared: Counter[tuple[str, str]] = Counter()
    for sentence in set().union(*own.values()):
        leader, *others = [key for key in sorted(own) if sentence in own[key]]
        shared.update({(other, leader): len(sentence) for other in others})
    return {pair for pair, size in shared.items() if size >= 0.5 * min(sizes[key] for key in pair)}


@settings_of_examples(max_examples=200)
@given(st.lists(_STORY, max_size=6))
def test_the_database_finds_the_sentences_that_two_texts_share(stories: list[str]) -> None:
    texts = {f"{number:02}": text for number, text in enumerate(stories)}
    documents = pa.table(
        {
            "content_hash": pa.array(texts, pa.string()),
            "first_source_path": pa.array([f"subh/{key}" for key in texts], pa.string()),
            "text": pa.array(texts.values(), pa.string()),
        }
    )
    with _with_macros().cursor() as session:
        session.register("documents", documents)
        found = session.execute(
            sql_files("boilerplate")["shared_sentences"],
            {"min_shared": 0.5, "min_sentence_chars": 15},
        ).fetchall()
    assert sorted(found) == sorted(_shared(texts))
