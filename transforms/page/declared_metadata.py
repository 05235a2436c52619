"""Read the metadata that a sidecar (`<name>.json`) and folders named `key=value` declare.

Whoever made the file declares title, date and author in these, or in front matter. What is declared
wins over what is inferred from the text.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import unquote

# A larger file is data of its own.
MAX_SIDECAR_BYTES = 64 * 1024
_MAX_ERROR_CHARS = 200

_TITLE_KEYS = ("title", "headline")
_DATE_KEYS = (
    "date",
    "published",
    "published_at",
    "published_on",
    "publishedat",
    "datepublished",
    "date_published",
    "publish_date",
    "publication_date",
    "pubdate",
)
_BYLINE_KEYS = ("author", "byline", "creator", "reporter")
# When the page was read from its site. A date without a year is completed from it.
_CRAWL_KEYS = (
    "crawled_at",
    "crawled_on",
    "crawl_date",
    "crawled",
    "fetched_at",
    "fetched",
    "retrieved_at",
    "scraped_at",
    "downloaded_at",
    "accessed_at",
)
_FOLDER = re.compile(r"(?:^|(?<=/))([A-Za-z_][\w-]{0,60})=([^/]+)/")
_DAY_PARTS = ("year", "month", "day")


class Declared(NamedTuple):
    """The metadata that front matter, a sidecar or folders declare; null where they do not."""

    title: str | None
    published: date | datetime | str | None
    byline: str | None
    crawled: date | datetime | str | None
    # Who declares it: front_matter, sidecar or folders.
    method: str


def parse_declared(block: Mapping[str, object], method: str) -> Declared:
    """Return what a mapping with lower-case names declares.

    >>> block = {"headline": " نئی  خبر ", "year": "2026", "month": "3", "day": "7"}
    >>> parse_declared(block, "folders")
    Declared(title='نئی خبر', published='2026-03-07', byline=None, crawled=None, method='folders')
    """
    return Declared(
        _one_line(_first_value(block, _TITLE_KEYS)),
        _date_or_text(_first_value(block, _DATE_KEYS) or _date_of_parts(block)),
        _one_line(_first_value(block, _BYLINE_KEYS)),
        _date_or_text(_first_value(block, _CRAWL_KEYS)),
        method,
    )


def read_declared_metadata(source_path: str, sidecar: bytes | None) -> str | None:
    r"""Return what folders and sidecar declare, as JSON; null without either.

    The keys are `folders`, and `sidecar` or, where it cannot be read, `sidecar_error`.

    >>> read_declared_metadata("date=2026-03-07/a.txt", b'{"title": "\\u062e\\u0628\\u0631"}')
    '{"folders": {"date": "2026-03-07"}, "sidecar": {"title": "خبر"}}'
    >>> read_declared_metadata("a.txt", b"[]")
    '{"sidecar_error": "not a JSON object"}'
    >>> read_declared_metadata("a.txt", None)
    """
    found: dict[str, object] = {}
    folders = {name.lower(): unquote(value) for name, value in _FOLDER.findall(source_path)}
    if folders:
        found["folders"] = folders
    if sidecar is not None:
        found |= _read_sidecar(sidecar)
    return json.dumps(found, ensure_ascii=False) if found else None


def declared_in(attributes: str | None) -> Iterator[Declared]:
    """Yield what the sidecar declares, then what the folders declare.

    `attributes` is the JSON that `read_declared_metadata` returns.
    """
    found = json.loads(attributes) if attributes else {}
    for method in ("sidecar", "folders"):
        if method in found:
            block = {name.lower(): value for name, value in found[method].items()}
            yield parse_declared(block, method)


def publisher_of(source_path: str) -> str:
    """Return the first folder of a path below the landing zone; empty without one.

    The pages of one publisher have the same boilerplate.

    >>> publisher_of("subh/2026/a.txt"), publisher_of("a.txt")
    ('subh', '')
    """
    folder, _, name = source_path.partition("/")
    return folder if name else ""


def _read_sidecar(payload: bytes) -> dict[str, object]:
    if len(payload) > MAX_SIDECAR_BYTES:
        return {"sidecar_error": f"longer than {MAX_SIDECAR_BYTES:,} bytes"}
    try:
        found = json.loads(payload.decode("utf-8-sig"), parse_constant=lambda _name: None)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        reason = f"not JSON in UTF-8: {error}"[:_MAX_ERROR_CHARS]
        return {"sidecar_error": reason.encode(errors="replace").decode()}
    if not isinstance(found, dict):
        return {"sidecar_error": "not a JSON object"}
    return {"sidecar": found}


def _first_value(block: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((block[name] for name in names if block.get(name)), None)


def _date_of_parts(block: Mapping[str, object]) -> str | None:
    """Return the date that folders named year, month and day make."""
    parts = [str(block.get(name) or "") for name in _DAY_PARTS]
    if not all(part.isdecimal() and len(part) <= len("2026") for part in parts):
        return None
    year, month, day = map(int, parts)
    return f"{year:04}-{month:02}-{day:02}"


def _date_or_text(value: object) -> date | datetime | str | None:
    # A datetime is a date.
    return value if isinstance(value, date | str) else None


def _one_line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
