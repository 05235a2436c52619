"""This file lays many texts into one array of characters, so that tables answer for all of them at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import regex

# Characters worked on at a time: as many as the arrays of have room in a core's cache.
_CHUNK_CHARS = 50_000

# A line end, or a space between two that are sentences by every rule.
_BLOCK_END = regex.compile(r"\n|(?<=[۔؟।॥。]|\p{Ll}{2}[.!?])\ (?=[\p{Lu}\p{Lo}])")

Answer = TypeVar("Answer")


class CharacterArray(NamedTuple):
    """Some texts, a line end before, between and behind them, and the same as an array."""

    text: str
    code_units: npt.NDArray[np.uint16]
    # The line end before the first text, and the one behind each.
    line_ends: npt.NDArray[np.intp]


def map_texts(
    texts: Sequence[str],
    at_once: Callable[[CharacterArray], Sequence[Answer]],
    rule: Callable[[str], Answer],
    total: Callable[[Iterable[Answer]], Answer],
) -> list[Answer]:
    """The answer to each text, in order: for many at once where it can be, by the rule for one where it cannot.

    A text with characters beyond the basic plane, which are two of the array, goes to the rule. Of
    a long text the answer is the total of those to its blocks of lines or sentences.

    >>> map_texts(["خبر", "", "😀!"], at_once=lambda found: (np.diff(found.line_ends) - 1).tolist(), rule=len, total=sum)
    [3, 0, 2]
    """
    found: list[Answer] = []
    for chunk in chunk_texts(texts):
        if len(chunk) > 1:
            found += _of_chunk(chunk, at_once, rule)
        else:
            found.append(total(_of_chunk([block], at_once, rule)[0] for block in _blocks(chunk[0])))
    return found


def chunk_texts(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts in order, a few at a time; a long one alone.

    >>> [len(chunk) for chunk in chunk_texts(["خبر"] * 3 + ["بارش" * 20_000] + ["خبر"])]
    [3, 1, 1]
    """
    chunk: list[str] = []
    held = 0
    for text in texts:
        if chunk and held + len(text) > _CHUNK_CHARS:
            yield chunk
            chunk, held = [], 0
        chunk.append(text)
        held += len(text)
    if chunk:
        yield chunk


def _blocks(text: str) -> Iterator[str]:
    """A text, where it is long, in blocks of whole lines or sentences, without what is between them."""
    start = 0
    while len(text) - start >= 2 * _CHUNK_CHARS and (
        end := _BLOCK_END.search(text, start + _CHUNK_CHARS)
    ):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _of_chunk(
    texts: Sequence[str],
    at_once: Callable[[CharacterArray], Sequence[Answer]],
    rule: Callable[[str], Answer],
) -> Sequence[Answer]:
    found = _lay_out(texts)
    if found:
        return at_once(found)
    if len(texts) == 1:
        return [rule(texts[0])]
    is_plain = [_lay_out([text]) is not None for text in texts]
    plain = _lay_out([text for text, is_one in zip(texts, is_plain, strict=True) if is_one])
    known = iter(at_once(plain) if plain and any(is_plain) else ())
    return [
        next(known) if is_one else rule(text) for text, is_one in zip(texts, is_plain, strict=True)
    ]


def _lay_out(texts: Sequence[str]) -> CharacterArray | None:
    """Null where a character is two of the array."""
    written = "\n".join(["", *texts, ""])
    payload = written.encode("utf-16-le", "surrogatepass")
    if len(payload) > 2 * len(written):
        return None
    return CharacterArray(
        written,
        np.frombuffer(payload, np.uint16),
        np.cumsum([0, *(len(text) + 1 for text in texts)]),
    )
