r"""Read UTF-8 that has lines, or a few bytes, of another encoding in it.

A form was pasted into a page, two files were joined, a name came from an old program. Lines that
are no UTF-8 are read together, in the older encoding that makes a text of them, if that is in the
script of the others, in Latin, or long. In a line that is UTF-8 a byte is read as windows-1252, or
as the sister that has the letters of the text, where it stands as such a letter, quotation mark or
sign does: `Andr\xe9`, `\x93so\x94`, `12\xb0`. Whatever is neither becomes U+FFFD.

The rules mistrust what may be left of a character that lost a byte: `\xc3` is half an é, and `\x91`
at the end of an Urdu word half a ڑ.
"""

import re
from collections.abc import Callable
from functools import cache, partial
from itertools import compress
from math import inf
from operator import not_
from typing import NamedTuple

from transforms.encoding.badness import has_misplaced
from transforms.encoding.legacy import read_legacy
from transforms.encoding.stray_bytes import MIXED, decode_with_strays
from transforms.encoding.utf import (
    Reading,
    count_sequences,
    is_plainly_utf8,
    join_surrogates,
    split_mark,
)
from transforms.text.scripts import detect_script, script_of

# Of all characters. A text that lost more can hardly be read.
_MAX_BROKEN_SHARE = 0.1
# A four-byte character cut at its first byte leaves three, another cut at the end leaves one.
_MAX_BROKEN_BY_CUTTING = 4

# Of the letters of lines in Latin script, how many may be beyond ASCII. Mojibake has more.
_MAX_ACCENTED_SHARE = 0.3
# In the script of the others fewer letters may be damage; in another one fewer are no proof.
_MIN_AKIN_LETTERS = 4
_MIN_OTHER_LETTERS = 20
# Scripts that are written together, or short pieces of which look like one another.
_IDEOGRAPHIC = {"Hani", "Hrkt", "Jpan", "Hang", "Kore", "Bopo", "Hanb"}
# Quotation marks and dashes of three bytes.
_GENERAL_PUNCTUATION = re.compile("[\u2010-\u2026]")

_PUNCTUATION = "‘’‚“”„«»‹›–—…\xa0"
# Windows-1252 first: it is taken where the text has no letter that tells.
_SISTERS = ("windows-1252", "windows-1250", "windows-1254", "windows-1257")
# What a byte beyond ASCII is in a text that was decoded with `surrogateescape`.
_ESCAPE = 0xDC00
_ESCAPED = re.compile("[\udc80-\udcff]+")
# So many in a row are damage.
_DAMAGE = re.compile("[\udc80-\udcff]{3,}")
# Not the first or second byte of a character whose others are there.
_LONE = "(?!(?<=[\udcc2-\udcf4])[\udc80-\udcbf])(?![\udcc2-\udcf4][\udc80-\udcbf])"
# Nor what a cut left at either end of a text.
_NOT_CUT = "(?!\\A[\udc80-\udcbf])(?![\udcc2-\udcf4]\\Z)"
# Rare letters: most often half a character.
_HALVES = "ÃÂŸÿƒˆ"
_ACCENTED = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")


class _Stray(NamedTuple):
    """Where some characters stand in a text: a rule for a single byte.

    `{latin}` is a Latin letter, or a byte that is one.
    """

    name: str
    # `small` and `capital` are the letters of an encoding.
    chars: str
    before: str
    after: str
    # `_` is the byte of `meant`.
    example: str
    meant: str


