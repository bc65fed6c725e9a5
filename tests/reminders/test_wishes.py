"""What people chose holds: quiet days, lead times, late things, absence, deputies, later and handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reminders.rules import (
    Answers,
    DigestDays,
    DueItem,
    Kind,
    Overdue,
    Recipient,
    announcement_days,
    by_recipient,
    compose_digest,
    digest_day,
    has_week,
    plan_digests,
    recipients_of,
    sending_days,
    stand_ins,
)

from .test_rules import DANA, DAY, INES, LEADS, ZONE, item, kinds, local, offsets


def wishing(person: Recipient, **values: object) -> Recipient:
    return replace(person, wishes=replace(person.wishes, **values))  # type: ignore[arg-type]


FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


def test_on_a_quiet_day_nothing_goes_out_and_the_next_day_tells_it() -> None:
    quiet = wishing(DANA, quiet=frozenset({FRIDAY.weekday()}))
    assert digest_day(quiet, local(FRIDAY, time(9)), ZONE, (), ()) is None
    sending = sending_days(DAY, DAY + timedelta(days=9), quiet)
    assert FRIDAY not in sending
    assert announcement_days(FRIDAY, (0,), None, sending) == ((MONDAY, 0),)


def test_a_monday_off_moves_the_weekly_digest_and_the_week_ahead_to_tuesday() -> None:
    tuesday = MONDAY + timedelta(days=1)
    weekly = replace(INES, free=frozenset({MONDAY}))
    assert sending_days(MONDAY, MONDAY + timedelta(days=6), weekly) == (tuesday,)
    assert has_week(tuesday, replace(DANA, free=frozenset({MONDAY})), again=False)
    assert not has_week(tuesday, DANA, again=False)


def test_late_things_come_again_in_the_rhythm_a_person_chose() -> None:
    chosen = {"daily": [-1, -2, -3], "third_day": [-3, -6], "weekly": [-7]}
    for overdue, expected in chosen.items():
        leads = wishing(DANA, overdue=Overdue(overdue)).wishes.leads(LEADS)
        assert list(leads[Kind.ACTION])[:2] == [3, 0]
        assert list(leads[Kind.ACTION])[2 : 2 + len(expected)] == expected
        assert list(leads[Kind.MEETING]) == [21, 7], "a meeting cannot be late"


def test_lead_times_are_each_persons_own_and_the_others_stay_as_usual() -> None:
    leads = wishing(DANA, before={Kind.ACTION: (14, 1), Kind.REVIEW: ()}).wishes.leads(LEADS)
    assert (leads[Kind.ACTION], leads[Kind.REVIEW]) == ((14, 1, -3, -10), ())
    assert leads[Kind.MEETING] == LEADS[Kind.MEETING]


def shares_of(*people: Recipient, **values: object) -> dict[int, list[DueItem]]:
    by_id = {one.user_id: one for one in people}
    return by_recipient([item(DAY, tell=((1,),), **values)], by_id, people)


def test_while_somebody_is_away_the_deputy_hears_it_and_afterwards_the_owner() -> None:
    dana = wishing(DANA, deputy_id=2, away_from=DAY, away_until=FRIDAY)
    shares = shares_of(dana, INES)
    assert [one.note for one in shares[2]] == ["for Dana Whitfield, away until Nov 27, 2026"]
    told = {
        day: compose_digest(INES, day, shares[2], LEADS, {}, with_week=False)
        for day in (DAY - timedelta(days=1), DAY, FRIDAY, MONDAY)
    }
    assert [day for day, made in told.items() if made] == [DAY, FRIDAY]
    assert sending_days(DAY, MONDAY, dana) == (MONDAY,)
    back = compose_digest(dana, MONDAY, shares[1], LEADS, {}, with_week=False)
    assert back is not None and back.lines[0].lead == -3


def test_a_deputy_who_is_away_too_passes_it_on_and_a_circle_ends() -> None:
    third = Recipient(3, "u3", "Lena Marsh", "lena@hospice.example")
    dana = wishing(DANA, deputy_id=2, away_until=MONDAY)
    ines = wishing(INES, deputy_id=3, away_from=DAY, away_until=FRIDAY)
    spans = [(one.user_id, one.since, one.until) for one in stand_ins(dana, {1: dana, 2: ines, 3: third})]
    assert spans == [(2, None, MONDAY), (3, DAY, FRIDAY)]
    circle = wishing(INES, deputy_id=1, away_until=MONDAY)
    assert [one.user_id for one in stand_ins(dana, {1: dana, 2: circle})] == [2]
    assert list(stand_ins(wishing(DANA, deputy_id=9, away_until=MONDAY), {1: DANA})) == []


def test_R8_a_deputy_hears_of_what_is_late_only_after_the_days_that_were_chosen() -> None:
    dana = wishing(DANA, deputy_id=2, escalate={Kind.ACTION: 3})
    shares = shares_of(dana, INES)
    made = {
        late: compose_digest(INES, DAY + timedelta(days=late), shares[2], LEADS, {}, with_week=True)
        for late in (0, 2, 3, 6)
    }
    assert [late for late, digest in made.items() if digest] == [3, 6]
    assert made[3] is not None and made[3].lines[0].lead == -3
    assert "Dana Whitfield has it" in shares[2][0].note
    assert shares_of(wishing(DANA, deputy_id=2), INES)[2] == []


def test_what_was_put_off_is_told_again_on_its_day_and_not_before() -> None:
    thing = item(DAY + timedelta(days=10), tell=((1,),))
    until = DAY + timedelta(days=8)
    answers = Answers({(1, *thing.identity): until}, {})
    shares = by_recipient([thing], {1: DANA}, (DANA,), answers)
    told = {(*thing.identity, DANA.email): 10}
    leads = dict.fromkeys(Kind, (10, 3))
    days = [
        day
        for step in range(12)
        if (made := compose_digest(DANA, DAY + timedelta(days=step), shares[1], leads, told, with_week=False))
        for day in [(step, made.lines[0].lead)]
    ]
    assert days == [(8, 2), (9, 2), (10, 2), (11, 2)]


def test_what_was_handed_over_is_told_to_whoever_took_it() -> None:
    thing = item(DAY, tell=((1,),))
    people = {1: DANA, 2: INES}
    handed = {(1, *thing.identity): 2}
    assert recipients_of(thing, people, (), handed) == [INES]
    assert recipients_of(thing, people, (), {**handed, (2, *thing.identity): 1}) == [INES]
    assert recipients_of(thing, {1: DANA}, (), handed) == [DANA], "who left takes nothing"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(offsets, kinds, st.booleans()), max_size=8),
    st.sampled_from([DigestDays.WEEKDAYS, DigestDays.WEEKLY]),
    st.sampled_from(list(Overdue)),
    st.frozensets(st.integers(0, 4), max_size=3),
    st.integers(-3, 20),
    st.sampled_from([1, 3, 7]),
)
def test_R13_the_plan_holds_with_absences_quiet_days_and_deputies(
    things: list[tuple[int, Kind, bool]],
    days: DigestDays,
    overdue: Overdue,
    quiet: frozenset[int],
    away: int,
    late: int,
) -> None:
    dana = wishing(
        replace(DANA, days=days),
        deputy_id=2,
        away_from=DAY + timedelta(days=away),
        away_until=DAY + timedelta(days=away + 6),
        escalate=dict.fromkeys(Kind, late),
        overdue=overdue,
    )
    ines = wishing(INES, quiet=quiet, overdue=overdue)
    items = [
        item(DAY + timedelta(days=offset), kind, f"t{n}", tell=((1,),) if hers else ())
        for n, (offset, kind, hers) in enumerate(things)
    ]
    shares = by_recipient(items, {1: dana, 2: ines}, (dana, ines))
    end = DAY + timedelta(days=30)
    for person in (dana, ines):
        mine, leads = shares[person.user_id], person.wishes.leads(LEADS)
        told: dict[tuple[str, str, date, str], int] = {}
        happened = []
        for day in sending_days(DAY, end, person):
            week = has_week(day, person, again=False)
            made = compose_digest(person, day, mine, leads, told, with_week=week)
            if made is not None:
                happened.append(made)
                told |= {(*line.item.identity, person.email): line.lead for line in made.lines}
        planned = plan_digests(person, mine, leads, {}, DAY, end)
        assert [(one.day, set(one.lines)) for one in planned] == [(o.day, set(o.lines)) for o in happened]
        assert [(one.week, one.late) for one in planned] == [(one.week, one.late) for one in happened]
