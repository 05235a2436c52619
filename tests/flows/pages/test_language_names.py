"""Names of languages: CLDR's, wherever CLDR has one."""

from babel import Locale

from flows.pages.language_names import _NAMES, language_name


def test_names_are_those_of_cldr() -> None:
    names = Locale("en").languages
    known = {tag: name for tag, name in _NAMES.items() if tag in names and tag != "und"}
    assert len(known) > 170
    assert known == {tag: names[tag] for tag in known}


def test_a_tag_without_a_name_is_its_own() -> None:
    assert language_name("qqq") == "qqq"
    assert language_name("ur-Latn") == "Urdu (Latin script)"
    assert language_name("und") == "Undetermined"
