"""This file counts the words, sentences and paragraphs of a text.

Words stand between the word boundaries of Unicode (UAX #29). These use no dictionary: in scripts written
without spaces a Han character, a kana of Hiragana or a letter of Thai is a word of its own.
"""

import numpy as np
import numpy.typing as npt
import regex

_LETTER = r"\p{WB=ALetter}\p{WB=Hebrew_Letter}"
_NUMBER = r"\p{WB=Numeric}"
_KATAKANA = r"\p{WB=Katakana}"
_JOINER = r"\p{WB=ExtendNumLet}"
_EXTEND = r"\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}"
_QUOTE = r"\p{WB=MidNumLet}\p{WB=Single_Quote}"
_RUN = rf"[{_LETTER}{_NUMBER}{_JOINER}{_EXTEND}]*+"
_KATAKANA_RUN = rf"[{_KATAKANA}{_JOINER}{_EXTEND}]*+"

_WORD = regex.compile(
    rf"""
      (?: [{_LETTER}\p{{Nd}}] {_RUN} | (?= \p{{L}} ) {_KATAKANA} {_KATAKANA_RUN} )
      (?: (?<= [{_LETTER}] [{_EXTEND}]*)  [\p{{WB=MidLetter}}{_QUOTE}]  [{_EXTEND}]*+  (?= [{_LETTER}] )  {_RUN}
        | (?<= {_NUMBER} [{_EXTEND}]*)  [\p{{WB=MidNum}}{_QUOTE}]  [{_EXTEND}]*+  (?= {_NUMBER} )  {_RUN}
        | (?<= \p{{WB=Hebrew_Letter}} [{_EXTEND}]*)  "  [{_EXTEND}]*+  (?= \p{{WB=Hebrew_Letter}} )  {_RUN}
        | (?<= {_JOINER} [{_EXTEND}]*)  (?: [{_LETTER}{_NUMBER}] {_RUN} | {_KATAKANA} {_KATAKANA_RUN} )
      )*+
    | [\p{{L}}\p{{Nd}}\p{{Nl}}]
    """,
    regex.VERBOSE,
)
"""WB4 to WB13 written out, for regex's own `(?w)` departs from them at `'a` and at an apostrophe behind a mark."""

WORD_CHARACTER = regex.compile(r"[\p{L}\p{Nd}\p{Nl}\p{WB=ALetter}]")
"""What every word has at least one of."""

_AROUND_WORDS = ".,:;!?()[]{}<>\"'`*&#@%$€£+=|~/\\،؛؟۔٫٬٭“”‘’‚„«»‹›…–—-•।॥"
"""Marks that join nothing and are no part of a word where they begin or end it."""

_PLAIN_WORD = regex.compile(rf"[{_LETTER}{_NUMBER}][{_LETTER}{_NUMBER}{_EXTEND}]*+")
"""One word, whatever letters and digits these are: nothing breaks between them (WB4, WB5, WB8 to WB10)."""

SENTENCE_END = regex.compile(
    r"""
      [^\P{Sentence_Terminal}.!?．]  (?! (?<= \d . ) \d )            # ۔ ؟ । 。 and the like, but not in ۳۔۵
    | [!?]  (?! [\p{Lu}\p{Ll}\p{Nd}=&] )                             # not in an address: ?page=2
    | (?<! [.…．] | \b\p{Lu} | ^\p{Nd}{1,3} )  [.…．]++              # not behind an initial or a list number,
      (?! [\p{Lu}\p{Ll}\p{Nd}] )                                     # nor in 3.5 or example.com,
      (?! [^\p{L}\p{Nd}\p{Sentence_Terminal}…\n]*+ \p{Ll} )          # nor where lower case goes on: e.g. this
    """,
    regex.VERBOSE | regex.MULTILINE,
)
"""A mark that ends a sentence: every Sentence_Terminal of Unicode, and the ellipsis.

Exceptions as in UAX #29, and for initials and list numbers. `Dr.` and its like are not known: they end one.
"""

_SENTENCE_OR_LINE_END = regex.compile(rf"{SENTENCE_END.pattern} | \n", SENTENCE_END.flags)
FINISHED = regex.compile(r"[\p{Sentence_Terminal}…:]\p{P}*+\s*+\Z")
"""How a line ends that goes on in no other."""

