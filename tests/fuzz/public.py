"""Call every public function of transforms/ with arguments made of some bytes."""

import gzip
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import import_module
from itertools import product

import pyarrow as pa

import transforms
from tests.archives import tarred, warc, zipped
from transforms import character_tables
from transforms.attribution import dateline
from transforms.dates import (
    calendars,
    date_line_rules,
    date_lines,
    grammar,
    publication_date,
    weekdays,
)
from transforms.describe import describe_guarded, previews
from transforms.encoding import mojibake, mojibake_utf8, sequence_penalties, stray_bytes, surprisal
from transforms.encoding.letter_frequencies import ALPHABETS
from transforms.encoding.utf import Reading
from transforms.failures import failure_of
from transforms.gates import any_word, beginnings, form_beginnings
from transforms.gazetteer.rarest_letter import has_any_of
from transforms.language import detect, shares, unpacked_model
from transforms.native import kernel, library, line_words, tables
from transforms.native import shingles as native_shingles
from transforms.native import word_counts as native_word_counts
from transforms.near_duplicates import clusters, minhash, shingles, similarity
from transforms.packed import (
    compression,
    json_lines,
    tar_archive,
    unpack,
    warc_archive,
    zip_archive,
)
from transforms.packed.containers import Container
from transforms.packed.members import Bounds, sentence_of
from transforms.page import (
    boilerplate,
    boilerplate_phrases,
    boilerplate_rules,
    declared_metadata,
)
from transforms.page.boilerplate import LearnedLines
from transforms.page.boilerplate_rules import EdgeLine
from transforms.rules import first_rule
from transforms.schemas import conform
from transforms.search import word_counts
from transforms.text import canonical, canonical_arrays, character_arrays, letter_variants, scripts

PublicFunction = Callable[..., object]

# They take tables, rules, models and errors of ours, and nothing of a file.
OF_OUR_TABLES: frozenset[PublicFunction] = frozenset(
    {
        any_word,
        beginnings,
        character_arrays.map_texts,
        character_tables.character_tables,
        conform,
        kernel.canonical_forms,
        kernel.count_letters,
        kernel.count_sentences,
        kernel.count_words,
        kernel.plain_page,
        library.library_name,
        line_words.letters_as,
        failure_of,
        sentence_of,
        first_rule,
        has_any_of,
        letter_variants.any_spelling_of,
        form_beginnings,
        letter_variants.letter_of_variants,
        shingles.distinct,
        shingles.mix,
        native_shingles.hash_shingles,
        native_word_counts.characters_in,
        native_word_counts.count_search_words,
        native_word_counts.postings,
        word_counts.characters_of,
        word_counts.count_by_rule,
        word_counts.count_words,
        word_counts.letters_of,
        word_counts.postings,
        word_counts.postings_by_rule,
        tables.packed,
        tables.unpacked,
        letter_variants.whole_words,
        unpacked_model.identifier,
        unpacked_model.load_identifier,
        unpacked_model.unpacked_model,
    }
)


class Case:
    """Arguments of every type, made of some bytes."""

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.text = payload.decode("utf-8", "replace")
        self.lines = self.text.split("\n")

    @property
    def half(self) -> int:
        """The middle of the text."""
        return len(self.text) // 2

    @property
    def number(self) -> int:
        """A number from 1 to 256."""
        return 1 + (self.payload[-1] if self.payload else 0)

    @property
    def day(self) -> date:
        """Any day, and often the first or the last one."""
        ends = {1: date.min, 2: date.max}
        some = date.fromordinal(1 + int.from_bytes(self.payload[:4]) % date.max.toordinal())
        return ends.get(self.number % 4, some)

    @property
    def moment(self) -> datetime:
        """The last second of the day."""
        return datetime.combine(self.day, time.max, UTC)


_ARGUMENTS: dict[object, Callable[[Case], object]] = {
    bytes: lambda case: case.payload,
    bytes | None: lambda case: case.payload,
    str: lambda case: case.text,
    str | None: lambda case: case.text,
    Sequence[str]: lambda case: case.lines,
    list[str]: lambda case: case.lines,
    # Gates of lines, which are asked for where they are not known.
    Sequence[int] | None: lambda _: None,
    Collection[str]: lambda case: case.lines,
    Mapping[str, Mapping[str, object] | None] | None: lambda case: {
        "record": {"title": case.text, "date": case.lines[-1]}
    },
    bool: lambda case: case.number % 2 == 0,
    int: lambda case: case.number,
    date: lambda case: case.day,
    date | None: lambda case: case.day,
    datetime | None: lambda case: case.moment,
}


