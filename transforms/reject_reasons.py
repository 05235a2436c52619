"""Why a raw file may have no document."""

from enum import StrEnum


class RejectReason(StrEnum):
    """Why a raw file has no document."""

    EMPTY = "empty"
    BLANK = "blank"
    BINARY = "binary"
    UNDECODABLE = "undecodable"
    LOST_TEXT = "lost_text"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    UNSTABLE = "unstable"
    # Packed files: broken or of no known method, behind a password, far larger than it seems, in
    # too many others.
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    NESTED = "nested"
    # A line of JSON without a text.
    NO_TEXT = "no_text"
    # To be read with extras that are not installed.
    HTML = "html"
    WARC = "warc"
    # Our code raised an exception, or took more time or memory than one file may.
    FAILED = "failed"
