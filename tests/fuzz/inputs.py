"""Bytes that look like files of ours: pieces of samples, spliced with what rules look for."""

from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from transforms.dates.vocabulary import months
from transforms.gazetteer.agencies import AGENCIES
from transforms.gazetteer.places import PLACES

_SAMPLES = Path(__file__).parent.parent.parent / "samples"
# Bytes of a piece of a sample, and pieces of an input.
_LONGEST_PIECE = 200
_MOST_PIECES = 10
_MOST_REPEATS = 60

# Apart by spaces: ␣ stands for a space, ⏎ for a line end.
_MARKUP = r"""
---⏎ ⏎---⏎ title:␣ date:␣ author:␣ crawled_at:␣ year:␣ :␣ -␣ ,␣ " ' \u "\ud83d\ude00" "\ud83d"
"\UFFFFFFFF" \x00 |⏎␣ >⏎␣ [ ] { } ?␣ &a␣ *a <<:␣ !!bool␣ !!timestamp␣ # % ~ null 0xfff
{"title":␣" ",␣"date":␣" ",␣"author":␣" "} 1e999 NaN
"""
_DATES = """
0001-01-01T00:00:00+05:00 9999-12-31T23:59:59-10:00 9999-12-31 0000-00-00 2026-03-07 1447 1404 ۷␣
2026-03-07␣10:15:00␣+0530 29␣February␣ ٠٧/٠٣/٢٠٢٦ 11:47␣PM␣IST T24:00 +14:00 ␣GMT Published:␣
Updated␣ یکم␣ |␣ از␣ ، ؛
"""
_MARKS = """
␣ ⏎ ⏎⏎ ـ ۔ ؟ — ( ) + - . ٫ ½ Ⅷ 漢 ハ 각 ᄀ ᅡ İ ß ǅ ﷺ ﻻ 😀 𞤀
"""
_INVISIBLE = (
    "\r\t\v\f\0\x85\xa0\xad\u061c\u200c\u200d\u202e\u2028\u3000\ufeff\ufffd\ufffe\u1680\u115f\u2800"
    "\u0301\u0323\u0654\u064b\u0344\u0958\u034f\U0001d165\U0001d17b\U0001d7d0\U0001e957"
)
_BYTES = (
    *(b"\xff\xfe", b"\xfe\xff", b"\x1b$B", b"\x1b(B", b"\x1b[31m", b"~{", b"~}", b"+2D3cTdg83wg-"),
    *(b"+Bic-", b"\xed\xa0\xbd", b"\xed\xb8\x80", b"\x81\x30\x81\x30", b"\xc3\xa9", b"\xe2\x80"),
    *(b"PK\x03\x04", b"%PDF", b"\x80", b"\x9d", b"\xc7\xd1", b"????"),
)


@cache
def _samples() -> tuple[bytes, ...]:
    """Return the bytes of each sample, in the order of their paths."""
    return tuple(path.read_bytes() for path in sorted(_SAMPLES.rglob("*")) if path.is_file())


def _names() -> list[str]:
    """Return the words that rules look for: months, agencies and cities."""
    rows = [*AGENCIES.values(), *PLACES.values()]
    return [*(name for name, _, _ in months()), *(row.split("|")[0] for row in rows)]


def _piece_of(sample: bytes) -> st.SearchStrategy[bytes]:
    starts = st.integers(0, max(0, len(sample) - 1))
    return st.builds(
        lambda start, length: sample[start : start + length],
        starts,
        st.integers(1, _LONGEST_PIECE),
    )


def _written() -> list[str]:
    tokens = f"{_MARKUP} {_DATES} {_MARKS}"
    return [token.replace("␣", " ").replace("⏎", "\n") for token in tokens.split()]


_WRITTEN = st.sampled_from([*_written(), *_INVISIBLE, *_names()]).map(str.encode)
_PIECES = st.one_of(
    _WRITTEN,
    _WRITTEN,
    st.sampled_from(_BYTES),
    st.sampled_from(_samples()).flatmap(_piece_of),
    st.text(max_size=5).map(str.encode),
    st.binary(max_size=5),
)
_REPEATED = st.builds(lambda piece, count: piece * count, _WRITTEN, st.integers(2, _MOST_REPEATS))
payloads = st.lists(_PIECES | _PIECES | _PIECES | _REPEATED, max_size=_MOST_PIECES).map(b"".join)
