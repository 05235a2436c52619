"""This file says which script a text is written in, by the Script property of its letters (Unicode, UAX #24).

The codes are ISO 15924's, its aliases for scripts that are written together among them: `Hrkt`
(Hiragana and Katakana), `Jpan` (these and Han), `Kore` (Hangul and Han), `Hanb` (Han and Bopomofo).
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex

from transforms.text.character_arrays import CharacterArray, map_texts

# All scripts of Unicode 15, the most frequent first: what is asked most is found soonest.
_CODES = """
Latn Arab Cyrl Deva Grek Hebr Hani Hira Kana Hang Beng Thai Taml Telu Guru Gujr Knda Mlym Geor Armn Ethi
Adlm Aghb Ahom Armi Avst Bali Bamu Bass Batk Bhks Bopo Brah Bugi Buhd Cakm Cans Cari Cham Cher Chrs Copt
Cpmn Cprt Diak Dogr Dsrt Dupl Egyp Elba Elym Glag Gong Gonm Goth Gran Hano Hatr Hluw Hmng Hmnp Hung Ital
Java Kali Kawi Khar Khmr Khoj Kits Kthi Lana Laoo Lepc Limb Lina Linb Lisu Lyci Lydi Mahj Maka Mand Mani
Marc Medf Mend Merc Mero Modi Mong Mroo Mtei Mult Mymr Nagm Nand Narb Nbat Newa Nkoo Nshu Ogam Olck Orkh
Orya Osge Osma Ougr Palm Pauc Perm Phag Phli Phlp Phnx Plrd Prti Rjng Rohg Runr Samr Sarb Saur Sgnw Shaw
Shrd Sidd Sind Sinh Sogd Sogo Sora Soyo Sund Sylo Syrc Tagb Takr Tale Talu Tang Tavt Tfng Tglg Thaa Tibt
Tirh Tnsa Toto Ugar Vaii Vith Wara Wcho Xpeo Xsux Yezi Yiii Zanb
"""

_LETTER = regex.compile(r"\p{L}")
_SCRIPT = regex.compile("|".join(rf"(?P<{code}>\p{{Script={code}}})" for code in _CODES.split()))
_SYLLABARIES = {"Hira": "Hrkt", "Kana": "Hrkt"}
# What ISO 15924 calls Han together with each of these.
_ALIASES = {"Hrkt": "Jpan", "Hang": "Kore", "Bopo": "Hanb"}

# A script with fewer than one letter in ten is a name or a quotation, not a script of the text.
_FEW = 10


class Script(NamedTuple):
    """The script of one text (null without letters), and whether another has a tenth of the letters."""

    script: str | None
    has_mixed_scripts: bool


def detect_script(text: str) -> Script:
    """The script of most letters; of two with as many, the one whose code is first in the alphabet.

    A letter of mathematics, width or ligature counts as the plain letter it stands for (NFKC);
    letters that many scripts share, and all that is no letter, do not count.

    >>> detect_script("لاہور: 3 افراد زخمی (BBC)")
    Script(script='Arab', has_mixed_scripts=True)
    >>> detect_script("東京でニュースを読む")
    Script(script='Jpan', has_mixed_scripts=False)
    >>> detect_script("2026-03-07")
    Script(script=None, has_mixed_scripts=False)
    """
    return _main(_letters(text))


def detect_scripts(texts: Sequence[str]) -> list[Script]:
    """The script of each text, in order, as `detect_script` says it.

    >>> detect_scripts(["لاہور", "2026", "Lahore"])[::2]
    [Script(script='Arab', has_mixed_scripts=False), Script(script='Latn', has_mixed_scripts=False)]
    """
    return list(map(_main, count_letters(texts)))


def count_letters(texts: Sequence[str]) -> list[Mapping[str, int]]:
    """How many letters of each script each text has, in order.

    >>> [dict(counts) for counts in count_letters(["لاہور 2026 BBC", "—"])]
    [{'Latn': 3, 'Arab': 5}, {}]
    """
    return map_texts(texts, _letters_of_each, _letters, _added_up)


def _letters(text: str) -> Mapping[str, int]:
    """How many letters of each script a text has."""
    return Counter(filter(None, map(script_of, text)))


def _added_up(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    return sum(map(Counter, counts), Counter())


def _main(letters: Mapping[str, int]) -> Script:
    """The script of most letters, by how many each has."""
    counts = _join_aliases(letters)
    if not counts:
        return Script(None, has_mixed_scripts=False)
    first, *others = sorted(counts, key=lambda code: (-counts[code], code))
    return Script(first, any(not _is_few(code, counts) for code in others))


def _letters_of_each(found: CharacterArray) -> list[Mapping[str, int]]:
    """The letters of many texts, by a table of the script of each character."""
    numbers = _NUMBERS[found.code_units]
    if not numbers.all():
        for character in set(found.code_units[numbers == _UNKNOWN].tolist()):
            _NUMBERS[character] = _NUMBER_OF[script_of(chr(character))]
        numbers = _NUMBERS[found.code_units]
    counts = [
        np.bincount(numbers[start:end])[1:].tolist()
        for start, end in pairwise(found.line_ends.tolist())
    ]
    return [
        {code: count for code, count in zip(_NUMBER_OF, own, strict=False) if code and count}
        for own in counts
    ]


_UNKNOWN = 0
# The number of each character's script; filled as characters are met, for asking for all takes a
# quarter second.
_NUMBERS = np.zeros(0x10000, np.uint8)
# Of what is no letter, too.
_NUMBER_OF = {code: number for number, code in enumerate([None, *_CODES.split(), "Hrkt"], 1)}


@cache
def script_of(character: str) -> str | None:
    """The code of a letter.

    >>> script_of("ن"), script_of("ﻥ"), script_of("𝐍"), script_of("ﾝ"), script_of("7")
    ('Arab', 'Arab', 'Latn', 'Hrkt', None)
    """
    if not _LETTER.match(character):
        return None
    found = _SCRIPT.match(character) or _SCRIPT.match(unicodedata.normalize("NFKC", character))
    return _SYLLABARIES.get(found.lastgroup, found.lastgroup) if found else None


def _join_aliases(counts: Mapping[str, int]) -> dict[str, int]:
    """Han and a script it is written with, where neither is few beside the other, as one.

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
    return counts[code] * _FEW < sum(counts.values())
