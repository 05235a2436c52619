"""The index of words finds what a scan of folded texts finds, whatever became of the documents."""

import random
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import rows
from tests.folding import letters_sql
from tests.golden import golden
from tests.sentences import OTHER_SENTENCES, SENTENCES
from tests.stop_words import stop_words_sql
from transforms.search.word_forms import folded_words
from transforms.text.normalize import normalize_text
from warehouse.database.sql import sql_files
from warehouse.database.work_database import WorkDatabase
from warehouse.generations import word_index

TEXTS = list({**OTHER_SENTENCES, **SENTENCES}.values())
HOSTILE = [
    "",
    " ",
    '"',
    '"""',
    "-",
    "- - --",
    "-بارش",
    '-"بارش"',
    "%_\\",
    "'; drop table documents; --",
    "(a|b)*[c",
    "\x00\x01\x02",
    "\ud83c".encode("utf-8", "replace").decode(),
    " ".join(map(str, range(10_000))),
    '"' * 5_000,
]


def key(text: str) -> str:
    return text.encode().hex()[:64].ljust(64, "0")


@pytest.fixture
def database(tmp_path: Path) -> WorkDatabase:
    database = WorkDatabase(tmp_path / "work.duckdb", tmp_path / "spill")
    with database.create():
        pass
    return database


def add(database: WorkDatabase, *texts: str) -> None:
    with database.connect() as connection:
        for number, text in enumerate(texts):
            connection.register("news", rows.documents(text))
            connection.execute("insert into documents by name from news")
            connection.unregister("news")
            source = rows.sources(f"p/{text[:20]}-{number}.txt", content_hash=key(text))
            connection.register("news", source)
            connection.execute("insert into sources by name from news")
            connection.unregister("news")
    word_index.bring_up_to_date(database)


def found(database: WorkDatabase, query: str) -> set[str]:
    with database.connect() as connection:
        return searched(connection, query)


def searched(connection: duckdb.DuckDBPyConnection, query: str) -> set[str]:
    hashes = connection.execute("select content_hash from search(?)", [query]).fetchall()
    return {content_hash for (content_hash,) in hashes}


def scanned(connection: duckdb.DuckDBPyConnection, *words: str) -> set[str]:
    """The documents that have some words, by reading all of them."""
    query = """
        select content_hash from documents
        where len([w for w in ? if not contains(' ' || folded(text) || ' ', w)]) = 0
    """
    wanted = [f" {folded_words(word)} " for word in words]
    return {each for (each,) in connection.execute(query, [wanted]).fetchall()}


def test_the_sql_of_the_letters_and_stop_words_is_made_of_the_tables() -> None:
    golden("../../warehouse/sql/macros/letters.sql", letters_sql())
    golden("../../warehouse/sql/macros/stop_words.sql", stop_words_sql())


@pytest.fixture(scope="module")
def folding() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("create schema word_index")
    for name in ("letters", "folded"):
        connection.execute(sql_files("macros")[name])
    return connection


