"""What people type about the balance: marks of one side or of both, and adjustments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from app.partnerships.rules import Side
from app.web.csvfile import csv_file, safe_text
from app.web.formdata import LONG, FormData, Submitted

from .models import Adjustment, BalanceRating
from .queries import AdjustmentRow, RatingRow, mark_told, topics
from .queries.ratings import MARKS
from .rules import HIGHEST, LOWEST, OUTCOME_WORDS, SOURCE_WORDS, Outcome, Source, mark_words, needs_why
from .service import AdjustmentFacts, RatingFacts

SCORES = tuple(str(mark) for mark in range(LOWEST, HIGHEST + 1))
BOTH = "both"
SOURCES = [(source.value, words[:1].upper() + words[1:]) for source, words in SOURCE_WORDS.items()]
OUTCOMES = [(outcome.value, words[:1].upper() + words[1:]) for outcome, words in OUTCOME_WORDS.items()]
NO_MARK = "Give at least one mark."
NO_MARK_OF = {
    Side.PROVIDER.value: "Give at least one mark for us.",
    Side.PAYER.value: "Give at least one mark for the health plan.",
}
PUBLIC_ID = re.compile(r"[0-9a-f]{32}")


def rated_sides(asked: str) -> tuple[str, ...]:
    """Whose half the address asks for: ours unless it names the other or both."""
    if asked == BOTH:
        return Side.PROVIDER.value, Side.PAYER.value
    return (Side.PAYER.value,) if asked == Side.PAYER else (Side.PROVIDER.value,)


def sides_sent(submitted: Submitted) -> tuple[str, ...]:
    """Whose half a form holds."""
    return rated_sides(FormData(submitted).choice("side", (*Side, BOTH)))


def new_rating(sides: Sequence[str], today: date, review: str) -> FormData:
    """The empty form of one half or of both."""
    usual = Source.SESSION if len(sides) > 1 else Source.SHEET if sides[0] == Side.PAYER else Source.PAGE
    named = review if PUBLIC_ID.fullmatch(review) else ""
    return FormData(initial={"rated_on": today.isoformat(), "source": usual.value, "review": named})


def read_ratings(
    submitted: Submitted, sides: Sequence[str], today: date, kept: BalanceRating | None = None
) -> tuple[list[RatingFacts], FormData]:
    """The marks of each side; of two sides one may be left empty. Nothing comes back with a mistake.

    In a change, what `kept` holds counts where a mark was not sent again.
    """
    form = FormData(submitted)
    on = form.day("rated_on", "Enter the day of the rating.")
    if on is not None and on > today:
        form.fail("rated_on", "Enter a day that has come.")
    source = form.choice("source", list(Source), "Choose how it was given.")
    review = submitted.get("review", "")
    review = form.values["review"] = review if PUBLIC_ID.fullmatch(review) else ""
    found = [_side(form, side, on or today, source, review, kept) for side in sides]
    given = [one for one in found if any(one.marks.values())]
    empty = [one for one in found if one not in given]
    for one in empty:
        if len(sides) == 1 or not given or any(one.whys.values()) or one.filled_by:
            form.fail(f"{one.side}_{MARKS[0]}", NO_MARK if len(sides) == 1 else NO_MARK_OF[one.side])
    return (given if form.ok else []), form


def _side(
    form: FormData, side: str, on: date, source: str, review: str, kept: BalanceRating | None
) -> RatingFacts:
    marks: dict[str, int | None] = {}
    whys: dict[str, str] = {}
    for topic in topics():
        name = f"{side}_{topic.id}"
        score = form.choice(name, SCORES)
        mark = int(score) if score else getattr(kept, topic.id) if kept and name not in form.errors else None
        marks[topic.id], whys[topic.id] = mark, form.text(f"{name}_why", limit=LONG)
        if needs_why(mark) and mark and not whys[topic.id]:
            said = f"Say in a sentence why {topic.title.lower()} is “{mark_words(topic, mark)}”."
            form.fail(f"{name}_why", said)
    who = form.text(f"{side}_filled_by")
    return RatingFacts(side, on, marks, whys, who, source, review)


def rating_form(row: BalanceRating) -> FormData:
    """The form with what is known."""
    values: dict[str, object] = {"rated_on": row.rated_on.isoformat(), "source": row.source}
    for name in MARKS:
        mark = getattr(row, name)
        values[f"{row.side}_{name}"] = "" if mark is None else str(mark)
        values[f"{row.side}_{name}_why"] = getattr(row, f"{name}_why")
    values |= {f"{row.side}_filled_by": row.filled_by, "review": row.review_public_id, "seen": row.version}
    return FormData(initial=values)


# --- adjustments


def new_adjustment(today: date) -> FormData:
    """The empty form."""
    return FormData(initial={"on": today.isoformat(), "outcome": Outcome.OPEN.value})


def read_adjustment(submitted: Submitted, today: date) -> tuple[AdjustmentFacts | None, FormData]:
    """A small correction; one that is settled says what was seen."""
    form = FormData(submitted)
    on = form.day("on", "Enter the day from which it holds.")
    what = form.text("what_changed", "Write what changed.", LONG)
    why, effect = form.text("why", limit=LONG), form.text("expected_effect", limit=LONG)
    agreed_by, check_on = form.text("agreed_by"), form.day("check_on")
    seen_effect = form.text("effect_seen", limit=LONG)
    outcome = form.choice("outcome", list(Outcome)) or Outcome.OPEN.value
    if check_on is not None and on is not None and check_on < on:
        form.fail("check_on", "This day is before the change.")
    if outcome != Outcome.OPEN and not seen_effect:
        form.fail("effect_seen", "Write in a sentence what you saw, so that the next review can use it.")
    if outcome != Outcome.OPEN and on is not None and on > today:
        form.fail("outcome", "It has not begun yet. Choose “Still trying”.")
    if not form.ok or on is None:
        return None, form
    return AdjustmentFacts(on, what, why, agreed_by, effect, check_on, seen_effect, outcome), form


def adjustment_form(row: Adjustment) -> FormData:
    """The form with what is known."""
    names = ("what_changed", "why", "agreed_by", "expected_effect", "effect_seen", "outcome")
    values: dict[str, object] = {name: getattr(row, name) for name in names}
    values |= {name: day.isoformat() if (day := getattr(row, name)) else "" for name in ("on", "check_on")}
    return FormData(initial={**values, "seen": row.version})


# --- out


def ratings_csv(found: Iterable[RatingRow], partner: str) -> bytes:
    """Every rating, one line for each side and day, as a file that Excel opens."""
    heads = ["Rated on", "Side", "Given", "Filled in by"]
    for topic in topics():
        heads += [topic.title, f"{topic.title} in words", f"{topic.title}: why"]
    lines = []
    for one in found:
        side = partner if one.side == Side.PAYER else "Our side"
        line = [one.on.isoformat(), side, SOURCE_WORDS[Source(one.source)], one.filled_by]
        for name in MARKS:
            mark = one.marks.get(name)
            line += ["" if mark is None else str(mark), mark_told(name, mark), one.whys.get(name, "")]
        lines.append(line)
    return _csv(heads, lines)


def adjustments_csv(found: Iterable[AdjustmentRow]) -> bytes:
    """Every adjustment as a file that Excel opens."""
    heads = ["From", "What changed", "Why", "Agreed by", "Expected", "Check on", "Seen", "What became of it"]
    lines = [
        [
            one.on.isoformat(),
            one.what_changed,
            one.why,
            one.agreed_by,
            one.expected_effect,
            one.check_on.isoformat() if one.check_on else "",
            one.effect_seen,
            one.outcome_words,
        ]
        for one in found
    ]
    return _csv(heads, lines)


def _csv(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    return csv_file([safe_text(cell) for cell in line] for line in (heads, *lines))
