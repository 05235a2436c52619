"""Checks of the user's own: `.sql` files in a folder, each of which selects the rows that break it.

The head of a file may say what the check is for, and how bad a broken row is:

    -- no document of the agency is without a title
    -- severity: warn
    select content_hash from documents where agency_name is not null and title is null

Names and texts of the files come from anywhere, and no file stops a run: what cannot be read, or
run, is a result with its error.
"""

import os
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from warehouse.checks import Check, Kind, Severity
from warehouse.database.comments import heading
from warehouse.landing.raw_files import source_path
from warehouse.quality.ask import Limits
from warehouse.quality.isolation import answers

_MOST_BYTES = 1 << 20
# As people write it, and as dbt does.
_SEVERITY = re.compile(r"^--\s*severity\s*[:=]\s*(.*)$", re.IGNORECASE | re.MULTILINE)
_SEVERITIES = {"error": Severity.ERROR, "warn": Severity.WARN, "warning": Severity.WARN}


class OwnCheck(NamedTuple):
    """A file of the folder: its check, which nobody has run yet, and its query."""

    # With an error where the file cannot be read.
    check: Check
    query: str


def run_own_checks(database: Path, folder: Path, limits: Limits | None = None) -> list[Check]:
    """Run every check of a folder against a published generation, in order of name.

    A folder that is not there, or cannot be read, is one result with an error.
    """
    try:
        found = list(_read_checks(folder))
    except OSError as error:
        name = _shown_name(folder)
        return [_not_run(name, f"{name}: {error.strerror or error}")]
    readable = [own for own in found if own.check.error is None]
    answered = answers(database, [own.query for own in readable], limits or Limits())
    ran = {
        own.check.name: own.check._replace(**answer._asdict())
        for own, answer in zip(readable, answered, strict=True)
    }
    return [ran.get(own.check.name, own.check) for own in found]


def _read_checks(folder: Path) -> Iterator[OwnCheck]:
    """Yield the checks of a folder, in order of name; hidden files are none."""
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() == ".sql" and not path.name.startswith("."):
            yield _read_check(path)


def _read_check(path: Path) -> OwnCheck:
    name = _shown_name(path)
    try:
        return _parse(name, _read_text(path))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return OwnCheck(_not_run(name, f"{name}: {why}"), "")


def _read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ValueError: it is no file of text; the message says what it is.
        OSError: it cannot be read.
    """
    # A pipe or a device would not end.
    if not path.is_file():
        raise ValueError("is no file")
    with path.open("rb") as file:
        payload = file.read(_MOST_BYTES + 1)
    if len(payload) > _MOST_BYTES:
        raise ValueError("is larger than 1 MiB")
    try:
        return payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("is no UTF-8") from None


def _parse(name: str, text: str) -> OwnCheck:
    r"""Return the check of a file's text.

    >>> own = _parse("titles.sql", "-- titles are short\n-- severity: warning\nfrom documents")
    >>> own.check.name, own.check.rule, own.check.severity.value
    ('titles.sql', 'titles are short', 'warn')

    Raises:
        ValueError: the severity is none.
    """
    lines = map(str.strip, text.replace("\r", "\n").split("\n"))
    head = "\n".join(takewhile(lambda line: not line or line.startswith("--"), lines))
    said = ["error", *_SEVERITY.findall(head)][-1].lower()
    if said not in _SEVERITIES:
        raise ValueError(f"severity is error or warn, not {said!a}")
    rule = heading(_SEVERITY.sub("", head)).strip()
    check = Check(name, rule, 0, [], _SEVERITIES[said], Kind.OWN)
    return OwnCheck(check, text)


def _not_run(name: str, error: str) -> Check:
    return Check(name, "", 0, [], kind=Kind.OWN, error=error)


def _shown_name(path: Path) -> str:
    """Return the name of a file; bytes that are no UTF-8 are written as in `sources`."""
    return source_path(os.fsencode(path.name))
