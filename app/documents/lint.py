"""What is wrong with a Word file that validators do not see, and Word refuses or misreads.

Called by tests, and after each writing while the program is developed. Reads only; changes nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .marks import BOOKMARK_LENGTH, TAG_LENGTH

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTROL = re.compile(
    rb"&#(x[0-8bBcCeEfF]|x1[0-9a-fA-F]|[0-8]|1[124-9]|2[0-9]|3[01]);|[\x00-\x08\x0b\x0c\x0e-\x1f]"
)
_STORIES = re.compile(r"word/(document|header\d*|footer\d*|comments|footnotes|endnotes)\.xml")
_STYLED = ("pStyle", "rStyle", "tblStyle")


def lint_docx(blob: bytes) -> tuple[str, ...]:
    """Every defect found, one plain sentence each; empty when the file is sound."""
    try:
        with zipfile.ZipFile(BytesIO(blob)) as archive:
            raw = {
                name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))
            }
    except zipfile.BadZipFile:
        return ("The file is not a Word file.",)
    found: list[str] = []
    trees: dict[str, Any] = {}
    for name, content in raw.items():
        if _CONTROL.search(content):
            found.append(f"{name} holds a control character.")
        tree = _parse(content)
        if tree is None:
            found.append(f"{name} is not well-formed.")
        else:
            trees[name] = tree
    for name, tree in trees.items():
        if _STORIES.fullmatch(name):
            found += [f"{name}: {sentence}" for sentence in _check_story(tree)]
    if "word/document.xml" not in trees:
        return (*found, "The file has no document.")
    found += _check_styles(trees)
    found += _check_numbers(trees)
    found += _check_comments(trees)
    found += _check_relations(trees)
    return tuple(found)


def _parse(content: bytes) -> _Element | None:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def _values(tree: Any, tag: str, attribute: str = "val") -> Iterator[str]:
    for element in tree.iter(f"{_W}{tag}"):
        value = element.get(f"{_W}{attribute}")
        if value is not None:
            yield value


def _repeated(values: Iterator[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _check_story(tree: Any) -> Iterator[str]:
    ids = (element.find(f"{_W}id") for element in tree.iter(f"{_W}sdtPr"))
    yield from (
        f"Two content controls have the number {value}."
        for value in _repeated(element.get(f"{_W}val", "") for element in ids if element is not None)
    )
    for kind in ("tag", "alias"):
        for value in _values(tree, kind):
            if len(value) > TAG_LENGTH:
                yield f'The {kind} "{value[:20]}..." is longer than {TAG_LENGTH} characters.'
    names = list(_values(tree, "bookmarkStart", "name"))
    yield from (f'Two bookmarks are called "{name}".' for name in _repeated(iter(names)))
    for name in names:
        if len(name) > BOOKMARK_LENGTH or not re.fullmatch(r"\w+", name):
            yield f'Word does not take the bookmark name "{name}".'
    yield from _check_pairs(tree)
    yield from _check_fields(tree)
    yield from _check_places(tree)
    for text in tree.iter(f"{_W}instrText"):
        found = re.match(r"\s*REF\s+(\S+)", text.text or "")
        if found and found[1] not in names:
            yield f'A reference points to the bookmark "{found[1]}", which does not exist.'
    for link in _values(tree, "hyperlink", "anchor"):
        if link not in names:
            yield f'A link points to the bookmark "{link}", which does not exist.'


def _check_pairs(tree: Any) -> Iterator[str]:
    for kind in ("bookmark", "commentRange"):
        starts = Counter(_values(tree, f"{kind}Start", "id"))
        ends = Counter(_values(tree, f"{kind}End", "id"))
        for ident in sorted(starts.keys() | ends.keys()):
            if starts[ident] != 1 or ends[ident] != 1:
                yield f"The {kind} {ident} does not have one start and one end."


def _check_fields(tree: Any) -> Iterator[str]:
    depth = 0
    for mark in _values(tree, "fldChar", "fldCharType"):
        depth += {"begin": 1, "end": -1}.get(mark, 0)
        if depth < 0:
            break
    if depth:
        yield "A field has a beginning without an end, or an end without a beginning."


def _check_places(tree: Any) -> Iterator[str]:
    """Elements where Word does not take them."""
    for cell in tree.iter(f"{_W}tc"):
        if len(cell) == 0 or _last(cell) != f"{_W}p":
            yield "A table cell does not end with a paragraph; Word refuses the file."
    for paragraph in tree.iter(f"{_W}p"):
        if any(content.find(f"{_W}p") is not None for content in paragraph.iter(f"{_W}sdtContent")):
            yield "A control inside a paragraph holds a paragraph."
    for content in tree.iter(f"{_W}sdtContent"):
        if len(content) == 0:
            yield "A control is empty."
        elif _last(content) == f"{_W}tbl":
            yield "A control ends with a table; nobody can type after it."
    columns = "gridCol"
    for table in tree.iter(f"{_W}tbl"):
        wanted = len(table.findall(f"{_W}tblGrid/{_W}{columns}"))
        if any(len(row.findall(f"{_W}tc")) != wanted for row in table.findall(f"{_W}tr")):
            yield "A row of a table has another number of cells than the table has columns."


def _last(element: Any) -> str:
    kept = [child.tag for child in element if child.tag not in (f"{_W}bookmarkEnd", f"{_W}bookmarkStart")]
    return str(kept[-1]) if kept else ""


def _check_styles(trees: dict[str, Any]) -> Iterator[str]:
    styles = trees.get("word/styles.xml")
    known = set(_values(styles, "style", "styleId")) if styles is not None else set()
    for name, tree in trees.items():
        if _STORIES.fullmatch(name):
            used = {value for kind in _STYLED for value in _values(tree, kind)}
            yield from (f'{name}: There is no style "{style}".' for style in sorted(used - known))


def _check_numbers(trees: dict[str, Any]) -> Iterator[str]:
    numbering = trees.get("word/numbering.xml")
    known = set(_values(numbering, "num", "numId")) if numbering is not None else set()
    used = set(_values(trees["word/document.xml"], "numId")) - {"0"}
    yield from (f"There is no list numbering {number}." for number in sorted(used - known))


def _check_comments(trees: dict[str, Any]) -> Iterator[str]:
    comments = trees.get("word/comments.xml")
    written = set(_values(comments, "comment", "id")) if comments is not None else set()
    called = set(_values(trees["word/document.xml"], "commentReference", "id"))
    yield from (f"The comment {ident} is called and does not exist." for ident in sorted(called - written))
    yield from (f"The comment {ident} exists and is never called." for ident in sorted(written - called))


def _check_relations(trees: dict[str, Any]) -> Iterator[str]:
    tree = trees.get("word/_rels/document.xml.rels")
    known = {relation.get("Id") for relation in tree} if tree is not None else set()
    space = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    for element in trees["word/document.xml"].iter():
        for attribute in ("id", "embed"):
            ident = element.get(f"{space}{attribute}")
            if ident is not None and ident not in known:
                yield f"Something refers to the part {ident}, which does not exist."