def _texts(case: Case) -> tuple[similarity.ShingledText, similarity.ShingledText]:
    shingle = similarity.shingle_text
    return shingle(case.text[: case.half]), shingle(case.text[case.half :])


def _similarity(case: Case) -> similarity.Similarity:
    return similarity.measure_similarity(*_texts(case))


def _assigned(case: Case) -> object:
    signed = map(clusters.SignedDocument, range(len(case.lines)), minhash.band_hashes(case.lines))
    assigned = list(clusters.assign_clusters(list(signed), {}, case.lines.__getitem__))
    assert [each.failures for each in assigned if each.failures] == []
    return assigned


def _described(case: Case) -> object:
    row, failures = describe_guarded(case.text)
    assert failures == []
    return row


_BOUNDS = Bounds(member_bytes=1 << 20, members=1_000, unpacked_bytes=1 << 24)


def _unpacked(container: Container) -> Callable[[Case], object]:
    """Unpack the bytes themselves, and an archive with a flipped byte."""
    unpacking = unpack.Unpacking(_BOUNDS, lambda path: not path.endswith(b"x"), {"text": "title"})

    def unpacked(case: Case) -> object:
        whole = _ARCHIVES[container](case)
        place = case.number * 7 % len(whole)
        flipped = whole[:place] + case.payload[:1] + whole[place + 1 :]
        return [
            list(unpack.unpack(pa.BufferReader(payload), len(payload), container, unpacking))
            for payload in (case.payload, whole, flipped, whole[: case.number])
        ]

    return unpacked


_ARCHIVES: Mapping[Container, Callable[[Case], bytes]] = {
    Container.TAR: lambda case: gzip.compress(tarred([("a.txt", case.payload)]), 1),
    Container.ZIP: lambda case: zipped([("a.txt", case.payload), ("b.tar", case.payload)]),
    Container.WARC: lambda case: warc([("https://a.example/", case.payload)]),
    Container.LINES: lambda case: b'{"id": 1, "title": "Rain."}\n' + case.payload,
}


def _no_such_day(function: Callable[..., date], *arguments: object) -> object:
    with suppress(ValueError):
        return function(*arguments)
    return None


_CALENDARS = (calendars.GREGORIAN, calendars.JALALI, calendars.HIJRI)

