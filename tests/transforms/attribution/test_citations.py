"""Citations: the rule that reads a sentence, where it stands, how far a name is from its word."""

import pytest
from hypothesis import given

from tests.lines import LINES
from transforms.attribution.citations import (
    _AGENCY_WORD,
    _ANY_STEM,
    _CITED,
    _REPORTED,
    CITATION_RULES,
    credit_in_sentences,
)
from transforms.attribution.credits import Credit
from transforms.gazetteer.agencies import AGENCIES

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


@pytest.mark.parametrize("agency", ["پاک فوج کے شعبہ تعلقات عامہ", "ایسوسی ایٹڈ پریس آف پاکستان"])
def test_the_longest_agency_of_the_gazetteer_has_six_words(agency: str) -> None:
    spellings = (name for row in AGENCIES.values() for name in row.split("|"))
    assert max(len(name.split()) for name in spellings) == 6
    assert credit_of(f"{agency} کے مطابق بارش ہوئی۔") == Credit(agency)
    assert credit_of(f"به نقل از {agency}، بارش") == Credit(agency)


@pytest.mark.parametrize(
    "longer",
    [
        "ای آر ٹی",
        "این بی بی سی",
        "سی این این آئی",
        "ڈی پی اے پی",
        "ایم کے آر ٹی",
        "ایسوسی ایٹڈ پریس آف بنگال",
    ],
)
def test_an_agency_is_not_read_out_of_a_longer_name(longer: str) -> None:
    assert credit_of(f"{longer} کے مطابق بارش ہوئی۔") is None
    assert credit_of(f"خبر رساں ادارے {longer} نے بتایا کہ بارش ہوئی۔") is None
    assert credit_of(f"به نقل از {longer}، بارش") is None


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("وزارت کے اے پی پی کے مطابق بارش ہوئی۔", "اے پی پی"),
        ("این (بی بی سی) کے مطابق بارش ہوئی۔", "بی بی سی"),
        ("’بی بی سی‘ کے مطابق بارش ہوئی۔", "بی بی سی"),
        ("سی این این اور بی بی سی کے مطابق بارش ہوئی۔", "بی بی سی"),
        ("د بي بي سي په حواله باران شوی.", "بي بي سي"),
    ],
)
def test_a_word_beside_an_agency_that_is_no_letter_leaves_it(sentence: str, agency: str) -> None:
    assert credit_of(sentence) == Credit(agency)


@pytest.mark.parametrize(
    "sentence",
    [
        "پی ٹی آئی کے مطابق جلسہ ہو گا۔",
        "تحریک انصاف (پی ٹی آئی) کی رپورٹ ہے کہ جلسہ ہو گا۔",
        "پی ٹی آئی: جلسہ ہو گا۔",
        "According to PTI the rally is off.",
        "He told PTI members to go home.",
    ],
)
def test_a_party_is_no_agency(sentence: str) -> None:
    assert credit_of(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    ["خبر رساں ادارے پی ٹی آئی کے مطابق بارش", "پی ٹی آئی نیوز ایجنسی نے بتایا کہ بارش"],
)
def test_a_word_for_agency_tells_the_agency_from_the_party(sentence: str) -> None:
    assert credit_of(sentence) == Credit("پی ٹی آئی")


