"""Count the words, sentences and paragraphs of a text.

Words are between the word boundaries of Unicode (UAX #29). These use no dictionary: in scripts
written without spaces a Han character, a kana of Hiragana or a letter of Thai is a word of its own.
`segmentation_arrays` counts many texts at once.
"""

import re

import regex

LETTER = r"\p{WB=ALetter}\p{WB=Hebrew_Letter}"
NUMBER = r"\p{WB=Numeric}"
_KATAKANA = r"\p{WB=Katakana}"
JOINER = r"\p{WB=ExtendNumLet}"
EXTEND = r"\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}"
QUOTE = r"\p{WB=MidNumLet}\p{WB=Single_Quote}"
_RUN = rf"[{LETTER}{NUMBER}{JOINER}{EXTEND}]*+"
_KATAKANA_RUN = rf"[{_KATAKANA}{JOINER}{EXTEND}]*+"

# WB4 to WB13 written out, because the `(?w)` of regex departs from them at `'a` and at an
# apostrophe after a mark.
WORD = regex.compile(
    rf"""
      (?: [{LETTER}\p{{Nd}}] {_RUN} | (?= \p{{L}} ) {_KATAKANA} {_KATAKANA_RUN} )
      (?: (?<= [{LETTER}] [{EXTEND}]*)  [\p{{WB=MidLetter}}{QUOTE}]  [{EXTEND}]*+
            (?= [{LETTER}] )  {_RUN}
        | (?<= {NUMBER} [{EXTEND}]*)  [\p{{WB=MidNum}}{QUOTE}]  [{EXTEND}]*+
            (?= {NUMBER} )  {_RUN}
        | (?<= \p{{WB=Hebrew_Letter}} [{EXTEND}]*)  "  [{EXTEND}]*+
            (?= \p{{WB=Hebrew_Letter}} )  {_RUN}
        | (?<= {JOINER} [{EXTEND}]*)  (?: [{LETTER}{NUMBER}] {_RUN} | {_KATAKANA} {_KATAKANA_RUN} )
      )*+
    | [\p{{L}}\p{{Nd}}\p{{Nl}}]
    """,
    regex.VERBOSE,
)

# Every word has at least one of these characters.
WORD_CHARACTER = regex.compile(r"[\p{L}\p{Nd}\p{Nl}\p{WB=ALetter}]")

# A mark that ends a sentence: every Sentence_Terminal of Unicode, and the ellipsis. Exceptions are
# those of UAX #29, initials and list numbers. Abbreviations such as `Dr.` are not known: they end a
# sentence.
SENTENCE_END = regex.compile(
    r"""
    # ۔ ؟ । 。 and the like, but not in ۳۔۵
      [^\P{Sentence_Terminal}.!?．]  (?! (?<= \d . ) \d )
    # not in an address: ?page=2
    | [!?]  (?! [\p{Lu}\p{Ll}\p{Nd}=&] )
    # not after an initial or a list number
    | (?<! [.…．] | \b\p{Lu} | ^\p{Nd}{1,3} )  [.…．]++
      # nor in 3.5 or example.com
      (?! [\p{Lu}\p{Ll}\p{Nd}] )
      # nor before lower case: e.g. this
      (?! [^\p{L}\p{Nd}\p{Sentence_Terminal}…\n]*+ \p{Ll} )
    """,
    regex.VERBOSE | regex.MULTILINE,
)

_SENTENCE_OR_LINE_END = regex.compile(rf"{SENTENCE_END.pattern} | \n", SENTENCE_END.flags)
# The end of a line that does not continue on the next one.
FINISHED = regex.compile(r"[\p{Sentence_Terminal}…:]\p{P}*+\s*+\Z")
_MARKS_OR_SPACES = regex.compile(r"[\p{P}\s]++")
# Of the end of a line: nearly always enough to see whether it is finished.
_TAIL_CHARS = 12

_PARAGRAPH_END = regex.compile(r"\n\s*\n")
# A blank line that a normalized text lacks: with spaces, or below another one.
_ODD_BLANK = re.compile(r"\n(?:[^\S\n]|\n\n)")


def is_finished(line: str) -> bool:
    """Check whether a line does not continue on the next one; as `FINISHED`, and faster.

    >>> is_finished("بارش ہوئی۔"), is_finished("“So it is.” "), is_finished("3.5 ارب")
    (True, True, False)
    """
    tail = line[-_TAIL_CHARS:]
    if tail[-1:].isalnum():
        return False
    if FINISHED.search(tail):
        return True
    is_cut = len(line) > len(tail) and _MARKS_OR_SPACES.fullmatch(tail) is not None
    return is_cut and FINISHED.search(line) is not None


def count_words(text: str) -> int:
    r"""Count the pieces between word boundaries that have a letter or digit.

    >>> count_words("وہ کہتا ہے،3.5 فیصد؛ نہیں!")
    6
    >>> [count_words(text) for text in ("می\u200cروم", "مُحَمَّد", "can't", "— * —")]
    [1, 1, 1, 0]
    """
    return len(WORD.findall(text))


def count_sentences(text: str) -> int:
    r"""Count sentences by their terminal marks; a line without one, such as a headline, is one too.

    >>> count_sentences("کیا ہوا؟ کچھ نہیں! سب ٹھیک ہے۔اچھا")
    4
    >>> count_sentences("Prices rose 3.5 % in the U.S. on Monday...")
    1
    >>> count_sentences("سرخی\nپہلا جملہ۔ دوسرا جملہ۔"), count_sentences("؟!")
    (3, 0)
    """
    return sum(1 for piece in _SENTENCE_OR_LINE_END.split(text) if WORD_CHARACTER.search(piece))


def count_paragraphs(text: str) -> int:
    r"""Count the blocks of lines between blank lines.

    >>> count_paragraphs("one\ntwo\n\nthree\n \n\n"), count_paragraphs("\n")
    (2, 0)
    """
    is_stripped = not (text[:1].isspace() or text[-1:].isspace())
    if text and is_stripped and not _ODD_BLANK.search(text):
        return text.count("\n\n") + 1
    return sum(1 for block in _PARAGRAPH_END.split(text) if block.strip())