_LETTERS = st.sampled_from([*"کكيیىہهةأآاۓئ،۔ \n.-3۳٣ﷺAéßक़नि漢", "\u064e", "\u200c", "\u200d", "ـ"])


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(_LETTERS), st.sampled_from(TEXTS)), min_size=1))
@example(
    [
        "آ\u200d\u200c3",
        "أ\u0654\u0653",
        "إ\u0654\u0653",
        "ۓ\u0654",
        "آ\u0654\u0655",
        "\u06d5ـ\u0654",
    ]
)
def test_sql_folds_as_python_does(folding: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    texts = [normalize_text(text) for text in texts]
    query = """
        select coalesce(folded(t), ''), coalesce(array_to_string(word_index.words_of(t), ' '), '')
        from (select unnest(?) as t)
    """
    expected = [(folded_words(text),) * 2 for text in texts]
    assert folding.execute(query, [texts]).fetchall() == expected


def test_two_hundred_searches_find_what_a_scan_finds(database: WorkDatabase) -> None:
    chance = random.Random(14)  # noqa: S311 - texts, not secrets
    lines = [line for text in TEXTS for line in text.split("۔")]
    texts = {" ".join(chance.sample(lines, 3)) for _ in range(60)}
    add(database, *sorted(texts, key=key))
    vocabulary = sorted({word for text in texts for word in text.split() if folded_words(word)})
    with database.connect() as connection:
        for _ in range(200):
            words = chance.sample(vocabulary, chance.choice([1, 2]))
            query = " ".join(f'"{word}"' for word in words)
            assert searched(connection, query) == scanned(connection, *words), query


@pytest.mark.parametrize("query", ["می\u200cشود", "می شود", "میشود", "مي شود", "ميـشود"])
def test_a_word_with_a_zwnj_is_found_in_each_of_its_spellings(
    database: WorkDatabase, query: str
) -> None:
    texts = ("او می\u200cشود", "او می شود", "او میشود", "او مي\u200cشود")
    add(database, *texts, "او رفت")
    assert found(database, query) == set(map(key, texts))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("بارش", {"آج بارش ہوئی", "بارش، سیلاب"}),
        ("بارش سیلاب", {"بارش، سیلاب"}),
        ("بارش -سیلاب", {"آج بارش ہوئی"}),
        ('"بارش سیلاب"', {"بارش، سیلاب"}),
        ('"سیلاب بارش"', set()),
        ('بارش -"بارش سیلاب"', {"آج بارش ہوئی"}),
        ('"بارش ہوئی', {"آج بارش ہوئی"}),
        ("BOOK", {"Book fair"}),
        ("برف", set()),
    ],
)
def test_words_phrases_and_what_is_left_out(
    database: WorkDatabase, query: str, expected: set[str]
) -> None:
    add(database, "آج بارش ہوئی", "بارش، سیلاب", "Book fair")
    assert found(database, query) == set(map(key, expected))


@pytest.mark.parametrize("query", HOSTILE)
def test_a_query_without_words_finds_nothing_and_fails_nowhere(
    database: WorkDatabase, query: str
) -> None:
    add(database, "آج بارش ہوئی")
    assert found(database, query) == set()


def test_a_document_that_was_described_again_is_found_by_its_new_words_alone(
    database: WorkDatabase, tmp_path: Path
) -> None:
    add(database, "آج بارش ہوئی", "کل برف پڑی")
    part = tmp_path / "part.parquet"
    with database.connect() as connection:
        connection.execute("update documents set text = 'کل دھوپ نکلی' where text like 'آج%'")
        connection.execute(
            f"copy (select content_hash from documents where text like '%دھوپ%') to '{part}'"
        )
    word_index.bring_up_to_date(database, [part])
    assert found(database, "بارش") == set()
    assert found(database, "دھوپ") == {key("آج بارش ہوئی")}


def test_a_document_that_is_gone_leaves_no_word_behind(database: WorkDatabase) -> None:
    add(database, "آج بارش ہوئی", "کل برف پڑی")
    with database.connect() as connection:
        connection.execute("delete from documents where text like '%بارش%'")
    word_index.bring_up_to_date(database)
    with database.connect() as connection:
        words = connection.execute("select word from word_index.postings").fetchall()
    assert {word for (word,) in words} == {"کل", "برف", "پڑی"}
    assert found(database, "برف") == {key("کل برف پڑی")}


def test_only_current_documents_are_found(database: WorkDatabase) -> None:
    add(database, "آج بارش ہوئی")
    with database.connect() as connection:
        connection.execute("""
            insert into removals by name
            select landing_zone, source_path, seen_at + interval 1 day as removed_at, run_id
            from sources
        """)
    word_index.bring_up_to_date(database)
    assert found(database, "بارش") == set()


