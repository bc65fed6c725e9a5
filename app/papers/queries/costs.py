"""The facts of the papers on costs, from the sets of a partnership."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from app.core.errors import NotFound
from app.costs.queries import Answer, Effect, SetView, answer, effect_between, sets_of
from app.costs.rules import (
    ADMIN,
    INTAKE,
    OFFICE,
    CostInputs,
    Place,
    SetResult,
    count,
    dollars,
    exact,
    level_rate,
    number,
    savings,
)
from app.partnerships.models import Partnership

from ..rules.costs import ChangeFacts, CostFacts, Row, Sheet

NOT_KNOWN = "not known"
FORMULAS = (
    "An encounter costs the hour of whoever gives it, times the time with the patient, for the record "
    "and on the road; the miles; and a helper at the home.",
    "A tier costs its encounters in a month, each times its cost; visits in person count more by the "
    "share that is missed.",
    "Care costs the tiers, each times its share of the patients; office work comes on top of it.",
    "Until somebody is enrolled, assessments and screening are paid; spread over the months enrolled.",
    "A month costs the overhead, and for each patient care, office work and the share of enrolling.",
    "It breaks even where what a patient month brings beyond its own cost carries the overhead.",
)
PLACES = {Place.LOW: "low", Place.EXPECTED: "expected", Place.EVEN: "break-even", Place.HIGH: "high"}


def _sets(partnership: Partnership) -> tuple[SetView, ...]:
    kept = sets_of(partnership.id)
    if not kept:
        raise NotFound("No costs have been entered for this partnership yet.")
    return kept


def _chosen(kept: tuple[SetView, ...], of: str | None) -> SetView:
    found = next((one for one in kept if of in (one.public_id, one.name)), None)
    if of and found is None:
        raise NotFound("There is no such set of costs here. It may have been taken away.")
    return found or kept[0]


def cost_facts(partnership: Partnership, of: str | None) -> CostFacts:
    """The current set, or the one that is named. Raises NotFound."""
    kept = _sets(partnership)
    one = _chosen(kept, of)
    found = answer(one.case)
    return CostFacts(
        partnership=partnership.name,
        provider=partnership.provider.name,
        payer=partnership.payer.name,
        name=one.name if one.id != kept[0].id else "",
        invented=bool(one.note),
        heading=found.heading,
        even=found.even,
        even_at=_even_at(found),
        offer=found.offer,
        chart=found.chart,
        parts=_parts(found),
        volumes=_volumes(found),
        steps=_steps(found),
        start=_start(found),
        start_words=found.start_words,
        team=found.team_words,
        assumptions=_assumptions(found.inputs),
        lower=tuple(f"{words}: {exact(amount)} less." for words, amount in savings(found.inputs)),
        formulas=FORMULAS,
        inputs=_inputs(found.inputs),
        moves=_moves(found),
    )


def _even_at(found: Answer) -> str:
    even = found.result.break_even_patients
    return f"{even} patients" if isinstance(even, int) else ""


def _or_unknown(amount: Fraction | None) -> str:
    return NOT_KNOWN if amount is None else exact(amount)


def _parts(found: Answer) -> Sheet:
    parts, patients = found.parts, found.inputs.patients
    fixed = parts.fixed_overhead / patients if patients else None
    rows = (
        ("Care by the team", exact(parts.direct_ppm)),
        ("Office work for each patient", exact(parts.variable_ppm - parts.direct_ppm)),
        ("Referrals and first assessments", _or_unknown(parts.intake_ppm)),
        ("Overhead", _or_unknown(fixed)),
        ("Together", _or_unknown(parts.steady)),
        ("Payment", _or_unknown(found.result.revenue_ppm)),
    )
    return Sheet("A patient month, part by part", ("Part", "Per patient month"), rows)


def _volumes(found: Answer) -> Sheet:
    rows = tuple(
        (
            f"{count(one.patients)} patients ({PLACES[one.place]})",
            dollars(one.revenue),
            dollars(one.cost),
            dollars(one.result),
        )
        for one in found.volumes
    )
    return Sheet("A month at different volumes", ("Patients", "Payment", "Cost", "Result"), rows)


def _steps(found: Answer) -> Sheet:
    rows = tuple((one.words, *_result(one.result)) for one in found.steps)
    heads = ("Payments", "Brings per patient month", "Left for each", "Break-even")
    return Sheet("Payments compared", heads, rows)


def _result(one: SetResult) -> tuple[str, str, str]:
    even = NOT_KNOWN if one.break_even_patients is None else str(one.break_even_patients)
    return _or_unknown(one.revenue_ppm), _or_unknown(one.margin_ppm), even


def _start(found: Answer) -> Sheet:
    rows = tuple(
        (str(one.month), count(one.patients), dollars(one.revenue), dollars(one.cost), dollars(one.running))
        for one in found.start
    )
    return Sheet("Month by month", ("Month", "Patients", "Payment", "Cost", "Up to here"), rows)


def _assumptions(inputs: CostInputs) -> tuple[str, ...]:
    """What a partner can check: volume, stay, mix."""
    mix = "; ".join(f"{count(tier.share * 100)} percent {name}" for name, tier in inputs.tiers.items())
    return (
        f"{count(inputs.patients)} patients enrolled, each for {count(inputs.mean_stay_months)} months on "
        "average.",
        f"{number(inputs.referrals_per_enrolled)} referrals and {number(inputs.assessed_per_enrolled)} first "
        "assessments for each patient enrolled.",
        f"Tiers of intensity: {mix}.",
        *(
            (f"{count(inputs.missed_share * 100)} percent of the visits in person are missed.",)
            if inputs.missed_share
            else ()
        ),
    )


def _moves(found: Answer) -> tuple[str, ...]:
    drive = found.moves.get("drive_time_plus_20_percent")
    tier = found.moves.get("high_tier_plus_10_points")
    return (
        *((f"A fifth more driving adds {exact(drive)} to a patient month.",) if drive else ()),
        *(
            (f"Ten more of a hundred patients in the high tier, not in the standard one, add {exact(tier)}.",)
            if tier
            else ()
        ),
    )


def _inputs(inputs: CostInputs) -> tuple[Sheet, ...]:
    tiers = tuple(inputs.tiers)
    kinds: tuple[Row, ...] = tuple(
        (
            f"{kind} ({one.discipline})",
            number(one.direct_minutes),
            number(one.doc_minutes),
            number(one.drive_minutes),
            number(one.drive_miles),
        )
        for kind, one in inputs.encounter_types.items()
    )
    mix = tuple(
        (kind, *(number(inputs.tiers[tier].mix.get(kind, Fraction(0))) for tier in tiers))
        for kind in inputs.encounter_types
    )
    single = tuple((one.called, one.shown(getattr(inputs, one.name))) for one in (*INTAKE, *OFFICE))
    return (
        Sheet("An hour of", ("Discipline", "Everything included"), _money(inputs.hourly_cost)),
        Sheet(
            "Encounters, in minutes and miles", ("Encounter", "Patient", "Record", "Drive", "Miles"), kinds
        ),
        Sheet("Encounters in a patient month", ("Encounter", *(tier.capitalize() for tier in tiers)), mix),
        Sheet("Overhead in a month", ("Line", "Amount"), _money(inputs.fixed_overhead_lines)),
        Sheet("Other figures", ("Figure", "Value"), single),
    )


def _money(lines: Mapping[str, Fraction]) -> tuple[Row, ...]:
    return tuple(("Office work" if name == ADMIN else name, exact(value)) for name, value in lines.items())


# --- one proposed change


def change_facts(partnership: Partnership, of: str | None, *, partner_copy: bool) -> ChangeFacts:
    """A scenario beside the current costs. Raises NotFound where there is none."""
    kept = _sets(partnership)
    now = kept[0]
    then = _chosen(kept[1:], of) if kept[1:] else None
    if then is None:
        raise NotFound("No scenario is kept beside the current costs yet, so no change can be priced.")
    found = effect_between(now.case, then.case)
    named = tuple(
        (one.what, one.before, one.after) for one in found.differing if not (partner_copy and one.private)
    )
    before, after = found.before.result, found.after.result
    shown = _result(before), _result(after)
    own = (
        ("Cost per patient month", _or_unknown(found.before.steady), _or_unknown(found.after.steady)),
        ("Left per patient month", shown[0][1], shown[1][1]),
        ("Left in a month", _or_unknown(before.monthly_margin), _or_unknown(after.monthly_margin)),
    )
    shared = (
        ("Payment per patient month", shown[0][0], shown[1][0]),
        ("Break-even, patients", shown[0][2], shown[1][2]),
    )
    heads = ("What", "Now", "Then")
    return ChangeFacts(
        partnership=partnership.name,
        provider=partnership.provider.name,
        payer=partnership.payer.name,
        name=then.name,
        invented=bool(now.note or then.note),
        words=found.words,
        differing=Sheet("What changes", heads, named),
        shared=Sheet("Payment and break-even", heads, shared),
        own=Sheet("For us alone", heads, own),
        assumptions=_assumptions(found.after.inputs),
        works=_works(found, then.case.layers),
    )


def _works(found: Effect, layers: Collection[str]) -> tuple[str, ...]:
    """What would make the change work: a rate that leaves a month as it is, or enough patients."""
    rate = level_rate(found.before.inputs, found.after.inputs, layers)
    lines = []
    if rate is not None:
        lines.append(f"At a case rate of {exact(rate)} a month would leave what it leaves now.")
    even = found.after.result.break_even_patients
    if isinstance(even, int):
        lines.append(f"It carries itself from {even} patients on.")
    return tuple(lines)
