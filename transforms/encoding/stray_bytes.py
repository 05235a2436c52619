"""This file decodes bytes that are in a given older encoding, all but a few.

A byte may have been damaged, a character cut off at the end, a line pasted in from elsewhere: one
that is undefined becomes U+FFFD, and so does what is U+FFFD in UTF-8 amid an older encoding, which
others lost.
"""

import codecs

# Lines of both in one file, as when a form was pasted into a page.
MIXED = "utf-8 and windows-1252"

_AS_WINDOWS_1252 = "zakhira-as-windows-1252"
_MOST_BROKEN = 100
_MOST_BROKEN_SHARE = 0.001
_LOST = "\ufffd".encode()


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end
    raise error


codecs.register_error(_AS_WINDOWS_1252, _as_windows_1252)


def most_strays(payload: bytes) -> float:
    """How many bytes of a payload may be broken: one, or one in a thousand, and no more than a hundred."""
    return min(max(1, _MOST_BROKEN_SHARE * len(payload)), _MOST_BROKEN)


def decode_all_but(strays: float, payload: bytes, encoding: str) -> str | None:
    r"""The text of a payload; null where more bytes are undefined than may be.

    >>> decode_all_but(1, b"caf\x81 \xe9t\xe9", "windows-1252"), decode_all_but(0, b"caf\x81", "windows-1252")
    ('caf\ufffd été', None)
    >>> decode_all_but(0, "東京".encode("shift_jis")[:-1], "shift_jis")
    '東\ufffd'
    >>> decode_all_but(0, "it’s ".encode() + "é".encode("windows-1252"), MIXED)
    'it’s é'
    """
    decoder, pieces, rest = _decoder(encoding), list[str](), payload
    while True:
        try:
            text = "".join([*pieces, decoder.decode(rest, encoding == MIXED)])
        except UnicodeDecodeError as error:
            if len(pieces) >= strays:
                return None
            decoder.reset()
            pieces.append(f"{error.object[: error.start].decode(encoding)}\ufffd")
            rest = error.object[error.end :]
        else:
            is_cut = bool(decoder.getstate()[0])
            return f"{text}\ufffd" if is_cut else _mark_lost(text, payload, encoding)


def count_strays(text: str, payload: bytes) -> int:
    """How many U+FFFD in a text come of decoding it."""
    return max(0, text.count("\ufffd") - payload.count(_LOST))


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    if encoding == MIXED:
        return codecs.getincrementaldecoder("utf-8")(_AS_WINDOWS_1252)
    return codecs.getincrementaldecoder(encoding)()


def _mark_lost(text: str, payload: bytes, encoding: str) -> str:
    """The text with U+FFFD for `ï¿½` in windows-1252, `пїЅ` in windows-1251, and so on."""
    if _LOST not in payload or len(text) != len(payload):
        return text
    return text.replace(_LOST.decode(encoding, "replace"), "\ufffd")