_ENDING_CHARACTER = regex.compile(r"[\p{Sentence_Terminal}.!?．…\n]")
"""What every end of a sentence begins with."""

_PARAGRAPH_END = regex.compile(r"\n\s*\n")


def count_words(text: str) -> int:
    r"""Pieces between word boundaries that have a letter or digit in them.

    >>> count_words("وہ کہتا ہے،3.5 فیصد؛ نہیں!")
    6
    >>> count_words("می\u200cروم"), count_words("مُحَمَّد"), count_words("can't"), count_words("— * —")
    (1, 1, 1, 0)
    """
    traits = _traits(text)
    if traits is None:
        return len(_WORD.findall(text))
    # Equal, and faster: no word has a space in it, and most of what is between spaces is plainly one.
    starts, ends = _runs(traits & _SPACE == 0)
    is_odd = traits & (_SPACE | _JOINING | _EXTENDING) == 0
    is_odd[starts] |= traits[starts] & _JOINING == 0
    others = np.unique(np.searchsorted(starts, np.flatnonzero(is_odd), "right") - 1)
    spans = zip(starts[others].tolist(), ends[others].tolist(), strict=True)
    pieces = [text[start:end].strip(_AROUND_WORDS) for start, end in spans]
    odd = [piece for piece in pieces if not _PLAIN_WORD.fullmatch(piece)]
    return len(starts) - len(odd) + len(_WORD.findall(" ".join(odd)))


def count_sentences(text: str) -> int:
    r"""Sentences by their terminal marks; a line without one, such as a headline, counts as one too.

    >>> count_sentences("کیا ہوا؟ کچھ نہیں! سب ٹھیک ہے۔اچھا")
    4
    >>> count_sentences("Prices rose 3.5 % in the U.S. on Monday...")
    1
    >>> count_sentences("سرخی\nپہلا جملہ۔ دوسرا جملہ۔"), count_sentences("؟!")
    (3, 0)
    """
    traits = _traits(text)
    if traits is None:
        return sum(1 for piece in _SENTENCE_OR_LINE_END.split(text) if WORD_CHARACTER.search(piece))
    # Equal, and faster: the rule is asked only where a mark or a line end is.
    starts, ends = [0], []
    for position in np.flatnonzero(traits & _ENDING).tolist():
        match = _SENTENCE_OR_LINE_END.match(text, position) if position >= starts[-1] else None
        if match:
            ends.append(position)
            starts.append(match.end())
    of_words = np.flatnonzero(traits & _OF_WORD)
    return int((np.searchsorted(of_words, starts) < np.searchsorted(of_words, [*ends, len(text)])).sum())


def count_paragraphs(text: str) -> int:
    r"""Blocks of lines between blank lines.

    >>> count_paragraphs("one\ntwo\n\nthree\n \n\n"), count_paragraphs("\n")
    (2, 0)
    """
    return sum(1 for block in _PARAGRAPH_END.split(text) if block.strip())


def _traits(text: str) -> npt.NDArray[np.uint8] | None:
    """What each character is; null for a text with characters beyond the basic plane."""
    payload = text.encode("utf-16-le", "surrogatepass")
    return _TRAITS[np.frombuffer(payload, np.uint16)] if len(payload) == 2 * len(text) else None


def _runs(is_inside: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Where runs of characters begin, and end."""
    edges = np.flatnonzero(np.diff(is_inside, prepend=False, append=False))
    return edges[::2], edges[1::2]


_SPACE, _JOINING, _EXTENDING, _OF_WORD, _ENDING = (1 << bit for bit in range(5))


def _table() -> npt.NDArray[np.uint8]:
    """The traits of every character of the basic plane."""
    every = "".join(map(chr, range(0x10000)))
    own = {
        _SPACE: regex.findall(rf"[^\S{_JOINER}]", every),  # but one space joins digits: U+202F
        _JOINING: regex.findall(f"[{_LETTER}{_NUMBER}]", every),
        _EXTENDING: regex.findall(f"[{_EXTEND}]", every),
        _OF_WORD: WORD_CHARACTER.findall(every),
        _ENDING: _ENDING_CHARACTER.findall(every),
    }
    table = np.zeros(len(every), np.uint8)
    for trait, characters in own.items():
        table[list(map(ord, characters))] |= trait
    return table


_TRAITS = _table()
