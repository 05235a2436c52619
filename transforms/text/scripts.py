"""Detect the script of a text, by the Script property of its letters (Unicode, UAX #24).

The codes are those of ISO 15924, with its aliases for scripts that are written together: `Hrkt`
(Hiragana and Katakana), `Jpan` (these and Han), `Kore` (Hangul and Han), `Hanb` (Han and Bopomofo).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import regex

from transforms.native import kernel
from transforms.text.character_arrays import CharacterArray, map_texts
from transforms.text.characters import normalize

# All scripts of Unicode 15, the most frequent first: a letter of these is found soonest.
_CODES = """
Latn Arab Cyrl Deva Grek Hebr Hani Hira Kana Hang Beng Thai Taml Telu Guru Gujr Knda Mlym Geor
Armn Ethi Adlm Aghb Ahom Armi Avst Bali Bamu Bass Batk Bhks Bopo Brah Bugi Buhd Cakm Cans Cari
Cham Cher Chrs Copt Cpmn Cprt Diak Dogr Dsrt Dupl Egyp Elba Elym Glag Gong Gonm Goth Gran Hano
Hatr Hluw Hmng Hmnp Hung Ital Java Kali Kawi Khar Khmr Khoj Kits Kthi Lana Laoo Lepc Limb Lina
Linb Lisu Lyci Lydi Mahj Maka Mand Mani Marc Medf Mend Merc Mero Modi Mong Mroo Mtei Mult Mymr
Nagm Nand Narb Nbat Newa Nkoo Nshu Ogam Olck Orkh Orya Osge Osma Ougr Palm Pauc Perm Phag Phli
Phlp Phnx Plrd Prti Rjng Rohg Runr Samr Sarb Saur Sgnw Shaw Shrd Sidd Sind Sinh Sogd Sogo Sora
Soyo Sund Sylo Syrc Tagb Takr Tale Talu Tang Tavt Tfng Tglg Thaa Tibt Tirh Tnsa Toto Ugar Vaii
Vith Wara Wcho Xpeo Xsux Yezi Yiii Zanb
"""

_LETTER = regex.compile(r"\p{L}")
_SCRIPT = regex.compile("|".join(rf"(?P<{code}>\p{{Script={code}}})" for code in _CODES.split()))
_SYLLABARIES = {"Hira": "Hrkt", "Kana": "Hrkt"}
# The alias of ISO 15924 for Han together with each of these.
_ALIASES = {"Hrkt": "Jpan", "Hang": "Kore", "Bopo": "Hanb"}

# A script with fewer than one letter in ten is that of a name or a quotation, not of the text.
_ONE_LETTER_IN = 10


class Script(NamedTuple):
    """The script of most letters of a text."""

    # Null without letters.
    script: str | None
    # Another script has a tenth of the letters or more.
    has_mixed_scripts: bool


def detect_script(text: str) -> Script:
    """Return the script of most letters; of equal ones, the first code in the alphabet.

    A letter of mathematics, of another width or of a ligature counts as its plain letter (NFKC).
    Letters that many scripts share, and characters that are no letters, do not count.

    >>> detect_script("لاہور: 3 افراد زخمی (BBC)")
    Script(script='Arab', has_mixed_scripts=True)
    >>> detect_script("東京でニュースを読む")
    Script(script='Jpan', has_mixed_scripts=False)
    >>> detect_script("2026-03-07")
    Script(script=None, has_mixed_scripts=False)
    """
    return _main_script(_count_letters_of_text(text))


def detect_scripts(texts: Sequence[str]) -> list[Script]:
    """Return the script of each text, in order; the same as `detect_script` for each.

    >>> [found.script for found in detect_scripts(["لاہور", "2026", "Lahore"])]
    ['Arab', None, 'Latn']
    """
    return list(map(_main_script, count_letters(texts)))


def count_letters(texts: Sequence[str]) -> list[Mapping[str, int]]:
    """Count the letters of each script in each text, in order.

    >>> [dict(counts) for counts in count_letters(["لاہور 2026 BBC", "—"])]
    [{'Latn': 3, 'Arab': 5}, {}]
    """
    return map_texts(texts, _count_letters_of_array, _count_letters_of_text, _total)


def _count_letters_of_text(text: str) -> Mapping[str, int]:
    return Counter(filter(None, map(script_of, text)))


def _total(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    return sum(map(Counter, counts), Counter())


def _main_script(letters: Mapping[str, int]) -> Script:
    """Return the script of most letters, given the letters of each."""
    counts = _join_aliases(letters)
    if not counts:
        return Script(None, has_mixed_scripts=False)
    first, *others = sorted(counts, key=lambda code: (-counts[code], code))
    return Script(first, any(not _is_few(code, counts) for code in others))


def _count_letters_of_array(array: CharacterArray) -> list[Mapping[str, int]]:
    """Count the letters of many texts, by a table of the script of each character."""
    table = kernel.count_letters(array.code_units, array.line_ends)
    found: list[dict[str, int]] = [{} for _ in table]
    rows, numbers = np.nonzero(table)
    counts = table[rows, numbers].tolist()
    for row, number, count in zip(rows.tolist(), numbers.tolist(), counts, strict=True):
        if code := _CODE_OF_NUMBER[number]:
            found[row][code] = count
    return list(found)


# Characters that are no letters have a number too.
_CODE_OF_NUMBER = (None, *_CODES.split(), "Hrkt")
_NUMBER_OF_CODE = {code: number for number, code in enumerate(_CODE_OF_NUMBER)}


def number_of_script(character: str) -> int:
    """Return the number of the script of a character in the tables; 0 where it has none.

    >>> number_of_script("ن"), number_of_script("7")
    (2, 0)
    """
    return _NUMBER_OF_CODE[script_of(character)]


@cache
def script_of(character: str) -> str | None:
    """Return the code of the script of a letter; null for other characters.

    >>> script_of("ن"), script_of("ﻥ"), script_of("𝐍"), script_of("ﾝ"), script_of("7")
    ('Arab', 'Arab', 'Latn', 'Hrkt', None)
    """
    if not _LETTER.match(character):
        return None
    found = _SCRIPT.match(character) or _SCRIPT.match(normalize("NFKC", character))
    return _SYLLABARIES.get(found.lastgroup, found.lastgroup) if found else None


def _join_aliases(counts: Mapping[str, int]) -> dict[str, int]:
    """Count Han and a script it is written with as one, unless one of them has few letters.

    >>> _join_aliases({"Hani": 40, "Hrkt": 60}), _join_aliases({"Hani": 97, "Hrkt": 3})
    ({'Jpan': 100}, {'Hani': 97, 'Hrkt': 3})
    """
    joined = dict(counts)
    for code, alias in _ALIASES.items():
        if code in joined and "Hani" in joined:
            pair = {code: joined[code], "Hani": joined["Hani"]}
            if not any(_is_few(one, pair) for one in pair):
                joined[alias] = joined.pop(code) + joined.pop("Hani")
    return joined


def _is_few(code: str, counts: Mapping[str, int]) -> bool:
    """Check whether a script has too few of the letters to be a script of the text."""
    return counts[code] * _ONE_LETTER_IN < sum(counts.values())
