"""Lay many texts into one array of characters, for one call of the compiled kernel.

Without a kernel the rules answer, text by text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import regex

from transforms.native import kernel

# Characters that are processed at a time: their arrays have room in the cache of a core.
_CHUNK_CHARS = 50_000

# A line end, or a space between two that are sentences by every rule.
_BLOCK_END = regex.compile(r"\n|(?<=[۔؟।॥。]|\p{Ll}{2}[.!?])\ (?=[\p{Lu}\p{Lo}])")

# Most characters that texts have of other planes: neither letters nor digits, marks or skin tones.
PICTURE = re.compile("[\U0001f300-\U0001f3fa\U0001f400-\U0001faff]")
# To words, sentences and scripts it is what a picture is.
_STAND_IN = "☃"

Result = TypeVar("Result")


class CharacterArray(NamedTuple):
    """Some texts, a line end before, between and after them, and the same as an array.

    A snowman stands for each picture of another plane.
    """

    text: str
    code_units: npt.NDArray[np.uint16]
    # The position of the line end before the first text, and of the one after each.
    line_ends: npt.NDArray[np.int64]


def map_texts(
    texts: Sequence[str],
    array_rule: Callable[[CharacterArray], Sequence[Result]],
    rule: Callable[[str], Result],
    total: Callable[[Iterable[Result]], Result],
) -> list[Result]:
    """Return the result for each text, in order.

    `array_rule` returns the results for many texts at once. `rule` returns the result for a text
    with characters beyond the basic plane, which take two elements of the array. The result for a
    long text is the `total` of those for its blocks of lines or sentences.

    >>> def lengths(array):
    ...     return (np.diff(array.line_ends) - 1).tolist()
    >>> map_texts(["خبر", "", "😀!"], lengths, rule=len, total=sum)
    [3, 0, 2]
    """
    found: list[Result] = []
    for chunk in chunk_texts(texts):
        if len(chunk) > 1:
            found += _map_chunk(chunk, array_rule, rule)
        else:
            blocks = _blocks(chunk[0])
            found.append(total(_map_chunk([block], array_rule, rule)[0] for block in blocks))
    return found


def chunk_texts(texts: Sequence[str], most_chars: int = _CHUNK_CHARS) -> Iterator[list[str]]:
    """Yield the texts in order, at most so many characters at a time; a longer one alone.

    >>> [len(chunk) for chunk in chunk_texts(["خبر"] * 3 + ["بارش" * 20_000] + ["خبر"])]
    [3, 1, 1]
    """
    chunk: list[str] = []
    held = 0
    for text in texts:
        if chunk and held + len(text) > most_chars:
            yield chunk
            chunk, held = [], 0
        chunk.append(text)
        held += len(text)
    if chunk:
        yield chunk


def _blocks(text: str) -> Iterator[str]:
    """Yield the blocks of whole lines or sentences of a long text; a short one is one block."""
    start = 0
    while len(text) - start >= 2 * _CHUNK_CHARS and (
        end := _BLOCK_END.search(text, start + _CHUNK_CHARS)
    ):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _map_chunk(
    texts: Sequence[str],
    array_rule: Callable[[CharacterArray], Sequence[Result]],
    rule: Callable[[str], Result],
) -> Sequence[Result]:
    if not kernel.is_there():
        return list(map(rule, texts))
    array = lay_out(texts)
    return array_rule(array) if array else _map_mixed(texts, array_rule, rule)


def _map_mixed(
    texts: Sequence[str],
    array_rule: Callable[[CharacterArray], Sequence[Result]],
    rule: Callable[[str], Result],
) -> Sequence[Result]:
    """Return the results for texts of which some cannot be laid out."""
    is_plain = [lay_out([text]) is not None for text in texts]
    array = lay_out([text for text, is_one in zip(texts, is_plain, strict=True) if is_one])
    plain_results = iter(array_rule(array) if array and any(is_plain) else ())
    return [
        next(plain_results) if is_one else rule(text)
        for text, is_one in zip(texts, is_plain, strict=True)
    ]


def lay_out(texts: Sequence[str]) -> CharacterArray | None:
    """Return texts as an array; null where a character takes two elements of it."""
    joined = "\n".join(["", *texts, ""])
    payload = joined.encode("utf-16-le", "surrogatepass")
    if len(payload) > 2 * len(joined):
        joined = PICTURE.sub(_STAND_IN, joined)
        payload = joined.encode("utf-16-le", "surrogatepass")
    if len(payload) > 2 * len(joined):
        return None
    code_units = np.frombuffer(payload, np.uint16)
    return CharacterArray(joined, code_units, np.cumsum([0, *(len(text) + 1 for text in texts)]))
