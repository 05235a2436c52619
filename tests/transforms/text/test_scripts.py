"""Scripts are those of the names of letters, by count, with the aliases of ISO 15924."""

import sys
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.text import scripts
from transforms.text.scripts import detect_script, detect_scripts

# Scripts in use (and a few old ones) by the word that Unicode's names of their letters begin
# with.
CODES = {
    "ADLAM": "Adlm", "ARABIC": "Arab", "ARMENIAN": "Armn", "BALINESE": "Bali", "BAMUM": "Bamu",
    "BATAK": "Batk", "BENGALI": "Beng", "BOPOMOFO": "Bopo", "BUGINESE": "Bugi", "BUHID": "Buhd",
    "CANADIAN SYLLABICS": "Cans", "CHAKMA": "Cakm", "CHAM": "Cham", "CHEROKEE": "Cher",
    "CJK": "Hani", "COPTIC": "Copt", "CYRILLIC": "Cyrl", "DESERET": "Dsrt",
    "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor", "GOTHIC": "Goth",
    "GREEK": "Grek", "GUJARATI": "Gujr", "GUNJALA GONDI": "Gong", "GURMUKHI": "Guru",
    "HANGUL": "Hang", "HANIFI ROHINGYA": "Rohg", "HANUNOO": "Hano", "HEBREW": "Hebr",
    "HIRAGANA": "Hrkt", "JAVANESE": "Java", "KANNADA": "Knda", "KATAKANA": "Hrkt",
    "KAYAH LI": "Kali", "KHMER": "Khmr", "LAO": "Laoo", "LATIN": "Latn", "LEPCHA": "Lepc",
    "LIMBU": "Limb", "LISU": "Lisu", "MALAYALAM": "Mlym", "MANDAIC": "Mand",
    "MASARAM GONDI": "Gonm", "MEDEFAIDRIN": "Medf", "MEETEI MAYEK": "Mtei",
    "MENDE KIKAKUI": "Mend", "MIAO": "Plrd", "MONGOLIAN": "Mong", "MRO": "Mroo",
    "MYANMAR": "Mymr", "NEW TAI LUE": "Talu", "NEWA": "Newa", "NKO": "Nkoo",
    "NYIAKENG PUACHUE HMONG": "Hmnp", "OGHAM": "Ogam", "OL CHIKI": "Olck", "ORIYA": "Orya",
    "OSAGE": "Osge", "PAHAWH HMONG": "Hmng", "PHAGS-PA": "Phag", "REJANG": "Rjng",
    "RUNIC": "Runr", "SAMARITAN": "Samr", "SAURASHTRA": "Saur", "SINHALA": "Sinh",
    "SORA SOMPENG": "Sora", "SUNDANESE": "Sund", "SYLOTI NAGRI": "Sylo", "SYRIAC": "Syrc",
    "TAGALOG": "Tglg", "TAGBANWA": "Tagb", "TAI LE": "Tale", "TAI THAM": "Lana",
    "TAI VIET": "Tavt", "TAMIL": "Taml", "TELUGU": "Telu", "THAANA": "Thaa", "THAI": "Thai",
    "TIBETAN": "Tibt", "TIFINAGH": "Tfng", "TOTO": "Toto", "VAI": "Vaii", "WANCHO": "Wcho",
    "WARANG CITI": "Wara", "YI": "Yiii",
}  # fmt: skip

# Letters that Unicode gives to no script, for they serve several.
COMMON = {"ARABIC TATWEEL", "GREEK NUMERAL SIGN", "GREEK YPOGEGRAMMENI", "JAVANESE PANGRANGKEP"}

LETTERS = {
    "Arab": "ب",
    "Latn": "b",
    "Cyrl": "б",
    "Deva": "ब",
    "Hani": "字",
    "Hrkt": "か",
    "Hang": "한",
    "Bopo": "ㄅ",
}
PLAIN = {"Arab": "ابپ", "Latn": "abc", "Cyrl": "абв", "Deva": "कमर"}

no_letters = st.text(
    st.characters(exclude_categories=["L", "Cs", "Cn"]), max_size=20
)  # Cn: letters of a newer Unicode
any_letters = st.text(st.sampled_from("ابپabcабвकमर字漢かカ한ㄅﺏＡｶ𝐀ªـʼ"), max_size=40)
plain_letters = st.text(st.sampled_from("".join(PLAIN.values())), min_size=1, max_size=40)


def text_of(**letter_counts: int) -> str:
    """A text with so many letters of each script."""
    return " ".join(LETTERS[code] * count for code, count in letter_counts.items())


