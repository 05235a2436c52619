"""Credits on lines of their own: where they stand, and what they may have besides a name."""

import pytest

from transforms.attribution.credits import Credit, credit_on_line, is_credit

BODY = "گلیوں میں پانی کھڑا ہے۔"


def test_a_credit_stands_in_the_head_or_on_one_of_the_last_five_lines() -> None:
    for before, after in ((1, 20), (7, 20), (20, 0), (20, 4)):
        lines = [*[BODY] * before, "رائٹرز", *[BODY] * after]
        assert credit_on_line(lines) == Credit("رائٹرز")
    for before, after in ((0, 20), (8, 20), (20, 5)):
        assert credit_on_line([*[BODY] * before, "رائٹرز", *[BODY] * after]) is None


@pytest.mark.parametrize(("length", "is_one"), [(60, True), (61, False)])
def test_a_line_of_credit_has_sixty_characters_at_most(length: int, *, is_one: bool) -> None:
    line = "رائٹرز" + "۔" * (length - 6)
    assert is_credit(line) == is_one
    assert credit_on_line([BODY, line, BODY]) == (Credit("رائٹرز") if is_one else None)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("ویب ڈیسک", Credit("ویب ڈیسک")),
        ("بی بی سی اردو، کراچی", Credit("بی بی سی اردو", "کراچی")),
        ("کراچی، ویب ڈیسک", Credit("ویب ڈیسک", "کراچی")),
        ("بی بی سی اردو، کراچی، لاہور", None),
        ("بی بی سی اردو، نور پور", None),
        ("کراچی", None),
    ],
)
def test_a_list_of_desks_may_have_one_place_and_nothing_else(
    line: str, credit: Credit | None
) -> None:
    assert credit_on_line([BODY, line]) == credit


@pytest.mark.parametrize(("lines_after", "credit"), [(1, Credit("AFP")), (2, None)])
def test_one_of_the_last_two_lines_may_end_with_an_agency(
    lines_after: int, credit: Credit | None
) -> None:
    assert credit_on_line([BODY] * 9 + [f"{BODY} —AFP"] + [BODY] * lines_after) == credit


def test_the_headline_does_not_end_with_an_agency() -> None:
    assert credit_on_line([f"{BODY} —AFP"]) is None


@pytest.mark.parametrize(("length", "credit"), [(60, Credit("Reuters")), (61, None)])
def test_a_credit_at_the_end_has_sixty_characters_at_most(
    length: int, credit: Credit | None
) -> None:
    end = f"(with {'x' * (length - 27)} inputs from Reuters)"
    assert len(end) == length
    assert credit_on_line([BODY, f"{BODY} {end}"]) == credit


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("بشکریہ روزنامہ سحر", Credit("روزنامہ سحر")),
        ("بشکریہ فائل فوٹو", None),
        ("ماخذ: روزنامہ سحر", None),
        ("ماخذ: ڈان", Credit("ڈان")),
        ("ڈان", None),
        ("(ڈان)", Credit("ڈان")),
        ("By Dawn", Credit("Dawn")),
        ("By Jane Doe", None),
    ],
)
def test_a_label_or_a_bracket_makes_a_credit_of_a_word(line: str, credit: Credit | None) -> None:
    assert credit_on_line([BODY, line]) == credit


@pytest.mark.parametrize(
    ("end", "agency"),
    [
        ("پانی کھڑا ہے۔ (پی ٹی آئی)", "پی ٹی آئی"),
        ("تحریک انصاف (پی ٹی آئی)", None),
        ("تحریک انصاف (اے پی پی)", "اے پی پی"),
    ],
)
def test_a_party_behind_its_name_is_no_agency(end: str, agency: str | None) -> None:
    assert credit_on_line([BODY, end]) == (Credit(agency) if agency else None)
