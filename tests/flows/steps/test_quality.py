"""A run checks what it has published by the user's own rules, and fails for them at its end."""

import json
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from flows.pipelines.ingest import ingest_within_budget
from flows.settings import Settings
from flows.steps.quality import CheckFailedError, check_all
from tests.command import COMMAND
from tests.place import TEXTS, Place

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def checks(place: Place) -> Path:
    """The folder beside the warehouse."""
    folder = place.layout.root.parent / "checks"
    folder.mkdir()
    (folder / "titles.sql").write_text("-- titles are long\nfrom documents where length(title) < 9")
    return folder


def results(place: Place) -> list[tuple[str, str, str | None]]:
    rows = pq.read_table(place.layout.check_results).to_pylist()
    return [(row["check_name"], row["status"], row["run_id"]) for row in rows]


def run(place: Place, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *command, "--warehouse", str(place.layout.root)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_checked_or_written_where_nothing_is_asked(place: Place) -> None:
    assert place.ingest().broken_checks == {}
    assert not place.layout.check_results.exists()


@pytest.mark.usefixtures("checks")
def test_a_run_whose_checks_pass_says_nothing_and_records_it(place: Place) -> None:
    first = place.ingest()
    generation = place.layout.published_generation()
    again = place.ingest()
    assert first.broken_checks == again.broken_checks == {}
    assert results(place) == [("titles.sql", "pass", run.run_id) for run in (first, again)]
    assert place.layout.published_generation() == generation, "to check makes no generation"


def test_a_broken_check_fails_a_run_that_has_published_and_a_warning_does_not(
    place: Place, checks: Path
) -> None:
    place.put("d.txt", "برف\n\nمری: پہاڑوں پر کل شام سے برف گر رہی ہے اور سڑکیں بند ہیں۔")
    settings = Settings(landing=place.landing, warehouse=place.layout.root)
    with pytest.raises(CheckFailedError, match=r"^broken: titles.sql \(1 row\); see: ") as caught:
        ingest_within_budget(settings)
    assert caught.value.summary is not None and caught.value.summary.new_documents == 4
    assert place.ask("select count(*) from documents") == [(4,)]
    query = (checks / "titles.sql").read_text()
    (checks / "titles.sql").write_text(f"-- severity: warn\n{query}")
    assert place.ingest().broken_checks == {"titles.sql": "warn"}
    assert [status for _, status, _ in results(place)] == ["fail", "warn"]


def test_the_command_prints_its_summary_and_ends_with_one(place: Place, checks: Path) -> None:
    (checks / "a\n\x1b[31m.sql").write_text("selekt")
    done = run(place, "ingest", str(place.landing), "--json")
    assert done.returncode == 1
    summary = json.loads(done.stdout)
    assert (summary["new_documents"], summary["broken_checks"]) == (3, {"a\n\x1b[31m.sql": "error"})
    last = done.stderr.splitlines()[-1]
    assert last == "zakhira: broken: a\\n\\x1b[31m.sql (could not be run); see: zakhira check"
    assert "\x1b" not in done.stderr
    checked = run(place, "check")
    assert checked.returncode == 1 and "\x1b" not in checked.stdout
    lines = checked.stdout.splitlines()
    assert lines[-3].startswith("error   a\\n\\x1b[31m.sql")
    assert lines[-2].startswith("          could not be run: Parser Error: syntax error")
    assert lines[-1] == "ok      titles.sql: titles are long"
    asked = run(place, "sql", "--csv", "select status, count(*) from check_results group by 1")
    assert sorted(asked.stdout.splitlines()[1:]) == ["error,2", "pass,18"]
    (checks / "a\n\x1b[31m.sql").unlink()
    assert run(place, "check").returncode == 0


def test_a_folder_that_was_named_and_is_gone_is_an_alarm_of_a_run_that_has_published(
    place: Place,
) -> None:
    settings = Settings(
        landing=place.landing, warehouse=place.layout.root, checks=place.landing / "no"
    )
    with pytest.raises(CheckFailedError, match=r"broken: no \(could not be run\)"):
        ingest_within_budget(settings)
    assert len(TEXTS) == place.ask("select count(*) from documents")[0][0]
    assert [check.status for check in check_all(settings)].count("error") == 1


@pytest.mark.usefixtures("ingested")
def test_queries_find_no_results_before_the_first_check(place: Place) -> None:
    assert run(place, "sql", "--csv", "select count(*) as n from check_results").stdout == "n\n0\n"
    place.layout.check_results.write_bytes(b"no Parquet")
    assert run(place, "sql", "--csv", "select count(*) as n from check_results").stdout == "n\n0\n"


def test_a_publisher_beyond_a_bound_fails_a_run_that_has_published(place: Place) -> None:
    for number in range(20):
        place.put(f"khabar/{number}.txt", "" if number < 5 else f"خبر نمبر {number} آج شائع ہوئی۔")
    settings = Settings(
        landing=place.landing,
        warehouse=place.layout.root,
        bounds={"rejected": 0.2, "und": 1},
    )
    with pytest.raises(CheckFailedError, match=r"^broken: rejected \(1 row\); "):
        ingest_within_budget(settings)
    assert results(place)[0][:2] == ("und", "pass")
    assert results(place)[1][:2] == ("rejected", "fail")
    assert place.ask("select count(*) from documents") == [(18,)]
