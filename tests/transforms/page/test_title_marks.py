"""Marks around a headline: labels, Markdown, the site, and what must stay."""

import pytest

from transforms.page.title_marks import is_label, site_names, without_marks, without_site


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("# Rain", "Rain"),
        ("### Rain ###", "Rain"),
        ("== Rain ==", "Rain"),
        ("**Rain in town**", "Rain in town"),
        ("__Rain__", "Rain"),
        ("*Rain*", "Rain"),
        ("Title: Rain", "Rain"),
        ("**Title:** Rain", "Rain"),
        ("# عنوان: بارش", "بارش"),
        ("تیتر: باران", "باران"),
        ("शीर्षक: बारिश", "बारिश"),
        ("Titre : La pluie", "La pluie"),
        ("★★ Rain ★★", "Rain"),
        ("<b>Rain</b>", "Rain"),
        ('<font color="red">بارش</font>', "بارش"),
        ("► بارش", "بارش"),
        (">> Rain <<", "Rain"),
        ("[Rain](https://example.com/a)", "Rain"),
    ],
)
def test_labels_and_marks_of_markdown_come_off(line: str, bare: str) -> None:
    assert without_marks(line) == bare


@pytest.mark.parametrize(
    "line",
    [
        "#rain in town",
        "- No rain",
        "<b>Rain</b> and wind",
        "<b>Rain</i>",
        "★Rain",
        "Rain » wind",
        "►",
        "Rain **hard** again",
        "2 ** 3",
        "Title IX: a law",
        "عنوان ندارد",
        "Title:",
        "**",
    ],
)
def test_what_is_no_mark_around_a_headline_stays(line: str) -> None:
    assert without_marks(line) == line


def test_a_label_alone_is_no_title() -> None:
    assert is_label("Title:")
    assert is_label("عنوان :")
    assert not is_label("Title")
    assert not is_label("Title: Rain")


@pytest.mark.parametrize(
    ("headline", "bare"),
    [
        ("Rain in town - BBC News", "Rain in town"),
        ("Rain in town | Dawn", "Rain in town"),
        ("Rain in town - BBC News اردو", "Rain in town"),
        ("Rain in town - learn Urdu", "Rain in town - learn Urdu"),
        ("Rain in town - Dawn", "Rain in town - Dawn"),
        ("Rain in town – subh.pk", "Rain in town"),
        ("Rain in town | Subh News", "Rain in town"),
        ("Rain in town - Subh News", "Rain in town - Subh News"),
        ("Rain in town | World | BBC News", "Rain in town"),
        ("Rain in town | World", "Rain in town | World"),
        ("Rain in town » Subh News", "Rain in town"),
        ("بارش تھم گئی :: روزنامہ سحر", "بارش تھم گئی"),
        ("Rain :: wind in town :: Subh News", "Rain :: wind in town"),
        ("بارش تھم گئی - ایکسپریس اردو", "بارش تھم گئی"),
        ("He sang «rain in town» news", "He sang «rain in town» news"),
        ("Rain :: wind and hail", "Rain :: wind and hail"),
        ("بارش تھم گئی | ایکسپریس نیوز", "بارش تھم گئی"),
        ("باران بند آمد | خبرگزاری فارس", "باران بند آمد"),
        ("توقف المطر أمس - رويترز", "توقف المطر أمس"),
        ("बारिश थम गई | आजतक", "बारिश थम गई"),
        ("Second test | all out for 250", "Second test | all out for 250"),
        ("Rain in town | War and Peace", "Rain in town | War and Peace"),
        ("Rain | Dawn", "Rain | Dawn"),
    ],
)
def test_the_name_of_an_outlet_is_no_part_of_a_headline(headline: str, bare: str) -> None:
    assert without_site(headline, ()) == bare


@pytest.mark.parametrize(("name", "is_one"), [("a b c d news", True), ("a b c d e news", False)])
def test_the_name_of_a_site_has_five_words(name: str, *, is_one: bool) -> None:
    headline = f"Rain in town | {name}"
    assert without_site(headline, ()) == ("Rain in town" if is_one else headline)


def test_a_line_of_copyright_names_the_site() -> None:
    sites = site_names(["© 2026 Subh Nama. All rights reserved.", "Subh Weekly"])
    assert sites == {"subhnama"}
    assert without_site("Rain in town - Subh Nama", sites) == "Rain in town"
    assert without_site("Rain in town - Subh Weekly", sites) == "Rain in town - Subh Weekly"
