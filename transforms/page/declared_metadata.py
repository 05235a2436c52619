"""This file reads what stands beside a text: a sidecar (`<name>.json`) and folders named `key=value`.

What these and front matter say of title, date and author is told by whoever made the file, and wins
over inference.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import unquote

# Longer ones are data of their own.
MAX_SIDECAR_BYTES = 64 * 1024

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
# When the page was read off its site: what a date without a year is reckoned from.
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
    """What somebody says of a text, and where: `front_matter`, `sidecar` or `folders`; null for what is not said."""

    title: str | None
    published: date | datetime | str | None
    byline: str | None
    crawled: date | datetime | str | None
    method: str


def parse_declared(block: Mapping[str, object], method: str) -> Declared:
    """What a mapping with lower-case names says.

    >>> parse_declared({"headline": " نئی  خبر ", "year": "2026", "month": "3", "day": "7"}, "folders")
    Declared(title='نئی خبر', published='2026-03-07', byline=None, crawled=None, method='folders')
    """
    return Declared(
        _line(_first(block, _TITLE_KEYS)),
        _moment(_first(block, _DATE_KEYS) or _day(block)),
        _line(_first(block, _BYLINE_KEYS)),
        _moment(_first(block, _CRAWL_KEYS)),
        method,
    )


def read_declared_metadata(source_path: str, sidecar: bytes | None) -> str | None:
    r"""What folders and sidecar say, as JSON: `folders`, `sidecar`, or the reason why that cannot be read.

    >>> read_declared_metadata("paper=Subh/date=2026-03-07/a.txt", b'{"title": "\\u062e\\u0628\\u0631"}')
    '{"folders": {"paper": "Subh", "date": "2026-03-07"}, "sidecar": {"title": "خبر"}}'
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
    """Who says something: the sidecar before the folders."""
    found = json.loads(attributes) if attributes else {}
    for place in ("sidecar", "folders"):
        if place in found:
            yield parse_declared(
                {name.lower(): value for name, value in found[place].items()}, place
            )


def publisher_of(source_path: str) -> str:
    """The first folder of a path below the landing zone: whose pages have the same boilerplate.

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
        return {
            "sidecar_error": f"not JSON in UTF-8: {error}"[:200].encode(errors="replace").decode()
        }
    return {"sidecar": found} if isinstance(found, dict) else {"sidecar_error": "not a JSON object"}


def _first(block: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((block[name] for name in names if block.get(name)), None)


def _day(block: Mapping[str, object]) -> str | None:
    """The day that folders named year, month and day make."""
    parts = [str(block.get(name) or "") for name in _DAY_PARTS]
    if not all(part.isdecimal() and len(part) <= len("2026") for part in parts):
        return None
    year, month, day = map(int, parts)
    return f"{year:04}-{month:02}-{day:02}"


def _moment(value: object) -> date | datetime | str | None:
    return value if isinstance(value, date | str) else None  # a datetime is a date


def _line(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
