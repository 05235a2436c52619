"""`zakhira search`: what a person sees, what a script gets, and how it ends where nothing is."""

import json
from pathlib import Path

import pytest

from flows.cli import exit_codes
from tests.command import zakhira

TEXTS = {
    "subh/rain.txt": "بارش کی خبر\n\n2026-03-01\n\nآج تیز بارش ہوئی اور كتابیں بھیگ گئیں۔",
    "subh/snow.txt": "برف کی خبر\n\n2026-02-01\n\nپہاڑوں پر برف پڑی اور کتابیں بند رہیں۔",
    "post/fair.txt": "Book fair opens\n\nThe fair has more books than ever, and rain.",
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    for name, text in TEXTS.items():
        path = folder / "landing" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    warehouse = folder / "warehouse"
    done = zakhira("ingest", str(folder / "landing"), "--warehouse", str(warehouse))
    assert done.returncode == exit_codes.DONE, done.stderr
    return warehouse


def paths(news: Path, *arguments: str) -> list[str]:
    done = zakhira("search", *arguments, "--json", "--warehouse", str(news))
    assert done.returncode in {exit_codes.DONE, exit_codes.FAILED}, done.stderr
    return [row["source_path"] for row in json.loads(done.stdout)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["كتابيں"], {"subh/rain.txt", "subh/snow.txt"}),
        (["کتابیں", "برف"], {"subh/snow.txt"}),
        (["کتابیں", "-برف"], {"subh/rain.txt"}),
        (['"تیز بارش"'], {"subh/rain.txt"}),
        (["کتابیں", "--since", "2026-02-02"], {"subh/rain.txt"}),
        (["کتابیں", "--until", "2026-02-01"], {"subh/snow.txt"}),
        (["RAIN", "--language", "en", "--publisher", "post"], {"post/fair.txt"}),
        (["rain", "--publisher", "subh"], set()),
        (['"'], set()),
    ],
)
def test_words_phrases_and_filters(news: Path, arguments: list[str], expected: set[str]) -> None:
    assert set(paths(news, *arguments)) == expected


def test_a_person_sees_the_hit_and_where_it_is_from(news: Path) -> None:
    done = zakhira("search", "بارش", "--warehouse", str(news))
    assert done.returncode == exit_codes.DONE
    head, title, facts, snippet = filter(None, done.stdout.splitlines())
    assert head == "1 document with \u2068بارش\u2069"
    assert title == "  1  \u2068بارش کی خبر\u2069"
    assert facts.split() == ["subh", "2026-03-01", "ur", "subh/rain.txt"]
    assert "**بارش**" in snippet


def test_nothing_found_is_one_line_and_exit_code_1(news: Path) -> None:
    done = zakhira("search", "qqq", "--language", "ur", "--warehouse", str(news))
    assert (done.returncode, done.stdout) == (exit_codes.FAILED, "")
    assert done.stderr == (
        "zakhira: no document with qqq; "
        "all words must be in one document: leave some out, or a filter\n"
    )


def test_controls_in_a_query_do_not_steer_the_terminal(news: Path) -> None:
    done = zakhira("search", "\x1b[31mqqq", "--warehouse", str(news))
    assert "\x1b" not in done.stderr