# Those whose arguments depend on each other, or are values of ours.
_CALLS: dict[PublicFunction, Callable[[Case], object]] = {
    boilerplate.cuts_to_json: lambda case: boilerplate.cuts_to_json(
        boilerplate.read_page(case.text).cuts
    ),
    boilerplate.read_page: lambda case: boilerplate.read_page(
        case.text, LearnedLines(case.lines[:3], case.lines[1:2])
    ),
    boilerplate.restore: lambda case: boilerplate.restore(case.text, None),
    boilerplate_phrases.forms_of: lambda case: boilerplate_phrases.forms_of(case.text),
    boilerplate_rules.first_rule: lambda case: [
        boilerplate_rules.first_rule(EdgeLine(line, *flags))
        for line in case.lines[:8]
        for flags in product((False, True), repeat=4)
    ],
    calendars.last_such_day: lambda case: [
        _no_such_day(calendars.last_such_day, calendar, case.number % 14, case.number, case.day)
        for calendar in _CALENDARS
    ],
    calendars.to_gregorian: lambda case: [
        _no_such_day(calendars.to_gregorian, calendar, case.day.year, case.number % 14, case.number)
        for calendar in _CALENDARS
    ],
    weekdays.weekday_beside: lambda case: weekdays.weekday_beside(case.text, case.half, case.half),
    canonical.is_variant: lambda case: list(map(canonical.is_variant, case.text)),
    clusters.assign_clusters: _assigned,
    describe_guarded: _described,
    previews: lambda case: previews(pa.chunked_array([pa.array(case.lines, pa.string())])),
    date_line_rules.is_own_date: lambda case: [
        date_line_rules.is_own_date(
            date_line_rules.DatedLine(method, case.lines[:at], case.lines[at + 1 :])
        )
        for method in ("line", "labelled")
        for at in range(min(8, len(case.lines)))
    ],
    dateline.with_sender: lambda case: dateline.with_sender(
        dateline.read_dateline(case.text), case.lines[0]
    ),
    date_lines.read_date_line: lambda case: [
        date_lines.read_date_line(case.text, dates, above)
        for above in (None, *case.lines[:1])
        if (dates := grammar.find_dates(case.text))
    ],
    declared_metadata.declared_in: lambda case: declared_metadata.declared_in(
        declared_metadata.read_declared_metadata(case.text, case.payload)
    ),
    declared_metadata.parse_declared: lambda case: declared_metadata.parse_declared(
        dict.fromkeys(("title", "date", "author", "crawled", "year", "month", "day"), case.text),
        "sidecar",
    ),
    # Each is asked through `unpack`, which knows what they raise.
    compression.decompressed: _unpacked(Container.TAR),
    compression.read_at_most: _unpacked(Container.TAR),
    tar_archive.tar_members: _unpacked(Container.TAR),
    zip_archive.zip_members: _unpacked(Container.ZIP),
    warc_archive.warc_members: _unpacked(Container.WARC),
    json_lines.line_members: _unpacked(Container.LINES),
    json_lines.read_line: lambda case: json_lines.read_line(case.payload, case.number, {}),
    unpack.unpack: _unpacked(Container.LINES),
    unpack.unpack_single: lambda case: [
        unpack.unpack_single(pa.BufferReader(payload), len(payload), _BOUNDS)
        for payload in (case.payload, gzip.compress(case.payload, 1)[: case.number])
    ],
    mojibake.undo_wrong_decoding: lambda case: mojibake.undo_wrong_decoding(
        Reading(case.text, "utf-8", 1.0)
    ),
    mojibake_utf8.encode_as: lambda case: [
        mojibake_utf8.encode_as(encoding, case.text) for encoding in mojibake_utf8.MISTAKEN_FOR
    ],
    mojibake_utf8.repair_in_part: lambda case: [
        mojibake_utf8.repair_in_part(case.text, encoding) for encoding in mojibake_utf8.MISTAKEN_FOR
    ],
    publication_date.is_after: lambda case: publication_date.is_after(
        publication_date.find_date(case.text, case.day), case.moment
    ),
    scripts.script_of: lambda case: list(map(scripts.script_of, case.text)),
    sequence_penalties.penalty: lambda case: [
        sequence_penalties.penalty("".join(window))
        for window in zip(case.text, case.text[1:], case.text[2:], strict=False)
    ],
    sequence_penalties.symbol_rule: lambda case: sequence_penalties.symbol_rule(
        case.text[:1], case.text[1:2], case.text[2:3]
    ),
    shares.is_in_doubt: lambda case: [
        shares.is_in_doubt(language, has_mixed_scripts=case.number % 2 == 0)
        for language in detect.detect_languages(case.lines)
    ],
    similarity.candidates: lambda case: [
        similarity.candidates(hashes, {each: [0] for each in hashes})
        for hashes in minhash.band_hashes(case.lines)
    ],
    similarity.is_near_duplicate: lambda case: similarity.is_near_duplicate(
        *_texts(case), _similarity(case)
    ),
    similarity.is_related: lambda case: similarity.is_related(*_texts(case), _similarity(case)),
    similarity.measure_similarity: _similarity,
    shingles.shingles_of_forms: lambda case: shingles.shingles_of_forms(
        canonical_arrays.encoded_forms(case.lines)
    ),
    stray_bytes.count_strays: lambda case: stray_bytes.count_strays(case.text, case.payload),
    stray_bytes.decode_with_strays: lambda case: [
        stray_bytes.decode_with_strays(case.payload, encoding, case.number)
        for encoding in (*mojibake_utf8.MISTAKEN_FOR, stray_bytes.MIXED)
    ],
    surprisal.surprisal: lambda case: [
        surprisal.surprisal([(char, 1) for char in case.text], language) for language in ALPHABETS
    ],
}


@cache
def public_functions() -> tuple[PublicFunction, ...]:
    """Return the functions of transforms/ that other modules may use."""
    names = [module.name for module in pkgutil.walk_packages(transforms.__path__, "transforms.")]
    return tuple(
        found
        for module in map(import_module, names)
        for name, found in vars(module).items()
        if callable(found) and not inspect.isclass(found)
        if found.__module__ == module.__name__ and not name.startswith("_")
    )


def call(function: PublicFunction, case: Case) -> object:
    """Return what a function answers; an iterator is read to its end.

    Raises:
        KeyError: a parameter has a type that no argument is made for.
    """
    if function in _CALLS:
        answer = _CALLS[function](case)
    else:
        answer = function(**dict(_arguments(function, case)))
    return list(answer) if isinstance(answer, Iterator) else answer


def _arguments(function: PublicFunction, case: Case) -> Iterator[tuple[str, object]]:
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "contexts":
            continue
        yield name, _ARGUMENTS[parameter.annotation](case)
