"""A document as a Word file: the body goes into the house reference file, which holds the styles.

The only module that opens python-docx to write; it does so inside its functions, so that the program
starts without it. The same document always gives the same bytes.
"""

from __future__ import annotations

import struct
import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from . import marks
from .blocks import Blocks, Copy, Document, Meta, Paragraph, Picture, Role, words
from .look import REFERENCE, Look, current_look
from .sheet import FIRST_RESTART, Sheet
from .wordxml import escape, field, run

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_OFFICE}/relationships" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LETTERS = frozenset({"D1", "D10", "M8"})
LOGO_INCHES = 1.5
# The first day that a zip archive can name.
_ZIP_EPOCH = struct.pack("<HH", 0, (1 << 5) | 1)


def write(
    document: Document,
    reference: Path | None = None,
    *,
    clause_controls: bool = True,
    look: Look | None = None,
) -> bytes:
    """The document as a .docx in the look of the house, or in that of a reference file.

    Partner copies never carry margin notes, whatever the blocks say.
    """
    from docx import Document as open_docx

    look = look or (current_look() if reference is None else Look())
    path = reference or REFERENCE
    file = open_docx(BytesIO(look.reference or _reference(path, path.stat().st_mtime_ns)))

    def add_picture(png: bytes) -> tuple[str, int, int]:
        relation, image = file.part.get_or_add_image(BytesIO(png))
        return relation, image.px_width, image.px_height

    notes = document.meta.copy is Copy.INTERNAL
    sheet = Sheet(document, add_picture, controls=clause_controls, notes=notes, head=_head(document, look))
    _fill_body(file, sheet.body())
    _fill_numbering(file, sheet.restarts)
    _fill_margins(file, document)
    _fill_properties(file, document)
    _add_parts(file, sheet.comments, document.meta)
    target = BytesIO()
    file.save(target)
    return _same_time(target.getvalue())


def _add_parts(file: Any, comments: list[str], meta: Meta) -> None:
    """Margin notes, and the properties by which a returned copy is known again."""
    if comments:
        notes = _comments(comments, meta)
        _add_part(file.part, "/word/comments.xml", "wordprocessingml.comments", "comments", notes)
    custom = "custom-properties"
    _add_part(file.part.package, "/docProps/custom.xml", custom, custom, _custom(meta))


def _head(document: Document, look: Look) -> Blocks:
    """Logo and letterhead: at the head of letters, and of what has a cover."""
    if not (document.cover_page or document.cover or document.meta.kind in LETTERS):
        return ()
    logo = (Picture(look.logo, "Logo", LOGO_INCHES),) if look.logo else ()
    return (*logo, *(Paragraph(words(line), Role.SMALL) for line in look.letterhead))


@lru_cache(maxsize=4)
def _reference(path: Path, _changed: int) -> bytes:
    return path.read_bytes()


def _fragment(xml: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(f"<w:body {_SPACES}>{xml}</w:body>", parser)


def _fill_body(file: Any, xml: str) -> None:
    body = file.element.body
    end = body.sectPr
    if "w15" not in file.element.nsmap:  # a house's own reference file may not know the newer names
        xml = xml.replace('<w15:appearance w15:val="hidden"/>', "")
    for child in list(body):
        if child is not end:
            body.remove(child)
    for child in list(_fragment(xml)):
        end.addprevious(child)


def _fill_numbering(file: Any, restarts: list[tuple[int, int]]) -> None:
    """Lists that begin anew: one number each, standing on the numbering of the reference file."""
    if not restarts:
        return
    numbers = "".join(
        f'<w:num w:numId="{FIRST_RESTART + place}"><w:abstractNumId w:val="{base}"/>'
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for place, (base, level) in enumerate(restarts)
    )
    numbering = file.part.numbering_part.element
    for child in list(_fragment(numbers)):
        numbering.append(child)


def _fill_margins(file: Any, document: Document) -> None:
    """The lines at the head and foot of each page; a cover page has none."""
    section = file.sections[0]
    section.different_first_page_header_footer = document.cover_page
    left, right = document.header
    _line(section.header, run(left) + run(f"\t{right}"))
    pages = run("\tPage ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    _line(section.footer, run(document.footer) + pages)


def _line(margin: Any, xml: str) -> None:
    paragraph = margin.paragraphs[0]._p
    for child in list(_fragment(f"<w:p>{xml}</w:p>")[0]):
        paragraph.append(child)


def _fill_properties(file: Any, document: Document) -> None:
    core, meta = file.core_properties, document.meta
    moment = meta.moment.replace(tzinfo=None)
    core.title = document.title[:255]
    core.author = "Evenkeel"
    core.last_modified_by = "Evenkeel"
    core.language = meta.language
    core.version = meta.version[:255]
    core.category = "Draft for discussion"
    core.created = core.modified = moment
    core.revision = 1


def _add_part(owner: Any, name: str, kind: str, relation: str, content: str) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = owner.package if hasattr(owner, "package") else owner
    part = Part(
        PackURI(name), f"application/vnd.openxmlformats-officedocument.{kind}+xml", content.encode(), package
    )
    owner.relate_to(part, f"{_OFFICE}/relationships/{relation}")


def _comments(notes: list[str], meta: Meta) -> str:
    moment = meta.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    entries = "".join(
        f'<w:comment w:id="{number}" w:author="Margin note" w:date="{moment}" w:initials="MN"><w:p><w:pPr>'
        '<w:pStyle w:val="CommentText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f"<w:annotationRef/></w:r>{run(note)}</w:p></w:comment>"
        for number, note in enumerate(notes)
    )
    return f'{_XML}<w:comments xmlns:w="{_W}">{entries}</w:comments>'


def _custom(meta: Meta) -> str:
    """Which draft this is; these properties outlive even a passage through other programs."""
    facts = {
        marks.PROPERTY_DRAFT: meta.draft_id,
        marks.PROPERTY_VERSION: meta.version,
        marks.PROPERTY_KIND: meta.kind,
        marks.PROPERTY_COPY: meta.copy.value,
    }
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}"><vt:lpwstr>'
        f"{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(facts.items(), start=2)
    )
    return (
        f'{_XML}<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{entries}'
        "</Properties>"
    )


def _same_time(blob: bytes) -> bytes:
    """Every part dated alike: the same document gives the same bytes, and no clock shows in the file."""
    data = bytearray(blob)
    with zipfile.ZipFile(BytesIO(blob)) as archive:
        entry_at = archive.start_dir
        for entry in archive.infolist():
            data[entry.header_offset + 10 : entry.header_offset + 14] = _ZIP_EPOCH
            data[entry_at + 12 : entry_at + 16] = _ZIP_EPOCH
            lengths = struct.unpack_from("<HHH", data, entry_at + 28)
            entry_at += 46 + sum(lengths)
    return bytes(data)
