"""Ask which of many words the lines of a text have: all words at once, one look at a character."""

import ctypes
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transforms.native import kernel, library
from transforms.native.tables import tables
from transforms.native.traits import FORM_DROPPED, FORM_SEPARATOR, PLANE

# What each character of the basic plane is compared as; null for one that is passed over.
Letters = npt.NDArray[np.uint16]

_MOST_QUESTIONS = 64
_MOST_STATES = 1 << 16
# Before the first line and after the last one, as between two.
_END = "\n"
# What a character that is passed over is compared as.
_NOTHING = "\0"
_OTHER, _PASSED_OVER = range(2)


class _Automaton(NamedTuple):
    """As in `line_words.c`: states are numbers of rows, words of which one begins so far."""

    classes: npt.NDArray[np.uint16]
    next: npt.NDArray[np.uint16]
    answers: npt.NDArray[np.uint64]
    shift: int
    line_start: int


class _Words(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("classes", "next", "answers")),
        *((name, ctypes.c_int64) for name in ("shift", "line_start")),
    )


class LineWords:
    r"""Questions about the words of lines, each by the words of which a line has one at least.

    A word is found anywhere in a line, also as part of another; a line end in it stands for the
    start or the end of the line. To ask about many texts is quicker where their lines are joined:
    4 ns a character on one core, however many words there are. A gate may ask for less than its
    rule does, so a few letters of each word are enough.

    >>> found = LineWords([["rain", "بارش"], ["\nby "], ["0000"]], letters_as(str.lower))
    >>> [f"{answer:03b}" for answer in found.answers("By Rain\n2026: Train by rail\n\n0000")]
    ['011', '001', '000', '100']
    """

    def __init__(self, questions: Sequence[Collection[str]], letters: Letters) -> None:
        """Take the words of each question; the kernel's tables are made when it is first asked.

        Args:
            questions: no more than 64. The answer of a line has a bit for each of them, the lowest
                for the first.
            letters: what characters are compared as (`letters_as`, `canonical_letters`).
        """
        if len(questions) > _MOST_QUESTIONS:
            raise ValueError(f"{len(questions)} questions, and {_MOST_QUESTIONS} bits")
        self._letters = letters.copy()
        self._letters[ord(_END)] = ord(_END)
        self._questions = questions

    def answers(self, text: str) -> list[int]:
        """Return the answer of each line of a text, as `answers_by_rule` does."""
        if not kernel.is_there():
            return self.answers_by_rule(text)
        units = text.encode("utf-16-le", "surrogatepass")
        lines = text.count(_END) + 1
        found = (ctypes.c_uint64 * lines)()
        library.kernel().find_line_words(
            self._address, units, len(units) // 2, ctypes.addressof(found), lines
        )
        return list(found)

    def answers_by_rule(self, text: str) -> list[int]:
        """Return the answer of each line of a text."""
        lines = (self._spelled(f"{_END}{line}{_END}") for line in text.split(_END))
        return [self._answer(line) for line in lines]

    def _answer(self, line: str) -> int:
        asked = enumerate(self._spelled_questions)
        return sum(1 << bit for bit, words in asked if any(word in line for word in words))

    def _spelled(self, text: str) -> str:
        """Return a text in the letters that are compared; a character of another plane is two."""
        units = text if text.isascii() else "".join(map(chr, _units(text)))
        return units.translate(self._table).replace(_NOTHING, "")

    @cached_property
    def _table(self) -> str:
        return self._letters.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")

    @cached_property
    def _spelled_questions(self) -> list[frozenset[str]]:
        return [frozenset(map(self._spelled, words)) for words in self._questions]

    @cached_property
    def _automaton(self) -> _Automaton:
        return _automaton(self._spelled_questions, self._letters)

    @cached_property
    def _words(self) -> _Words:
        found = self._automaton
        tables = (table.ctypes.data for table in (found.classes, found.next, found.answers))
        return _Words(*tables, found.shift, found.line_start)

    @cached_property
    def _address(self) -> int:
        """Return where the kernel finds the words. They stay there."""
        return ctypes.addressof(self._words)


def letters_as(fold: Callable[[str], str]) -> Letters:
    """Return what characters are compared as: what a function makes of each.

    The function keeps the number of characters. İ, of which `str.lower` makes two, is one of i.
    """
    plane = "".join(map(chr, range(PLANE))).replace("İ", "i")
    folded = fold(plane).encode("utf-16-le", "surrogatepass")
    return np.frombuffer(folded, np.uint16, PLANE)


def canonical_letters() -> Letters:
    """Return what characters become in the canonical form, without marks and spaces."""
    left_out = tables().form & (FORM_DROPPED | FORM_SEPARATOR)
    return np.where(left_out, 0, tables().folded).astype(np.uint16)


def _units(text: str) -> list[int]:
    units: list[int] = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16).tolist()
    return units


class _Trie:
    """The words, letter by letter: a state is what a word begins with, the first one nothing."""

    def __init__(self) -> None:
        self.answers = [0]
        self.children: list[dict[int, int]] = [{}]

    def add(self, word: Sequence[int], answer: int) -> int:
        """Add a word of classes; return its state."""
        state = 0
        for letter in word:
            if letter not in self.children[state]:
                self.children[state][letter] = len(self.children)
                self.children.append({})
                self.answers.append(0)
            state = self.children[state][letter]
        self.answers[state] |= answer
        return state


def _automaton(questions: Sequence[Collection[str]], letters: Letters) -> _Automaton:
    """Return the automaton of words that are spelled in the letters that are compared."""
    used = sorted({unit for words in questions for word in words for unit in _units(word)})
    class_of = {unit: number for number, unit in enumerate([ord(_END), *used], _PASSED_OVER + 1)}
    class_of_letter = np.full(PLANE, _OTHER, np.uint16)
    class_of_letter[list(class_of)] = list(class_of.values())
    class_of_letter[0] = _PASSED_OVER
    trie = _Trie()
    line_start = trie.add([class_of[ord(_END)]], 0)
    for bit, words in enumerate(questions):
        for word in words:
            trie.add([class_of[unit] for unit in _units(word)], 1 << bit)
    if len(trie.children) > _MOST_STATES:
        raise ValueError(f"{len(trie.children)} beginnings of words, and {_MOST_STATES} states")
    shift = max(class_of.values()).bit_length()
    steps = _steps(trie, 1 << shift)
    answers = np.array(trie.answers, np.uint64)
    return _Automaton(class_of_letter[letters], steps, answers, shift, line_start)


def _steps(trie: _Trie, classes: int) -> npt.NDArray[np.uint16]:
    """Return where each class leads from each state; add the answers of words that end others."""
    steps = np.zeros((len(trie.children), classes), np.uint16)
    # The longest end of a state that is a state.
    ends = [0] * len(trie.children)
    queue = [0]
    for state in queue:
        end = ends[state]
        trie.answers[state] |= trie.answers[end]
        steps[state] = steps[end]
        for letter, child in trie.children[state].items():
            ends[child] = int(steps[end, letter]) if state else 0
            steps[state, letter] = child
            queue.append(child)
        steps[state, _PASSED_OVER] = state
    return steps
