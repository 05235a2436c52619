"""`zakhira forget` says what would go and does it when told twice; `zakhira remember` undoes it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.command import zakhira


@pytest.fixture
def own(warehouse: Path, tmp_path: Path) -> str:
    """A warehouse of its own: one text that two files have, and an empty file."""
    return str(shutil.copytree(warehouse, tmp_path / "warehouse", symlinks=True))


def test_without_yes_nothing_changes_and_what_would_go_is_listed(own: str) -> None:
    done = zakhira("forget", "--path", "*.txt", "--warehouse", own)
    assert (done.returncode, done.stderr) == (0, "")
    assert "a.txt  شہر میں کتاب میلہ شروع" in done.stdout
    assert "would go: 1 document, 3 sources, 1 quarantined copy" in done.stdout
    assert done.stdout.endswith("next: the same with --yes --reason '...'\n")
    found = json.loads(zakhira("forget", "--path", "*.txt", "--warehouse", own, "--json").stdout)
    assert found["is_done"] is False
    assert found["counts"]["sources"] == 3
    assert {Path(part).parent.name for part in found["parts"]} == {
        "documents", "document_metadata", "sources",
    }  # fmt: skip
    assert len(found["generations"]) == 1
    assert not Path(f"{own}.takedowns.jsonl").exists()


def test_with_yes_it_goes_and_remember_lifts_the_tombstone(own: str) -> None:
    arguments = ("forget", "--where", "title like '%میلہ%'", "--warehouse", own)
    done = zakhira(*arguments, "--yes", "--reason", "a request", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (document,) = json.loads(done.stdout)["documents"]
    key = document["content_hash"]
    again = zakhira("forget", "--key", key, "--warehouse", own)
    assert "taken down before" in again.stdout
    lifted = zakhira("remember", key, "--reason", "a mistake", "--warehouse", own, "--json")
    assert json.loads(lifted.stdout) == {"remembered": [key]}
    lines = Path(f"{own}.takedowns.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["is_lifted"] for line in lines] == [False, True]
    assert [json.loads(line)["reason"] for line in lines] == ["a request", "a mistake"]
    assert zakhira("check", "--warehouse", own).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--key, --path, --publisher or --where"),
        (("--key", "abc"), "is no key"),
        (("--key", "0" * 64), ""),
        (("--path", "*", "--yes"), "--reason"),
        # It would be in the journal, which no run could read any more.
        (("--path", "*", "--yes", "--reason", "caf\udce9"), "'caf\\udce9' is no UTF-8"),
        (("--path", "caf\udce9*"), "is no UTF-8"),
        (("--publisher", "\udce9"), "is no UTF-8"),
        (("--where", "title = '\udce9'"), "is no UTF-8"),
        (("--where", "1; drop table documents"), "--where"),
        (("--where", "true) or (true); select (true"), "--where"),
        (("--where", "no_such_column = 1"), "--where"),
        (("--where", "content in (select content from read_text('/etc/hostname'))"), "--where"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    own: str, arguments: tuple[str, ...], says: str
) -> None:
    done = zakhira("forget", *arguments, "--warehouse", own)
    assert done.returncode == (2 if says else 0)
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == bool(says)


def test_a_key_or_a_path_that_names_nothing_is_said(own: str) -> None:
    arguments = ("--path", "a.txt", "--path", "b c*", "--key", "0" * 64, "--warehouse", own)
    done = zakhira("forget", *arguments)
    assert f"names nothing: --key {'0' * 64}\nnames nothing: --path 'b c*'\n" in done.stdout
    found = json.loads(zakhira("forget", *arguments, "--json").stdout)
    assert {"option": "path", "name": "b c*"} in found["names_nothing"]


def test_a_text_too_short_to_be_compared_is_told(own: str) -> None:
    arguments = ("forget", "--path", "a.txt", "--and-near-duplicates", "--warehouse", own)
    done = zakhira(*arguments, "--yes", "--reason", "a request")
    assert "1 text is too short to be compared with others" in done.stdout


@pytest.mark.parametrize("reason", [" ", "caf\udce9"])
def test_a_reason_that_says_nothing_or_cannot_be_kept_is_refused(own: str, reason: str) -> None:
    done = zakhira("remember", "0" * 64, "--reason", reason, "--warehouse", own)
    assert done.returncode == 2
    assert "reason" in done.stderr or "is no UTF-8" in done.stderr


def test_a_tombstone_that_is_none_is_refused(own: str) -> None:
    done = zakhira("remember", "0" * 64, "--reason", "x", "--warehouse", own)
    assert done.returncode == 2
    assert "zakhira sql 'from tombstones'" in done.stderr


def test_a_journal_that_is_damaged_is_named(own: str) -> None:
    journal = Path(f"{own}.takedowns.jsonl")
    journal.write_text('{"takedown": 1}\n', encoding="utf-8")
    done = zakhira("forget", "--path", "*", "--yes", "--reason", "x", "--warehouse", own)
    assert done.returncode == 1
    assert f"{journal}: line 1" in done.stderr
