"""Take lists of names apart; most words are no list, and a quick look tells."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import regex


class ListMarks(NamedTuple):
    """What joins the names of a list, with the space around it, and a part of it that none lacks.

    A part is a sign, or a word between spaces.
    """

    mark: re.Pattern[str] | regex.Pattern[str]
    sign: re.Pattern[str]
    words: frozenset[str]

    def split(self, text: str) -> Sequence[str]:
        """Return the parts of a list, or the text that is none; the same as `mark.split`.

        >>> marks = ListMarks(re.compile(r", | and "), re.compile(","), frozenset(["and"]))
        >>> marks.split("Gilgit, Hunza and Skardu"), marks.split("Rawalpindi land")
        (['Gilgit', 'Hunza', 'Skardu'], ('Rawalpindi land',))
        """
        if self.sign.search(text) or not self.words.isdisjoint(text.split()):
            parts: list[str] = self.mark.split(text)
            return parts
        return (text,)
