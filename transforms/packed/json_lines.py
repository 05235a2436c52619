"""Read JSON lines: each line is a member, with a text and what is said about it."""

import json
from collections.abc import Iterator, Mapping

from transforms.packed.compression import ForwardStream
from transforms.packed.members import Member
from transforms.page.declared_metadata import MAX_SIDECAR_BYTES, read_object
from transforms.reject_reasons import RejectReason
from transforms.text.normalize import join_surrogates

# What fields are called where nobody says otherwise. Title, date, author and address have many
# names, which `declared_metadata` knows.
TEXT_FIELD = "text"
ID_FIELD = "id"
# Objects whose fields are fields of the line too: datatrove writes the first.
_NESTED = ("metadata", "meta")
_CHUNK_BYTES = 1 << 20
_MAX_ID_CHARS = 500
# Of one field of those that are kept, as JSON.
_MAX_FIELD_CHARS = 4096
_OF_THE_LINE = ("text", "id")
_BLANK = b" \t\r\n\xef\xbb\xbf\x00"

# The name of a field by what it holds: text, id, title, date, url or author.
Fields = Mapping[str, str]


def line_members(stream: ForwardStream, fields: Fields, max_bytes: int) -> Iterator[Member]:
    """Yield a member for each line that is not blank.

    It is named by its id, or else by its number in the file, from 1.
    """
    for number, line in enumerate(_lines(stream, max_bytes), 1):
        if line is None:
            detail = f"a line of more than {max_bytes:,} bytes; that is the limit"
            yield Member(b"%d" % number, None, max_bytes, RejectReason.TOO_LARGE, detail)
        elif line.strip(_BLANK):
            yield read_line(line, number, fields)


def read_line(line: bytes, number: int, fields: Fields) -> Member:
    r"""Return the member that a line is.

    >>> member = read_line(b'{"body": "Rain.", "headline": "Dry"}', 7, {"text": "body"})
    >>> member.path, member.payload, member.declared
    (b'7', b'Rain.', {'headline': 'Dry'})
    """
    found = read_object(line.strip(_BLANK))
    if isinstance(found, str):
        return _without_text(b"%d" % number, line, found)
    name = fields.get("text", TEXT_FIELD)
    path = _path(_field(found, fields.get("id", ID_FIELD)), number)
    text = _field(found, name)
    if not isinstance(text, str):
        return _without_text(path, line, _missing(name, found))
    payload = join_surrogates(text).encode()
    declared = _declared(found, name, fields)
    return Member(path, payload, len(line), raw=line, declared=declared, is_file=False)


def _without_text(path: bytes, line: bytes, detail: str) -> Member:
    return Member(path, None, len(line), RejectReason.NO_TEXT, detail, raw=line)


def _missing(name: str, found: Mapping[str, object]) -> str:
    """Say that a field is missing, and which there are."""
    names = ", ".join(sorted(map(str, found))[:10])
    return join_surrogates(f"no text in the field {name!r} (ZAKHIRA_FIELDS); fields: {names}"[:500])


def _path(value: object, number: int) -> bytes:
    if isinstance(value, int | str) and not isinstance(value, bool):
        name = join_surrogates(str(value)).strip()
        if 0 < len(name) <= _MAX_ID_CHARS:
            return name.encode()
    return b"%d" % number


def _field(found: Mapping[str, object], name: str) -> object:
    """Return the value of a field; a dot in its name leads into an object."""
    value: object = found
    for part in name.split("."):
        if name in found:
            return found[name]
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _declared(
    found: Mapping[str, object], text_field: str, fields: Fields
) -> Mapping[str, object] | None:
    """Return what a line says of its text: its other fields, if they are no data of their own."""
    declared = {name: value for name, value in found.items() if name != text_field}
    for name in _NESTED:
        nested = declared.get(name)
        if isinstance(nested, dict):
            del declared[name]
            declared = nested | declared
    for kind, name in fields.items():
        value = _field(found, name)
        if kind not in _OF_THE_LINE and value is not None:
            declared[kind] = value
    return _kept(declared) or None


def _kept(declared: Mapping[str, object]) -> Mapping[str, object]:
    """Return the fields, without the long ones where all are too long, and without any at last."""
    lengths = {
        name: len(name) + len(json.dumps(value, ensure_ascii=False))
        for name, value in declared.items()
    }
    if sum(lengths.values()) <= MAX_SIDECAR_BYTES:
        return declared
    short = {name: value for name, value in declared.items() if lengths[name] <= _MAX_FIELD_CHARS}
    return short if sum(lengths[name] for name in short) <= MAX_SIDECAR_BYTES else {}


def _lines(stream: ForwardStream, max_bytes: int) -> Iterator[bytes | None]:
    """Yield the lines of a stream, without their ends; null for one that is too long."""
    held: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK_BYTES):
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            yield b"".join([*held, line]) if size + len(line) <= max_bytes else None
            held, size = [], 0
        size += len(rest)
        if size <= max_bytes:
            held.append(rest)
        else:
            held = []
    if size:
        yield b"".join(held) if size <= max_bytes else None
