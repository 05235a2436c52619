"""Decode bytes of a given older encoding, and tolerate a few that it does not define.

A byte may have been damaged, a character cut off at the end, a line pasted in from elsewhere. An
undefined byte becomes U+FFFD. So does U+FFFD in UTF-8 amid an older encoding: others lost that
character.
"""

import codecs

# Lines of both in one file, as when a form was pasted into a page.
MIXED = "utf-8 and windows-1252"

_AS_WINDOWS_1252 = "zakhira-as-windows-1252"
_MAX_STRAYS = 100
_MAX_STRAY_SHARE = 0.001
_LOST = "\ufffd".encode()


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end
    raise error


codecs.register_error(_AS_WINDOWS_1252, _as_windows_1252)


def max_strays(payload: bytes) -> float:
    """Return how many bytes of a payload may be broken: one, or one in a thousand up to 100.

    >>> max_strays(b"a"), max_strays(b"a" * 1_500), max_strays(b"a" * 1_000_000)
    (1, 1.5, 100)
    """
    return min(max(1, _MAX_STRAY_SHARE * len(payload)), _MAX_STRAYS)


def decode_with_strays(payload: bytes, encoding: str, strays: float) -> str | None:
    r"""Return the text of a payload; None where it has more undefined bytes than `strays`.

    >>> payload = b"caf\x81 \xe9t\xe9"
    >>> decode_with_strays(payload, "windows-1252", 1)
    'caf\ufffd été'
    >>> decode_with_strays(payload, "windows-1252", 0)
    >>> decode_with_strays("東京".encode("shift_jis")[:-1], "shift_jis", 0)
    '東\ufffd'
    >>> decode_with_strays("it’s ".encode() + "é".encode("windows-1252"), MIXED, 0)
    'it’s é'
    """
    decoder = _decoder(encoding)
    pieces: list[str] = []
    rest = payload
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
    """Return how many U+FFFD in a text come from decoding it."""
    return max(0, text.count("\ufffd") - payload.count(_LOST))


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    if encoding == MIXED:
        return codecs.getincrementaldecoder("utf-8")(_AS_WINDOWS_1252)
    return codecs.getincrementaldecoder(encoding)()


def _mark_lost(text: str, payload: bytes, encoding: str) -> str:
    """Put U+FFFD for `ï¿½` in windows-1252, `пїЅ` in windows-1251, and so on."""
    if _LOST not in payload or len(text) != len(payload):
        return text
    return text.replace(_LOST.decode(encoding, "replace"), "\ufffd")
