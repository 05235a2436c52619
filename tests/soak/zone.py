"""A landing zone that changes: each change is drawn, and counted by its name."""

import gzip
import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests import corpus
from tests.soak import payloads

# Larger than `ZAKHIRA_MAX_FILE_BYTES` of the runs.
_VAST_BYTES = 3 << 20
_PUBLISHERS = ("daily", "weekly", "wire", "evening/2026/03")
_SECOND_NS = 1_000_000_000


class Zone:
    """The landing zone of a soak, and what was ever wanted gone there."""

    def __init__(self, folder: Path, random: Random) -> None:
        """Make it, empty."""
        self.folder = folder
        self.counts: Counter[str] = Counter()
        # Texts that will be taken down, and those that were, by number.
        self.requests: list[int] = []
        self.taken_down: list[int] = []
        self._random = random
        self._serial = 0
        self._late = 0
        folder.mkdir(parents=True)

    def change(self) -> str:
        """Make one drawn change, and say which."""
        names, weights = zip(*((each, weight) for each, weight in _CHANGES), strict=True)
        (action,) = self._random.choices(names, weights)
        name = str(action.__name__).strip("_").replace("_", " ")
        action(self)
        self.counts[name] += 1
        return name

    def come_late(self) -> Path:
        """Let a file arrive now, while somebody reads; it is like no other, so it disturbs none."""
        self._late += 1
        text = payloads.like_no_other(Random(f"late {self._late}"))  # noqa: S311 - no secret
        path = self.folder / "late" / f"{self._late:05}.txt"
        path.parent.mkdir(exist_ok=True)
        aside = path.with_name(f".{path.name}.part")
        aside.write_text(text, encoding="utf-8")
        aside.rename(path)
        self.counts["come late"] += 1
        return path

    def next_number(self, count: int = 1) -> int:
        """The first of some numbers that no text had yet."""
        self._serial += count
        return self._serial - count + 1

    def put(self, name: str, payload: bytes) -> Path:
        """Write a file, which is a second younger than the one before."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
        self.date(path)
        return path

    def date(self, path: Path) -> None:
        """Let a file be modified a second after the one before."""
        moment = corpus.LONG_AGO_NS + self.next_number() * _SECOND_NS
        os.utime(path, ns=(moment, moment))

    def files(self, ending: str = ".txt") -> list[Path]:
        """The files of a kind that changes may choose from; not those that came late."""
        found = (self.folder / name for name in (*_PUBLISHERS, "odd", "packed"))
        return sorted(
            path for folder in found for path in folder.rglob(f"*{ending}") if path.is_file()
        )

    def one(self, ending: str = ".txt") -> Path | None:
        """One of them."""
        files = self.files(ending)
        return self._random.choice(files) if files else None

    def new_name(self, ending: str = ".txt") -> str:
        """A path that no file had yet."""
        return f"{self._random.choice(_PUBLISHERS)}/{self.next_number():06}{ending}"

    def draw(self, count: int) -> int:
        """A number below another."""
        return self._random.randrange(count)

    def choose(self, among: tuple[str, ...]) -> str:
        """One of some words."""
        return self._random.choice(among)


def _add_news(zone: Zone) -> None:
    for _ in range(1 + zone.draw(4)):
        name = zone.new_name()
        text = payloads.framed(name.split("/")[0], corpus.news(zone.next_number()))
        zone.put(name, text.encode())


def _add_report(zone: Zone) -> None:
    name = zone.new_name()
    text = payloads.framed(name.split("/")[0], payloads.report(zone.next_number()))
    zone.put(name, text.encode(zone.choose(payloads.ENCODINGS)))


def _add_near_duplicate(zone: Zone) -> None:
    zone.put(zone.new_name(), payloads.report(zone.draw(40) + 1, 1 + zone.draw(5)).encode())


def _add_copy(zone: Zone) -> None:
    if (path := zone.one()) is not None:
        zone.put(zone.new_name(), path.read_bytes())


def _add_in_another_encoding(zone: Zone) -> None:
    path = zone.one()
    try:
        text = path.read_bytes().decode() if path else ""
    except UnicodeDecodeError:
        return
    zone.put(zone.new_name(), ("\n" + text + " \n").encode(zone.choose(payloads.ENCODINGS)))


def _edit(zone: Zone) -> None:
    if (path := zone.one()) is not None:
        path.write_bytes(payloads.report(zone.next_number()).encode())
        zone.date(path)


def _edit_a_little(zone: Zone) -> None:
    if (path := zone.one()) is not None:
        path.write_bytes(path.read_bytes() + f"\n\nUpdate {zone.next_number()}\n".encode())
        zone.date(path)


def _touch(zone: Zone) -> None:
    if (path := zone.one()) is not None:
        zone.date(path)


def _rename(zone: Zone) -> None:
    if (path := zone.one()) is not None:
        target = zone.folder / zone.new_name()
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)


def _delete(zone: Zone) -> None:
    for _ in range(1 + zone.draw(3)):
        if (path := zone.one()) is not None:
            path.unlink()


def _delete_a_folder(zone: Zone) -> None:
    for path in zone.files():
        if path.parent.name == "03" and zone.draw(2):
            path.unlink()


def _add_hostile_bytes(zone: Zone) -> None:
    zone.put(zone.new_name(), payloads.HOSTILE[zone.choose(tuple(payloads.HOSTILE))])


def _add_odd_name(zone: Zone) -> None:
    name = f"odd/{zone.next_number()}/{zone.choose(payloads.NAMES)}"
    zone.put(name, corpus.news(zone.next_number()).encode())


def _add_links(zone: Zone) -> None:
    folder = zone.folder / "odd" / f"links-{zone.next_number()}"
    folder.mkdir(parents=True)
    (folder / "nowhere.txt").symlink_to("gone.txt")
    (folder / "around.txt").symlink_to("around.txt")
    os.mkfifo(folder / "pipe.txt")


def _add_vast_file(zone: Zone) -> None:
    path = zone.put(zone.new_name(), f"{zone.next_number()}".encode())
    os.truncate(path, _VAST_BYTES)
    zone.date(path)


def _add_long_text(zone: Zone) -> None:
    texts = [payloads.report(zone.next_number()) for _ in range(150)]
    zone.put(zone.new_name(), "\n".join(texts).encode())


def _add_compressed_text(zone: Zone) -> None:
    text = payloads.report(zone.next_number()).encode()
    zone.put(f"packed/{zone.next_number():06}.txt.gz", gzip.compress(text, mtime=0))


def _add_archive(zone: Zone) -> None:
    make, ending = [(payloads.zip_of, ".zip"), (payloads.tar_of, ".tar.gz")][zone.draw(2)]
    count = 2 + zone.draw(5)
    first = zone.next_number(count)
    zone.put(f"packed/{zone.next_number():06}{ending}", make(first, count))


def _add_lines(zone: Zone) -> None:
    count = 2 + zone.draw(5)
    first = zone.next_number(count)
    zone.put(f"packed/{zone.next_number():06}.jsonl", payloads.lines_of(first, count))


def _edit_archive(zone: Zone) -> None:
    if (path := zone.one(".zip")) is not None:
        count = 1 + zone.draw(4)
        first = zone.next_number(count)
        path.write_bytes(payloads.zip_of(first, count))
        zone.date(path)


def _delete_archive(zone: Zone) -> None:
    if (path := zone.one(zone.choose((".zip", ".jsonl", ".gz")))) is not None:
        path.unlink()


def _add_damaged_archive(zone: Zone) -> None:
    archive = payloads.zip_of(zone.next_number(), 1)
    zone.put(f"packed/broken-{zone.next_number():06}.zip", archive[: len(archive) // 2])


def _add_sidecar(zone: Zone) -> None:
    name = zone.new_name()
    number = zone.next_number()
    declared = {"title": f"Declared {number}", "date": "2026-03-07", "author": "A. Clerk"}
    zone.put(f"{name}.json", json.dumps(declared).encode())
    zone.put(name, payloads.report(number).encode())


def _add_what_will_go(zone: Zone) -> None:
    number = zone.next_number()
    zone.requests.append(number)
    text = payloads.wanted_gone(number)
    folder = f"requests/{number:06}"
    zone.put(f"{folder}/story.txt", text.encode())
    zone.put(f"{folder}/refused.txt", b"\0\1\2\3" + payloads.marker(number).encode() + bytes(9))
    zone.put(f"{folder}/state.txt", payloads.wanted_gone(number, 7).encode())
    # No other change takes it for its own: it stays the same text.
    zone.put(f"copies/{number:06}.txt", f"\n{text} ".encode(zone.choose(payloads.ENCODINGS)))


def _send_again_what_went(zone: Zone) -> None:
    if zone.taken_down:
        number = zone.taken_down[zone.draw(len(zone.taken_down))]
        text = payloads.wanted_gone(number).encode(zone.choose(payloads.ENCODINGS))
        zone.put(f"copies/again-{zone.next_number():06}.txt", text)


_CHANGES: tuple[tuple[Callable[[Zone], None], int], ...] = (
    (_add_news, 14),
    (_add_report, 12),
    (_add_near_duplicate, 6),
    (_add_copy, 5),
    (_add_in_another_encoding, 5),
    (_edit, 6),
    (_edit_a_little, 5),
    (_touch, 5),
    (_rename, 5),
    (_delete, 6),
    (_delete_a_folder, 1),
    (_add_hostile_bytes, 5),
    (_add_odd_name, 2),
    (_add_links, 1),
    (_add_vast_file, 1),
    (_add_long_text, 1),
    (_add_compressed_text, 3),
    (_add_archive, 3),
    (_add_lines, 3),
    (_edit_archive, 2),
    (_delete_archive, 2),
    (_add_damaged_archive, 1),
    (_add_sidecar, 3),
    (_add_what_will_go, 4),
    (_send_again_what_went, 2),
)
