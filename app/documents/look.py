"""How the house's papers look: a reference file of its own, a logo, the lines of a letterhead.

Of an uploaded reference only styles, theme and page are taken, and put into our own file: numbering, the
fields at head and foot, and everything a program could run stay ours. What it lacks is added.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from app.core.errors import RuleViolation

from .blocks import Article, Clause, Column, Document, Heading, Meta, Paragraph, Role, Table, words
from .reader import UNREADABLE, check_word

REFERENCE = Path(__file__).resolve().parents[2] / "contract_templates" / "reference.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_BYTES, MOST_LOGO, MOST_PIXELS = 5 * 1024 * 1024, 1024 * 1024, 4000
THEME = "word/theme/theme1.xml"
_THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
_THEME_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
# What stands in front of the numbering in the properties of a paragraph.
_BEFORE_NUMBERS = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")

NO_STYLES = "This Word file holds no styles we can read. Save it in Word as .docx and choose it again."
NO_LOGO = "Only a PNG or a JPEG can be the logo. Save the picture as one of these."
LARGE_LOGO = "This picture is too large. Save it with at most 4,000 dots to a side and under 1 MB."


@dataclass(frozen=True, slots=True)
class Look:
    """The look in use. `reference` is a prepared file, or None for ours."""

    reference: bytes | None = None
    logo: bytes | None = None
    letterhead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in an uploaded reference: by its id, by its name under another id, and not at all."""

    same: tuple[str, ...]
    renamed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(slots=True)
class _Source:
    """Who knows the look of the house."""

    ask: Callable[[], Look] = Look


_source = _Source()


def use_look(ask: Callable[[], Look]) -> None:
    """From now on every Word file asks this for the look of the house."""
    _source.ask = ask


def current_look() -> Look:
    """The look for the next Word file."""
    return _source.ask()


# --- a logo


