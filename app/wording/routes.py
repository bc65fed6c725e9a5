"""Pages: the words of our agreements, for those who manage them."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from markupsafe import Markup

from app.accounts.rules import Verb
from app.accounts.service import require
from app.core.errors import NotFound
from app.documents.sections import Fault, LibraryError
from app.terms.queries import library, look_at_own_words
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from . import forms, queries, service
from .queries import SectionText
from .rules import line_changes, next_free, starter

bp = Blueprint("wording", __name__)
bp.before_request(look_at_own_words)


@bp.get("/words")
def index() -> Response:
    """Every section, and whose words stand in it."""
    require(actor(), Verb.ADMINISTER)
    return _index(FormData())


def _index(form: FormData, status: int = 200) -> Response:
    return page(
        "wording/index.html",
        status,
        rows=queries.list_sections(),
        form=form,
        kinds=queries.kinds_for_choice(),
    )


@bp.post("/words")
def create() -> Response:
    """Begin a section of the house's own: it is saved once its words are checked."""
    require(actor(), Verb.ADMINISTER)
    read, form = forms.read_new(request.form, [kind for kind, _title in queries.kinds_for_choice()])
    if read is None:
        return _index(form, 422)
    title, kind = read
    try:
        ident = next_free({row.id for row in queries.list_sections()})
    except ValueError as full:
        form.fail("title", str(full))
        return _index(form, 422)
    return _edit_page(SectionText(ident, "", starter(ident, title, kind), "", False), FormData())


@bp.get("/words/<ident>")
def edit(ident: str) -> Response:
    """The words of one section, with a preview and every earlier wording."""
    require(actor(), Verb.ADMINISTER)
    return _edit_page(queries.section_text(ident), FormData())


@bp.post("/words/<ident>")
def update(ident: str) -> Response:
    """Check the words; save them unless the person only wanted to look."""
    require(actor(), Verb.ADMINISTER)
    text = _known(ident)
    words, form = forms.read_words(request.form)
    if words is None:
        return _edit_page(text, form, 422)
    if request.form.get("then") == "look":
        return _edit_page(text, form, 200)
    try:
        saved = service.save_words(
            ident, words.source, note=words.note, seen=words.seen, actor=actor(), now=now()
        )
    except LibraryError as error:
        return _edit_page(text, form, 422, error.faults)
    toast(f"Saved as version {saved.number}. Drafts use these words from now on.")
    return see_other("wording.edit", ident=ident)


def _known(ident: str) -> SectionText:
    """The section at this address: one that has words, or one that is being added."""
    try:
        return queries.section_text(ident)
    except NotFound:
        if ident != next_free({row.id for row in queries.list_sections()}):
            raise
        return SectionText(ident, "", "", "", False)


def _edit_page(
    text: SectionText, form: FormData, status: int = 200, faults: tuple[Fault, ...] | None = None
) -> Response:
    source = str(form.values.get("source") or text.source)
    filled = form.values.get("filled", request.form.get("filled", "1")) != "0"
    found = service.check_words(text.id, source) if faults is None else faults
    wordings = queries.wordings_of(text.id)
    return page(
        "wording/edit.html",
        status,
        text=text,
        title=library().titles.get(text.id, "A section of your own"),
        source=source,
        faults=found,
        html=None if found else _preview(text, source, filled=filled),
        filled=filled,
        form=form,
        wordings=wordings,
        seen=form.values.get("seen") or (wordings[0].number if wordings else 0),
        changes=line_changes(text.ours, source) if text.ours else (),
    )


def _preview(text: SectionText, source: str, *, filled: bool) -> Markup:
    file = text.file or f"{text.id}-new.md"
    tried = library().with_section(source, file)
    return queries.preview_section(tried, text.id, today(), filled=filled)


@bp.post("/words/<ident>/wordings/<int:row_id>/restore")
def restore(ident: str, row_id: int) -> Response:
    """Let an earlier wording stand again."""
    require(actor(), Verb.ADMINISTER)
    wording = queries.get_wording(ident, row_id)
    try:
        saved = service.restore_words(wording, actor=actor(), now=now())
    except LibraryError as error:
        text = _known(ident)
        form = FormData(initial={"source": wording.source})
        return _edit_page(text, form, 422, error.faults)
    toast(f"Version {wording.number} stands again, as version {saved.number}.")
    return see_other("wording.edit", ident=ident)


@bp.post("/words/<ident>/remove")
def remove(ident: str) -> Response:
    """Take the house's own words away."""
    require(actor(), Verb.ADMINISTER)
    text = queries.section_text(ident)
    service.take_away(ident, actor=actor(), now=now())
    newest = queries.wordings_of(ident)[0]
    undo = url_for("wording.restore", ident=ident, row_id=newest.id)
    toast(
        "The words that came with Evenkeel stand again." if text.ours else "The section is taken away.",
        undo=undo,
    )
    return see_other("wording.index")