_RULES = (
    _Stray("a small letter in a word", "small", "(?<=[{latin}])", "", "Andr_ paid", "é"),
    _Stray(
        "a letter at its head", "small capital", r"(?<!\w)", "(?=[{latin}]{2})", "in _rebro", "Ö"
    ),
    _Stray("a capital among capitals", "capital", "(?<=[A-Z])", "(?![a-z])", "ANDR_ PAID", "É"),
    _Stray("an apostrophe", "’", "(?<=[{latin}])", "(?=[{latin}])", "it_s", "’"),
    _Stray("an opening mark", "‘“„", r"(?<!\w)", r"(?=\w)", "said _so", "“"),
    _Stray("a closing mark", "’”“", r"(?<=[{latin}\d.,!?])", r"(?!\w)", "so_ he said", "”"),
    _Stray("a closing mark in any script", "’”", r"(?<=\w)", r"(?=\s)", "خبر_ ہے", "”"),
    _Stray("a dash between words", "–—", "(?<=[ {latin}])", "(?=[ {latin}])", "so _ it is", "–"),
    _Stray("a dash between numbers", "–", r"(?<=\d)", r"(?=\d)", "1990_2000", "–"),
    _Stray("an ellipsis", "…", r"(?<=[{latin}\d ])", r"(?!\w)", "and so_ it is", "…"),
    _Stray("a unit", "°²³½¼¾€£", r"(?<=\d)", "", "12_C", "°"),
    _Stray("a currency", "€£", r"(?<=\d )", r"(?!\w)", "5 _", "€"),
    _Stray("a sign of a number", "£§±©", r"(?<!\w)", r"(?= ?\d)", "for _5", "£"),
    _Stray("a no-break space", "\xa0", r"(?<=[{latin}\d.,:;])", r"(?=[{latin}\d])", "5_km", "\xa0"),
)


def read_foreign_lines(payload: bytes) -> Reading | None:
    r"""Return UTF-8 with lines in one older encoding; None where no line evidently is.

    The score is that of the older encoding.

    >>> read_foreign_lines("دریا کے کنارے\n".encode() + "کتاب اور قلم".encode("cp1256"))[:2]
    ('دریا کے کنارے\nکتاب اور قلم', 'utf-8 and windows-1256')
    >>> read_foreign_lines("دریا کے کنارے\n".encode() + b"\xff\xfe\xff")
    """
    lines = split_mark(payload)[0].splitlines(keepends=True)
    is_own = is_plainly_utf8 if is_plainly_utf8(payload) else _is_utf8
    own, foreign = _part(lines, is_own)
    found = read_legacy(foreign) if own and foreign else None
    if found is None:
        return None
    if is_own is _is_utf8:
        is_own = partial(_is_akin_utf8, _scripts(found.text))
        own, _ = _part(lines, is_own)
    own_text = own.decode("utf-8", "replace")
    if own.isascii() or not _is_plausible(found.text, own_text):
        return None
    encoding = _encoding_of(foreign, own_text, found)
    text = _decode_lines(lines, is_own, encoding)
    name = MIXED if encoding == MIXED else f"utf-8 and {encoding}"
    return Reading(text, name, found.score, _broken_count(text, payload))


def read_broken_utf8(payload: bytes) -> Reading | None:
    r"""Return UTF-8 with a few broken bytes: letters of windows-1252 or a sister, else U+FFFD.

    None where more than one character in ten would be U+FFFD. The score is the share of what is
    valid.

    >>> read_broken_utf8("It’s André’s ".encode() + b"caf\xe9, not his")[:2]
    ('It’s André’s café, not his', 'utf-8 and windows-1252')
    >>> read_broken_utf8("اردو اخبار".encode()[:-1])
    Reading(text='اردو اخبا\ufffd', encoding='utf-8', score=0.889, replaced_char_count=1)
    >>> read_broken_utf8("café".encode("latin-1"))
    """
    if not is_plainly_utf8(payload):
        return None
    body, name = split_mark(payload)
    body = join_surrogates(body)
    escaped = _DAMAGE.sub(_replaced, body.decode("utf-8", "surrogateescape"))
    read, encoding = _read_strays(escaped)
    text = _ESCAPED.sub(_replaced, read)
    lost = _broken_count(text, payload)
    if lost > max(_MAX_BROKEN_BY_CUTTING, _MAX_BROKEN_SHARE * len(text)):
        return None
    valid, broken = count_sequences(body, body.decode("utf-8", "replace"))
    name = name if read == escaped else f"{name} and {encoding}"
    valid = max(1, valid)
    return Reading(text, name, round(valid / (valid + broken), 3), lost)


def _part(lines: list[bytes], is_wanted: Callable[[bytes], bool]) -> tuple[bytes, bytes]:
    """Return the lines that are wanted, and the others."""
    wanted = list(map(is_wanted, lines))
    return b"".join(compress(lines, wanted)), b"".join(compress(lines, map(not_, wanted)))


