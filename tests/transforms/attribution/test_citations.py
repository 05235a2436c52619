"""Citations: the rule that reads a sentence, where it stands, how far a name is from its word."""

import pytest

from transforms.attribution.citations import CITATION_RULES, credit_in_sentences
from transforms.attribution.credits import Credit

REPORT = "گلیوں میں پانی کھڑا ہے"
REUTERS = Credit("رائٹرز")


def fall(sentence: str) -> str | None:
    """The name of the first rule that reads a credit of a sentence."""
    names = (rule.name for rule in CITATION_RULES if rule.read(sentence))
    return next(names, None)


def credit_of(sentence: str) -> Credit | None:
    """The credit of a sentence on the line after the headline."""
    return credit_in_sentences(["نئی خبر", sentence])


@pytest.mark.parametrize(
    ("name", "example"), [(rule.name, rule.example) for rule in CITATION_RULES]
)
def test_every_rule_is_the_first_that_reads_its_example(name: str, example: str) -> None:
    assert fall(example) == name
    assert credit_of(example) is not None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("به نقل از رویترز، باران بارید", "word of citing, agency"),
        ("رائٹرز خبر رساں ادارے کی رپورٹ ہے", "word for agency"),
        ("کوہسار خبر رساں ادارے کے مطابق بارش", "word for agency"),
        ("رائٹرز کی رپورٹ ہے", "agency, word of reporting"),
        ("ڈان کی رپورٹ ہے", None),
        ("رائٹرز: بارش", "outlet, colon"),
        ("ڈان: بارش", None),
        ("دریا نیوز: بارش", "outlet, colon"),
        ("وزیر: بارش", None),
        ("تصویر رائٹرز: بارش", None),
    ],
)
def test_a_sentence_falls_to_the_rule_that_names_its_form(sentence: str, name: str | None) -> None:
    assert fall(sentence) == name
    assert (credit_of(sentence) is None) == (name is None)


@pytest.mark.parametrize(("sentences_before", "credit"), [(2, REUTERS), (3, None)])
def test_the_first_three_sentences_of_a_line_may_cite_an_agency(
    sentences_before: int, credit: Credit | None
) -> None:
    line = f"{REPORT}۔ " * sentences_before + "رائٹرز کے مطابق بارش ہوئی۔"
    assert credit_of(line) == credit


@pytest.mark.parametrize(("end", "credit"), [(360, REUTERS), (361, None)])
def test_the_first_360_characters_of_a_line_may_cite_an_agency(
    end: int, credit: Credit | None
) -> None:
    citation = " رائٹرز کے مطابق"
    line = (f"{REPORT} " * 20)[: end - len(citation) - 1] + "ا" + citation
    assert len(line) == end
    assert credit_of(line) == credit


@pytest.mark.parametrize(
    ("agency", "found"),
    [
        ("آئی ایس پی آر", "آئی ایس پی آر"),
        ("ایسوسی ایٹڈ پریس آف پاکستان", None),
    ],
)
def test_an_agency_before_its_word_has_four_words_at_most(agency: str, found: str | None) -> None:
    assert credit_of(f"{agency} کے مطابق بارش ہوئی۔") == (found and Credit(found))


@pytest.mark.parametrize(
    ("agency", "found"),
    [
        ("آئی ایس پی آر", "آئی ایس پی آر"),
        ("ایسوسی ایٹڈ پریس آف پاکستان", "ایسوسی ایٹڈ پریس"),
    ],
)
def test_an_agency_after_its_word_has_four_words_at_most(agency: str, found: str) -> None:
    assert credit_of(f"به نقل از {agency}، بارش") == Credit(found)


@pytest.mark.parametrize(("words", "credit"), [(6, REUTERS), (7, None)])
def test_six_words_may_stand_between_a_word_of_citing_and_the_agency(
    words: int, credit: Credit | None
) -> None:
    between = " ".join(["محترم"] * words)
    assert credit_of(f"به نقل از {between} رائٹرز، بارش") == credit


@pytest.mark.parametrize(("words", "credit"), [(2, REUTERS), (3, None)])
def test_two_words_may_stand_between_a_word_for_agency_and_its_name(
    words: int, credit: Credit | None
) -> None:
    between = " ".join(["محترم"] * words)
    assert credit_of(f"خبر رساں ادارے {between} رائٹرز، بارش") == credit


@pytest.mark.parametrize(("end", "credit"), [(120, Credit("تسنیم")), (121, None)])
def test_an_agency_ends_within_120_characters_of_the_word_of_citing(
    end: int, credit: Credit | None
) -> None:
    long = "ب" * 25
    between = f" {long} {long} {long} "
    between += "ب" * (end - len(between) - len(" تسنیم"))
    assert len(f"{between} تسنیم") == end
    assert credit_of(f"به نقل از{between} تسنیم، بارش") == credit


@pytest.mark.parametrize(("length", "is_name"), [(24, True), (25, False)])
def test_an_unknown_agency_has_24_characters_at_most(length: int, *, is_name: bool) -> None:
    name = "ب" * length
    credit = credit_of(f"{name} خبر رساں ادارے کے مطابق بارش ہوئی۔")
    assert credit == (Credit(name) if is_name else None)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("رحیم یار خان", "رحیم یار خان"),
        ("نورده بالا", "نورده بالا"),
        ("نورده بالا کوچک", None),
        ("قول مردم", None),
    ],
)
def test_an_unknown_place_has_two_words_at_most_and_a_known_one_three(
    place: str, found: str | None
) -> None:
    assert credit_of(f"به گزارش خبرگزاری فارس از {place}، باران بارید") == Credit("فارس", found)


def test_an_unknown_place_needs_a_comma() -> None:
    assert credit_of("به گزارش خبرگزاری فارس از نورده باران بارید") == Credit("فارس")
    assert credit_of("به گزارش خبرگزاری فارس در نورده، باران بارید") == Credit("فارس")


def test_a_text_of_one_line_may_cite_an_agency_in_it() -> None:
    assert credit_in_sentences(["رائٹرز کے مطابق بارش ہوئی۔"]) == REUTERS
    assert credit_in_sentences(["رائٹرز کے مطابق بارش ہوئی۔", REPORT]) is None


def test_a_clause_without_a_word_is_no_place() -> None:
    assert credit_of("به گزارش رویترز از  ، باران بارید") == Credit("رویترز")
