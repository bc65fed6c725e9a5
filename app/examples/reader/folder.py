"""A whole folder: the files, read safely, put together, or every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from app.catalogue import Catalogue, catalogue
from app.examples.reader import headers, tables
from app.examples.reader.headers import Header
from app.examples.reader.identities import identity_warnings
from app.examples.reader.problems import ProblemReport, Problems
from app.examples.reader.records import Concern, Event, ExamplePartnership, Examples, MonthRow, Pulse
from app.examples.reader.values import quoted

BUNDLED_FOLDER = Path(__file__).parents[1] / "data"
LARGEST_FILE = 2_000_000
SETTINGS = ("rural", "urban", "mixed")

Item = TypeVar("Item")


def read_folder(folder: Path, *, book: Catalogue | None = None) -> Examples:
    """Read partnerships.yaml, <key>.csv, events.csv, concerns.csv and pulse.csv of a folder.

    Raises ProblemReport with every fault; nothing is ever returned half. Other files are ignored.
    """
    book = book or catalogue()
    problems, warnings = Problems(), list[str]()
    if not folder.is_dir():
        problems.add(folder.name or str(folder), 0, "", "there is no such folder.")
        raise ProblemReport(tuple(problems.found))
    header_text = _text_of(folder, headers.FILE, problems)
    found = [] if header_text is None else headers.read_headers(header_text, problems, warnings)
    months = {header.line: _months_of(folder, header, problems, warnings) for header in found}
    # With a key that cannot be read, rows that name it would be blamed for nothing.
    keys = [header.plain["key"] for header in found if "key" in header.plain]
    known = keys if found and len(keys) == len(found) else None
    event_ids = {trigger.id for trigger in book.event_triggers}
    dated = _read_dated(folder, known, event_ids, problems)
    if problems.found:
        raise ProblemReport(tuple(problems.found))
    partnerships = tuple(_put_together(header, months[header.line], *dated) for header in found)
    for partnership in partnerships:
        warnings.extend(_unknown_choices(partnership, book))
        warnings.extend(identity_warnings(partnership))
    return Examples(partnerships, tuple(warnings))


def _read_dated(
    folder: Path, known: Collection[str] | None, event_ids: Collection[str], problems: Problems
) -> tuple[list[tuple[str, Event]], list[tuple[str, Concern]], list[tuple[str, Pulse]]]:
    def rows(file: str, read: Callable[[str], list[tuple[str, Item]]]) -> list[tuple[str, Item]]:
        text = _text_of(folder, file, problems)
        return [] if text is None else read(text)

    return (
        rows("events.csv", lambda text: tables.read_events("events.csv", text, known, event_ids, problems)),
        rows("concerns.csv", lambda text: tables.read_concerns("concerns.csv", text, known, problems)),
        rows("pulse.csv", lambda text: tables.read_pulses("pulse.csv", text, known, problems)),
    )


def _months_of(folder: Path, header: Header, problems: Problems, warnings: list[str]) -> tuple[MonthRow, ...]:
    key = header.plain.get("key")
    if key is None:
        return ()
    file = f"{key}.csv"
    text = _text_of(folder, file, problems)
    if text is None:
        return ()
    before = len(problems.found)
    rows = tables.read_months(file, text, header.plain.get("pilot_start"), problems, warnings)
    stated = header.plain.get("months")
    counts = {
        len(rows),
        max((row.month for row in rows), default=0),
    }  # they differ where a month is not there
    if len(problems.found) == before and stated is not None and stated not in counts:
        problems.add(file, 0, "", f"the file has {len(rows)} months, partnerships.yaml states {stated}.")
    return rows


def _text_of(folder: Path, file: str, problems: Problems) -> str | None:
    """The text of one file, or None after saying why it cannot be used."""
    path = folder / file
    try:
        if not path.is_file():
            problems.add(file, 0, "", "the file is missing.")
            return None
        with path.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        problems.add(file, 0, "", f"the file cannot be opened ({error.strerror or 'unknown reason'}).")
        return None
    if len(content) > LARGEST_FILE:
        problems.add(file, 0, "", f"the file is larger than {LARGEST_FILE // 1_000_000} MB.")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add(file, 0, "", "the file is not text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.")
        return None
    if "\x00" in text:
        problems.add(file, 0, "", "the file is not a text file.")
        return None
    return text


def _put_together(
    header: Header,
    months: tuple[MonthRow, ...],
    events: list[tuple[str, Event]],
    concerns: list[tuple[str, Concern]],
    pulses: list[tuple[str, Pulse]],
) -> ExamplePartnership:
    key = header.plain["key"]
    known = {field.name for field in fields(ExamplePartnership)}
    plain: dict[str, Any] = {}
    for name, value in header.plain.items():
        cents = f"{name}_cents"
        if name != "months":
            plain[cents if cents in known else name] = value
    return ExamplePartnership(
        **plain,
        terms=header.terms,
        unit_cost_cents=header.unit_cost_cents,
        months=months,
        events=_of(key, events, lambda event: event.on),
        concerns=_of(key, concerns, lambda concern: concern.opened_on),
        pulses=_of(key, pulses, lambda pulse: pulse.on),
    )


def _of(key: str, rows: list[tuple[str, Item]], day_of: Callable[[Item], Any]) -> tuple[Item, ...]:
    return tuple(sorted((item for owner, item in rows if owner == key), key=day_of))


def _unknown_choices(partnership: ExamplePartnership, book: Catalogue) -> list[str]:
    oddities = []
    if partnership.product_line not in book.product_lines:
        oddities.append(
            f"{partnership.key}: {quoted(partnership.product_line)} is not a product line of the catalogue."
        )
    if partnership.setting is not None and partnership.setting not in SETTINGS:
        oddities.append(f"{partnership.key}: {quoted(partnership.setting)} is not rural, urban or mixed.")
    return oddities
