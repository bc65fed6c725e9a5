"""Pages: where the balance stands, a rating of one side or of both, and every rating."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.rules import Side, Stage
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import file_to_save, page, see_other, toast

from .. import forms, queries, service
from ..models import BalanceRating
from ..rules import MAIN, SOURCE_WORDS, Said, Source
from .blueprint import CSV, MOST_IN_FILE, bp, opened


@bp.get("/balance")
def index(key: str) -> Response:
    """Both views beside what the numbers say, how they moved, and what is being tried."""
    partnership = opened(key, Verb.SEE)
    partner = partnership.payer.name
    given = queries.ratings(partnership.id)
    pair = queries.newest_of(given)
    ended = partnership.stage == Stage.ENDED
    limits = queries.own_limits(partnership)
    signals = () if ended else queries.balance_signals(partnership.id, today(), limits)
    still = [one for one in signals if one.closed_on is None]
    told = {one.topic for one in still}
    said = queries.numbers_say(partnership, today())
    return page(
        "balance/index.html",
        partnership=partnership,
        words=queries.balance_words(pair, partner),
        pair=pair,
        stands=queries.stands(pair, partner),
        numbers={topic.value: [one for one in said if one.topic == topic] for topic in MAIN},
        signals=still,
        helps=[(one.title, queries.help_about(one.id)) for one in queries.topics() if one.id in told],
        trends=queries.trends(given, partner),
        adjustments=queries.open_adjustments(partnership.id),
        scale=queries.scale_words(),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/balance/rate")
def rate(key: str) -> Response:
    """The form of our half, of theirs, or of both in one session."""
    partnership = opened(key)
    asked = request.args.get("side", "")
    form = forms.new_rating(forms.rated_sides(asked), today(), request.args.get("review", ""))
    return _form_page(partnership, form, forms.rated_sides(asked))


@bp.post("/balance/ratings")
def create(key: str) -> Response:
    """Keep the marks of one side or of both."""
    partnership = opened(key)
    sides = forms.sides_sent(request.form)
    given, form = forms.read_ratings(request.form, sides, today())
    if not given:
        return _form_page(partnership, form, sides, status=422)
    try:
        batch = service.add_ratings(partnership, given, actor=actor(), now=now())
    except RuleViolation as refused:
        form.fail("rated_on", refused.message)
        return _form_page(partnership, form, sides, status=422)
    halves = "Both halves are" if len(given) > 1 else f"{_whose(given[0].side, partnership)} half is"
    toast(f"{halves} entered.", undo=url_for("balance.undo", key=key, batch_id=batch))
    return see_other("balance.index", key=key)


@bp.get("/balance/ratings")
def history(key: str) -> Response:
    """Every rating, newest first."""
    partnership, offset = opened(key, Verb.SEE), list_offset()
    found = queries.ratings(partnership.id, offset=offset)
    return page(
        "balance/ratings.html",
        partnership=partnership,
        ratings=found[: queries.PAGE],
        more=len(found) > queries.PAGE,
        offset=offset,
        topics=queries.topics(),
        told=queries.mark_told,
        sources=SOURCE_WORDS,
        source_of=Source,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/balance/ratings.csv")
def ratings_file(key: str) -> Response:
    """Every rating as a file that Excel opens."""
    partnership = opened(key, Verb.SEE)
    found = queries.ratings(partnership.id, limit=MOST_IN_FILE)
    data = forms.ratings_csv(found, partnership.payer.name)
    return file_to_save(data, CSV, f"{partnership.key}-balance.csv")


@bp.get("/balance/ratings/<public_id>/edit")
def edit(key: str, public_id: str) -> Response:
    """The form with what is known."""
    partnership = opened(key)
    row = queries.get_rating(partnership.id, public_id)
    return _form_page(partnership, forms.rating_form(row), (row.side,), row)


@bp.post("/balance/ratings/<public_id>")
def update(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    row = queries.get_rating(partnership.id, public_id)
    given, form = forms.read_ratings(request.form, (row.side,), today(), row)
    seen = form.whole("seen")
    if not given or not form.ok:
        return _form_page(partnership, form, (row.side,), row, 422)
    try:
        batch = service.change_rating(row, given[0], seen=seen, actor=actor(), now=now())
    except RuleViolation as refused:
        form.fail("rated_on", refused.message)
        return _form_page(partnership, form, (row.side,), row, 422)
    toast("The rating is saved.", undo=url_for("balance.undo", key=key, batch_id=batch))
    return see_other("balance.history", key=key)


@bp.post("/balance/ratings/<public_id>/remove")
def remove(key: str, public_id: str) -> Response:
    """Take a rating away, with a way back."""
    row = queries.get_rating(opened(key).id, public_id)
    batch = service.remove_rating(row, actor=actor(), now=now())
    toast("The rating is removed.", undo=url_for("balance.undo", key=key, batch_id=batch))
    return see_other("balance.history", key=key)


@bp.post("/balance/undo/<batch_id>")
def undo(key: str, batch_id: str) -> Response:
    """Take the last click on the ratings back."""
    found = service.take_back(opened(key), batch_id, actor=actor(), now=now())
    toast("It is as it was." if not found.left else "Somebody worked on it since, so it stays.")
    return see_other("balance.index", key=key)


@bp.get("/balance/sheet")
def sheet(key: str) -> Response:
    """The sheet of one side to print and fill in by hand."""
    partnership = opened(key, Verb.SEE)
    side = Side.PROVIDER if request.args.get("side") == Side.PROVIDER else Side.PAYER
    return page(
        "balance/sheet.html",
        partnership=partnership,
        side=side.value,
        whose=(partnership.payer if side is Side.PAYER else partnership.provider).name,
        topics=queries.topics(),
        scale=queries.scale_words(),
        today=today(),
    )


def _whose(side: str, partnership: Partnership) -> str:
    return "Our" if side == Side.PROVIDER else f"{partnership.payer.name}’s"


def _beside(partnership: Partnership, sides: Sequence[str]) -> list[Said]:
    """What the numbers say beside our half; in a session the partner looks at the same screen."""
    if Side.PROVIDER not in sides:
        return []
    said = queries.numbers_say(partnership, today())
    return [one for one in said if len(sides) == 1 or not one.private]


def _form_page(
    partnership: Partnership,
    form: FormData,
    sides: Sequence[str],
    row: BalanceRating | None = None,
    status: int = 200,
) -> Response:
    asked = {
        Side.PROVIDER.value: "How is it for us?",
        Side.PAYER.value: f"How is it for {partnership.payer.name}?",
    }
    return page(
        "balance/rate.html",
        status,
        partnership=partnership,
        form=form,
        halves=[(side, asked[side]) for side in sides],
        side=forms.BOTH if len(sides) > 1 else sides[0],
        row=row,
        topics=queries.topics(),
        scale=queries.scale_words(),
        scores=forms.SCORES,
        sources=forms.SOURCES,
        numbers=_beside(partnership, sides),
    )
