"""A workbook to fill in: a row for each month that is missing, a column for each figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from ..rules import FIGURES, GROUPS, HEADINGS, Kind

MONTHS_SHEET, HELP_SHEET = "Months", "How to fill it"
FORMATS = {Kind.COUNT: "0", Kind.NUMBER: "0.######", Kind.MONEY: '"$"#,##0.00'}
HELP = (
    "One row is one month. Counts and sums about groups only: no patient, no name, no birth date.",
    "Leave a cell empty when you do not know the figure. An empty cell is not known; a zero is a number.",
    "Type numbers, not formulas. What follows from others (margins) is worked out when you bring the file.",
    "Columns may be left out or moved; their first row says what they are.",
    "Bring the file back on the page “Numbers from a file”. You see what would change before it is saved.",
)


def write_template(months: Sequence[date]) -> bytes:
    """The workbook, with the first days of the months that are missing."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = MONTHS_SHEET
    figures = [one for group in GROUPS for one in group.figures if one.name in FIGURES]
    sheet.append(["Calendar month", *(HEADINGS[one.name] for one in figures)])
    for on in months:
        sheet.append([f"{on:%Y-%m}"])
    for place, one in enumerate(figures, start=2):
        sheet.column_dimensions[get_column_letter(place)].width = 16
        for row in range(2, len(months) + 2):
            sheet.cell(row, place).number_format = FORMATS[one.kind]
    sheet.column_dimensions["A"].width = 18
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    notes = book.create_sheet(HELP_SHEET)
    notes.column_dimensions["A"].width = 110
    for line in HELP:
        notes.append([line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()
