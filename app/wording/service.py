"""Sections of the house's own, written: checked before they are saved, kept in versions, taken away again."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import Conflict, RuleViolation
from app.core.history import create
from app.documents.sections import Fault, LibraryError
from app.terms.queries import library, look_at_own_words, own_folder

from .models import SectionWording
from .queries import our_file, own_files, section_text
from .rules import file_of, is_file_name, text_problem

NO_FOLDER = "This installation keeps no words of its own. Ask whoever set it up for the instance folder."
MEANWHILE = (
    "Somebody else saved this section while you were editing. Both versions are below; nothing is lost."
)


def check_words(ident: str, source: str) -> tuple[Fault, ...]:
    """What is wrong with a section that somebody wants to save; empty if nothing."""
    problem = text_problem(source)
    file = _file(ident, source)
    if problem:
        return (Fault(file, 1, problem),)
    return library().check(source, file)


def save_words(
    ident: str, source: str, *, note: str, seen: int | None, actor: Actor, now: datetime
) -> SectionWording:
    """Let these words stand in place of ours. Raises LibraryError with the faults and their lines.

    `seen` is the number of the wording that the person looked at (0 for none): Conflict when somebody
    saved another one since.
    """
    source = source.replace("\r\n", "\n").rstrip() + "\n"
    faults = check_words(ident, source)
    if faults:
        raise LibraryError(faults)
    with write():
        newest = _newest(ident)
        if seen is not None and newest is not None and newest.number != seen:
            raise Conflict(MEANWHILE, {"Words": source}, {"Words": newest.source})
        saved = _keep(ident, _file(ident, source), source, note, False, actor, now)
        _put(ident, source)
    look_at_own_words()
    return saved


def restore_words(wording: SectionWording, *, actor: Actor, now: datetime) -> SectionWording:
    """Let an earlier wording stand again; it becomes the newest."""
    note = f"version {wording.number} again"
    return save_words(wording.section, wording.source, note=note, seen=None, actor=actor, now=now)


def take_away(ident: str, *, actor: Actor, now: datetime) -> None:
    """Take the house's own words away: ours stand again, and an added section is gone. Its versions stay."""
    path = own_files().get(ident)
    if path is None:
        raise RuleViolation("Our own words stand here already; there is nothing to take away.")
    text = section_text(ident)
    with write():
        if _newest(ident) is None:  # it was put there by hand, so its words are kept now
            _keep(ident, text.file, text.source, "found in the folder", False, actor, now)
        _keep(ident, text.file, text.source, "", True, actor, now)
        path.unlink()
    look_at_own_words()


def _newest(ident: str) -> SectionWording | None:
    mine = SectionWording.select().where(SectionWording.section == ident)
    return mine.order_by(SectionWording.number.desc()).first()


def _keep(
    ident: str, file: str, source: str, note: str, taken_away: bool, actor: Actor, now: datetime
) -> SectionWording:
    newest = _newest(ident)
    return create(
        SectionWording,
        actor=actor,
        now=now,
        section=ident,
        number=newest.number + 1 if newest else 1,
        file=file,
        source=source,
        taken_away=taken_away,
        note=note,
        saved_at=now,
        saved_by=actor.name,
    )


def _file(ident: str, source: str) -> str:
    """The name of the file: as it is, as ours is, or made from the title."""
    known = own_files().get(ident) or our_file(ident)
    if known is not None:
        return known.name
    title = next((line[2:] for line in source.splitlines() if line.startswith("# ")), "")
    return file_of(ident, title)


def _put(ident: str, source: str) -> None:
    """Write the file whole or not at all."""
    folder = own_folder()
    if folder is None:
        raise RuleViolation(NO_FOLDER)
    name = _file(ident, source)
    if not is_file_name(name):
        raise RuleViolation(f"{name} cannot be the name of a section's file.")
    target = folder / "sections" / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as opened:
            opened.write(source)
        Path(temporary).replace(target)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise RuleViolation(f"The words cannot be saved: {error.strerror}.") from error