def _decode_lines(lines: list[bytes], is_own: Callable[[bytes], bool], encoding: str) -> str:
    """Return the text of lines in UTF-8, and of others in an encoding."""
    return "".join(
        line.decode("utf-8", "replace")
        if is_own(line)
        else decode_with_strays(line, encoding, inf) or ""
        for line in lines
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_akin_utf8(scripts: frozenset[str | None], line: bytes) -> bool:
    """Check whether a line is UTF-8, and in the scripts of the lines that are not.

    A line of an older encoding is UTF-8 by accident at times, and then in any script.
    """
    if line.isascii() or not _is_utf8(line):
        return line.isascii()
    text = line.decode()
    found = _scripts(text)
    return found <= scripts if found else _GENERAL_PUNCTUATION.search(text) is not None


def _scripts(text: str) -> frozenset[str | None]:
    """Return the scripts of the letters beyond ASCII."""
    letters = {char for char in text if char > "\x7f" and char.isalpha()}
    scripts = frozenset(map(script_of, letters)) - {None}
    return scripts | _IDEOGRAPHIC if scripts & _IDEOGRAPHIC else scripts


def _is_plausible(foreign: str, own: str) -> bool:
    """Check whether lines are in the script of the others, plausible Latin, or many."""
    script = detect_script(foreign).script
    letter_count = sum(map(str.isalpha, foreign))
    if script == "Latn":
        accented_count = sum(char > "\x7f" and char.isalpha() for char in foreign)
        return accented_count <= _MAX_ACCENTED_SHARE * letter_count and not has_misplaced(foreign)
    scripts = {script, detect_script(own).script}
    is_akin = len(scripts) == 1 or _IDEOGRAPHIC.issuperset(scripts)
    return letter_count >= (_MIN_AKIN_LETTERS if is_akin else _MIN_OTHER_LETTERS)


def _encoding_of(foreign: bytes, own: str, found: Reading) -> str:
    """Return the encoding of lines, or the sister of windows-1252 that makes letters of the others.

    A letter or two say little of an encoding.
    """
    known = set(_ACCENTED.findall(own))
    if not known or known.issuperset(_ACCENTED.findall(found.text)):
        return found.encoding
    for encoding in _SISTERS:
        text = foreign.decode(encoding, "replace")
        strange = {char for char in text if not char.isascii()} - known
        if _ACCENTED.search(text) and strange.issubset(_PUNCTUATION):
            return encoding
    return found.encoding


def _read_strays(escaped: str) -> tuple[str, str | None]:
    """Return a text in which escaped bytes are read where a rule applies, and their encoding."""
    encoding = _sister_of("".join(set(_ACCENTED.findall(escaped))))
    if encoding is None:
        return escaped, None
    return _strays(encoding).sub(lambda stray: _char(ord(stray[0]), encoding), escaped), encoding


def _sister_of(letters: str) -> str | None:
    """Return the first sister of windows-1252 that has all the letters."""
    for encoding in _SISTERS:
        if len(letters.encode(encoding, "ignore")) == len(letters):
            return encoding
    return None


@cache
def _strays(encoding: str) -> re.Pattern[str]:
    rules = "|".join(_expression(rule, encoding) for rule in _RULES)
    return re.compile(f"{_LONE}{_NOT_CUT}(?:{rules})")


def _expression(rule: _Stray, encoding: str) -> str:
    latin = f"A-Za-z{_ACCENTED.pattern[1:-1]}{_escapes('small capital', encoding)}"
    before, after = (part.replace("{latin}", latin) for part in (rule.before, rule.after))
    return f"{before}[{_escapes(rule.chars, encoding)}]{after}"


@cache
def _escapes(chars: str, encoding: str) -> str:
    """Return what stands for some characters of an encoding where bytes are escaped."""
    kinds = {"small": str.islower, "capital": str.isupper}
    is_wanted = [kinds[kind] for kind in chars.split() if kind in kinds]
    found = ((code, _char(code, encoding)) for code in range(_ESCAPE + 0x80, _ESCAPE + 0x100))
    return "".join(
        chr(code)
        for code, char in found
        if char not in _HALVES
        and (any(kind(char) for kind in is_wanted) if is_wanted else char in chars)
    )


def _char(code: int, encoding: str) -> str:
    return bytes([code - _ESCAPE]).decode(encoding, "replace")


def _replaced(run: re.Match[str]) -> str:
    return run[0].encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _broken_count(text: str, payload: bytes) -> int:
    """Count the U+FFFD that come from decoding."""
    return text.count("\ufffd") - payload.count("\ufffd".encode())
