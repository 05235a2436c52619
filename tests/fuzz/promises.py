"""What transforms/ promises of any input. A promise takes bytes, and raises if it is broken."""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from tests.fuzz.public import OF_OUR_TABLES, Case, call, public_functions
from transforms.describe import PageContext, describe, preview
from transforms.extract import extract, hash_pages, read_by_rules, read_plain
from transforms.page.boilerplate import cuts_to_json, read_page, restore
from transforms.page.declared_metadata import read_declared_metadata
from transforms.page.front_matter import read_front_matter
from transforms.text.canonical import canonical_form
from transforms.text.canonical_arrays import canonical_forms
from transforms.text.normalize import normalize_text
from transforms.text.scripts import detect_script, detect_scripts
from transforms.text.segmentation import count_sentences, count_words
from transforms.text.segmentation_arrays import sentence_counts, word_counts

Promise = Callable[[bytes], None]

# Seconds of the processor. The longest input takes half of one; what is not linear takes minutes.
_MAX_SECONDS = 10
_LONG_TEXT_CHARS = 200_000
_LONGEST_UNIT = 120


def check(promise: Promise, payload: bytes, seconds: float = _MAX_SECONDS) -> None:
    """Hold some bytes against a promise, and against time: seconds of the processor.

    Raises:
        AssertionError: it is broken.
        TimeoutError: it takes longer.
        Exception: whatever transforms/ raised.
    """
    with _limited_time(seconds):
        promise(payload)


@contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    """Raise TimeoutError once the processor has worked for so long; waiting does not count."""
    before = signal.signal(signal.SIGPROF, _end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise TimeoutError("it takes longer than any text does")


def no_function_fails(payload: bytes) -> None:
    """No public function raises, whatever text or bytes it gets; what it answers can be written."""
    cases = [Case(payload)]
    cases.append(Case(normalize_text(cases[0].text).encode()))
    for function in public_functions():
        if function not in OF_OUR_TABLES:
            for case in cases:
                _assert_valid(call(function, case))


def a_file_becomes_a_text_or_a_reason(payload: bytes) -> None:
    """Bytes are a normalized text with its hash, or rejected with a reason."""
    extracted = extract(payload)
    _assert_valid(extracted)
    assert (extracted.text is None) == (extracted.reject_reason is not None)
    if extracted.text is not None:
        assert normalize_text(extracted.text) == extracted.text
        assert extracted.content_hash == hash_pages([extracted.text])[0]
        _assert_describable(extracted.text, PageContext())


def normalization_is_idempotent(payload: bytes) -> None:
    """Normal and canonical form do not change when they are formed again."""
    # Bytes that are not UTF-8 become halves of characters.
    text = payload.decode("utf-8", "surrogateescape")
    normalized = normalize_text(text)
    _assert_valid(normalized)
    assert normalize_text(normalized) == normalized
    canonical = canonical_form(normalized)
    assert canonical_form(text) == canonical
    assert canonical_form(canonical) == canonical
    assert canonical_forms([normalized]) == [canonical]


def the_kernel_and_the_rules_agree(payload: bytes) -> None:
    """The compiled kernel gives the answers of the rules in Python, or leaves the text to them."""
    plain = read_plain(payload)
    assert plain is None or plain == read_by_rules(payload)
    for text in (Case(payload).text, payload.decode("utf-8", "surrogateescape")):
        texts = [*text.split("\n"), text, normalize_text(text)]
        assert word_counts(texts) == list(map(count_words, texts))
        assert sentence_counts(texts) == list(map(count_sentences, texts))
        assert detect_scripts(texts) == list(map(detect_script, texts))
        normalized = list(map(normalize_text, texts))
        assert canonical_forms(normalized) == list(map(canonical_form, normalized))


def front_matter_declares_text(payload: bytes) -> None:
    """Front matter declares titles and bylines that are normalized; any page can be described."""
    page = normalize_text(f"---\n{Case(payload).text}\n---\nآج صبح بارش ہوئی۔")
    found = read_front_matter(page)
    if found:
        for value in (found.declared.title, found.declared.byline):
            assert value is None or value == normalize_text(value) == " ".join(value.split())
    _assert_describable(page, PageContext())


def sidecars_and_folders_declare_text(payload: bytes) -> None:
    """A sidecar and folders become JSON that can be written, and a page with it be described."""
    case = Case(payload)
    path = "".join(f"{line.replace('/', '')}/" for line in case.lines) + "a.txt"
    for sidecar in (payload, b'{"title": "' + payload + b'"}', b"[" * len(payload)):
        attributes = read_declared_metadata(path, sidecar)
        _assert_valid(attributes)
        _assert_describable("نئی خبر\n\n۷ مارچ", PageContext(attributes, case.moment))


def a_long_text_takes_no_longer_than_its_length(payload: bytes) -> None:
    """What repeats thousands of times takes seconds, not hours."""
    unit = payload[:_LONGEST_UNIT] or b" "
    long = unit * (_LONG_TEXT_CHARS // len(Case(unit).text))
    a_file_becomes_a_text_or_a_reason(long)
    text = normalize_text(long.decode("utf-8", "replace"))
    _assert_describable(text, PageContext())
    hash_pages([text])


def _assert_describable(page: str, context: PageContext) -> None:
    """A page can be described, and put together again from its text and its cuts."""
    found = read_page(page, context.boilerplate)
    assert restore(found.text, cuts_to_json(found.cuts)) == page
    # It conforms to its schema, which wants valid UTF-8.
    assert describe([page], [context]).num_rows == 1
    _assert_valid(preview(page))


def _assert_valid(found: object) -> None:
    """Assert that all strings of an answer can be written as UTF-8.

    Raises:
        UnicodeEncodeError: one has half a character.
    """
    if isinstance(found, str):
        found.encode()
    elif isinstance(found, Mapping):
        _assert_valid([*found.keys(), *found.values()])
    elif isinstance(found, list | tuple | set | frozenset):
        for each in found:
            _assert_valid(each)


PROMISES: dict[str, Promise] = {
    promise.__name__: promise
    for promise in (
        no_function_fails,
        a_file_becomes_a_text_or_a_reason,
        normalization_is_idempotent,
        the_kernel_and_the_rules_agree,
        front_matter_declares_text,
        sidecars_and_folders_declare_text,
        a_long_text_takes_no_longer_than_its_length,
    )
}
