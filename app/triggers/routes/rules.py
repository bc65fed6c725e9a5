"""Pages: which rules watch, with which numbers, and when they would have fired."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..queries import RuleRow
from .blueprint import bp, opened

FAMILIES = (
    ("Monthly numbers", "TM"),
    ("How you work together", "TR"),
    ("The balance as rated", "TB"),
    ("Dates", "TD"),
)


@bp.get("/rules")
def rules(key: str) -> Response:
    """Every rule, with what it watches."""
    partnership = opened(key, Verb.SEE)
    rows = queries.rules_of(partnership.id)
    parts = [(title, [one for one in rows if one.trigger.startswith(begins)]) for title, begins in FAMILIES]
    return page(
        "triggers/rules.html",
        partnership=partnership,
        rows=rows,
        parts=parts,
        sides=queries.SIDES,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/rules/<trigger>")
def rule(key: str, trigger: str) -> Response:
    """One rule: its numbers beside the usual ones, and when it would have fired."""
    partnership = opened(key, Verb.SEE)
    one = queries.rule_of(partnership.id, trigger)
    return _rule_page(partnership, one, forms.rule_form(one))


@bp.post("/rules/<trigger>")
def save_rule(key: str, trigger: str) -> Response:
    """Try the numbers, keep them, or go back to the usual ones."""
    partnership = opened(key)
    one = queries.rule_of(partnership.id, trigger)
    what = FormData(request.form).choice("do", ("try", "save", "usual"))
    if what == "usual":
        service.usual_rule(partnership, trigger, actor=actor(), now=now())
        toast("The usual numbers hold again.")
        return see_other("triggers.rule", key=key, trigger=trigger)
    numbers, watched, seen, form = forms.read_rule(request.form, one)
    if numbers is None:
        return _rule_page(partnership, one, form, 422)
    tried = queries.with_numbers(one, numbers)
    if what != "save":
        return _rule_page(partnership, tried, form)
    try:
        service.choose_rule(
            partnership, trigger, numbers, watched=watched, seen=seen, actor=actor(), now=now()
        )
    except Conflict:
        form.values["seen"] = str(queries.rule_of(partnership.id, trigger).version)
        form.fail("watched", "Somebody saved this rule since. Save again to keep your numbers.")
        return _rule_page(partnership, tried, form, 409)
    toast("The rule is saved.")
    return see_other("triggers.rules", key=key)


def _rule_page(partnership: Partnership, one: RuleRow, form: FormData, status: int = 200) -> Response:
    return page(
        "triggers/rule.html",
        status,
        partnership=partnership,
        one=one,
        form=form,
        fired=queries.would_have_fired(partnership, one, today()),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )
