"""The explorer: reads what is published, on loopback alone, and ends when it is told to."""

import shutil
import signal
import socket
import urllib.parse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.pages.documents import Filter, Found, Listing, pieces
from tests.command import zakhira
from tests.flows.pages import hostile
from tests.flows.pages.served import Explorer, exploring
from tests.flows.pages.test_report import Page
from tests.place import Place
from transforms.errors import UsageError
from transforms.page.boilerplate import restore
from warehouse.database.connection import connect_read_only
from warehouse.storage.layout import Layout

STORY = "شہر میں کتاب میلہ شروع\n\nکراچی: شہر کے وسط میں کتاب میلہ آج صبح شروع ہو گیا۔"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = Place(tmp_path_factory.mktemp("explored"))
    hostile.fill(place)
    place.put("paper/edited.txt", "First words of the story.\n\nThe old mill will be mended.")
    place.ingest()
    place.put("paper/edited.txt", "Other words altogether.\n\nA new mill is built.", 1_710_000_000)
    place.put("dated/a.txt", "Rain in the hills\n\nPublished: 7 March 2026\n\nIt rained all day.")
    place.ingest()
    return place


@pytest.fixture(scope="module")
def explorer(place: Place) -> Iterator[Explorer]:
    with exploring(place.layout.root) as explorer:
        yield explorer


def hash_of(place: Place, path: str) -> str:
    ((found,),) = place.ask(
        f"select content_hash from current_sources where source_path = '{path}'"
    )
    return str(found)


def test_it_says_its_address_and_answers_with_the_report(explorer: Explorer, place: Place) -> None:
    assert explorer.said == f"{explorer.url}/ shows {place.layout.root}; Ctrl-C ends it\n"
    page = Page(explorer.ask("/").text)
    assert "script" not in page.tags
    assert "Newest documents" in page.text
    own = (link for link in page.links if not link.startswith(("/", "#")))
    assert set(own) == {"data:,"}


def test_a_page_may_load_nothing_from_elsewhere_and_be_framed_nowhere(explorer: Explorer) -> None:
    for path in ("/", "/documents", "/documents/none", "/none", "/style.css"):
        policy = explorer.ask(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_a_request_for_another_name_is_refused(explorer: Explorer, host: str) -> None:
    answer = explorer.ask("/", Host=host)
    assert (answer.status, answer.text) == (400, "Invalid host header")
    assert explorer.ask("/", Host="localhost:1").status == 200, "a tunnel has another port"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(explorer: Explorer, method: str) -> None:
    assert explorer.ask("/documents", method).status == 405


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/documents/..%2f..%2fetc%2fpasswd", "/style.css/../warehouse.duckdb",
     "/warehouse.duckdb", "/docs", "/openapi.json", "/%00"],
)  # fmt: skip
def test_there_are_no_other_files(explorer: Explorer, path: str) -> None:
    answer = explorer.ask(path)
    assert answer.status == 404
    assert "root:" not in answer.text


def test_filters_choose_documents(explorer: Explorer, place: Place) -> None:
    def found(**request: str) -> int:
        page = Page(explorer.ask(f"/documents?{urllib.parse.urlencode(request)}").text)
        return page.tags.count("li")

    ((documents,),) = place.ask("select count(*) from current_documents")
    assert found() == documents
    assert found(language="ur") == 1
    assert found(publisher="dated") == 1
    assert found(publisher="dated", since="2026-03-07", until="2026-03-07") == 1
    assert found(publisher="dated", since="2026-03-08") == 0
    assert found(publisher="dated", until="2026-03-06") == 0
    assert found(publisher=hostile.OVERRIDE) == 1


@pytest.mark.parametrize(
    "value", ["' or 1=1 --", '"', "%", "\\", "ur'; drop table documents; --", "\x00", "ي" * 5_000]
)
def test_a_value_is_a_value(explorer: Explorer, value: str) -> None:
    for name in ("language", "publisher"):
        answer = explorer.ask(f"/documents?{urllib.parse.urlencode({name: value})}")
        assert answer.status == 200
        assert "0 documents" in Page(answer.text).text


@pytest.mark.parametrize(
    "request_", ["since=yesterday", "until=2026-13-01", "page=0", "page=-1", "page=x", "page=401"]
)
def test_what_is_no_value_is_answered_with_a_sentence(explorer: Explorer, request_: str) -> None:
    answer = explorer.ask(f"/documents?{request_}")
    assert answer.status == 400
    assert "Nothing to show" in Page(answer.text).text


def test_a_page_behind_the_last_leads_back_to_it(explorer: Explorer) -> None:
    page = Page(explorer.ask("/documents?page=300").text)
    assert "The last document is on a page before this one." in page.text
    assert "/documents?page=1" in page.links


def test_a_document_shows_its_text_its_files_and_its_other_versions(
    explorer: Explorer, place: Place
) -> None:
    page = Page(explorer.ask(f"/documents/{hash_of(place, 'paper/edited.txt')}").text)
    assert "A new mill is built." in page.text
    assert "Versions of these files" in page.text
    (old,) = [link for link in page.links if link.startswith("/documents/")]
    older = Page(explorer.ask(old).text)
    assert "The old mill will be mended." in older.text
    assert "No raw file holds this text any more" in older.text


