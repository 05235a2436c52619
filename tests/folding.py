"""Make the SQL of the letter tables: `warehouse/sql/macros/letters.sql`."""

from collections.abc import Iterable, Mapping

from transforms.search.word_forms import (
    PARTED,
    TATWEEL,
    UNSPACED,
    UNSPACED_MARKS,
    ZWJ,
    ZWNJ,
    is_shape,
    letters_of_variants,
)
from transforms.text.characters import category
from warehouse.database.sql import literal

# Nearly all variants in nearly all texts: `translate` builds its table anew for each value.
_COMMON = (
    "أإٱيىكهةۃٸٶ"  # letters of other keyboards
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"  # marks of Arabic
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९"
)
HAMZAS = "\u0654\u0655"
# Their neighbours decide what they become.
CONTEXTUAL = TATWEEL + ZWNJ + HAMZAS + "\u0653"
# Letters that become several; normalization leaves no other ligature in a text.
# All but musical signs, pictures and tags: the punctuation of dead scripts counts as letters.
_OTHER_PLANES = r"\x{10000}-\x{1113f}\x{11144}-\x{1cfff}\x{1d400}-\x{1efff}\x{1fc00}-\x{dffff}"
_LONG = "ۓﷺﷻ﷼ﷲﻻﻼ"
_FOLDED_HEAD = "-- The words of a query or of a whole text.\n"
_HEAD = """\
-- Letters as search compares them. Made by tests/folding.py of the tables of transforms/text; tests
-- hold these macros equal to `folded_words` of transforms/search/word_forms.py.
"""


def letters_sql() -> str:
    """Return the macros that give letters one spelling, and those that find all spellings."""
    found = letters_of_variants()
    long = {char: found[char] for char in _LONG}
    common = {char: found[char] for char in _COMMON}
    rare = {
        char: letters for char, letters in found.items() if len(letters) < 2 and char not in common
    }
    return "\n".join(
        (
            _HEAD + _macro("rare_variants(t)", _translated(rare)),
            _macro("common_variants(t)", _translated(common)),
            _macro("has_context(t)", _has_any("".join((CONTEXTUAL, *long)), UNSPACED)),
            _macro("rare_context(t)", _in_context(_spelled_out(long))),
            _macro("words_in(t)", _words("t")),
            _macro("outside()", literal(f"[^{word_class()[1:]}")),
            _macro("spelling_of(letter)", _spellings(found)),
            _macro("ignored()", literal(_ignored(found))),
            _FOLDED_HEAD + _folded(long, rare | common),
        )
    )


def _folded(long: Mapping[str, str], short: Mapping[str, str]) -> str:
    """Return the macro for a query or a whole text, as one expression: it is planned in a third."""
    letters = _translate(short).replace("(t,", "(lower(replace(words, 'İ', 'i̇')),", 1)
    spelled = _spelled_out(long).replace("(t,", f"({letters},", 1)
    words = _words(_in_context(spelled))
    # Not by `array_to_string`: that is a macro of DuckDB which holds its list twice.
    text = f"coalesce(list_aggregate({words}, 'string_agg', ' '), '')"
    return f"create or replace macro folded(words) as\n    {text};\n"


def _in_context(letters: str) -> str:
    """Replace letters that depend on their neighbours, and part those of scripts without spaces."""
    parted = (
        f"regexp_replace(replace({letters}, {literal(TATWEEL)}, ''), "
        f"'([{_escaped(PARTED)}])\\x{{200c}}+', '\\1 ', 'g')"
    )
    composed = f"nfc_normalize(replace({parted}, chr(8204), ''))"
    for spelled, letter in (("ۓ", "ئے"), ("ۀ", "ۂ"), ("أ", "ا"), ("إ", "ا")):
        composed = f"replace({composed}, {literal(spelled)}, {literal(letter)})"
    hamzas = f"([اآ]\\x{{653}}?)[{_escaped(HAMZAS)}]+"
    bare = f"regexp_replace({composed}, {literal(hamzas)}, '\\1', 'g')"
    composed = f"replace({bare}, 'ا' || chr(1619), 'آ')"
    yeh = f"replace({composed}, 'ی' || chr(1620), 'ئ')"
    return f"regexp_replace({yeh}, '[{UNSPACED}][{_escaped(UNSPACED_MARKS)}]*', ' \\0 ', 'g')"


