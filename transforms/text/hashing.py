"""Name bytes and texts by their SHA-256, in lower-case hexadecimal digits."""

import hashlib


def file_hash(payload: bytes) -> str:
    """Return the hash of the bytes of a raw file.

    >>> file_hash(b"")
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """
    return hashlib.sha256(payload).hexdigest()


def content_hash(canonical: bytes) -> str:
    """Return the hash of the canonical form of a text, in UTF-8: equal for copies of a text.

    >>> content_hash("اردواخبار".encode())
    '268f43afb8b58a28b4938b05e893ea94756c2b5cafc16d14fcae8cf791be0ebf'
    """
    return hashlib.sha256(canonical).hexdigest()
