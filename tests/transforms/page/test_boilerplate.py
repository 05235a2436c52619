"""A page is text and what was printed around it: whatever is cut out can be put back, and only boilerplate is."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from transforms.page import boilerplate as page_module
from transforms.page.boilerplate import cuts_to_json, read_page, restore
from transforms.page.boilerplate_phrases import boilerplate_key
from transforms.text.canonical import canonical_form
from transforms.text.normalize import normalize_text

HEADLINE = "گلی محلے کی کرکٹ لیگ کا فائنل آج ہوگا"
BODY = (
    "لاہور: شہر کی گلیوں میں آج شام کرکٹ لیگ کا فائنل کھیلا جائے گا۔\n\n"
    "منتظم نے بتایا کہ بارہ ٹیموں نے حصہ لیا۔\n\nبچے خوش ہیں۔"
)
TEXT = f"{HEADLINE}\n\n{BODY}"
BOILERPLATE = [
    "مواد پر جائیں",
    "یہ بھی پڑھیے",
    "مزید پڑھیں: شہر میں بارش",
    "،تصویر کا ذریعہRozana Subh",
    "(فائل فوٹو)",
    "Comments are closed.",
    "© 2026 روزنامہ صبح۔ تمام حقوق محفوظ ہیں",
    "اس پوسٹ کو شیئر کریں ای میل فیس بک Messenger",
    "Facebook | Twitter | WhatsApp",
    "--------------------",
    "12 تبصرے",
    "(جاری ہے)",
    "ٹیگز: کرکٹ، لاہور",
    "Home » News » Sport",
    "https://example.com/news/1",
    "کد خبر: 12345",
    "انتهای پیام/",
    "اقرأ أيضا",
    "जमीन: विज्ञापन"[6:],
]
_LETTER = regex.compile(r"\p{L}")
_OTHER_LINES = [HEADLINE, "", " بارش ہوئی", "7 مارچ 2026", "رپورٹ: نور خان", "۔۔۔"]
lines = st.sampled_from(BOILERPLATE + _OTHER_LINES) | st.text(max_size=30)
pages = st.lists(lines, max_size=14).map("\n".join).map(normalize_text)


@given(pages, st.frozensets(st.sampled_from(["بارش ہوئی", HEADLINE, "شیئر 0"])))
def test_what_is_cut_out_can_be_put_back(page: str, learned: frozenset[str]) -> None:
    found = read_page(page, learned)
    assert restore(found.text, cuts_to_json(found.cuts)) == page


@given(pages)
def test_the_text_of_a_page_is_normalized(page: str) -> None:
    text = read_page(page).text
    assert normalize_text(text) == text


@given(pages)
def test_a_page_with_letters_has_a_text_with_letters(page: str) -> None:
    body = page[matter.end :] if (matter := read_page(page).front_matter) else page
    assert bool(_LETTER.search(read_page(page).text)) == bool(_LETTER.search(body))


@pytest.mark.parametrize("line", BOILERPLATE)
@pytest.mark.parametrize("page", ["{}\n{}", "{}\n\n{}"], ids=["close", "apart"])
def test_boilerplate_above_and_below_a_text_is_cut_out(line: str, page: str) -> None:
    for whole in (page.format(line, TEXT), page.format(TEXT, line)):
        found = read_page(whole)
        assert (found.text, found.boilerplate) == (TEXT, (line,))


@pytest.mark.parametrize(
    "line",
    [
        "خبروں سے با خبر رہنے کے لیے آج ہی ہمارا ہفتہ وار نیوز لیٹر اپنے پتے پر مفت منگوائیے",
        "جهت اطلاع از آخرین خبرهای شهر و استان همین حالا به کانال تلگرام ما بپیوندید",
        "For a story like this one every morning, Sign Up To Our letter from the cricket fields of the city",
        "इस तरह की और बातें हर सुबह पढ़ने के लिए हमसे जुड़ें और अपने मित्रों को भी बताएं",
    ],
)
def test_a_longer_line_is_boilerplate_by_a_phrase_that_it_contains(line: str) -> None:
    assert 45 < len(line) <= 160
    assert read_page(f"{TEXT}\n\n{line}").boilerplate == (line,)
    assert read_page(f"{TEXT}\n\n{line} {line} {line}").boilerplate == ()


def test_a_list_of_other_stories_is_boilerplate_below_a_text_and_not_above_it() -> None:
    assert read_page(f"{TEXT}\n\nآج کی اہم خبریں").boilerplate == ("آج کی اہم خبریں",)
    assert read_page(f"آج کی اہم خبریں\n\n{TEXT}").boilerplate == ()
    assert read_page(f"{TEXT}\n\nآج کی اہم خبریں").boilerplate == ("آج کی اہم خبریں",)


def test_only_short_lines_are_kept_in_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(line: str, *, is_end: bool) -> bool:
        asked.append(line)
        return not line and is_end

    monkeypatch.setattr(page_module, "_is_phrase", note)
    read_page("\n".join([HEADLINE, "بارش " * 1_000, BODY]))
    assert asked
    assert max(map(len, asked)) <= 45


def test_all_of_a_pile_of_boilerplate_is_cut_out() -> None:
    page = "\n".join([*BOILERPLATE, TEXT, *BOILERPLATE])
    assert read_page(page).text == TEXT


@pytest.mark.parametrize("line", ["شیئر کریں", "تازہ ترین خبریں", "Home", "جاری ہے"])
def test_the_same_words_in_the_body_are_text(line: str) -> None:
    long = "\n".join(f"{number} بچے آئے۔" for number in range(8))
    page = f"{HEADLINE}\n{long}\n{line}\n{long}"
    assert read_page(page).text == page


@pytest.mark.parametrize("line", ["7 مارچ 2026", "رپورٹ: نور خان", "خبرنگار نور خان", "(اے پی پی)"])
def test_a_line_that_tells_date_reporter_or_agency_is_never_boilerplate(line: str) -> None:
    page = f"{HEADLINE}\n{line}\n{BODY}"
    assert read_page(page, {boilerplate_key(line) or ""}).text == page


def test_a_learned_line_is_boilerplate_at_the_edges_only() -> None:
    learned = "روزنامہ صبح کے قارئین کے لیے"
    found = read_page(f"{learned}\n{TEXT}\n{learned}", {learned})
    assert found.boilerplate == (learned, learned)
    long = "\n".join(f"{number} بچے آئے۔" for number in range(8))
    assert read_page(f"{HEADLINE}\n{long}\n{learned}\n{long}", {learned}).boilerplate == ()


def test_numbers_in_a_learned_line_are_all_one() -> None:
    assert read_page(f"{TEXT}\nدیکھا گیا ۳۵ بار", {"دیکھا گیا 0 بار"}).text == TEXT


def test_a_headline_that_is_printed_every_week_stays_the_headline() -> None:
    page = f"آج کا موسم\n{BODY}"
    assert read_page(page, {"آج کا موسم"}).text == page
    assert read_page(f"آج کا موسم\n{TEXT}", {"آج کا موسم"}).text == TEXT


@pytest.mark.parametrize(
    "again", [HEADLINE, f"2026-03-07 - {HEADLINE}", HEADLINE.replace("ک", "ك") + "۔"]
)
def test_a_repeated_headline_is_kept_once_and_is_no_boilerplate(again: str) -> None:
    found = read_page(f"{HEADLINE}\n\n{again}\n\n{BODY}")
    assert (found.text, found.boilerplate, found.has_repeated_headline) == (TEXT, (), True)


def test_a_poem_whose_second_line_is_its_title_has_two_lines() -> None:
    assert read_page("بارش\nبارش").text == "بارش\nبارش"


@given(st.sampled_from(BOILERPLATE).map(normalize_text), st.sampled_from(["\n", "\n\n"]))
def test_paragraphs_stay_as_far_apart_as_they_were(line: str, gap: str) -> None:
    first, second = BODY.split("\n\n")[:2]
    found = read_page(f"{HEADLINE}\n\n{first}\n{line}{gap}{second}")
    assert (
        found.text
        == f"{HEADLINE}\n\n{first}{gap if found.boilerplate else chr(10) + line + gap}{second}"
    )


def test_front_matter_is_no_text() -> None:
    found = read_page(f"---\ntitle: نئی سرخی\n---\n\n{TEXT}")
    assert (found.text, found.boilerplate) == (TEXT, ())
    assert found.front_matter is not None
    assert found.front_matter.declared.title == "نئی سرخی"


def test_a_page_of_nothing_but_boilerplate_is_a_text() -> None:
    page = "شیئر کریں\nComments are closed."
    assert read_page(page).text == page


@given(st.sampled_from(BOILERPLATE))
def test_a_known_line_is_found_in_any_spelling_of_its_letters(line: str) -> None:
    other = line.replace("ی", "ي").replace("ک", "ك")
    if canonical_form(other) == canonical_form(line) and len(line) < 30 and ":" not in line:
        assert read_page(f"{TEXT}\n{other}").boilerplate in {(other,), ()}