def check_logo(data: bytes) -> None:
    """Whether this can stand at the head of a paper. Raises RuleViolation with what to do."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" and data[:3] != b"\xff\xd8\xff":
        raise RuleViolation(NO_LOGO)
    if len(data) > MOST_LOGO:
        raise RuleViolation(LARGE_LOGO)
    from docx.image.image import Image

    try:
        image = Image.from_blob(data)
        width, height = image.px_width, image.px_height
    except Exception as error:  # the library raises whatever it stumbles over
        raise RuleViolation(NO_LOGO) from error
    if not 0 < width <= MOST_PIXELS or not 0 < height <= MOST_PIXELS:
        raise RuleViolation(LARGE_LOGO)


# --- a reference file


def prepare_reference(data: bytes) -> tuple[bytes, Findings]:
    """Our reference file in the dress of an uploaded one, and what was found in that.

    Raises RuleViolation for a file that cannot be used.
    """
    check_word(data, MOST_BYTES)
    theirs = _parts(data)
    if "word/styles.xml" not in theirs:
        raise RuleViolation(NO_STYLES)
    parts = _parts(REFERENCE.read_bytes())
    styles, findings = _merged(_xml(parts["word/styles.xml"]), _xml(theirs["word/styles.xml"]))
    parts["word/styles.xml"] = _text(styles)
    parts["word/document.xml"] = _paged(parts["word/document.xml"], theirs.get("word/document.xml", b""))
    if THEME in theirs and "word/theme/_rels/theme1.xml.rels" not in theirs:
        _with_theme(parts, theirs[THEME])
    return _packed(parts), findings


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except UNREADABLE as error:
        raise RuleViolation(NO_STYLES) from error


def _xml(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RuleViolation(NO_STYLES) from error
    if tree.getroottree().docinfo.doctype:
        raise RuleViolation(NO_STYLES)
    return tree


def _text(tree: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def _merged(ours: Any, theirs: Any) -> tuple[Any, Findings]:
    """Our list of styles, each in their dress where they have it by id or by name."""
    known = {_id(one): one for one in theirs.iter(f"{W}style") if _id(one)}
    named = {(one.get(f"{W}type"), _name(one)): one for one in known.values()}
    defaults = theirs.find(f"{W}docDefaults")
    if defaults is not None and ours.find(f"{W}docDefaults") is not None:
        ours.replace(ours.find(f"{W}docDefaults"), _plain(defaults))
    chosen: dict[str, str] = {}  # their id: our id
    same: list[str] = []
    renamed: list[str] = []
    added: list[str] = []
    for one in ours.findall(f"{W}style"):
        match = known.get(_id(one))
        if match is None or match.get(f"{W}type") != one.get(f"{W}type"):
            match = named.get((one.get(f"{W}type"), _name(one)))
        if match is None:
            added.append(_label(one))
            continue
        (same if _id(match) == _id(one) else renamed).append(_label(one))
        chosen[_id(match)] = _id(one)
    for one in ours.findall(f"{W}style"):
        their_id = next((theirs_id for theirs_id, our_id in chosen.items() if our_id == _id(one)), None)
        if their_id is not None:
            ours.replace(one, _dressed(one, known[their_id], chosen))
    return ours, Findings(tuple(same), tuple(renamed), tuple(added))


def _dressed(ours: Any, theirs: Any, chosen: dict[str, str]) -> Any:
    """Their style under our id and name, with our numbering and without what leads out of our list."""
    style = _plain(theirs)
    for name in list(style.attrib):
        del style.attrib[name]
    for name, value in ours.attrib.items():
        style.set(name, value)
    style.find(f"{W}name").set(f"{W}val", ours.find(f"{W}name").get(f"{W}val"))
    for kind in ("basedOn", "next", "link"):
        found = style.find(f"{W}{kind}")
        if found is None:
            continue
        target = chosen.get(found.get(f"{W}val"))
        if target is None or kind == "link" or target == ours.get(f"{W}styleId"):
            style.remove(found)
        else:
            found.set(f"{W}val", target)
    _numbered(style, ours)
    return style


def _numbered(style: Any, ours: Any) -> None:
    """Numbers come from our own list, or not at all."""
    properties = style.find(f"{W}pPr")
    if properties is not None:
        for numbers in properties.findall(f"{W}numPr"):
            properties.remove(numbers)
    wanted = ours.find(f"{W}pPr/{W}numPr")
    if wanted is None:
        return
    if properties is None:
        properties = style.makeelement(f"{W}pPr", {})
        run = style.find(f"{W}rPr")
        if run is not None:
            run.addprevious(properties)
        else:
            style.append(properties)
    place = 0
    for at, child in enumerate(properties):
        if child.tag in [f"{W}{name}" for name in _BEFORE_NUMBERS]:
            place = at + 1
    properties.insert(place, deepcopy(wanted))


def _plain(element: Any) -> Any:
    """A copy that holds nothing but elements and attributes of the word processing language itself."""
    copy = deepcopy(element)
    for one in list(copy.iter()):
        if not isinstance(one.tag, str) or not one.tag.startswith(W):
            if one.getparent() is not None:
                one.getparent().remove(one)
            continue
        for name in list(one.attrib):
            if not name.startswith(W) or "rsid" in name:
                del one.attrib[name]
        if one.tag == f"{W}rsid":
            one.getparent().remove(one)
    return copy


def _id(style: Any) -> str:
    return str(style.get(f"{W}styleId") or "")


def _name(style: Any) -> str:
    found = style.find(f"{W}name")
    return str(found.get(f"{W}val") or "").casefold() if found is not None else ""


def _label(style: Any) -> str:
    return str(style.find(f"{W}name").get(f"{W}val"))


def _paged(ours: bytes, theirs: bytes) -> bytes:
    """Our document with the size and the margins of their last page."""
    if not theirs:
        return ours
    document, pages = _xml(ours), list(_xml(theirs).iter(f"{W}sectPr"))
    section = next(document.iter(f"{W}sectPr"))
    for kind in ("pgSz", "pgMar"):
        mine, found = section.find(f"{W}{kind}"), pages[-1].find(f"{W}{kind}") if pages else None
        values = {} if found is None else {name: found.get(name) for name in mine.attrib if found.get(name)}
        if all(re.fullmatch(r"\d{1,5}", value) for value in values.values()):
            for name, value in values.items():
                mine.set(name, value)
    return _text(document)


def _with_theme(parts: dict[str, bytes], theme: bytes) -> None:
    """Their theme, to which styles may refer for fonts and colors; only as plain XML."""
    parts[THEME] = _text(_xml(theme))
    types, relations = parts["[Content_Types].xml"].decode(), parts["word/_rels/document.xml.rels"].decode()
    entry = f'<Override PartName="/{THEME}" ContentType="{_THEME_TYPE}"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", entry).encode()
    link = f'<Relationship Id="rId90" Type="{_THEME_RELATION}" Target="theme/theme1.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", link).encode()


@lru_cache(maxsize=4)
def prepared(data: bytes) -> bytes:
    """An uploaded reference, prepared once."""
    return prepare_reference(data)[0]


def sample_document(house: str, on: date) -> Document:
    """A page with every kind of paragraph, to look at a new dress. Pure."""
    numbered = Article(
        section="S01",
        title="An article",
        number="1",
        clauses=(
            Clause(
                "s01-a", words("A clause"), (Paragraph(words("The words of a clause."), Role.CLAUSE),), "1.1"
            ),
        ),
    )
    table = Table(
        (Column(words("What"), 50), Column(words("Who"), 50)), ((words("A row"), words("Somebody")),)
    )
    return Document(
        title="Sample letter",
        subtitle=house,
        meta=Meta(kind="D1", on=on),
        body=(numbered, Heading(words("A heading")), Paragraph(words("Plain words.")), table),
        header=("Sample", ""),
        footer="Sample",
    )
