"""The prompt of `zakhira sql`, at a real terminal."""

import stat
from pathlib import Path

from flows.cli import exit_codes
from tests.faults.processes import wait_until
from tests.flows.cli.terminals import Terminal, cpu_seconds, terminal, waits

_ENDLESS = "select count(*) from range(1000000000000) a, range(9) b where a.range % 7 = b.range;"
CTRL_C, CTRL_D, TAB = "\x03", "\x04", "\t"
PROMPT = "zakhira> "


def enter(screen: Terminal, line: str) -> str:
    """What a line is answered with, up to the next prompt."""
    screen.type(line + "\n")
    screen.read_until("\n")
    return screen.read_until(PROMPT)


def test_a_person_asks_looks_and_leaves(warehouse: Path, tmp_path: Path) -> None:
    with terminal("sql", "--warehouse", str(warehouse), HOME=str(tmp_path)) as screen:
        assert str(warehouse) in screen.read_until(PROMPT)
        assert "corpus_overview" in enter(screen, ".tables")
        assert "content_hash" in enter(screen, ".columns documents")
        assert "title " in enter(screen, r"select title from documents\G")
        screen.type("select 1 + 1 as two -- ;\n")
        screen.read_until("...> ")
        assert "two" in enter(screen, ";")
        assert enter(screen, "select 1; select 2;").count("int32") == 2
        assert "no table or view named docs" in enter(screen, ".columns docs")
        assert "name a table" in enter(screen, ".columns")
        assert "see .help" in enter(screen, ".nothing")
        assert "Tab completes" in enter(screen, ".help")
        assert "titel" in enter(screen, "select titel from documents;")
        assert "no files" in enter(screen, "copy documents to 'x.csv';")
        screen.type(CTRL_D)
        screen.read_all()
        assert screen.running.wait() == exit_codes.DONE
    history = tmp_path / ".local/state/zakhira/sql_history"
    assert "select titel from documents;" in history.read_text()
    assert stat.S_IMODE(history.stat().st_mode) & 0o077 == 0


def test_ctrl_c_drops_what_is_typed_and_stops_a_query_but_not_the_session(
    warehouse: Path, tmp_path: Path
) -> None:
    with terminal("sql", "--warehouse", str(warehouse), HOME=str(tmp_path)) as screen:
        screen.read_until(PROMPT)
        screen.type("select 'unfinished\n")
        screen.read_until("...> ")
        wait_until(lambda: waits(screen.running.pid), "it to wait for keys")
        screen.type(CTRL_C)
        screen.read_until(PROMPT)
        screen.type(f"{_ENDLESS}\n")
        wait_until(lambda: cpu_seconds(screen.running.pid) > 3, "the query to be under way")
        screen.type(CTRL_C)
        screen.read_until(PROMPT)
        assert "still" in enter(screen, "select 'still here';")
        screen.type("quit\n")
        screen.read_all()
        assert screen.running.wait() == exit_codes.DONE


def test_tab_completes_a_name_and_up_brings_back_a_statement(
    warehouse: Path, tmp_path: Path
) -> None:
    up = "\x1b[A"
    with terminal("sql", "--warehouse", str(warehouse), HOME=str(tmp_path)) as screen:
        screen.read_until(PROMPT)
        screen.type(f"select count(*) from corpus_o{TAB};\n")
        assert "corpus_overview" in screen.read_until(PROMPT)
        screen.type(f"{up}\n")
        assert "corpus_overview" in screen.read_until(PROMPT)
        screen.type(".quit\n")
        screen.read_all()
