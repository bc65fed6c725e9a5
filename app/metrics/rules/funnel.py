"""From referral to enrollment over the last months, and what partnerships say together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.charts.told import share_words
from app.core.calendar import add_months
from app.core.money import format_dollars

# The way of a referral [L3 volume]: the whole, what is lost on the way, who is enrolled.
WAY = {
    "referrals": "Referred",
    "ineligible": "Not eligible",
    "unreachable": "Not reached",
    "declined": "Declined",
    "new_enrolled": "Enrolled",
}
LOSSES = ("ineligible", "unreachable", "declined")
SHORT, LONG = 3, 12  # months


@dataclass(frozen=True, slots=True)
class Way:
    """Sums over the months of a span in which every step is known; no counts where there is none."""

    span: int
    months: int
    counts: Mapping[str, int]

    @property
    def open(self) -> int | None:
        """Referred and neither lost nor enrolled; below zero where people of earlier months were enrolled."""
        if not self.months:
            return None
        return 2 * self.counts["referrals"] - sum(self.counts.values())


def way_of(months: Sequence[tuple[date, Mapping[str, int | None]]], newest: date, span: int) -> Way:
    """The sums of the `span` calendar months that end with `newest`."""
    first = add_months(newest, 1 - span)
    whole = [
        figures
        for on, figures in months
        if first <= on <= newest and all(figures.get(name) is not None for name in WAY)
    ]
    return Way(
        span, len(whole), {name: sum(one[name] or 0 for one in whole) for name in WAY} if whole else {}
    )


def way_words(short: Way, long: Way) -> str:
    """How many of those referred were enrolled, what lost most of the others, and how it was over a year."""
    if not short.months:
        lately = f"What became of those referred in the last {short.span} months is not known"
        return f"{lately}." if not long.months else f"{lately}; {_share(long)}."
    counts = short.counts
    referred, enrolled = counts["referrals"], counts["new_enrolled"]
    if not referred:
        words = f"Nobody was referred in the last {short.span} months, so there is no share"
    else:
        words = (
            f"Of {referred:,} referred in the last {short.span} months {enrolled:,} "
            f"{'was' if enrolled == 1 else 'were'} enrolled ({share_words(enrolled, referred)})"
        )
    words += f"; {_share(long)}." if long.months > short.months else "."
    most = max(LOSSES, key=lambda name: counts[name])
    if counts[most]:
        words += f" The most frequent other outcome was “{WAY[most].lower()}” ({counts[most]:,})."
    if short.months < short.span:
        words += (
            f" Only {short.months} of these {short.span} months {'is' if short.months == 1 else 'are'} known."
        )
    return words


def _share(way: Way) -> str:
    return f"over {way.span} months it was {share_words(way.counts['new_enrolled'], way.counts['referrals'])}"


# --- all partnerships


def house_caseload_words(newest: date | None, known: Sequence[int], partnerships: int) -> str:
    """How many patients all partnerships have together at the end of the newest month."""
    if newest is None:
        return "No caseload has been entered yet."
    where = f"{len(known)} partnership{'' if len(known) == 1 else 's'}"
    words = f"{sum(known):,} patients in {where} at the end of {newest:%B %Y}"
    left = partnerships - len(known)
    return f"{words}; of {left} other{'' if left == 1 else 's'} it is not known." if left else f"{words}."


def house_margin_words(known: Sequence[int], partnerships: int) -> str:
    """How many partnerships have brought what they cost; `known` are newest running margins in cents."""
    if not known:
        return "Of no partnership is it known what is left over since the start."
    good, total = sum(one >= 0 for one in known), sum(known)
    words = f"In {good} of {len(known)} payment has covered cost so far; "
    words += f"together {format_dollars(abs(total))} {'left over' if total >= 0 else 'short'}"
    left = partnerships - len(known)
    return f"{words}. Of {left} other{'' if left == 1 else 's'} it is not known." if left else f"{words}."