def test_a_copy_is_named_with_its_owner(explorer: Explorer, place: Place) -> None:
    answer = explorer.ask(f"/documents/{hash_of(place, 'paper/urdu.txt')}")
    assert "other/urdu.txt" in answer.text
    assert "paper/urdu.txt" in answer.text
    assert '<div class="text" dir="rtl" lang="ur">' in answer.text


def test_a_related_document_is_named_with_what_they_have_in_common(tmp_path: Path) -> None:
    place = Place(tmp_path)
    shared = "The council has opened the new bridge over the river after two years of work. "
    own = (
        "Shops on both banks expect more guests, and buses will take the shorter way from Monday.",
        "Engineers used oak from the old mill, and a painter of the town has given it its colours.",
    )
    for name, rest in zip("ab", own, strict=True):
        place.put(f"{name}/story.txt", f"Title {name}\n\n{shared}{rest}")
    place.ingest()
    with exploring(place.layout.root) as explorer:
        answer = explorer.ask(f"/documents/{hash_of(place, 'a/story.txt')}")
    assert answer.status == 200
    page = Page(answer.text)
    assert "Related documents" in page.text
    assert f"/documents/{hash_of(place, 'b/story.txt')}" in page.links


def test_hostile_texts_stay_texts_on_every_page(explorer: Explorer, place: Place) -> None:
    keys = [key for (key,) in place.ask("select content_hash from documents")]
    for path in ("/", "/documents", *(f"/documents/{key}" for key in keys)):
        answer = explorer.ask(path)
        assert answer.status == 200
        page = Page(answer.text)
        assert {"script", "img", "b"}.isdisjoint(page.tags)
        assert "\u202e" not in answer.text


def test_a_new_generation_is_shown_at_once(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.put("a.txt", STORY)
    place.ingest()
    with exploring(place.layout.root) as explorer:
        assert "Documents 1 " in Page(explorer.ask("/").text).text
        place.put("b.txt", "Rain in the hills\n\nIt rained all day.")
        place.ingest()
        assert "Documents 2 " in Page(explorer.ask("/").text).text
        assert explorer.end() == (0, "")
    assert zakhira("check", "--warehouse", str(place.layout.root)).returncode == 0


def test_sigterm_has_its_own_exit_code(place: Place) -> None:
    with exploring(place.layout.root) as explorer:
        code, said = explorer.end(signal.SIGTERM)
    assert code == 143
    assert said.startswith("zakhira: ended by SIGTERM")


def test_a_port_that_is_taken_is_named(place: Place) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = zakhira("explore", "--warehouse", str(place.layout.root), "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"zakhira: cannot listen on port {port} (")
    assert f"--port {port % 65535 + 1}" in done.stderr


def test_a_filter_is_what_its_own_request_asks_for() -> None:
    wanted = Filter.of({"q": " rain ", "since": "2026-03-07", "language": "", "page": "3"})
    assert wanted == Filter(query="rain", since=date(2026, 3, 7))
    assert wanted.request == {"q": "rain", "since": "2026-03-07"}
    assert Filter.of(wanted.request) == wanted
    with pytest.raises(UsageError, match="since is not a day"):
        Filter.of({"since": "7.3.2026"})


@given(st.text(), st.data())
def test_pieces_make_up_the_page_that_the_cuts_were_cut_out_of(
    text: str, data: st.DataObject
) -> None:
    import json

    places = data.draw(st.lists(st.integers(0, len(text)), max_size=4).map(sorted))
    cuts = json.dumps([[place, data.draw(st.text(min_size=1))] for place in places])
    assert "".join(piece for piece, _ in pieces(text, cuts)) == restore(text, cuts)
    assert "".join(piece for piece, is_cut in pieces(text, cuts) if not is_cut) == text


def with_search(place: Place, tmp_path: Path, *, has_index: bool) -> Layout:
    """A copy of the warehouse whose generation has a search of ours, or none."""
    root = tmp_path / "copied"
    shutil.copytree(place.layout.root, root, symlinks=True)
    layout = Layout(root)
    layout.published.resolve().chmod(0o644)
    with duckdb.connect(str(layout.published.resolve())) as connection:
        connection.execute("drop macro table if exists search")
        if has_index:
            connection.execute(
                "create macro search(query, snippets := 10) as table select content_hash,"
                " -word_count as score, replace(right(text, 90), query, '**' || query || '**')"
                " as snippet from documents where contains(text, query)"
            )
    return layout


def test_a_search_shows_the_best_first_within_the_filters(place: Place, tmp_path: Path) -> None:
    layout = with_search(place, tmp_path, has_index=True)
    with connect_read_only(layout.published) as connection:
        listing = Listing(connection)
        found = listing.find(connection, Filter(query="text"), 1)
        scores = [-row["word_count"] for row in found.rows]
        assert found.total == len(found.rows) > 1
        assert scores == sorted(scores, reverse=True)
        assert all("**text**" in row["snippet"] for row in found.rows)
        within = listing.find(connection, Filter(query="text", publisher="paper"), 1)
        assert 0 < within.total < found.total
        assert {row["publisher"] for row in within.rows} == {"paper"}
        assert listing.find(connection, Filter(query="nowhere"), 1) == Found([], 0)


def test_a_generation_without_an_index_says_so_and_keeps_the_other_filters(
    place: Place, tmp_path: Path
) -> None:
    layout = with_search(place, tmp_path, has_index=False)
    with exploring(layout.root) as explorer:
        page = Page(explorer.ask("/documents?q=mill&publisher=dated").text)
    assert "no index of its words" in page.text
    assert page.tags.count("li") == 1