@pytest.mark.parametrize(
    "sentence",
    [
        "حکم ہوا کہ وہ اپنا خبر رساں ادارہ الجزیرہ بند کر دے۔",
        "خبر رساں ادارے رائٹرز کے دفتر میں پانی بھر گیا، پولیس نے بتایا۔",
        "خبر رساں ایجنسی اے ایف پی کا ملازم چھت سے گر گیا۔",
        "رائٹرز خبر رساں ادارے کے ملازمین نے دھرنا دے دیا۔",
        "ساختمان خبرگزاری مهر را آب گرفت.",
        "خبرنگار ایرنا از پله افتاد.",
        "غمرت المياه مكتب وكالة رويترز للأنباء أمس.",
        "समाचार एजेंसी रॉयटर्स के दफ़्तर में पानी भर गया।",
        "د رویټرز خبري اژانس ودانۍ ړنګه شوه.",
        "خبر رسان ايجنسي رائيٽرز جي عمارت ڪري پئي.",
        "Water came into the office of the news agency Reuters on Monday.",
    ],
)
def test_the_subject_of_a_story_is_no_credit(sentence: str) -> None:
    assert credit_of(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("خبر رساں ادارے رائٹرز نے ملاحوں کے حوالے سے بتایا کہ", "رائٹرز"),
        ("ملاح نے خبر رساں ادارے رائٹرز کو بتایا کہ", "رائٹرز"),
        ("خبر رساں ایجنسی اے ایف پی سے بات کرتے ہوئے", "اے ایف پی"),
        ("خبر رساں ادارے رائٹرز کی ایک تازہ رپورٹ میں", "رائٹرز"),
        ("خبرگزاری مهر نوشت که باران بارید", "مهر"),
        ("ملوان به خبرگزاری ایرنا گفت که باران بارید", "ایرنا"),
        ("خبرگزاری مهر ـ گروه ورزش: باران بارید", "مهر"),
        ("گروه ورزش خبرگزاری مهر، باران بارید", "مهر"),
        ("وقالت وكالة رويترز إن المطر", "رويترز"),
        ("قال البحار لوكالة رويترز إن", "رويترز"),
        ("نقلا عن وكالة الأناضول أن", "الأناضول"),
        ("समाचार एजेंसी रॉयटर्स ने बताया कि", "रॉयटर्स"),
        ("رویټرز خبري اژانس ویلي چې", "رویټرز"),
        ("خبر رسان ايجنسي رائيٽرز جي مطابق", "رائيٽرز"),
        ("He told the French news agency AFP", "AFP"),
        ("The news agency Reuters reported rain", "Reuters"),
        ("The Associated Press of Pakistan (APP) reported", "The Associated Press of Pakistan"),
        ("Thomson Reuters (TR) reported rain", "Thomson Reuters"),
        ("شہر سے (رائٹرز) کے مطابق", "رائٹرز"),
    ],
)
def test_a_source_is_a_credit(sentence: str, agency: str) -> None:
    assert credit_of(sentence) == Credit(agency)


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
    assert credit_of(f"خبر رساں ادارے {between} رائٹرز نے بتایا") == credit


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


def test_an_agency_that_sends_from_a_place_needs_no_word_of_citing() -> None:
    assert credit_of("خبرگزاری مهر از ایلام؛ باران بارید") == Credit("مهر", "ایلام")
    assert credit_of("خبرگزاری مهر از بورس خارج شد") is None
    assert credit_of("The Party of Rain (APP) reported") is None


def test_an_unknown_place_needs_a_comma() -> None:
    assert credit_of("به گزارش خبرگزاری فارس از نورده باران بارید") == Credit("فارس")
    assert credit_of("به گزارش خبرگزاری فارس در نورده، باران بارید") == Credit("فارس")


@pytest.mark.parametrize("mark", ["،", ",", "؛", ";", "…"])
def test_the_mark_after_a_place_is_no_part_of_it(mark: str) -> None:
    for place in ("ایلام", "نورده"):
        sentence = f"به گزارش خبرگزاری فارس از {place}{mark} باران بارید"
        assert credit_of(sentence) == Credit("فارس", place)


def test_a_text_of_one_line_may_cite_an_agency_in_it() -> None:
    assert credit_in_sentences(["رائٹرز کے مطابق بارش ہوئی۔"]) == REUTERS
    assert credit_in_sentences(["رائٹرز کے مطابق بارش ہوئی۔", REPORT]) is None


def test_a_clause_without_a_word_is_no_place() -> None:
    assert credit_of("به گزارش رویترز از  ، باران بارید") == Credit("رویترز")


@given(LINES)
def test_a_sentence_without_a_stem_has_no_phrase_and_each_phrase_is_found(sentence: str) -> None:
    markers = (_CITED, _AGENCY_WORD, _REPORTED)
    for marker in markers:
        found = [match.span() for match in marker.find(sentence)]
        assert found == [match.span() for match in marker.phrase.finditer(sentence)]
        assert not found or _ANY_STEM.search(sentence)