def _words(letters: str) -> str:
    return f"regexp_extract_all({letters}, {literal(word_class() + '+')})"


def _escaped(ranges: str) -> str:
    r"""Return a class with its letters as numbers.

    >>> _escaped("a-c")
    '\\x{61}-\\x{63}'
    """
    return "".join(char if char == "-" else rf"\x{{{ord(char):x}}}" for char in ranges)


def _macro(signature: str, body: str) -> str:
    return f"create or replace macro word_index.{signature} as\n    {body};\n"


def _has_any(chars: str, scripts: str) -> str:
    return f"regexp_matches(t, {literal(f'{char_class(chars)[:-1]}{scripts}]')})"


def _translated(letters: Mapping[str, str]) -> str:
    """Replace letter by letter, where there is any of them."""
    has_any = f"regexp_matches(t, {literal(char_class(letters))})"
    return f"case when {has_any} then {_translate(letters)} else t end"


def _translate(letters: Mapping[str, str]) -> str:
    """Replace letter by letter; those that become nothing come last."""
    order = sorted(letters, key=lambda char: (not letters[char], char))
    targets = "".join(letters[char] for char in order)
    return f"translate(t, {literal(''.join(order))}, {literal(targets)})"


def _spelled_out(letters: Mapping[str, str]) -> str:
    """Replace letters by several."""
    spelled = "t"
    for char in sorted(letters):
        spelled = f"replace({spelled}, {literal(char)}, {literal(letters[char])})"
    return spelled


def _looked_up(values: Mapping[str, str], letter: str) -> str:
    """Return the value of a letter, or null.

    The lists are strings that DuckDB splits: it plans a list of a thousand constants in 70 ms.
    """
    order = sorted(values)
    return (
        f"string_split({literal('|'.join(values[char] for char in order))}, '|')"
        f"[nullif(strpos({literal(''.join(order))}, {letter}), 0)]"
    )


def _spellings(letters: Mapping[str, str]) -> str:
    """Return an expression for each letter that has variants."""
    variants: dict[str, list[str]] = {}
    for char, letter in letters.items():
        if len(letter) == 1 and not is_shape(char):
            variants.setdefault(letter, []).append(char)
    classes = {letter: char_class([letter, *chars]) for letter, chars in variants.items()}
    return f"coalesce({_looked_up(classes, 'letter')}, letter)"


def _ignored(letters: Mapping[str, str]) -> str:
    """Return an expression for what may stand behind the letters of a word and changes nothing."""
    marks = [char for char, letter in letters.items() if not letter and category(char) == "Mn"]
    return char_class([*marks, *HAMZAS, TATWEEL, ZWNJ, ZWJ]) + "*"


def char_class(chars: Iterable[str]) -> str:
    r"""Return a class of an expression.

    >>> char_class("abcx")
    '[\\x{61}-\\x{63}\\x{78}]'
    """
    ranges: list[list[int]] = []
    for number in sorted(set(map(ord, chars))):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return "[" + "".join(map(_range, ranges)) + "]"


def word_class() -> str:
    """Return the class of letters, marks and digits, and of what has no meaning yet.

    An expression of three thousand ranges takes a millisecond to compile.
    """
    chars = [chr(number) for number in (*range(0x3100), *range(0xF900, 0x10000))]
    words = [char for char in chars if category(char)[0] in "LMN" or category(char) == "Cn"]
    words += [chr(number) for number in range(0x3100, 0xD800)]
    return f"{char_class(words)[:-1]}{_OTHER_PLANES}]"


def _range(ends: list[int]) -> str:
    first, last = (rf"\x{{{number:x}}}" for number in ends)
    return first if first == last else f"{first}-{last}"


if __name__ == "__main__":
    print(letters_sql(), end="")  # noqa: T201 - to look at it
