r"""Word forms: the words of a text in canonical letters, as search compares them.

The canonical form (`canonical`) is for whole texts and drops spaces. A search needs the words. So
here the words stay apart, each in the letters of its canonical form.

A ZWNJ between letters of Arabic script is a space: `کتاب‌ها` is found by `کتاب`, as Lucene's
PersianCharFilter has it. In other scripts, where it only chooses a shape, it is nothing.

`warehouse/sql/macros/letters.sql` is made of the tables here (`tests/folding.py`); tests hold it
equal to `folded_words`.
"""

import regex

from transforms.text.canonical import VARIANTS, fold_characters, join_hamzas
from transforms.text.characters import SMALL_LETTERS, category, normalize
from transforms.text.letter_shapes import SHAPES
from transforms.text.normalize import DROPPED, compose, normalize_text

ZWNJ = "\u200c"
ZWJ = "\u200d"
TATWEEL = "ـ"
# Scripts that write no spaces between words: each letter is a word, as `segmentation` counts them.
UNSPACED_SCRIPTS = ("Han", "Hiragana", "Thai", "Lao", "Khmer", "Myanmar")

# The letters that ZWNJ parts, with what is left of their marks.
PARTED = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff"
_ZWNJ_BETWEEN_WORDS = regex.compile(f"(?<=[{PARTED}]){ZWNJ}+")
UNSPACED = "".join(f"\\p{{{script}}}" for script in UNSPACED_SCRIPTS)
# The vowels and tones of these, and variation selectors.
UNSPACED_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd\ufe00-\ufe0d"
)
_UNSPACED = regex.compile(rf"[{UNSPACED}][{UNSPACED_MARKS}]*")
_SHAPE = regex.compile(f"[{SHAPES}]")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")


def folded_words(text: str) -> str:
    r"""Return the words of any text in canonical letters, with one space between them.

    >>> folded_words("كيا «پاكستان» جيتا؟") == folded_words("کیا پاکستان،جیتا")
    True
    >>> folded_words("می\u200cشود، ۳.۵ فیصد — Café")
    'می شود 3 5 فیصد café'
    """
    folded = fold_characters(normalize_text(text)).replace(TATWEEL, "").replace(ZWJ, "")
    apart = _ZWNJ_BETWEEN_WORDS.sub(" ", folded).replace(ZWNJ, "")
    joined = compose(join_hamzas(fold_characters(compose(apart))))
    return " ".join(_WORD.findall(_UNSPACED.sub(r" \g<0> ", joined)))


def letters_of_variants() -> dict[str, str]:
    """Return what each variant becomes, of those in the Basic Multilingual Plane.

    Capitals are left out, and so are punctuation, tatweel and ZWNJ. Invisible characters and
    optional marks become nothing, and letters in the shape that they have in a word plain letters.

    >>> found = letters_of_variants()
    >>> found["ي"], found["۷"], found["ﻼ"], found["\u064b"]
    ('ی', '7', 'لا', '')
    """
    invisible = dict.fromkeys(_characters_of(DROPPED + ZWJ), "")
    shapes = {char: _letters_of_shape(char) for char in _characters_of(SHAPES)}
    plain = {char: fold_characters(char) for char in _characters_of(VARIANTS)}
    found = {**invisible, **plain, **shapes}
    del found["\0"]
    is_capital = {char for char in found if char.lower() != char and char not in SMALL_LETTERS}
    return {
        char: letters
        for char, letters in found.items()
        if char != letters and char not in is_capital
    }


def _characters_of(ranges: str) -> list[str]:
    """Return the assigned characters of a class of a regular expression."""
    return [
        char
        for char in regex.findall(f"[{ranges}]", "".join(map(chr, range(0x10000))))
        if category(char) != "Cn"
    ]


def is_shape(char: str) -> bool:
    """Check whether a character is a letter in the shape that it has in a word, or a ligature."""
    return _SHAPE.match(char) is not None


def _letters_of_shape(char: str) -> str:
    letters = normalize("NFKC", char)
    bare = letters.replace(" ", "").replace(TATWEEL, "")
    return fold_characters(bare).replace(" ", "")
