"""The directory of connecting resources."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import file_to_save, page, see_other, toast

from .. import forms, queries, rules, service
from ..models import ConnectingResource
from .blueprint import bp, looked_at, opened

SIZE = 50


@bp.get("/resources")
def directory(key: str) -> Response:
    """What helps around the team, and what should be looked at again."""
    return _directory_page(looked_at(key), FormData(initial={}))


@bp.get("/resources.csv")
def directory_file(key: str) -> Response:
    """The directory as a file that Excel opens."""
    partnership = looked_at(key)
    data = forms.write_directory(queries.all_resources(partnership.id))
    return file_to_save(data, "text/csv; charset=utf-8", f"{partnership.key}-resources.csv")


@bp.get("/resources/new")
def new_resource(key: str) -> Response:
    """The form for an entry."""
    return _resource_page(opened(key), None, forms.resource_form())


@bp.post("/resources")
def create_resource(key: str) -> Response:
    """Enter a resource."""
    partnership = opened(key)
    facts, form = forms.read_resource(request.form, today())
    if facts is None:
        return _resource_page(partnership, None, form, 422)
    row = service.create_resource(partnership, facts, actor=actor(), now=now())
    undo = url_for("assessments.remove_resource", key=key, public_id=row.public_id)
    toast(f"{facts.resource} is in the directory.", undo=undo)
    return see_other("assessments.directory", key=key)


@bp.get("/resources/<public_id>/edit")
def edit_resource(key: str, public_id: str) -> Response:
    """The form with what is known."""
    partnership = opened(key)
    row = queries.get_resource(public_id, partnership.id)
    return _resource_page(partnership, row, forms.resource_form(row))


@bp.post("/resources/<public_id>")
def update_resource(key: str, public_id: str) -> Response:
    """Save what changed."""
    partnership = opened(key)
    row = queries.get_resource(public_id, partnership.id)
    facts, form = forms.read_resource(request.form, today())
    seen = form.whole("seen")
    if facts is None:
        return _resource_page(partnership, row, form, 422)
    service.update_resource(row, facts, actor=actor(), now=now(), seen=seen)
    toast(f"{facts.resource} is saved.")
    return see_other("assessments.directory", key=key)


@bp.post("/resources/<public_id>/checked")
def check_resource(key: str, public_id: str) -> Response:
    """It was looked at today and still holds."""
    partnership = opened(key)
    row = queries.get_resource(public_id, partnership.id)
    batch = service.check_resource(row, today(), actor=actor(), now=now())
    toast(f"{row.resource} is checked as of today.", undo=_undo(key, batch) if batch else None)
    return see_other("assessments.directory", key=key)


@bp.post("/resources/<public_id>/remove")
def remove_resource(key: str, public_id: str) -> Response:
    """Take it out, with a way back."""
    partnership = opened(key)
    row = queries.get_resource(public_id, partnership.id)
    service.set_resource_removed(row, True, actor=actor(), now=now())
    undo = url_for("assessments.restore_resource", key=key, public_id=public_id)
    toast(f"{row.resource} is taken out.", undo=undo)
    return see_other("assessments.directory", key=key)


@bp.post("/resources/<public_id>/restore")
def restore_resource(key: str, public_id: str) -> Response:
    """Undo: it stands in the directory again."""
    partnership = opened(key)
    row = queries.get_resource(public_id, partnership.id)
    service.set_resource_removed(row, False, actor=actor(), now=now())
    toast(f"{row.resource} is back.")
    return see_other("assessments.directory", key=key)


@bp.post("/resources/starters")
def take_starters(key: str) -> Response:
    """Begin with what is ticked of the usual rows."""
    partnership, form = opened(key), FormData(request.form)
    wanted = form.choices(
        "starters", queries.method().directory.starter_rows, "Tick what you want to begin with."
    )
    if not form.ok:
        return _directory_page(partnership, form, 422)
    count, batch = service.take_starters(partnership, wanted, actor=actor(), now=now())
    toast(f"{counted(count, 'entry is', 'entries are')} added.", undo=_undo(key, batch))
    return see_other("assessments.directory", key=key)


@bp.post("/resources/copy")
def copy_directory(key: str) -> Response:
    """Copy what another partnership has and this one lacks."""
    partnership, form = opened(key), FormData(request.form)
    homes = dict(queries.homes_to_copy(partnership.id))
    chosen = form.choice("source", homes, "Choose the partnership to copy from.")
    if not form.ok:
        return _directory_page(partnership, form, 422)
    source = get_by_key(chosen)
    require(actor(), Verb.SEE, source.id)
    count, batch = service.copy_from(partnership, source, actor=actor(), now=now())
    if not count:
        toast(f"Everything {source.name} has stands here already.")
    else:
        toast(f"{counted(count, 'entry', 'entries')} copied from {source.name}.", undo=_undo(key, batch))
    return see_other("assessments.directory", key=key)


def _undo(key: str, batch: str) -> str:
    return url_for("assessments.undo", key=key, batch_id=batch, page="directory")


def _directory_page(partnership: Partnership, form: FormData, status: int = 200) -> Response:
    every = queries.all_resources(partnership.id)
    offset = min(list_offset(), len(every))
    return page(
        "assessments/directory.html",
        status,
        partnership=partnership,
        form=form,
        rows=every[offset : offset + SIZE],
        count=len(every),
        stale=sum(bool(one.stale(today())) for one in every),
        offset=offset,
        more=len(every) > offset + SIZE,
        starters=queries.starters_missing(every),
        homes=queries.homes_to_copy(partnership.id),
        book=queries.method().directory,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


def _resource_page(
    partnership: Partnership, row: ConnectingResource | None, form: FormData, status: int = 200
) -> Response:
    book = queries.method().directory
    names = {"payer": partnership.payer.name, "provider": "Us", "both": "Both"}
    return page(
        "assessments/resource.html",
        status,
        partnership=partnership,
        resource=row,
        form=form,
        purpose=book.purpose,
        needs=[(need, rules.need_words(need)) for need in book.needs],
        known_by=[(side, names.get(side, side)) for side in book.known_by],
    )
