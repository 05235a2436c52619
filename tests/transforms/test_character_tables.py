"""The tables of characters are what the rules say of each character."""

import os
import sys

import numpy as np
import pytest

from transforms.character_tables import character_tables
from transforms.native.tables import FILE, Tables, packed, tables, unpacked
from transforms.native.traits import PAGE_ODD
from transforms.text.characters import category


@pytest.fixture(scope="module")
def asked() -> Tables:
    found = character_tables()
    if os.environ.get("ZAKHIRA_GOLDEN") == "write":
        with open(FILE, "wb") as file:  # noqa: PTH123 - as the module reads it
            file.write(packed(found))
        tables.cache_clear()
    return found


@pytest.mark.parametrize("name", Tables._fields)
def test_a_table_holds_what_the_rules_say(asked: Tables, name: str) -> None:
    kept, found = getattr(tables(), name), getattr(asked, name)
    assert kept.dtype == found.dtype
    differing = np.flatnonzero((kept != found).reshape(len(kept), -1).any(axis=1)).tolist()
    # A newer Python knows letters that the oldest one leaves to the rules.
    if name == "page" and sys.version_info >= (3, 12):
        differing = [code for code in differing if not kept[code] & PAGE_ODD]
    assert [hex(code) for code in differing] == []


def test_what_is_kept_is_what_was_packed(asked: Tables) -> None:
    again = unpacked(packed(asked))
    assert [table.tobytes() for table in again] == [table.tobytes() for table in asked]


def test_pictures_are_no_letters_marks_or_digits() -> None:
    # The kernel takes these characters of another plane for plain ones.
    pictures = [chr(code) for code in range(0x1F300, 0x1FB00)]
    assert {category(char)[0] for char in pictures} <= set("SC")
    assert not any(char.isalnum() or char.isspace() for char in pictures)
