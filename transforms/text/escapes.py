r"""Read what a program escaped: `&eacute;`, `&#1605;` and `&amp;amp;` of HTML, `\u0645` of JSON.

A text that talks about HTML keeps its references: one with tags, with both `<` and `&lt;`, with a
word such as HTML, or with a reference between quotation marks. A page whose letters are mostly
references is no such text. JSON is a text in ASCII with several escapes, each backslash of which
begins one. A reference to a control character, or to no character at all, stays as it is written.
Each reference is read once, however often its ampersand was escaped.
"""

import re
import sys
from html.entities import name2codepoint

from transforms.text.characters import category
from transforms.text.normalize import join_surrogates

# Those of HTML 4, and later ones that texts have.
_NAMED = name2codepoint | {"apos": 0x27, "AMP": 0x26, "LT": 0x3C, "GT": 0x3E, "QUOT": 0x22}
_AMPERSAND = "&(?:(?:amp|AMP|#0*38|#[xX]0*26);)*"
_NUMBER = "#(?P<decimal>[0-9]{1,7})|#[xX](?P<hex>[0-9A-Fa-f]{1,6})"
_REFERENCE = re.compile(
    f"{_AMPERSAND}(?P<rest>(?:{_NUMBER}|(?P<name>[A-Za-z][A-Za-z0-9]{{1,7}}));)"
)
_CODES = range(sys.maxunicode + 1)
# Numbers that stand for windows-1252, as browsers read them.
_C1 = range(0x80, 0xA0)
_LINE_ENDS_AND_TABS = "\t\n\r"
_NO_TEXT = {"Cc", "Cs", "Cn", "Co"}

_TAG = re.compile(
    r"</?(?:a|b|body|br|center|code|div|em|font|h[1-6]|head|hr|html|i|img|li|link|meta|ol|p|pre|"
    r"script|span|strong|style|sub|sup|table|td|th|tr|u|ul|!doctype)\b[^<>]*>",
    re.IGNORECASE,
)
_ABOUT_HTML = re.compile(
    r"\b(?:X?HTML5?|XML|SGML)\b"
    r"|(?i:\b(?:ampersands?|markup|(?:character|named) (?:entit|referenc)))"
    r"|ایچ ?ٹی ?ایم ?ایل|اچ ?\u200c?تی ?\u200c?ام ?\u200c?ال|إتش ?تي ?إم ?إل|एचटीएमएल"
)
_MARKS = "\"'`“”‘’«»"
_QUOTED = re.compile(
    f"[{_MARKS}]&[#A-Za-z0-9]{{2,9}};[{_MARKS}]|`[^`\n]*&[#A-Za-z0-9]{{2,9}};[^`\n]*`"
)

_JSON_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))')
_JSON_CHARS = {"b": "", "f": "\n", "n": "\n", "r": "\r", "t": "\t"}
_MIN_JSON_ESCAPES = 3
_LETTER_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}")
_RANGE = re.compile(r"\[\^?\\u[0-9A-Fa-f]{4}-\\u")
_ABOUT_JSON = re.compile(
    r"\b(?:Unicode|JSON|JavaScript|Java|Python)\b|(?i:\bescap|\bcode ?points?\b)"
)
# A string of JSON in a string of JSON, and once more.
_MAX_JSON_DEPTH = 3

# Of the letters: so many escaped ones are evidently those of the text.
_MIN_ESCAPED_SHARE = 0.5


def unescape(text: str) -> str:
    r"""Return a text with the characters that it has escaped.

    >>> unescape("Zo&euml; &amp;amp; sons: &#1582;&#x628;&#1585;")
    'Zoë & sons: خبر'
    >>> unescape(r"\u062e\u0628\u0631 \ud83c\udf27")
    'خبر 🌧'
    >>> unescape("In HTML write &amp;"), unescape(r"C:\users\u0041")
    ('In HTML write &amp;', 'C:\\users\\u0041')
    """
    return _unescape_html(_unescape_json(text))


def _unescape_html(text: str) -> str:
    if "&" not in text or ";" not in text:
        return text
    meant = _REFERENCE.sub(_read_reference, text)
    if meant == text or not _is_about_html(text):
        return meant
    letters = sum(_is_letter(_read_reference(found)) for found in _REFERENCE.finditer(text))
    return meant if _is_most(letters, meant) else text


def _is_about_html(text: str) -> bool:
    has_both = "<" in text and "&lt;" in text
    return has_both or any(sign.search(text) for sign in (_TAG, _ABOUT_HTML, _QUOTED))


def _read_reference(found: re.Match[str]) -> str:
    """Return the character of a reference; where there is none, the reference escaped once."""
    if found["name"]:
        code = _NAMED.get(found["name"], -1)
    else:
        code = int(found["decimal"] or found["hex"], 10 if found["decimal"] else 16)
    char = _char(code) if code in _CODES else ""
    return char or f"&{found['rest']}"


def _char(code: int) -> str:
    """Return the character of a code; nothing where it is no text."""
    char = bytes([code]).decode("windows-1252", "ignore") if code in _C1 else chr(code)
    return "" if category(char or "\0") in _NO_TEXT and char not in _LINE_ENDS_AND_TABS else char


def _unescape_json(text: str) -> str:
    for _ in range(_MAX_JSON_DEPTH):
        if not _is_json(text):
            break
        text = _read_json(text)
    return text


def _is_json(text: str) -> bool:
    """Check for several escapes, and no backslash that begins none; most letters may be escaped."""
    if "\\u" not in text or not text.isascii() or _RANGE.search(text):
        return False
    if len(_LETTER_ESCAPE.findall(text)) < _MIN_JSON_ESCAPES or "\\" in _JSON_ESCAPE.sub("", text):
        return False
    if not _ABOUT_JSON.search(text):
        return True
    letters = sum(_is_letter(_read_escape(found)) for found in _JSON_ESCAPE.finditer(text))
    return _is_most(letters, _read_json(text))


def _read_json(text: str) -> str:
    """Return the text of a string of JSON, with or without its quotation marks."""
    body = text.strip()
    if body[0] == body[-1] == '"' and '"' not in _JSON_ESCAPE.sub("", body[1:-1]):
        text = body[1:-1]
    return join_surrogates(_JSON_ESCAPE.sub(_read_escape, text))


def _read_escape(found: re.Match[str]) -> str:
    code, char = found.groups()
    return chr(int(code, 16)) if code else _JSON_CHARS.get(char, char)


def _is_letter(char: str) -> bool:
    return len(char) == 1 and not char.isascii() and category(char)[0] == "L"


def _is_most(letter_count: int, text: str) -> bool:
    """Check whether so many letters are most of those of a text."""
    total = sum(category(char)[0] == "L" for char in text)
    return letter_count > 0 and letter_count >= _MIN_ESCAPED_SHARE * total
