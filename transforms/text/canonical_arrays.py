"""Find the canonical forms of many texts at once, by the compiled kernel where it is there.

`canonical.canonical_form` is the rule, and tests compare this module with it. Nearly all characters
of nearly all texts need little of the rule: one letter for another, some characters dropped,
separators dropped except between digits. A text with anything else goes to the rule itself.
"""

from collections.abc import Sequence
from itertools import chain, zip_longest

import numpy as np
import numpy.typing as npt

from transforms.native import kernel
from transforms.text.canonical import canonical_form, independent_pieces
from transforms.text.character_arrays import PICTURE, chunk_texts
from transforms.text.characters import normalize
from transforms.text.normalize import has_too_many_marks

# Characters of a long text that the rule sees alone: for all at once it would need several times
# their size. More than the length from which `normalize` counts marks.
_PIECE_CHARS = 12_000

# For private use: it stays what it is in a form, as a picture of another plane does.
_STAND_IN = "\ue000"
# Between texts; a normalized text has none.
_END = "\0"


def canonical_forms(texts: Sequence[str]) -> list[str]:
    """Return the canonical form of each normalized text, in order.

    >>> canonical_forms(["كيا پاكستان جيتا؟", "Grew by 3.5%, to ۱۰"])
    ['کیاپاکستانجیتا', 'grewby3.5%to10']
    """
    return [form.decode() for form in encoded_forms(texts)]


def encoded_forms(texts: Sequence[str]) -> list[bytes]:
    r"""Return the canonical form of each normalized text in UTF-8, in order.

    >>> encoded_forms(["ۂ", "É"])
    [b'\xdb\x82', b'\xc3\xa9']
    """
    forms: list[bytes] = []
    for chunk in chunk_texts(texts):
        if len(chunk) > 1:
            forms += _forms(chunk)
        else:
            pieces = independent_pieces(chunk[0], _PIECE_CHARS)
            forms.append(b"".join(_forms([piece])[0] for piece in pieces))
    return forms


def _forms(texts: Sequence[str]) -> list[bytes]:
    laid_out = _lay_out(texts) if kernel.is_there() else None
    if laid_out is None:
        return list(map(_form, texts))
    found = kernel.canonical_forms(*laid_out)
    starts = [0, *found.ends[:-1]]
    forms = [found.payload[start:end] for start, end in zip(starts, found.ends, strict=True)]
    for number, outcome in enumerate(found.outcomes):
        if outcome != kernel.FORM_IS_DONE and not (
            outcome == kernel.FORM_MAY_COMPOSE and _is_composed(forms[number].decode())
        ):
            forms[number] = _form(texts[number])
    return forms


def _form(text: str) -> bytes:
    """Return the form of a text that is odd, or has pictures, which stay what they are."""
    pictures = PICTURE.findall(text) if kernel.is_there() and not text.isascii() else []
    if not pictures or _STAND_IN in text:
        return canonical_form(text).encode()
    between = _forms([PICTURE.sub(_STAND_IN, text)])[0].decode().split(_STAND_IN)
    return "".join(chain(*zip_longest(between, pictures, fillvalue=""))).encode()


def _lay_out(
    texts: Sequence[str],
) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.int64]] | None:
    """Return texts as an array, and where each ends; null where one has a NUL or half a character.

    A normalized text has neither.
    """
    joined = _END.join(["", *texts, ""])
    if joined.count(_END) > len(texts) + 1:
        return None
    try:
        code_units = np.frombuffer(joined.encode("utf-16-le"), np.uint16)
    except UnicodeEncodeError:
        return None
    return code_units, np.flatnonzero(code_units == 0).astype(np.int64, copy=False)


def _is_composed(form: str) -> bool:
    """Check whether no two neighbours, once what was between them is dropped, must be composed."""
    return not has_too_many_marks(form) and normalize("NFC", form) == form
