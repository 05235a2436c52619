"""Standard streams that are closed or full never turn a good run into a failed one."""

import subprocess

import pytest

from flows.cli import exit_codes
from tests.command import COMMAND, environment_of_nobody, unlogged, zakhira


def shell(line: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a line of a shell does, where "$@" is the command with some arguments.

    Its standard error is without what a run logs.
    """
    done = subprocess.run(
        ["/bin/sh", "-c", line, "sh", *COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=environment_of_nobody(),
    )
    done.stderr = unlogged(done.stderr)
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """The arguments that name a landing zone, and a warehouse that does not exist yet."""
    folder = tmp_path_factory.mktemp("streams")
    (folder / "landing").mkdir()
    (folder / "landing" / "a.txt").write_text("A dry winter ends\n\nIt rained all day.")
    return (str(folder / "landing"), "--warehouse", str(folder / "warehouse"))


@pytest.fixture(scope="module")
def warehouse(place: tuple[str, ...]) -> tuple[str, ...]:
    """The arguments that name a warehouse which a run made with every stream closed."""
    done = shell('"$@" <&- >&- 2>&-', "ingest", *place)
    assert done.returncode == exit_codes.DONE
    return place[1:]


def test_a_run_with_every_stream_closed_writes_its_messages_into_no_database(
    warehouse: tuple[str, ...],
) -> None:
    done = zakhira("check", *warehouse)
    assert (done.returncode, done.stderr) == (exit_codes.DONE, "")


@pytest.mark.parametrize("command", ["status", "check", "sql 1", "sql 2", "sql 3"])
def test_a_question_with_standard_output_closed_has_no_traceback(
    warehouse: tuple[str, ...], command: str
) -> None:
    forms = {"sql 1": (), "sql 2": ("--csv",), "sql 3": ("--json",)}
    query = ("select 1", *forms[command]) if command in forms else ()
    done = shell('"$@" >&-', command.partition(" ")[0], *query, *warehouse)
    assert (done.returncode, done.stderr) == (exit_codes.DONE, "")


def test_a_run_whose_summary_has_no_room_is_a_good_run(
    place: tuple[str, ...], warehouse: tuple[str, ...]
) -> None:
    for arguments in (("ingest", *place), ("maintain", *warehouse), ("rebuild", *warehouse)):
        done = shell('"$@" > /dev/full', *arguments)
        assert done.returncode == exit_codes.DONE
        assert done.stderr == (
            "zakhira: cannot write standard output: No space left on device; "
            "what the command did is intact\n"
        )


@pytest.mark.parametrize("rows", [1, 100_000])
def test_an_answer_that_has_no_room_is_one_line_and_a_failure(
    warehouse: tuple[str, ...], rows: int
) -> None:
    done = shell('"$@" > /dev/full', "sql", "--csv", f"from range({rows})", *warehouse)
    assert done.returncode == exit_codes.FAILED
    assert done.stderr == "zakhira: cannot write standard output: No space left on device\n"


def test_a_full_standard_error_changes_nothing(warehouse: tuple[str, ...]) -> None:
    done = shell('"$@" 2> /dev/full', "sql", "from nothing_of_that_name", *warehouse)
    assert done.returncode == exit_codes.USAGE
