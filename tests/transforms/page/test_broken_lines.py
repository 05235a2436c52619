"""Lines that a link has broken are joined; headlines, poems and credits are not."""

import pytest

from transforms.page.broken_lines import joined

END = "The roof held."


@pytest.mark.parametrize(
    "lines",
    [
        ["The council will mend the roof and", "its chairman", "thanked them."],
        ["The council said the", "harbour office", "would open soon."],
        ["Mr Khan says the", "Prime Minister", "will open the", "quay."],
        ["کونسل نے کہا ہے کہ", "گھاٹ", "کھل جائے گا۔"],
        ["وزیر اعظم", "نے کہا ہے کہ گھاٹ کھل جائے گا۔"],
        ["شورا تصمیم گرفت که", "اسکله", "باز شود."],
        ["قرر المجلس إصلاح السقف التي", "سقطت", "أمس."],
        ["शहर में एक नाविक की ज़रूरत है जो", "घाट", "के बारे में जानता हो।"],
        ["प्रधानमंत्री", "ने कहा है कि घाट खुलेगा।"],
        ["کونسل کے صدر نے", "پرانے گھاٹ", "کے دروازے کھول دیے۔"],
        ["नाविकों ने", "पुराने घाट", "को साफ़ किया।"],
        ["شورا وويل چې", "بازار", "به جوړ شي."],
        ["ملاحوں نے", "گھاٹ کے دفتر", "سے کہا ہے کہ کشتی جلد آئے۔"],
        ["नाविकों ने", "घाट के दफ़्तर", "से कहा है कि नाव जल्दी आए।"],
    ],
)
def test_a_sentence_goes_on_over_its_links(lines: list[str]) -> None:
    assert joined([*lines, END]) == " ".join(lines)


def test_a_headline_of_two_lines_is_one() -> None:
    assert joined(["Fish market to rise again", "before winter", END]) == (
        "Fish market to rise again before winter"
    )


@pytest.mark.parametrize(
    ("first", "following"),
    [
        ("Fish market", "The council met."),
        ("Fish market", "by jane doe"),
        ("Fish market", "subh.pk"),
        ("Fish market", "fish-market"),
        ("Fish market", "fish, market, harbour"),
        (
            "Fish market",
            "the council met on the quay and did not agree on the roof of the old hall.",
        ),
        ("fish market", "the council met."),
        ("What are you waiting for", "The council met."),
        ("Is it over?", "it is."),
        ("منڈی بنے گی", "کونسل نے کہا ہے۔"),
        ("پہاڑ کی خبر", "کے ٹو پر برف گری۔"),
        ("کیا کہا ملاح نے", "کشتی کل آئے گی۔"),
        ("क्या कहा नाविक ने", "नाव कल आएगी।"),
        ("شہر کی خبر", "کے الیکٹرک نے کہا۔"),
        ("ڳوٺ جو", "ڪهاڻي آهي."),
        ("قصو ڳوٺ جو", "ڪهاڻي آهي."),
        ("کونسل نے کہا کہ", "کراچی (اے پی پی) لوگ گھاٹ پر جمع ہوئے اور دیر تک راہ دیکھتے رہے۔"),
        ("کونسل نے کہا کہ", "اے پی پی"),
        ("کونسل نے کہا کہ", "7 مارچ 2026"),
        ("دل توڑ دیا تو نے", "پرانے گھاٹ پر ایک گلوکار نے کہا۔"),
    ],
)
def test_a_line_that_ends_stays_alone(first: str, following: str) -> None:
    assert joined([first, following, END]) == first


def test_verses_without_a_mark_stay_lines() -> None:
    verses = ["ہم نے دیکھا ہے سمندر اور", "ہم نے دیکھی ہے ہوا", "رات باقی ہے"]
    assert joined(verses) == verses[0]


def test_a_line_without_a_word_goes_on_with_nothing() -> None:
    assert joined(["Rain", " ", "..."]) == "Rain"


def test_one_line_is_itself() -> None:
    assert joined(["The council will mend the roof and"]) == "The council will mend the roof and"


@pytest.mark.parametrize(("length", "is_joined"), [(39, False), (40, True)])
def test_a_comma_goes_on_in_a_line_of_forty_characters(length: int, *, is_joined: bool) -> None:
    line = "A" + "a" * (length - 2) + ","
    assert joined([line, "Rain fell."]) == (f"{line} Rain fell." if is_joined else line)


@pytest.mark.parametrize(("length", "is_joined"), [(60, True), (61, False)])
def test_a_link_has_sixty_characters_at_most(length: int, *, is_joined: bool) -> None:
    link = "at " + "a" * (length - 3)
    assert joined(["The council met", link]) == (
        f"The council met {link}" if is_joined else "The council met"
    )


@pytest.mark.parametrize(("length", "is_joined"), [(1_000, True), (1_001, False)])
def test_a_thousand_characters_are_joined(length: int, *, is_joined: bool) -> None:
    for first, letter, end in (("The council and", "a", "a."), ("کونسل نے کہا کہ", "ا", "ا۔")):
        rest = letter * (length - len(first) - 2) + end
        assert (joined([first, rest]) != first) == is_joined
