"""Recognize binary formats by their first bytes, whatever the name of the file.

The signatures are those of the formats' own specifications, as libmagic lists them. A signature
that a text could begin with (`BM`, `MZ`, `ORC`) is left out: such a file is full of NULs and
control characters, and is rejected for those.
"""

import re

BINARY_FORMATS = {
    "ZIP container (docx, xlsx, odt, epub, ...)": rb"PK(?:\x03\x04|\x05\x06|\x07\x08)",
    "PDF document": rb"%PDF-",
    "OLE2 container (doc, xls, msg, InPage, ...)": rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "RTF document": rb"\{\\rtf",
    "DjVu document": rb"AT&TFORM",
    "PNG image": rb"\x89PNG\r\n\x1a\n",
    "JPEG image": rb"\xff\xd8\xff",
    "GIF image": rb"GIF8[79]a",
    "TIFF image": rb"II\*\x00|MM\x00\*",
    "WebP image": rb"RIFF....WEBP",
    "WAVE audio": rb"RIFF....WAVE",
    "AVI video": rb"RIFF....AVI ",
    "MP4 video or HEIF image": rb"\x00\x00..ftyp",
    "MP3 audio": rb"ID3[\x02-\x04]",
    "Ogg audio or video": rb"OggS\x00",
    "FLAC audio": rb"fLaC\x00",
    "Matroska or WebM video": rb"\x1aE\xdf\xa3",
    "gzip archive": rb"\x1f\x8b\x08",
    "bzip2 archive": rb"BZh[1-9]1AY&SY",
    "xz archive": rb"\xfd7zXZ\x00",
    "Zstandard archive": rb"\x28\xb5\x2f\xfd",
    "LZ4 archive": rb"\x04\x22\x4d\x18",
    "7-Zip archive": rb"7z\xbc\xaf\x27\x1c",
    "RAR archive": rb"Rar!\x1a\x07",
    "tar archive": rb".{257}ustar(?:\x00|  \x00)",
    "ELF program": rb"\x7fELF",
    "Java class": rb"\xca\xfe\xba\xbe",
    "WebAssembly module": rb"\x00asm",
    "SQLite database": rb"SQLite format 3\x00",
    "DuckDB database": rb".{8}DUCK[\x01-\xff]\x00\x00",
    "Parquet file": rb"PAR1[\x15\x1c]",
    "Arrow file": rb"ARROW1\x00\x00",
    "Avro file": rb"Obj\x01",
    "HDF5 file": rb"\x89HDF\r\n\x1a\n",
    "NumPy array": rb"\x93NUMPY",
    "web font": rb"wOF[F2](?:\x00|true|OTTO)",
}

_FORMATS = tuple(BINARY_FORMATS)
_SIGNATURE = re.compile(
    b"|".join(b"(%s)" % signature for signature in BINARY_FORMATS.values()), re.DOTALL
)


def binary_format(payload: bytes) -> str | None:
    r"""Return the binary format that a payload begins as; None where it may be text.

    >>> binary_format(b"%PDF-1.7\n")
    'PDF document'
    >>> binary_format("پاکستان".encode())
    """
    match = _SIGNATURE.match(payload)
    return _FORMATS[match.lastindex - 1] if match and match.lastindex else None
