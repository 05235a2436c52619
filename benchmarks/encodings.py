"""Measure how often text in an older encoding is read right, here and by charset-normalizer.

    python benchmarks/encodings.py TEXTS

TEXTS is a file of JSON lines with `lang` and `text`, of any length: each text is encoded as its
language was before Unicode. Or it is a folder of folders, each named for the encoding of its files,
as in `windows-1250-polish` (anything after the encoding is ignored). Right means the same text;
anything else is either mojibake (another text) or a rejection (none).
"""

import argparse
import codecs
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from transforms.encoding.decode import decode

ENCODINGS = {
    **dict.fromkeys(("de", "fr", "es", "pt", "it", "sv", "da", "nl", "fi"), "cp1252"),
    **dict.fromkeys(("pl", "cs", "hu", "sk", "hr", "ro"), "cp1250"),
    **dict.fromkeys(("ru", "bg", "uk", "sr", "mk"), "cp1251"),
    **dict.fromkeys(("ar", "fa", "ur"), "cp1256"),
    "el": "cp1253",
    "tr": "cp1254",
    "he": "cp1255",
    "lt": "cp1257",
    "vi": "cp1258",
    "th": "tis-620",
    "ja": "shift_jis",
    "zh": "gbk",
    "ko": "cp949",
}
LENGTHS = (50, 100, 300, 1000)
# What windows-1256 lacks, as its writers spelt it.
_LACKING = str.maketrans({"ی": "ي", "۔": "."})


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield text and bytes of the files below folders named for an encoding that Python has."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        words = path.parent.name.split("-")
        for name in ("-".join(words[:length]) for length in range(len(words), 0, -1)):
            try:
                codecs.lookup(name)
            except LookupError:
                continue
            payload = path.read_bytes()
            yield payload.decode(name, "replace").removeprefix("\ufeff"), payload
            break


def texts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield text and bytes in the old encoding; skip what it cannot write, and ASCII."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = row["text"].translate(_LACKING) if row["lang"] in {"fa", "ur"} else row["text"]
            try:
                payload = text.encode(ENCODINGS[row["lang"]])
            except (KeyError, UnicodeEncodeError):
                continue
            if not payload.isascii():
                yield text, payload


def outcome(found: str | None, text: str) -> str:
    """Return what came of decoding a text."""
    if found is None:
        return "rejected"
    return "right" if found == text else "mojibake"


def main() -> None:
    """Count, and print shares by length."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", type=Path, metavar="TEXTS")
    path = parser.parse_args().texts
    counts: Counter[tuple[int, str, str]] = Counter()
    for text, payload in (files if path.is_dir() else texts)(path):
        length = min(LENGTHS, key=lambda length: abs(length - len(text)))
        match = from_bytes(payload).best()
        counts[length, "zakhira", outcome(decode(payload).text, text)] += 1
        counts[length, "charset-normalizer", outcome(str(match) if match else None, text)] += 1
    print(f"{'characters':>10} {'texts':>6}  {'':<20}{'right':>8}{'mojibake':>10}{'rejected':>10}")
    for length in LENGTHS:
        for engine in ("zakhira", "charset-normalizer"):
            total = sum(count for key, count in counts.items() if key[:2] == (length, engine))
            shares = [
                counts[length, engine, name] / max(total, 1)
                for name in ("right", "mojibake", "rejected")
            ]
            print(
                f"{length:>10} {total:>6}  {engine:<20}"
                f"{shares[0]:>8.1%}{shares[1]:>10.1%}{shares[2]:>10.1%}"
            )


if __name__ == "__main__":
    main()
