"""Measure the badness of a text: the share of letters that are where no orthography has them.

The texts are valid Unicode, and some were decoded wrongly. Texts of 300 languages have next to
nothing of it; a text that was decoded wrongly has it in most of its words. The first bytes of the
letters in UTF-8 say which kinds of it a text may have, so that most texts need no search at all.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain

# Latin beyond ASCII, Greek, Cyrillic.
_CASED_SCRIPTS = (range(0x80, 0x250), range(0x370, 0x400), range(0x400, 0x530))
# Of these and of ASCII.
CASED = "".join(map(chr, range(0x530)))
_LATIN = (range(0x41, 0x7B), range(0xC0, 0x250))
_GREEK = range(0x370, 0x400)
# Cyrillic, Hebrew, Arabic.
_OTHERS = (range(0x400, 0x530), range(0x5D0, 0x6D4))
# Cyrillic and Latin letters that look alike: a text that mixes them up is a text for all that.
_LOOKALIKES = "АВЕЅКМНОРСТУХІЈӘаеѕорсухіјһәABCEHIJKMOPSTXYaceihjopsvxy"


def _is_distinct(char: str) -> bool:
    return char.isalpha() and char not in _LOOKALIKES


def _characters(is_member: Callable[[str], bool], *scripts: range) -> str:
    return "".join(filter(is_member, map(chr, chain(*scripts))))


def _small_before_capital(script: range) -> str:
    ascii_small = "a-z" if 0x80 in script else ""
    small = _characters(str.islower, script)
    capitals = _characters(str.isupper, script)
    return f"(?<=[{ascii_small}{small}][{capitals}])"


# `оПХБЕР`, `jÃ`, and no `hÉireann`, as Irish writes.
_CAPITAL_IN_WORD = re.compile(
    rf"[{_characters(str.isupper, *_CASED_SCRIPTS)}](?<!\b[hnt][ÁÉÍÓÚ])"
    rf"(?:{'|'.join(map(_small_before_capital, _CASED_SCRIPTS))})"
)

LATIN_LETTERS = _characters(str.isalpha, *_LATIN)
_DISTINCT_LATIN_LETTERS = _characters(_is_distinct, *_LATIN)
_GREEK_LETTERS = _characters(str.isalpha, _GREEK)
OTHER_LETTERS = _characters(str.isalpha, _GREEK, *_OTHERS)
_DISTINCT_OTHER_LETTERS = _characters(_is_distinct, *_OTHERS)
# `mieњcie`, `rΘseau`, and neither `kΩ` nor `IFNγ`.
_MIXED_INTO_LATIN = re.compile(
    f"[{_DISTINCT_OTHER_LETTERS}](?:(?=[{LATIN_LETTERS}])|(?<=[{LATIN_LETTERS}].))"
    f"|[{_GREEK_LETTERS}](?=[{LATIN_LETTERS}])(?<=[{LATIN_LETTERS}].)"
)
_MIXED_INTO_OTHERS = re.compile(
    f"[{_DISTINCT_LATIN_LETTERS}](?:(?=[{OTHER_LETTERS}])|(?<=[{OTHER_LETTERS}].))"
)
_MAX_BYTES_PER_LATIN_CHAR = 1.5

SYMBOLS = re.compile(r"[¡-©«¬®-¶¸¹»-¿×÷ƒˆ˜‚„†‡•‰‹›€™∂∆∏∑√∞∫≈≠≤≥◊⌠⌡\u2500-\u25a0]")
BESIDE_SYMBOLS = re.compile(r"[^\W\d_]|[\u2500-\u25a0]")
_SYMBOL_IN_WORD = re.compile(
    rf"{SYMBOLS.pattern}(?={BESIDE_SYMBOLS.pattern})"
    r"(?<=[^\W\d_\u00b5].|[\u2500-\u25a0].)",
    re.DOTALL,
)

MIN_MISPLACED = 4
# Of the letters beyond ASCII: of 18,000 good texts none of more than a line has as much.
MAX_MISPLACED_SHARE = 0.05

# A symbol after what windows-1252 or -1256 makes of the first byte of a UTF-8 character: `Ù¾`,
# `â€™`, `ط§`.
MOJIBAKE_SYMBOLS = re.compile(r"[\x80-\x9f¡-ª¬-º¼-¿ƒˆ˜ŒœŠšŽžŸ€‚„…†‡‰™]")
MOJIBAKE_FIRSTS = re.compile("[\xc2-\xef\u0637-\u063a€]")
# The first bytes of two that mean letters of today; `É™` is the Azerbaijani ə.
_MOJIBAKE = re.compile(
    rf"{MOJIBAKE_SYMBOLS.pattern}(?:(?<=[\xc2-\xc5\xce-\xdb\u0637-\u063a].)|(?<=É™)"
    r"|(?<=[\xe0-\xef].)(?=[\x80-\xbfˆ˜€‚„…†‡‰™‹›‘’“”•–—]|(?<![ŒœŠšŽž])[ƒŒœŠšŽžŸ])|(?<=â€))"
)
# What looks like mojibake and is a word: a sign behind its last letter (`PERÚ…`, `Spaß™`,
# `“aimé…”`, `شروع…`), a caron after its first (`Úžasný`, `ÚŽASNÝ`). Mojibake has the first byte of
# a character there, and no letter before it is whole. In `sÄ…` one is, but no small letter comes
# before `Ä` in a word.
NATURAL = re.compile(
    r"(?<=[A-ZÀ-ÖØ-Þ])(?:[\xc2\xc6-\xde][…™”®©»]|[ÄÅ][…™”])(?![^\W\d_])"
    r"|(?<=[A-Za-zÀ-ÖØ-öø-ÿăđơư\u1e00-\u1eff])(?:ß[…™”®©»]|[à-ï][…™][’”“»›])(?![^\W\d_])"
    r"|(?:(?<![^\s\"“„‘«])|(?<=[A-Za-z]['’]))[à-ï][…™][’”“»›](?![^\W\d_])"
    r"|(?<![^\s\"“„‘«])[ÂÄÅÑÓÔÖØطعغ]…(?![^\W\d_])"
    r"|[ÎÏÑ-ÖØ-Û](?:[ŠŽ](?=[A-Z])|(?<!\w.)[šž](?=[a-z]))"
    rf"|(?<=[\u0621-\u064aیےہۃ])[\u0637-\u063a]{MOJIBAKE_SYMBOLS.pattern}"
)
# Cyrillic that was read as windows-1251: every second letter is `Р` or `С`, and among the others
# are some that no Cyrillic word has behind these: `РјРѕСЃС‚`.
CYRILLIC_FIRSTS = "РС"
CYRILLIC_SYMBOLS = "ЂЃѓЅѕ°±µ‚"
_CYRILLIC_OTHERS = "".join(
    char
    for char in bytes({*range(0x80, 0xC0)} - {0x98}).decode("windows-1251") + "\x98"
    if char not in CYRILLIC_SYMBOLS
)
_CYRILLIC_RUN = re.compile(
    f"(?<![РС][{CYRILLIC_SYMBOLS}{_CYRILLIC_OTHERS}])(?:[РС][{_CYRILLIC_OTHERS}])*+"
    f"[РС][{CYRILLIC_SYMBOLS}](?:[РС][{CYRILLIC_SYMBOLS}{_CYRILLIC_OTHERS}])*+"
)
# Of characters: three letters in a row are no accident.
_MIN_CYRILLIC_RUN = 6
# Where windows-1252 has no symbol. One alone may be a letter and a broken byte.
_MOJIBAKE_REMAINS = re.compile(r"[\xc2-\xf4]\ufffd")

ACCENTED = re.compile(r"[\xc0-\u024f]")
# Yoruba, with the most accents of all, has them on almost half of its letters in a short line.
MAX_ACCENTED_SHARE = 0.47
# A word or two, such as `ÉTÉ`, may have nothing but accented letters.
MIN_ACCENTED = 10

_LONG_TEXT = 1_000_000

# First bytes in UTF-8 of the characters that each search is for.
_CASED_FIRSTS = (*range(0xC3, 0xC6), 0xCE, 0xD0, 0xD1)
_ALPHABET_FIRSTS = range(0xCD, 0xDC)
_SYMBOL_FIRSTS = (0xC2, 0xC6, 0xCB, 0xE2)
_BESIDE_SYMBOL_FIRSTS = (*range(0xC3, 0xCA), *range(0xCE, 0xD2))
_MOJIBAKE_FIRSTS = (0xC3, 0xD8)
_CYRILLIC_FIRST = 0xD0
_ACCENTED_FIRSTS = (0xC3, 0xC4)
# Of the symbols of `_MOJIBAKE`; and those of them that begin as most punctuation does.
_MOJIBAKE_SYMBOL_FIRSTS = (0xC2, 0xC5, 0xC6, 0xCB)
_PUNCTUATION_FIRST = 0xE2
_MOJIBAKE_PUNCTUATION = "€‚„…†‡‰™"


def badness(text: str, min_misplaced: int = MIN_MISPLACED) -> float:
    """Return the share of the letters that are where no language has them.

    Fewer than `min_misplaced` misplaced ones are an accident and count for nothing. Ask for 1
    where some were repaired already.

    >>> badness("Сегодня утром открыли старый мост"), badness("déjà vu")
    (0.0, 0.0)
    >>> badness("оПХБЕР, лНЯЙБЮ! гДПЮБЯРБСИ, бЯЕЛ лХП!") > 0.1, badness("Ø®Ø¨Ø± کی خبر") > 0.2
    (True, True)
    """
    payload = text.encode()
    bad_count = max(
        _misplaced_count(text, payload, min_misplaced),
        _mojibake_count(text, payload),
        _accented_count(text, payload),
    )
    return bad_count / max(1, _letter_count(text)) if bad_count else 0.0


def has_misplaced(text: str) -> bool:
    """Check whether any letter is misplaced; one is an accident in an otherwise good text."""
    return _misplaced_count(text, text.encode(), minimum=1) > 0


def _misplaced_count(text: str, payload: bytes, minimum: int) -> int:
    """Count capitals and symbols within words, and letters of two scripts in one word."""
    capital_count = _count(_CAPITAL_IN_WORD, text) if _has_any(payload, _CASED_FIRSTS) else 0
    count = capital_count + _mixed_count(text, payload) + _symbol_count(text, payload)
    if count < minimum:
        return 0
    is_lenient = minimum >= MIN_MISPLACED
    return 0 if is_lenient and _is_tolerable(count, capital_count, text) else count


def _is_tolerable(count: int, capital_count: int, text: str) -> bool:
    """Check whether a good text may have so many misplaced letters.

    Where upper and lower case were exchanged, capitals follow more than half of the small letters.
    """
    letters = {
        char: count
        for char, count in Counter(text).items()
        if char.isalpha() and not char.isascii()
    }
    small_count = sum(count for char, count in letters.items() if char.islower())
    is_case_exchanged = 2 * capital_count > small_count > 0
    return not is_case_exchanged and count <= MAX_MISPLACED_SHARE * sum(letters.values())


def _mixed_count(text: str, payload: bytes) -> int:
    if not _has_any(payload, _ALPHABET_FIRSTS):
        return 0
    is_latin = len(payload) < _MAX_BYTES_PER_LATIN_CHAR * len(text)
    return _count(_MIXED_INTO_LATIN if is_latin else _MIXED_INTO_OTHERS, text)


def _symbol_count(text: str, payload: bytes) -> int:
    has_symbol = _has_any(payload, _SYMBOL_FIRSTS) and _has_any(payload, _BESIDE_SYMBOL_FIRSTS)
    return _count(_SYMBOL_IN_WORD, text) if has_symbol else 0


def _mojibake_count(text: str, payload: bytes) -> int:
    """Count the letters of UTF-8 that was read as windows-1252, -1256 or -1251."""
    cyrillic_count = _cyrillic_count(text) if _CYRILLIC_FIRST in payload else 0
    return cyrillic_count + _symbol_pair_count(text, payload)


def _cyrillic_count(text: str) -> int:
    runs = (len(run[0]) for run in _CYRILLIC_RUN.finditer(text))
    return sum(size for size in runs if size >= _MIN_CYRILLIC_RUN)


def _symbol_pair_count(text: str, payload: bytes) -> int:
    """Count two letters for each symbol behind a first byte."""
    if not _has_any(payload, _MOJIBAKE_FIRSTS):
        return 0
    symbol_count = 0
    if _has_mojibake_symbol(text, payload) and _MOJIBAKE.search(text):
        symbol_count = _count(_MOJIBAKE, NATURAL.sub(" ", text))
    remains_count = _count(_MOJIBAKE_REMAINS, text) if "\ufffd" in text else 0
    return 2 * (symbol_count + (remains_count if remains_count > 1 else 0))


def _has_mojibake_symbol(text: str, payload: bytes) -> bool:
    """Check for symbols that windows-1252 and -1256 make of later bytes of a UTF-8 character."""
    if _has_any(payload, _MOJIBAKE_SYMBOL_FIRSTS):
        return True
    return _PUNCTUATION_FIRST in payload and any(symbol in text for symbol in _MOJIBAKE_PUNCTUATION)


def _accented_count(text: str, payload: bytes) -> int:
    """Count accented letters, where there are more than in any language; else return 0."""
    count = _count(ACCENTED, text) if _has_any(payload, _ACCENTED_FIRSTS) else 0
    is_too_many = count >= MIN_ACCENTED and count > MAX_ACCENTED_SHARE * _letter_count(text)
    return count if is_too_many else 0


def _letter_count(text: str) -> int:
    return sum(map(str.isalpha, text))


def _count(pattern: re.Pattern[str], text: str) -> int:
    """Count the matches. A list is faster; of a long text it would need many times its memory."""
    if len(text) < _LONG_TEXT:
        return len(pattern.findall(text))
    return sum(1 for _ in pattern.finditer(text))


def _has_any(payload: bytes, first_bytes: Iterable[int]) -> bool:
    return any(byte in payload for byte in first_bytes)
