"""Page: one option that takes less effort, tried on the current costs."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, now
from app.web.responses import page, partial, see_other, toast

from .. import forms, queries, rules, service
from ..queries import SetView, Tried
from .blueprint import bp, opened


def _base(partnership: Partnership) -> SetView:
    kept = queries.sets_of(partnership.id)
    if not kept:
        raise NotFound("No costs have been entered yet. Begin with them.")
    return kept[0]


@bp.get("/payment/effort/<ident>")
def effort(key: str, ident: str) -> Response:
    """An option with figures to begin with."""
    partnership = opened(key, Verb.SEE)
    base = _base(partnership)
    tried = queries.get_option(base.case, ident)
    return _page(partnership, base, tried, forms.trial_form(tried.trial), tried.trial)


@bp.post("/payment/effort/<ident>")
def try_effort(key: str, ident: str) -> Response:
    """What it does with other figures; kept as a scenario when that is asked for."""
    partnership = opened(key)
    base = _base(partnership)
    tried = queries.get_option(base.case, ident)
    out, form = forms.read_trial(request.form, tried.option, base.case.inputs)
    keep = form.choice("do", ("look", "keep")) == "keep"
    if keep and out is not None and not out.name:
        form.fail("name", "Give it a name, like “Half the visits by video”.")
    elif keep and out is not None and queries.name_taken(partnership.id, out.name):
        form.fail("name", "There is a scenario of this name already. Give this one another name.")
    if out is None or not form.ok:
        return _page(partnership, base, tried, form, None, 422)
    if not keep:
        return _page(partnership, base, tried, form, out.trial)
    case = replace(base.case, raw=rules.as_raw(tried.option.does(base.case.inputs, out.trial)))
    made = service.add_scenario(partnership, out.name, case, base.note, actor=actor(), now=now())
    toast(f"“{out.name}” is kept beside the other costs.")
    return see_other("costs.scenario", key=key, public_id=made.public_id)


@bp.post("/payment/effort/<ident>/result")
def effort_result(key: str, ident: str) -> Response:
    """What the figures typed so far do; nothing is saved."""
    partnership = opened(key)
    base = _base(partnership)
    tried = queries.get_option(base.case, ident)
    out, form = forms.read_trial(request.form, tried.option, base.case.inputs)
    effect = queries.effect_of_trial(base.case, tried.option, out.trial) if out else None
    return partial(
        "costs/_effect.html", effect=effect, faults=form.errors, base=base, warning=None, say=rules
    )


def _page(
    partnership: Partnership,
    base: SetView,
    tried: Tried,
    form: FormData,
    trial: rules.Trial | None,
    status: int = 200,
) -> Response:
    inputs = base.case.inputs
    return page(
        "costs/effort.html",
        status,
        partnership=partnership,
        base=base,
        tried=tried,
        form=form,
        effect=queries.effect_of_trial(base.case, tried.option, trial) if trial else None,
        faults=form.errors,
        kinds=[(name, name) for name in inputs.encounter_types],
        disciplines=[(one, one) for one in forms.disciplines_of(inputs)],
        tiers=[(one, forms.TIERS.get(one, one)) for one in inputs.tiers],
        warning=None,
        careful=queries.why_careful(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
        say=rules,
    )
