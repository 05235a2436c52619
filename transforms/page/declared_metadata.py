"""Read the metadata that sidecar (`<name>.json`), record and folders named `key=value` declare.

Whoever made the file declares title, date, author and address in these, or in front matter. A
record is what a text came in: a line of JSON, for one. The head of HTML declares as well. What is
declared wins over what is inferred from the text.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from transforms.page.addresses import web_address
from transforms.page.title import MAX_HEADLINE_CHARS, shorten
from transforms.text.escapes import unescape
from transforms.text.normalize import join_surrogates, normalize_text

# A larger file is data of its own.
MAX_SIDECAR_BYTES = 64 * 1024
# Levels of objects and arrays. JSON that is nested a thousand deep is read in some places and not
# in others.
_MAX_DEPTH = 100
# Digits of a number. Python and databases refuse longer ones; a sidecar has none on purpose.
_MAX_DIGITS = 1_000
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
# The address of the page. A value that is no web address is passed over.
_URL_KEYS = (
    "url",
    "canonical",
    "canonical_url",
    "permalink",
    "link",
    "source_url",
    "page_url",
    "article_url",
    "original_url",
    "web_url",
    "uri",
    "og:url",
    "mainentityofpage",
    "source",
)
_FOLDER = re.compile(r"(?:^|(?<=/))([A-Za-z_][\w-]{0,60})=([^/]+)/")
_DAY_PARTS = ("year", "month", "day")


class Declared(NamedTuple):
    """The metadata that front matter, a sidecar or folders declare; null where they do not."""

    title: str | None
    published: str | None
    byline: str | None
    crawled: str | None
    url: str | None
    # Who declares it: front_matter, sidecar, record, html or folders.
    method: str


def parse_declared(block: Mapping[str, object], method: str) -> Declared:
    """Return what a mapping with lower-case names declares.

    Title and byline are normalized as text is, on one line, and have 1,000 characters at most.

    >>> block = {"headline": " نئی  خبر ", "year": "2026", "month": "3", "day": "7"}
    >>> parse_declared(block, "folders")[:2]
    ('نئی خبر', '2026-03-07')
    >>> parse_declared({"link": "https://subh.example/7"}, "sidecar").url
    'https://subh.example/7'
    """
    return Declared(
        _one_line(_first_text(block, _TITLE_KEYS)),
        _first_text(block, _DATE_KEYS) or _date_of_parts(block),
        _one_line(_first_text(block, _BYLINE_KEYS)),
        _first_text(block, _CRAWL_KEYS),
        _first_address(block),
        method,
    )


def read_declared_metadata(
    source_path: str,
    sidecar: bytes | None,
    records: Mapping[str, Mapping[str, object] | None] | None = None,
) -> str | None:
    r"""Return what folders, sidecar, `record` and `html` declare, as JSON; null without any.

    The keys are `folders`, those of the records, and `sidecar` or, where it cannot be read,
    `sidecar_error`.

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
    found |= {name: record for name, record in (records or {}).items() if record}
    return join_surrogates(json.dumps(found, ensure_ascii=False)) if found else None


def declared_in(attributes: str | None) -> Iterator[Declared]:
    """Yield what sidecar, record, the head of HTML, and folders declare, in this order.

    `attributes` is the JSON that `read_declared_metadata` returns.
    """
    found = json.loads(attributes) if attributes else {}
    for method in ("sidecar", "record", "html", "folders"):
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


def read_object(payload: bytes) -> dict[str, object] | str:
    r"""Return a JSON object, or what keeps the bytes from being one.

    >>> read_object(b'{"title": "Rain"}'), read_object(b"[]")
    ({'title': 'Rain'}, 'not a JSON object')
    """
    try:
        found = json.loads(
            payload.decode("utf-8-sig"),
            parse_int=_whole_number,
            parse_float=_number,
            parse_constant=lambda _name: None,
        )
    except (ValueError, RecursionError) as error:
        return f"not JSON in UTF-8: {error}"[:_MAX_ERROR_CHARS]
    if not isinstance(found, dict):
        return "not a JSON object"
    return f"nested more than {_MAX_DEPTH} deep" if _is_too_deep(found) else found


def _read_sidecar(payload: bytes) -> dict[str, object]:
    if len(payload) > MAX_SIDECAR_BYTES:
        return {"sidecar_error": f"longer than {MAX_SIDECAR_BYTES:,} bytes"}
    found = read_object(payload)
    return {"sidecar_error" if isinstance(found, str) else "sidecar": found}


def _whole_number(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MAX_DIGITS else None


def _number(digits: str) -> float | None:
    """Return a number; null for one that is too large for 64 bits."""
    number = float(digits)
    return number if math.isfinite(number) else None


def _is_too_deep(found: object) -> bool:
    """Check for objects and arrays that are nested deeper than `_MAX_DEPTH`."""
    level = [found]
    for _ in range(_MAX_DEPTH):
        level = [child for parent in level for child in _children(parent)]
    return any(isinstance(each, dict | list) for each in level)


def _children(parent: object) -> Iterable[object]:
    if isinstance(parent, dict):
        return parent.values()
    return parent if isinstance(parent, list) else ()


def _first_text(block: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    values = map(block.get, names)
    return next((value for value in values if isinstance(value, str) and value), None)


def _first_address(block: Mapping[str, object]) -> str | None:
    values = map(block.get, _URL_KEYS)
    addresses = (web_address(value) for value in values if isinstance(value, str))
    return next(filter(None, addresses), None)


def _date_of_parts(block: Mapping[str, object]) -> str | None:
    """Return the date that folders named year, month and day make."""
    parts = [str(block.get(name) or "") for name in _DAY_PARTS]
    if not all(part.isdecimal() and len(part) <= len("2026") for part in parts):
        return None
    year, month, day = map(int, parts)
    return f"{year:04}-{month:02}-{day:02}"


def _one_line(value: str | None) -> str | None:
    """Return a value as text is stored, on one line and shortened; null where nothing is left."""
    words = normalize_text(unescape(value or "")).split()
    return shorten(" ".join(words), MAX_HEADLINE_CHARS) or None