def test_every_letter_is_of_the_script_that_its_unicode_name_begins_with() -> None:
    seen = set()
    for letter in map(chr, range(sys.maxunicode + 1)):
        name = unicodedata.name(letter, "")
        if unicodedata.category(letter).startswith("L") and name not in COMMON:
            words = name.split()
            code = next(
                (CODES[known] for n in (1, 2, 3) if (known := " ".join(words[:n])) in CODES), None
            )
            assert code is None or detect_script(letter) == (code, False), name
            seen.add(code)
    assert seen == {None, *CODES.values()}


@given(plain_letters)
def test_the_script_is_that_of_most_letters_and_mixed_from_a_tenth_on(text: str) -> None:
    counts = Counter(
        code for letter in text for code, letters in PLAIN.items() if letter in letters
    )
    answer = detect_script(text)
    assert answer.script == min(counts, key=lambda code: (-counts[code], code))
    others = [count for code, count in counts.items() if code != answer.script]
    assert answer.has_mixed_scripts == any(10 * count >= len(text) for count in others)


@given(st.permutations("ابپabcабв字漢かカ한ㄅ"))
def test_the_order_of_the_letters_does_not_matter(letters: list[str]) -> None:
    assert detect_script("".join(letters)) == detect_script("ابپabcабв字漢かカ한ㄅ")


@given(any_letters, no_letters)
def test_what_is_no_letter_changes_nothing(text: str, signs: str) -> None:
    assert detect_script(signs + text + signs) == detect_script(text)


@given(no_letters)
def test_a_text_without_letters_has_no_script_and_mixes_none(signs: str) -> None:
    assert detect_script(signs) == (None, False)


@pytest.mark.parametrize(("others", "is_mixed"), [(100, True), (99, False)])
def test_a_tenth_of_the_letters_is_enough_to_mix_and_less_is_not(
    others: int, is_mixed: bool
) -> None:
    assert detect_script(text_of(Arab=1_000 - others, Latn=others)) == ("Arab", is_mixed)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("昨日の夕方、川のそばを散歩していた", ("Jpan", False)),
        ("ひらがなとカタカナ", ("Hrkt", False)),
        ("新闻说东京的商店叫做「の」，很有名，人们都喜欢去那里买东西吃饭", ("Hani", False)),
        ("어제 저녁에 강가를 산책했다", ("Hang", False)),
        ("어제 漢江에서 散步했다", ("Kore", False)),
        ("漢ㄏㄢˋ字ㄗˋ", ("Hanb", False)),
        (text_of(Hani=30, Hrkt=30, Latn=40), ("Jpan", True)),
        (text_of(Hani=9, Hrkt=91), ("Hrkt", False)),
    ],
)
def test_scripts_written_together_have_the_alias_of_iso_15924(
    text: str, answer: tuple[str, bool]
) -> None:
    assert detect_script(text) == answer


@pytest.mark.parametrize(
    "text", ["Ｎｅｗｓ １２", "𝐍𝐞𝐰𝐬 𝔫𝔢𝔴𝔰", "ﬁﬂ ﬀ", "ⁿᵃᵐᵉ", "kʼatunʼ Oʻzbek", "5 µm K Å news"]
)
def test_letters_of_another_width_or_of_mathematics_are_no_script_of_their_own(text: str) -> None:
    assert detect_script(text).script == "Latn"


@pytest.mark.parametrize("text", ["ﺍﺭﺩﻭ ﺧﺒﺮ", "خبـــر", "ﷲ", "خَبَرْ"])
def test_presentation_forms_and_stretched_letters_are_arabic(text: str) -> None:
    assert detect_script(text) == ("Arab", False)


@given(
    st.lists(
        st.text(st.sampled_from("ابپabcабвकमर字漢かカ한ㄅﺏＡｶ𝐀ªـʼ 7.\ud800"), max_size=20),
        max_size=8,
    )
)
def test_many_texts_at_once_have_the_scripts_that_each_has_alone(texts: list[str]) -> None:
    assert detect_scripts(texts) == list(map(detect_script, texts))


def test_every_character_has_one_script_alone_and_among_many() -> None:
    texts = list(map(chr, range(0x10000)))
    assert detect_scripts(texts) == list(map(detect_script, texts))


def test_nearly_all_texts_never_need_the_rule_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text_of(**{code: 3}) for code in LETTERS]
    expected = list(map(detect_script, texts))
    monkeypatch.setattr(scripts, "detect_script", None)
    assert detect_scripts(texts) == expected
