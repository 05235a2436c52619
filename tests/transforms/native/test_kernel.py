"""What the compiled kernel says of a page is what the rules say; without it they say it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.corpus import LANGUAGES, news
from tests.kernel import needs_kernel
from tests.sentences import SENTENCES
from transforms.extract import hash_pages, read_by_rules, read_payload, read_plain
from transforms.native import kernel
from transforms.text.scripts import detect_script, detect_scripts
from transforms.text.segmentation import count_sentences, count_words
from transforms.text.segmentation_arrays import sentence_counts, word_counts

_NEWS = [news(number, language) for number, language in enumerate(LANGUAGES)]
# What some rule for whole pages looks for, or what single characters are.
_ODD = [
    *(
        "\ufeff",
        "\xad",
        "\u200b",
        "\u200c",
        "\x00",
        "\x1b",
        "\x85",
        "\u2028",
        "\ufffd",
        "\xa0",
        "\t",
    ),
    *("\r\n", "\r", "\v", " \n", "\n\n\n", "  ", "\r\u200b\n", "\n \n"),
    *("&amp;", "&", ";", "&#1740;", "\\u06cc", "??", "+BDw-", "~{", "@@@@@@@@", "<p>"),
    *("Ã©", "â€™", "Ø®Ø¨Ø±", "о", "aб", "ﻻ", "ﷲ", "eÉ", "f‚t", "é" * 12, "µm", "IFNγ", "kΩ"),
    *("ا\u0653", "ی\u0654", "ہ\u0654", "e\u0301", "\u0301", "ạ\u0301", "a\u0301\u0323", "\u0958"),
    *("क\u093c", "न\u093c", "\u09c7\u09be", "\u1100\u1161", "가\u11a8", "x" + "\u0651" * 31),
    *("😀", "𝐍", "\U0001f1f5", "\U00016d40", "\U000e0001", "ﬁ", "İ", "ß", "Ω", "Å"),
    *("۔", "؟", "…", ".", "U.S.", "3.5", "۱۲", "can't", "foo_bar", 'צ"ה', "日本", "ไทย", "½"),
]
_LINES = st.sampled_from(_ODD) | st.sampled_from(list(SENTENCES.values()))
_PAGES = st.builds(
    lambda page, at, odd: page[:at] + "".join(odd) + page[at:],
    st.sampled_from([*_NEWS, ""]),
    st.integers(0, 200),
    st.lists(_LINES, max_size=6),
)


@settings(max_examples=1_500)
@example("")
@example("\ufeff" + _NEWS[0])
@given(_PAGES)
def test_a_plain_page_is_read_as_the_rules_read_it(page: str) -> None:
    payload = page.encode("utf-8", "surrogatepass")
    plain = read_plain(payload)
    assert plain is None or plain == read_by_rules(payload)


@settings(max_examples=600)
@given(st.lists(_LINES, max_size=30), st.integers(40, 140), st.sampled_from(["\n", "\r\n", " \n"]))
def test_a_wrapped_page_is_read_as_the_rules_read_it(
    pieces: list[str], width: int, line_end: str
) -> None:
    text = " ".join(pieces)
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    payload = line_end.join(lines).encode("utf-8", "surrogatepass")
    plain = read_plain(payload)
    assert plain is None or plain == read_by_rules(payload)


@settings(max_examples=600)
@given(st.binary(max_size=60), st.sampled_from(_NEWS), st.integers(0, 300))
def test_broken_bytes_are_read_as_the_rules_read_them(broken: bytes, page: str, at: int) -> None:
    payload = page.encode()[:at] + broken + page.encode()[at:]
    plain = read_plain(payload)
    assert plain is None or plain == read_by_rules(payload)


@pytest.mark.parametrize("number", range(0, 0x11000, 0x1000))
def test_a_page_with_any_character_is_read_as_the_rules_read_it(number: int) -> None:
    for code in range(number, number + 0x1000):
        payload = f"خبر خبر{chr(code)}, Aa{chr(code)}".encode("utf-8", "surrogatepass")
        plain = read_plain(payload)
        assert plain is None or plain == read_by_rules(payload), hex(code)


@needs_kernel
@pytest.mark.parametrize("page", [*_NEWS, *SENTENCES.values()], ids=ascii)
def test_nearly_all_pages_are_plain(page: str) -> None:
    assert read_plain(page.encode()) is not None


def test_without_a_kernel_the_rules_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [*_NEWS, *SENTENCES.values(), *_ODD, " ".join(_ODD)]
    payloads = [page.encode("utf-8", "surrogatepass") for page in pages]

    def answers() -> list[object]:
        texts = [text for text in (read_payload(payload).text for payload in payloads) if text]
        return [texts, hash_pages(texts), word_counts(texts), sentence_counts(texts)]

    found = answers()
    monkeypatch.setattr(kernel, "is_there", lambda: False)
    assert answers() == found


@settings(max_examples=1_000)
@given(st.lists(st.lists(_LINES | st.sampled_from([" ", "\n", "\x1c"])).map("".join), max_size=5))
def test_counts_of_many_texts_are_those_of_the_rules(texts: list[str]) -> None:
    assert word_counts(texts) == list(map(count_words, texts))
    assert sentence_counts(texts) == list(map(count_sentences, texts))
    assert detect_scripts(texts) == list(map(detect_script, texts))
