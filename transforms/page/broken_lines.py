"""Join the first lines of a text where links stand on lines of their own and break its sentence.

A line that cannot end a headline, before a line that goes on, is a part of a paragraph.
"""

from collections.abc import Sequence

import regex

from transforms.attribution.credits import is_credit
from transforms.attribution.dateline import dateline_end
from transforms.dates.publication_date import is_date_line
from transforms.dates.vocabulary import words
from transforms.gazetteer.lookup import is_letter_name
from transforms.text.letter_variants import fold_variants
from transforms.text.segmentation import SENTENCE_END, is_finished

# Characters that are joined, and of a line that is a link in the middle of a sentence.
_MOST_CHARS = 1_000
_LONGEST_LINK = 60
# Characters of a line whose comma goes on: a shorter one may be a salutation.
_SHORTEST_CLAUSE = 40
# Words that end no headline: the sentence goes on after them.
_OPEN_WORDS = frozenset(
    words(
        "اور کہ یا جو مگر لیکن کیونکہ چونکہ جس تاکہ جبکہ بلکہ جسے جنھیں جنہیں اگرچہ"
        " و از بہ اما زیرا کە لەگەڵ ۽ جیڪو جیڪا جیڪی چې لہ"
        " في الی عن التی الذی الذین مع ثم لکن حتی"
        " और कि जो या लेकिन मगर क्योंकि चूंकि जिस जिन ताकि तथा एवं जबकि बल्कि जिसे जिन्हें"
        " and or the an because than their its his our whose"
    )
)
# A word of another meaning in Sindhi (`of`), and the letters of Sindhi.
_SINDHI = regex.compile(r"[ڪڻٻڳڄڃڏڀٺٿڌڦڊڙ۾].*\sجو\s*\Z")
# Words that begin no headline and no sentence: they stand after the word that a link took away.
_LINKED_WORDS = frozenset(words("نے کو کے کا سے ने को के का की से में"))
# Words that end a headline of a poet only, or a line that a link broke: then one of those that a
# link takes away begins the line below the link.
_ERGATIVES = frozenset(words("نے ने"))
_NOT_LINKED = frozenset(words("ٹو الیکٹرک"))
# English words that a headline of two lines may break before.
_SMALL_WORDS = frozenset(
    words(
        "after against and as at before but for from in into is not of off on or over than that the"
        " to under until was were when where which while who will with without"
    )
)
_LOWER_CREDITS = frozenset(words("by from via photo photos image source courtesy written"))
_LETTER = regex.compile(r"\p{L}")
_FIRST_LETTER = regex.compile(r"[\p{L}\p{Nd}]")
_LAST_WORD = regex.compile(r"\p{Pi}*([\p{L}\p{M}]++)")
_COMMAS = (",", "،", "、")


def joined(lines: Sequence[str]) -> str:
    """Return the first of some lines with those that go on with its sentence.

    >>> joined(["The council will rebuild the market and", "its chairman", "thanked them."])
    'The council will rebuild the market and its chairman thanked them.'
    >>> joined(["Fish market to rise again", "The council met."])
    'Fish market to rise again'
    """
    first, *others = lines
    if not others or is_finished(first):
        return first
    return _joined_cased(lines) if _is_cased(first) else _joined_uncased(lines)


def _joined_cased(lines: Sequence[str]) -> str:
    """Join lines until one begins with a capital.

    Without the end of a sentence only a small word goes on: a line in lower case may be a keyword.
    """
    text = lines[0]
    for number in range(1, len(lines)):
        following = lines[number]
        if is_finished(text) or len(text) + len(following) > _MOST_CHARS:
            break
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if not _goes_on_in_case(text, following, after, is_first=number == 1):
            break
        text = f"{text} {following}"
    is_whole = SENTENCE_END.search(text) or _first_word(lines[1]) in _SMALL_WORDS
    return text if is_whole else lines[0]


def _first_word(line: str) -> str:
    return next(iter(line.split(maxsplit=1)), "")


def _goes_on_in_case(text: str, following: str, after: str, *, is_first: bool) -> bool:
    if _ends_open(text):
        return not _is_aside(following)
    is_short = len(following) <= _LONGEST_LINK
    if _begins_lower(following):
        is_next = not is_first or (is_short and not _begins_lower(text))
    else:
        # A link may be a name; the sentence goes on after it.
        is_link = is_short and not SENTENCE_END.search(following)
        is_next = is_link and not is_first and _begins_lower(after)
    return is_next and not _is_aside(following)


def _joined_uncased(lines: Sequence[str]) -> str:
    """Join lines until one ends a sentence; without such a line the first one stays alone."""
    following = lines[1]
    goes_on = _ends_open(lines[0]) or _begins_linked(following) or _is_around_link(lines)
    if not goes_on or _is_aside(following):
        return lines[0]
    text = lines[0]
    for line in lines[1:]:
        if len(text) + len(line) > _MOST_CHARS:
            break
        text = f"{text} {line}"
        if SENTENCE_END.search(line):
            return text
    return lines[0]


def _is_cased(line: str) -> bool:
    letter = _LETTER.search(line)
    return letter is not None and letter[0].lower() != letter[0].upper()


def _ends_open(line: str) -> bool:
    """Check whether a line ends with a word or a comma after which its sentence goes on."""
    bare = line.rstrip()
    if bare.endswith(_COMMAS):
        return len(line) >= _SHORTEST_CLAUSE
    word = _LAST_WORD.fullmatch(bare, bare.rfind(" ") + 1)
    if word is None or fold_variants(word[1]).lower() not in _OPEN_WORDS:
        return False
    return not _SINDHI.search(line)


def _begins_linked(line: str) -> bool:
    """Check whether a line begins with a word that belongs to the end of the line before it."""
    first, *others = line.split(maxsplit=2)[:2] or [""]
    if first not in _LINKED_WORDS:
        return False
    return not others or not (is_letter_name(others[0]) or others[0] in _NOT_LINKED)


def _is_around_link(lines: Sequence[str]) -> bool:
    """Check whether the second of some lines is a link in the sentence of the first one."""
    if len(lines) <= 2 or len(lines[1]) > _LONGEST_LINK or is_finished(lines[1]):
        return False
    return lines[0].split()[-1:][0] in _ERGATIVES and _begins_linked(lines[2])


def _begins_lower(line: str) -> bool:
    letter = _FIRST_LETTER.search(line)
    if letter is None or not letter[0].islower() or letter.start() > 1:
        return False
    first = line[letter.start() :].split(maxsplit=1)[0]
    return first.islower() and "." not in first[:-1] and first not in _LOWER_CREDITS


def _is_aside(line: str) -> bool:
    """Check whether a line is a date or a credit, or begins a report: it goes on with nothing."""
    return is_date_line(line) or is_credit(line) or dateline_end(line) > 0
