"""What the papers of an end are made of: the page of the end, cut to what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core.calendar import day_words
from app.core.errors import NotFound
from app.endings.queries import EndingView, StepRow, ending_view
from app.endings.rules import STATE_WORDS, State, Step, told_counts
from app.information.queries import LessonRow
from app.metrics.rules import hidden_up_to
from app.partnerships.models import Partnership
from app.partnerships.queries import members
from app.partnerships.rules import Side

from ..rules.ending import NEED_NOTICE, CalendarLine, EndingFacts, HandOverCounts, Learned, Sheet

CONTACT = "S40.contact_for_wind_down"


def ending_facts(partnership: Partnership, sheet: Sheet, as_of: date, *, partner_copy: bool) -> EndingFacts:
    """The facts of one paper; what is ours alone is left out of a copy for the partner. Raises NotFound."""
    view = ending_view(partnership, as_of)
    ending = view.ending
    if ending is None and sheet in NEED_NOTICE:
        raise NotFound("No notice is recorded for this partnership, so this paper has nothing to say yet.")
    names = _names(partnership, view.terms)
    ours = not partner_copy and sheet is not Sheet.JOINT
    steps = [one for one in view.steps if ours or not one.private]
    days = {one.step: one.on for one in steps if one.is_open or one.is_done}
    return EndingFacts(
        partnership=partnership.name,
        provider=names[Side.PROVIDER],
        payer=names[Side.PAYER],
        given_on=ending.given_on if ending else view.standing.given_on,
        given_by=names[Side(ending.given_by)] if ending and ending.given_by else "",
        reasons=ending.reasons if ending else (),
        note=ending.note if ending and ours else "",
        last_enrollment=days.get(Step.LAST_ENROLLMENT),
        last_service=days.get(Step.LAST_SERVICE),
        contact=_contact(view.terms, partnership),
        messages=_messages(view.terms),
        caller=next((one.owner for one in steps if one.step is Step.TELL_PATIENTS), ""),
        lines=_lines(steps, ours=ours),
        counts=_counts(view, hidden_up_to(view.terms), ours=ours),
        answers=_answers(view) if ours else (),
        learned=tuple(
            Learned(names[Side(one.side)], one.about, one.text, one.ask_next)
            for one in reversed(view.lessons)
            if _may_read(one, sheet, ours=ours)
        ),
        again_on=view.standing.again_on,
    )


def _names(partnership: Partnership, terms: Mapping[str, Any]) -> dict[Side, str]:
    return {
        Side.PROVIDER: str(terms.get("S01.provider_name") or partnership.provider.name),
        Side.PAYER: str(terms.get("S01.payer_name") or partnership.payer.name),
    }


def _may_read(one: LessonRow, sheet: Sheet, *, ours: bool) -> bool:
    """Whether the reader may see a lesson: in the joint note only what both sides keep [L7 exit]."""
    if sheet is Sheet.JOINT:
        return one.shared
    return ours or one.shared or one.side == Side.PAYER


def _contact(terms: Mapping[str, Any], partnership: Partnership) -> str:
    """The contact of the letter, or our lead."""
    named = terms.get(CONTACT)
    if isinstance(named, Mapping) and named:
        parts = [str(named.get(part) or "") for part in ("name", "phone", "email")]
    else:
        leads = [one for one in members(partnership.id) if one.lead and not one.left_on]
        lead = next((one for one in leads if one.side == Side.PROVIDER), None)
        parts = [lead.name, lead.phone, lead.email] if lead else []
    return ", ".join(part for part in parts if part)


def _messages(terms: Mapping[str, Any]) -> tuple[tuple[str, str, str], ...]:
    rows = terms.get("S36.messages") or ()
    return tuple((_said(row, "told"), _said(row, "teller"), _said(row, "when")) for row in rows)


def _said(row: Mapping[str, Any], part: str) -> str:
    return str(row.get(part) or "")


def _lines(steps: Sequence[StepRow], *, ours: bool) -> tuple[CalendarLine, ...]:
    return tuple(
        CalendarLine(
            one.title,
            one.on,
            one.owner,
            one.done_on if one.is_done else None,
            (one.why or one.proposed_why) if ours else "",
        )
        for one in sorted(steps, key=lambda one: one.on or date.max)
        if one.is_open or one.is_done
    )


def _counts(view: EndingView, up_to: int, *, ours: bool) -> HandOverCounts:
    standing = view.standing
    told = told_counts(standing.to_hand_on, standing.handed_on, 0 if ours else up_to)
    weeks = [(one.week_on, one.patients) for one in reversed(view.weeks)] if ours else []
    words = tuple((day_words(on), f"{count:,}") for on, count in weeks)
    return HandOverCounts(told.to_hand_on, told.handed_on, told.left, words)


def _answers(view: EndingView) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.words, one.answer, STATE_WORDS[State(one.state)]) for one in view.answers if one.answer)