def test_many_small_runs_become_few_and_find_the_same(database: WorkDatabase) -> None:
    for number in range(20):
        add(database, f"خبر {number}")
    with database.connect() as connection:
        runs = connection.execute("select count(*) from word_index.runs").fetchall()
        words = "select count(*) from word_index.postings where word = 'خبر'"
        assert connection.execute(words).fetchall() == runs
    assert runs[0][0] < 10
    assert len(found(database, "خبر")) == 20


def test_bringing_up_to_date_twice_changes_nothing(database: WorkDatabase) -> None:
    add(database, *TEXTS)
    with database.connect() as connection:
        before = connection.execute("from word_index.documents order by all").fetchall()
    word_index.bring_up_to_date(database)
    with database.connect() as connection:
        assert connection.execute("from word_index.documents order by all").fetchall() == before


def test_the_hit_is_marked_in_the_spelling_of_the_text(database: WorkDatabase) -> None:
    add(database, "آج كتاب، كتاب اور کِتابیں")
    with database.connect() as connection:
        query = "select snippet from search('کتاب')"
        assert connection.execute(query).fetchall() == [("آج **كتاب**، **كتاب** اور کِتابیں",)]


@pytest.mark.parametrize(("width", "before_second"), [(7, "… بارش"), (8, "ایک بارش")])
def test_every_place_of_a_word_is_shown_between_whole_words(
    database: WorkDatabase, width: int, before_second: str
) -> None:
    add(database, "ایک بارش بارش دو لمبےلفظوں تین")
    with database.connect() as connection:
        query = "select before, hit, after from kwic('بارش', ?)"
        assert connection.execute(query, [width]).fetchall() == [
            ("ایک", "بارش", "بارش دو …"),
            (before_second, "بارش", "دو …"),
        ]


@pytest.mark.parametrize(
    ("text", "query", "snippet"),
    [
        ("Floods,rain and RAIN.", "rain", "Floods,**rain** and **RAIN**."),
        ("او می\u200cشود", "میشود", "او **می\u200cشود**"),
        ("آج (بارش) ہوئی۔برف پڑی", "برف بارش", "آج (**بارش**) ہوئی۔**برف** پڑی"),
        ("آج بارش ہوئی", "بارش -برف", "آج **بارش** ہوئی"),
    ],
)
def test_a_snippet_marks_words_and_not_the_marks_around_them(
    database: WorkDatabase, text: str, query: str, snippet: str
) -> None:
    add(database, text)
    with database.connect() as connection:
        found = connection.execute("select snippet from search(?)", [query]).fetchall()
    assert found == [(snippet,)]


def test_a_snippet_is_where_the_words_of_the_query_stand_closest(database: WorkDatabase) -> None:
    add(database, "بارش " + "لفظ " * 40 + "پھر بارش سیلاب " + "لفظ " * 40)
    with database.connect() as connection:
        ((snippet,),) = connection.execute("select snippet from search('بارش سیلاب')").fetchall()
    assert snippet == f"… {'لفظ ' * 7}پھر **بارش** **سیلاب** {'لفظ ' * 23}…"


def test_a_word_over_time_has_its_share(database: WorkDatabase) -> None:
    add(database, "آج بارش ہوئی", "کل برف پڑی")
    with database.connect() as connection:
        connection.execute("update documents set dated_on = '2026-03-08'")
        query = (
            "select since::varchar, documents, all_documents, share from mentions('بارش', 'year')"
        )
        assert connection.execute(query).fetchall() == [("2026-01-01", 1, 2, 0.5)]


def test_every_macro_for_analysts_has_a_comment(database: WorkDatabase) -> None:
    add(database, "آج بارش ہوئی")
    names = ["folded", "search", "kwic", "mentions", "collocates", "keywords"]
    with database.connect() as connection:
        found = connection.execute(
            "select function_name, comment from duckdb_functions() "
            "where database_name = 'work' and function_name in (select unnest(?))",
            [names],
        ).fetchall()
    assert {name for name, comment in found if comment} == set(names)
