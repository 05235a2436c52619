"""Tell URLs from paths, and check that a URL can be used.

A prefix of an object store is named as `pyarrow.fs.FileSystem.from_uri` takes it:
`s3://bucket/prefix?region=...`. Credentials come from the environment, never from the URL: that is
printed and recorded.
"""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SCHEMES = ("s3://", "gs://")


def is_url(place: str) -> bool:
    """Check whether a place is named by a URL.

    >>> is_url("s3://corpus/news"), is_url("data/landing")
    (True, False)
    """
    return bool(_URL.match(place))


def require_usable(url: str) -> str:
    """Return the same URL, if it names a prefix of a store we can reach, and no secrets.

    Raises:
        ValueError: it does not. The message says what to name instead, without the URL, which may
            hold a secret.
    """
    place = url.partition("?")[0]
    if not place.startswith(_SCHEMES):
        raise ValueError(
            f"a URL begins with {' or '.join(_SCHEMES)}, or names a folder with file:///"
        )
    bucket, *names = place.partition("://")[2].rstrip("/").split("/")
    if "@" in bucket:
        raise ValueError(
            "credentials do not belong into a URL, which is printed and recorded: "
            "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        )
    if not bucket:
        raise ValueError("the URL names no bucket: s3://bucket/prefix")
    if "" in names:
        raise ValueError("the URL has an empty name between two slashes")
    return url


def place_at(name: str) -> Path | str:
    """Return what a name stands for: a URL as it is spelt, or a path.

    >>> place_at("file:///data/a%20b"), place_at("data/landing"), place_at("s3://corpus/news")
    (PosixPath('/data/a b'), PosixPath('data/landing'), 's3://corpus/news')

    Raises:
        ValueError: it is a URL that cannot be used.
    """
    if name.lower().startswith("file://"):
        return Path(unquote(urlsplit(name).path))
    return require_usable(name) if is_url(name) else Path(name)
