"""Read letters in the shape that they have in a word, as a PDF or an old font leaves them.

`ﻣﻴﻨﺎﺀ` looks like `ميناء`, and no search finds it. A ligature becomes its letters, and `ﷲ` the word
that it is. A sign that writers choose stays: `ﷺ`, `ﷻ`, `﷼`, `﷽`, and the brackets `﴿` and `﴾`.

The yeh of Arabic and that of its neighbours look alike at the head and in the middle of a word, and
so do their kafs. Each becomes the letter that the text has at the ends of its words.
"""

import re
from typing import NamedTuple

from transforms.text.characters import normalize

# Of Latin and Arabic ligatures and of Arabic letters in their four shapes.
SHAPES = "\ufb00-\ufb06\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf2-\ufdf9\ufe70-\ufefc"
_SHAPE = re.compile(f"[{SHAPES}]")
# With an alef before it, many fonts show `ﷲ` without its own.
_ALLAH = re.compile("(?P<alef>[اأإٱ\ufe8d\ufe8e]?)ﷲ")
# What marks stand on where there is no letter.
_CARRIERS = str.maketrans("", "", " ـ")


class _Twin(NamedTuple):
    """A letter that looks like another one but at the end of a word."""

    letter: str
    # It, its shapes at the end of a word and alone, and letters of its alphabet.
    ends: str
    other_ends: str
    # The shapes that it may be.
    shapes: str


# Urdu has them alone, at the ends of most sentences.
_URDU = "ںےﮞﮟﮮﮯ"
_TWINS = (
    _Twin("ی", f"یﯼﯽ{_URDU}", "يﻱﻲ", "ﻳﻴ"),
    _Twin("ک", f"کﮎﮏ{_URDU}", "كﻙﻚ", "ﻛﻜ"),
)


def unshape(text: str) -> str:
    """Return a text with the letters of its shaped ones.

    >>> unshape("ﻣﻴﻨﺎﺀ"), unshape("ﮐﻴﺎ ﮨﮯ ﯾﮧ ﮐﯽ"), unshape("ﷲ اﷲ ﷺ ﬁsh")
    ('ميناء', 'کیا ہے یہ کی', 'الله الله ﷺ fish')
    """
    if not _SHAPE.search(text):
        return text
    for twin in _TWINS:
        if _has_any(text, twin.ends) and not _has_any(text, twin.other_ends):
            text = re.sub(f"[{twin.shapes}]", twin.letter, text)
    if "ﷲ" in text:
        heh = "ہ" if _has_any(text, "ہﮦﮧﮨﮩ") else "ه"
        text = _ALLAH.sub(lambda found: f"{found['alef'] or 'ا'}لل{heh}", text)
    return _SHAPE.sub(_letters, text)


def _has_any(text: str, chars: str) -> bool:
    return any(char in text for char in chars)


def _letters(shape: re.Match[str]) -> str:
    """Return the letters of a shape; of a mark that has a space or a tatweel under it, the mark."""
    letters = normalize("NFKC", shape[0])
    bare = letters.translate(_CARRIERS)
    return bare or letters
