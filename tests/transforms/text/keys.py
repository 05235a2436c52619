"""The keys of texts with every character: the same on each Python.

`make test-pythons` runs this module on others. It needs nothing but unicodedata2.
"""

import hashlib
import sys
from collections.abc import Iterator

from transforms.text.canonical import canonical_form
from transforms.text.normalize import normalize_text

# Whoever changes it raises NORMALIZATION_VERSION.
DIGEST = "f04be57b8ecab973e13cab6e15e2d7a0e3f79b07c6485a85ba5ce46bf690b814"
_BLOCK = 0x100
# The planes that have letters, and the tags.
_STARTS = (*range(0, 0x40000, _BLOCK), *range(0xE0000, 0xE0200, _BLOCK))
_SURROGATES = range(0xD800, 0xE000)


def digest() -> str:
    """Return the hash of the normal and the canonical forms of all characters, among others."""
    total = hashlib.sha256()
    for text in _texts():
        total.update(normalize_text(text).encode())
        total.update(canonical_form(text).encode())
    return total.hexdigest()


def _texts() -> Iterator[str]:
    """Yield each character between letters, digits and spaces, 256 of them in a text."""
    for start in _STARTS:
        if start not in _SURROGATES:
            block = map(chr, range(start, start + _BLOCK))
            yield "".join(f"ا5{char}5ی {char}7 " for char in block)


if __name__ == "__main__":
    found = digest()
    print(f"{sys.version.split()[0]}: {found}")
    sys.exit(found != DIGEST)
