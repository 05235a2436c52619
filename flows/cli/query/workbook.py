"""Rows as an Excel workbook, written as they come."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, BinaryIO, NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from flows.cli.formats import to_json
from transforms.errors import UsageError
from warehouse.locking.scratch import scratch_folder

# Of Excel ("Excel specifications and limits"): rows and columns of a sheet, digits of a number.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
_MOST_DIGITS = 15
# Earlier days are no dates in Excel, and its 1900 has a 29th of February.
_FIRST_DAY = date(1900, 3, 1)
# What XlsxWriter returns of a text of more than 32,767 UTF-16 units, which it cuts there.
_WAS_CUT = -2
# XML 1.0 has no such characters, and XlsxWriter escapes only the controls.
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "use_zip64": True,
}


class Written(NamedTuple):
    """What a file holds: rows without the heads; of a workbook its sheets, and texts cut."""

    rows: int
    sheets: int = 0
    cut_texts: int = 0


def write_workbook(file: BinaryIO, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Written:
    """Write rows below heads; those beyond 1,048,575 go to further sheets, each with the heads.

    Texts are texts: no formula and no link is made of any. A moment loses its zone, as Excel has
    none. What Excel has no type for is text: lists and structs as JSON, bytes in hex, days before
    March 1900, numbers of more than 15 digits.

    Raises:
        UsageError: there are more columns than a sheet has.
    """
    if len(heads) > MOST_COLUMNS:
        raise UsageError(f"{len(heads):,} columns; a sheet of Excel has {MOST_COLUMNS:,}")
    with (
        scratch_folder() as folder,
        xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": str(folder)}) as workbook,
    ):
        sheets = _Sheets(workbook, heads)
        for row in rows:
            sheets.write(row)
        return Written(sheets.row_count, sheets.count, sheets.cut_texts)


class _Sheets:
    """The sheets of a workbook, filled one after the other."""

    def __init__(self, workbook: xlsxwriter.Workbook, heads: Sequence[str]) -> None:
        self._workbook = workbook
        self._heads = heads
        self._bold = workbook.add_format({"bold": True})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.row_count = self.count = self.cut_texts = 0
        self._sheet = self._begin()

    def _begin(self) -> Worksheet:
        self.count += 1
        sheet = self._workbook.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(self._heads):
            sheet.write_string(0, column, _as_text(head), self._bold)
        return sheet

    def write(self, row: Sequence[Any]) -> None:
        """Write the next row."""
        below = self.row_count % (MOST_ROWS - 1)
        if self.row_count and not below:
            self._sheet = self._begin()
        for column, value in enumerate(row):
            if value is not None:
                self.cut_texts += self._write(below + 1, column, value) == _WAS_CUT
        self.row_count += 1

    def _write(self, row: int, column: int, value: object) -> int:
        """Write a value in its place; return what XlsxWriter says."""
        sheet = self._sheet
        if isinstance(value, bool):
            write = partial(sheet.write_boolean, boolean=value)
        elif isinstance(value, int | float | Decimal) and _is_number(value):
            write = partial(sheet.write_number, number=float(value))
        elif isinstance(value, date) and _day_of(value) >= _FIRST_DAY:
            form = self._moment if isinstance(value, datetime) else self._day
            write = partial(sheet.write_datetime, date=_without_zone(value), cell_format=form)
        else:
            write = partial(sheet.write_string, string=_as_text(value))
        return int(write(row, column))


def _is_number(value: float | Decimal) -> bool:
    """Check whether Excel shows a number as it is: no NaN, no more digits than it keeps.

    >>> [_is_number(value) for value in (10**15 - 1, 10**15, float("nan"), Decimal("1.5"), 0.1)]
    [True, False, False, True, True]
    """
    if isinstance(value, float):
        return value - value == 0
    digits = Decimal(value).as_tuple()
    return isinstance(digits.exponent, int) and len(digits.digits) <= _MOST_DIGITS


def _day_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _without_zone(value: date) -> date:
    """Return a moment in UTC and without a zone; a day as it is."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _as_text(value: object) -> str:
    """Return a value as a text that a workbook can hold.

    XlsxWriter would take a text in the tags `<r>` for markup.
    """
    if isinstance(value, dict | list | tuple):
        text = to_json(value)
    elif isinstance(value, date):
        text = value.isoformat()
    else:
        text = value.hex() if isinstance(value, bytes) else str(value)
    text = _NO_CHARACTERS.sub("\ufffd", text)
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
