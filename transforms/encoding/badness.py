"""This file tells garbage from text, both valid Unicode: by what stands in its words and in no orthography.

Texts of 300 languages have next to nothing of it; text that was decoded wrongly has it in most of
its words. Which of it may be there is told by the first bytes of the letters in UTF-8: most texts
are done with after a glance.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain

# Latin beyond ASCII, Greek, Cyrillic.
_CASED_SCRIPTS = (range(0x80, 0x250), range(0x370, 0x400), range(0x400, 0x530))
_LATIN = (range(0x41, 0x7B), range(0xC0, 0x250))
_GREEK = range(0x370, 0x400)
# Cyrillic, Hebrew, Arabic.
_OTHERS = (range(0x400, 0x530), range(0x5D0, 0x6D4))
# Cyrillic and Latin letters that look alike: those who mix them up write text for all that.
_ALIKE = "АВЕЅКМНОРСТУХІЈӘаеѕорсухіјһәABCEHIJKMOPSTXYaceihjopsvxy"


def _is_unlike(char: str) -> bool:
    return char.isalpha() and char not in _ALIKE


def _class_of(kind: Callable[[str], bool], *scripts: range) -> str:
    return "".join(filter(kind, map(chr, chain(*scripts))))


def _small_before_capital(script: range) -> str:
    ascii_letters = "a-z" if 0x80 in script else ""
    return (
        f"(?<=[{ascii_letters}{_class_of(str.islower, script)}][{_class_of(str.isupper, script)}])"
    )


# `оПХБЕР`, `jÃ`, and no `hÉireann`, as Irish writes.
_CAPITAL_WITHIN = re.compile(
    rf"[{_class_of(str.isupper, *_CASED_SCRIPTS)}](?<!\b[hnt][ÁÉÍÓÚ])"
    rf"(?:{'|'.join(map(_small_before_capital, _CASED_SCRIPTS))})"
)

_A_LATIN = _class_of(str.isalpha, *_LATIN)
_A_STRANGE_LATIN = _class_of(_is_unlike, *_LATIN)
_AN_OTHER = _class_of(str.isalpha, _GREEK, *_OTHERS)
_A_STRANGE_OTHER = _class_of(_is_unlike, *_OTHERS)
# `mieњcie`, `rΘseau`, and neither `kΩ` nor `IFNγ`.
_MIXED_INTO_LATIN = re.compile(
    f"[{_A_STRANGE_OTHER}](?:(?=[{_A_LATIN}])|(?<=[{_A_LATIN}].))"
    f"|[{_class_of(str.isalpha, _GREEK)}](?=[{_A_LATIN}])(?<=[{_A_LATIN}].)"
)
_MIXED_INTO_OTHERS = re.compile(f"[{_A_STRANGE_LATIN}](?:(?=[{_AN_OTHER}])|(?<=[{_AN_OTHER}].))")
_MOST_BYTES_A_LATIN_CHAR = 1.5

_SYMBOL_WITHIN = re.compile(
    r"[¡-©«¬®-¶¸¹»-¿×÷ƒˆ˜‚„†‡•‰‹›€™∂∆∏∑√∞∫≈≠≤≥◊⌠⌡\u2500-\u25a0]"
    r"(?=[^\W\d_]|[\u2500-\u25a0])(?<=[^\W\d_\u00b5].|[\u2500-\u25a0].)",
    re.DOTALL,
)

_FEWEST_ODD = 4
# Of the letters beyond ASCII: of 18,000 good texts none of more than a line has as much. Of small
# letters, half: where the cases were exchanged, capitals follow most of them.
_MOST_ODD_SHARE = 0.05

# A symbol after what windows-1252 or -1256 makes of the first byte of a UTF-8 character: `Ù¾`,
# `â€™`, `ط§`.
_MISREAD_UTF8 = re.compile(
    r"[\x80-\x9f¡-ª¬-º¼-¿ƒˆ˜ŒœŠšŽžŸ€‚„…†‡‰™](?:(?<=[\xc2-\xdf\u0637-\u063a].)"
    r"|(?<=[\xe0-\xef].)(?=[\x80-\xbfˆ˜€‚„…†‡‰™‹›‘’“”•–—]|(?<![ŒœŠšŽž])[ƒŒœŠšŽžŸ])|(?<=â€))"
)
# Where windows-1252 has no symbol; one alone may be a letter and a broken byte.
_REMAINS = re.compile(r"[\xc2-\xf4]\ufffd")

_ACCENTED = re.compile(r"[\xc0-\u024f]")
# Yoruba, with the most accents of all, has them on almost half of its letters in a short line.
_MOST_ACCENTED_SHARE = 0.47
# A word or two, such as `ÉTÉ`, may have nothing but accented letters.
_FEWEST_ACCENTED = 10

_LONG_TEXT = 1_000_000

_CASED = (*range(0xC3, 0xC6), 0xCE, 0xD0, 0xD1)
_ALPHABETS = range(0xCD, 0xDC)
_SYMBOLS = (0xC2, 0xC6, 0xCB, 0xE2)
_BESIDE_SYMBOLS = (*range(0xC3, 0xCA), *range(0xCE, 0xD2))
_MISREADINGS = (0xC3, 0xD8)
_ACCENTS = (0xC3, 0xC4)
# First bytes in UTF-8; and those symbols of `_MISREAD_UTF8` that begin as most punctuation does.
_MISREAD_FIRSTS = (0xC2, 0xC5, 0xC6, 0xCB)
_MISREAD_SYMBOLS = "€‚„…†‡‰™"


def badness(text: str, fewest_odd: int = _FEWEST_ODD) -> float:
    """How many of the letters stand where those of no language do; 0 where that may be an accident.

    Fewer odd ones than these are an accident; not where some were repaired already.

    >>> badness("Сегодня утром открыли старый мост"), badness("déjà vu")
    (0.0, 0.0)
    >>> badness("оПХБЕР, лНЯЙБЮ! гДПЮБЯРБСИ, бЯЕЛ лХП!") > 0.1, badness("Ø®Ø¨Ø± کی خبر") > 0.2
    (True, True)
    """
    payload = text.encode()
    garbage = max(
        _odd_count(text, payload, fewest_odd),
        _misread_count(text, payload),
        _accented_count(text, payload),
    )
    return garbage / max(1, _letter_count(text)) if garbage else 0.0


def is_odd_anywhere(text: str) -> bool:
    """Whether there is any such letter: an accident, where nothing else speaks against the text."""
    return _odd_count(text, text.encode(), fewest=1) > 0


def _odd_count(text: str, payload: bytes, fewest: int) -> int:
    capitals = _count(_CAPITAL_WITHIN, text) if _has(payload, _CASED) else 0
    has_symbols = _has(payload, _SYMBOLS) and _has(payload, _BESIDE_SYMBOLS)
    odd = (
        capitals
        + _mixed_count(text, payload)
        + (_count(_SYMBOL_WITHIN, text) if has_symbols else 0)
    )
    if odd < fewest or fewest < _FEWEST_ODD:
        return odd if odd >= fewest else 0
    letters = {
        char: count
        for char, count in Counter(text).items()
        if char.isalpha() and not char.isascii()
    }
    small = sum(count for char, count in letters.items() if char.islower())
    is_much = odd > _MOST_ODD_SHARE * sum(letters.values()) or 2 * capitals > small > 0
    return odd if is_much else 0


def _mixed_count(text: str, payload: bytes) -> int:
    if not _has(payload, _ALPHABETS):
        return 0
    is_latin = len(payload) < _MOST_BYTES_A_LATIN_CHAR * len(text)
    return _count(_MIXED_INTO_LATIN if is_latin else _MIXED_INTO_OTHERS, text)


def _misread_count(text: str, payload: bytes) -> int:
    """The letters of what looks like UTF-8 read as windows-1252 or -1256: two for each."""
    if not _has(payload, _MISREADINGS):
        return 0
    misread = _count(_MISREAD_UTF8, text) if _has_misread_symbol(text, payload) else 0
    remains = _count(_REMAINS, text) if "\ufffd" in text else 0
    return 2 * (misread + (remains if remains > 1 else 0))


def _has_misread_symbol(text: str, payload: bytes) -> bool:
    """Whether there is a symbol that windows-1252 or -1256 makes of the later bytes of a UTF-8 character."""
    return _has(payload, _MISREAD_FIRSTS) or (
        0xE2 in payload and any(symbol in text for symbol in _MISREAD_SYMBOLS)
    )


def _accented_count(text: str, payload: bytes) -> int:
    accented = _count(_ACCENTED, text) if _has(payload, _ACCENTS) else 0
    is_too_accented = (
        accented >= _FEWEST_ACCENTED and accented > _MOST_ACCENTED_SHARE * _letter_count(text)
    )
    return accented if is_too_accented else 0


def _letter_count(text: str) -> int:
    return sum(map(str.isalpha, text))


def _count(pattern: re.Pattern[str], text: str) -> int:
    """How often it occurs; of a long text a list of all, which is sooner made, would need many times its memory."""
    return (
        len(pattern.findall(text))
        if len(text) < _LONG_TEXT
        else sum(1 for _ in pattern.finditer(text))
    )


def _has(payload: bytes, first_bytes: Iterable[int]) -> bool:
    return any(byte in payload for byte in first_bytes)
