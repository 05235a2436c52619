"""Names that Prefect shows of a warehouse: of its flow runs, artifacts, assets and tags.

Several warehouses share a server, and two of them may have folders of one name. So what Prefect
looks up (keys of artifacts and assets) is made of the whole place; what people read is short.
"""

import hashlib
import re
from datetime import UTC, datetime

from prefect.assets import Asset, AssetProperties
from prefect.context import FlowRunContext
from pydantic import ValidationError

from flows.escapes import cut, in_one_line
from flows.settings import Settings
from transforms.errors import ZakhiraError
from warehouse.storage.store import Store

_MOST_NAME = 60
_MOST_SLUG = 32
_MOST_ASSET_KEY = 512
# The default name of a warehouse says nothing without the folder before it.
_SAYS_NOTHING = "warehouse"
_SCHEME = re.compile(r"^[a-z0-9]+://")
# What Prefect refuses in the key of an asset (`prefect.types.names.RESTRICTED_ASSET_CHARACTERS`),
# and all other controls.
_NOT_IN_KEYS = re.compile(r"[\x00-\x20\x7f-\x9f#?&%\"'<>\[\]{}|\\^`]")


def short_name(place: str) -> str:
    r"""Return the last folder of a path or URL, in one line, cut after 60 characters.

    >>> short_name("/srv/news"), short_name("/srv/urdu/warehouse"), short_name("s3://corpus/a\nb/")
    ('news', 'urdu/warehouse', 'a\\nb')
    >>> short_name("/"), len(short_name("/" + "x" * 500))
    ('/', 60)
    """
    folders = [folder for folder in _SCHEME.sub("", place).split("/") if folder]
    count = 2 if folders[-1:] == [_SAYS_NOTHING] else 1
    name = " ".join(in_one_line("/".join(folders[-count:])).split()) or "/"
    return cut(name, _MOST_NAME)


def artifact_key(store: Store, kind: str) -> str:
    """Return the key of a kind of artifact of a warehouse: no other warehouse has it.

    Prefect allows lower-case letters, digits and dashes. Links to one warehouse have its key.
    """
    return _key(store.places[-1], kind)


def _key(place: str, kind: str) -> str:
    """Return a key with the short name of a place, a part of its hash, and a kind.

    >>> _key("/srv/urdu/warehouse", "checks"), _key("/srv/خبریں", "checks")
    ('urdu-warehouse-3b5b413a-checks', '48d4d197-checks')
    """
    slug = re.sub(r"[^a-z0-9]+", "-", short_name(place).lower())[:_MOST_SLUG].strip("-")
    return "-".join(filter(None, [slug, _digest(place), kind]))


def asset(place: str, name: str, description: str) -> Asset:
    """Return an asset whose key is the URI of its place, which lineage tools know it by."""
    properties = AssetProperties(name=name, description=description)
    return Asset(key=uri(place), properties=properties)


def uri(place: str) -> str:
    """Return a path or URL as a URI that Prefect takes; what it refuses is replaced, and hashed.

    >>> uri("/srv/news/parquet"), uri("s3://corpus/news")
    ('file:///srv/news/parquet', 's3://corpus/news')
    >>> uri("/srv/my news")
    'file:///srv/my_news-dd7b8a95'
    """
    full = place if _SCHEME.match(place) else f"file://{place}"
    safe = _NOT_IN_KEYS.sub("_", full)
    if safe == full and len(full) <= _MOST_ASSET_KEY:
        return full
    digest = _digest(place)
    return f"{safe[: _MOST_ASSET_KEY - len(digest) - 1]}-{digest}"


def flow_run_name() -> str:
    """Return the name of the flow run that begins: the warehouse and the moment, in UTC.

    Settings that cannot be read end the run a moment later, with a message; they do not end it
    here.
    """
    moment = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    context = FlowRunContext.get()
    parameters = (context and context.parameters) or {}
    try:
        settings = parameters.get("settings") or Settings()
        return f"{short_name(settings.store.name)} {moment}"
    except (ValidationError, ZakhiraError):
        return moment


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]
