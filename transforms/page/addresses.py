"""Tell a web address that a page may have from what only looks like one."""

import re
from urllib.parse import urlsplit

from transforms.text.characters import category

# Browsers and search engines take no longer ones.
_MAX_CHARS = 2_048
# What RFC 3986 leaves out. Letters of all scripts may stand (RFC 3987), but no white space, no
# controls and no marks that turn text around; the two joiners are part of words.
_NEVER_IN_ADDRESS = frozenset('<>"{}|\\^`')
_JOINERS = frozenset("\u200c\u200d")
_SCHEMES = frozenset({"http", "https"})
# A name and a domain, `bbc.com` or `بی.پاک`: no number, and not this machine.
_HOST = re.compile(r"(?:[^\W_](?:[\w-]{0,62})\.)+[^\W\d_][\w-]*[^\W_]\.?")


def web_address(value: str) -> str | None:
    """Return a value that is the address of a page on the web, without white space around it.

    Null for all else: another scheme, a host without a domain, a user name, a port that is none,
    controls, and more than 2,048 characters.

    >>> web_address(" https://www.bbc.com/urdu/articles/c1 ")
    'https://www.bbc.com/urdu/articles/c1'
    >>> [web_address(value) for value in ("javascript:alert(1)", "https://bbc.com@evil.example/")]
    [None, None]
    """
    address = value[: _MAX_CHARS + 100].strip()
    if len(address) > _MAX_CHARS or not all(map(_may_stand, address)):
        return None
    try:
        parts = urlsplit(address)
        has_port = parts.port != 0
    except ValueError:
        return None
    is_plain = "@" not in parts.netloc and has_port
    has_host = _HOST.fullmatch(parts.hostname or "") is not None
    return address if parts.scheme in _SCHEMES and has_host and is_plain else None


def _may_stand(char: str) -> bool:
    if char in _NEVER_IN_ADDRESS:
        return False
    return category(char)[0] not in "CZ" or char in _JOINERS
