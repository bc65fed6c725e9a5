"""Reads a submitted form: typed values out, one plain sentence per mistake, nothing lost.

Knows no Flask: it takes any mapping that has `get` and, for several values, `getlist`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol, overload

from app.core.address import read_address
from app.core.calendar import parse_day
from app.core.money import parse_cents
from app.core.text import UNPRINTABLE, trimmed
from app.core.tripwire import seal, suspicions, warning

SHORT, LONG = 255, 5000
# A comma stands only between thousands: as a decimal mark it would make 33,5 into 335.
UNSIGNED = re.compile(r"([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})?([.][0-9]{0,9})?")
SIGNED = re.compile(r"[-\u2212]?" + UNSIGNED.pattern)
DECIMAL_COMMA = re.compile(r"-?[0-9]{1,12},[0-9]{1,6}")
NOBODY_MEANT = "nobody_meant"  # the boxes by which a person says that a text is not about a patient


class Submitted(Protocol):
    """What a web form sends."""

    @overload
    def get(self, key: str) -> str | None: ...

    @overload
    def get(self, key: str, default: str) -> str: ...

    def getlist(self, key: str) -> list[str]: ...


class FormData:
    """The values a person typed and what is wrong with them, by field name.

    Each reader returns the typed value, or None when the field is empty or wrong; `errors` then
    holds the sentence. `values` keeps what was typed, for showing the form again.
    """

    def __init__(self, submitted: Submitted | None = None, initial: Mapping[str, Any] | None = None) -> None:
        self._submitted = submitted
        self.values: dict[str, Any] = dict(initial or {})
        self.errors: dict[str, str] = {}
        self.seals: dict[str, str] = {}  # by field: the box to tick when a text looks like a patient
        self.confirmed = frozenset(submitted.getlist(NOBODY_MEANT)) if submitted else frozenset[str]()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.errors

    def fail(self, name: str, sentence: str) -> None:
        """Note a mistake; the first one of a field stands."""
        self.errors.setdefault(name, sentence)

    def sent(self, name: str) -> bool:
        """Whether the form held this field at all."""
        return self._submitted is not None and bool(self._submitted.getlist(name))

    def text(self, name: str, missing: str = "", limit: int = SHORT) -> str:
        """One line or a paragraph, trimmed; empty when wrong. `missing` is the sentence when it is needed.

        Text that looks like a patient is a mistake until the person mends it or says that nobody is meant.
        """
        clean = self._line(name, missing, limit)
        found = suspicions(clean)
        if found:
            self.seals[name] = seal(found)
            if self.seals[name] not in self.confirmed:
                self.fail(name, warning(found))
                return ""
        return clean

    def _line(self, name: str, missing: str, limit: int = SHORT) -> str:
        """What was typed, trimmed and printable."""
        raw = (self._submitted.get(name, "") if self._submitted else "") or ""
        self.values[name] = raw
        clean = trimmed(raw)
        if UNPRINTABLE.search(clean):
            self.fail(
                name, "This holds a character that cannot be printed. Type it again instead of pasting."
            )
        elif len(clean) > limit:
            self.fail(name, f"Keep this under {limit:,} characters; it has {len(clean):,}.")
        elif missing and not clean:
            self.fail(name, missing)
        elif limit <= SHORT and "\n" in clean:
            self.fail(name, "Write this on one line.")
        return "" if name in self.errors else clean

    def email(self, name: str, missing: str = "") -> str:
        """A work address, its domain in lower case; deliverability is not asked of the internet."""
        text = self._line(name, missing, 254)
        if not text or name in self.errors:
            return ""
        address = read_address(text)
        if address is None:
            self.fail(name, "Enter an email address like dana@hospice.org.")
        return address or ""

    def whole(self, name: str, low: int = 0, high: int = 1_000_000, missing: str = "") -> int | None:
        """A whole number from `low` through `high`."""
        text = self._line(name, missing)
        if not text or name in self.errors:
            return None
        digits = text.replace(",", "")
        if not re.fullmatch(r"-?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})", text):
            self.fail(name, "Enter a whole number, like 30.")
            return None
        if not low <= int(digits) <= high:
            self.fail(name, f"Enter a number from {low:,} to {high:,}.")
            return None
        return int(digits)

    def number(
        self, name: str, places: int = 2, high: int = 1_000_000, missing: str = "", *, signed: bool = False
    ) -> Decimal | None:
        """An exact number with at most `places` decimals: zero or more, or also less when `signed`."""
        return self._exact(name, self._line(name, missing), places, high, signed=signed)

    def percent(self, name: str, places: int = 4, missing: str = "") -> Decimal | None:
        """A share typed in percent, 35 or 35%, as a part of one with at most `places` decimals: 0.35."""
        typed = self._line(name, missing).removesuffix("%").rstrip()
        value = self._exact(name, typed, max(places - 2, 0), 1_000_000, signed=False)
        if value is not None and 0 < value < 1:
            meant = f"{(value * 100).normalize():f}"
            self.fail(name, f"That is less than one percent. For {meant}% enter {meant}.")
            return None
        return None if value is None else value / 100

    def _exact(self, name: str, text: str, places: int, high: int, *, signed: bool) -> Decimal | None:
        if not text or name in self.errors:
            return None
        try:
            digits = text.replace(",", "").replace("\u2212", "-")
            value = Decimal(digits) if (SIGNED if signed else UNSIGNED).fullmatch(text) else None
        except InvalidOperation:
            value = None
        if value is None and DECIMAL_COMMA.fullmatch(text):
            self.fail(name, f"Write a point before decimals, like {text.replace(',', '.')}.")
        elif value is None:
            self.fail(name, "Enter a number, like 6 or 6.5.")
        elif value != round(value, places):
            self.fail(name, f"Use at most {places} decimal places.")
        elif abs(value) > high:
            self.fail(name, f"Enter a number up to {high:,}.")
        else:
            return value
        return None

    def cents(self, name: str, missing: str = "") -> int | None:
        """An amount in dollars, as cents."""
        text = self._line(name, missing)
        if not text or name in self.errors:
            return None
        try:
            return parse_cents(text)
        except ValueError as error:
            self.fail(name, str(error))
            return None

    def day(self, name: str, missing: str = "") -> date | None:
        """A date, as the browser's date field sends it or as people write it (11/24/2026)."""
        text = self._line(name, missing)
        if not text or name in self.errors:
            return None
        try:
            return parse_day(text)
        except ValueError as error:
            self.fail(name, str(error))
            return None

    def clock(self, name: str, missing: str = "") -> time | None:
        """A time of day, like 14:00 or 2:00 pm."""
        text = self._line(name, missing)
        if not text or name in self.errors:
            return None
        for pattern in ("%H:%M", "%I:%M %p", "%I %p", "%H:%M:%S"):
            try:
                return datetime.strptime(text.upper(), pattern).time()  # noqa: DTZ007 - a wall-clock time
            except ValueError:
                continue
        self.fail(name, "Enter a time like 2:00 pm.")
        return None

    def choice(self, name: str, allowed: Collection[str], missing: str = "") -> str:
        """One of `allowed`, or empty."""
        text = self._line(name, missing)
        if text and text not in allowed:
            self.fail(name, "Choose one of the answers in the list.")
            return ""
        return text

    def choices(self, name: str, allowed: Collection[str], missing: str = "") -> list[str]:
        """Any of `allowed`, in the order of the form."""
        picked = self._submitted.getlist(name) if self._submitted else []
        picked = [value for value in picked if value]
        self.values[name] = picked
        if any(value not in allowed for value in picked):
            self.fail(name, "Choose from the answers in the list.")
            return []
        if missing and not picked:
            self.fail(name, missing)
        return list(dict.fromkeys(picked))

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        value = bool(self._submitted and self._submitted.get(name, ""))
        self.values[name] = value
        return value
