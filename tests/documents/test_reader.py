"""A returned Word file is hostile until it is read; then only its tables count, as they stand at the end."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from app.charts.margin import running_margin
from app.charts.picture import chart_png
from app.charts.series import PAPER
from app.core.errors import RuleViolation
from app.documents import reader
from app.documents.blocks import Column, Document, Meta, Picture, Table, words
from app.documents.lint import lint_docx
from app.documents.reader import read_tables
from app.documents.writer import write

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)


def word(
    body: str, *, types: str = TYPES, namespace: str = W, extra: dict[str, bytes] | None = None
) -> bytes:
    """The smallest file that Word takes, with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
        )
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def test_a_file_with_a_picture_is_read_and_the_picture_is_left_alone() -> None:
    told = running_margin("Margin", {date(2026, 9, 1): -300, date(2026, 10, 1): 200}, frames=PAPER)
    table = Table((Column(words("What")),), ((words("Call"),),))
    picture = Picture(chart_png(told), "Chart: Margin", caption=told.finding)
    data = write(Document("Report", Meta("M6", on=date(2026, 11, 24)), body=(picture, table, picture)))
    assert data == write(
        Document("Report", Meta("M6", on=date(2026, 11, 24)), body=(picture, table, picture))
    )
    assert lint_docx(data) == ()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sum(name.startswith("word/media/") for name in archive.namelist()) == 1
    (found,) = read_tables(data)
    assert (found.head, found.rows) == (("What",), (("Call",),))


def test_the_tables_we_wrote_are_read_as_they_were_written() -> None:
    table = Table(
        (Column(words("What")), Column(words("Who"))), ((words("Call"), words("Priya <Nair> & co")),)
    )
    document = Document("Minutes", Meta("M2", on=date(2026, 11, 24)), body=(table,))
    (found,) = read_tables(write(document))
    assert (found.head, found.rows) == (("What", "Who"), (("Call", "Priya <Nair> & co"),))


def test_of_tracked_changes_the_final_view_counts() -> None:
    edited = (
        "<w:tc><w:p><w:r><w:t>By </w:t></w:r><w:del><w:r><w:delText>May</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>June</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p></w:tc>"
    )
    body = tbl(
        tr(tc("What"), tc("By")),
        tr(tc("Call"), edited),
        tr(tc("Deleted"), tc("x"), properties="<w:del/>"),
        tr(tc("Added"), tc("y"), properties="<w:ins/>"),
    )
    (found,) = read_tables(word(body))
    assert found.rows == (("Call", "By June"), ("Added", "y"))


def test_cells_over_several_columns_keep_the_others_in_place() -> None:
    body = tbl(
        tr(tc("What"), tc("Who"), tc("By")),
        tr(tc("Both", '<w:gridSpan w:val="2"/>'), tc("May 1, 2026")),
        tr(tc("Call", '<w:vMerge w:val="restart"/>'), tc("Priya"), tc("")),
        tr(tc("", "<w:vMerge/>"), tc("Ken"), tc("")),
    )
    (found,) = read_tables(word(body))
    assert found.rows == (("Both", "", "May 1, 2026"), ("Call", "Priya", ""), ("", "Ken", ""))


def test_runs_controls_tabs_and_paragraphs_read_as_words() -> None:
    cell = (
        '<w:tc><w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Call</w:t></w:r>'
        "<w:r><w:tab/><w:t>the </w:t></w:r><w:hyperlink><w:r><w:t>clinic</w:t></w:r></w:hyperlink></w:p>"
        "</w:sdtContent></w:sdt><w:p><w:r><w:t>at</w:t><w:br/><w:t>night</w:t></w:r></w:p></w:tc>"
    )
    row = f"<w:sdt><w:sdtContent>{tr(cell)}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{tbl(tr(tc('What')), row)}</w:sdtContent></w:sdt>"
    (found,) = read_tables(word(body))
    assert found.rows == (("Call the clinic at night",),)


def test_a_table_inside_a_table_is_one_of_its_own() -> None:
    inner = tbl(tr(tc("Inner")))
    body = tbl(tr(f"<w:tc>{p('Outer')}{inner}<w:p/></w:tc>"))
    assert [one.head for one in read_tables(word(body))] == [("Outer",), ("Inner",)]


def test_the_strict_dialect_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert read_tables(word(tbl(tr(tc("What"))), namespace=strict))[0].head == ("What",)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 broken",
        word("", types="<Types/>"),
        word("<w:p>"),
        word("<w:p/>").replace(b"word/document.xml", b"word/other000.xml"),
        word(tbl(tr(tc("x"))), types="").replace(b"[Content_Types].xml", b"[Content_Typos].xml"),
    ],
)
def test_what_is_no_word_file_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(RuleViolation, match=r"Save it in Word as \.docx"):
        read_tables(data)


def test_macros_are_not_opened() -> None:
    with pytest.raises(RuleViolation, match="macros"):
        read_tables(word("", extra={"word/vbaProject.bin": b"x"}))
    with pytest.raises(RuleViolation, match="macros"):
        read_tables(word("", types=TYPES.replace("document.main", "document.macroEnabled.main")))


def test_a_file_that_unpacks_to_a_thousand_times_its_size_is_not_unpacked() -> None:
    bomb = word("", extra={"word/media/bomb": b"\0" * (5 * reader.SMALL)})
    assert len(bomb) < 20_000
    with pytest.raises(RuleViolation, match="larger"):
        read_tables(bomb)


def test_a_list_of_contents_that_lies_about_sizes_does_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BODY", 1000)
    with pytest.raises(RuleViolation, match="larger"):
        read_tables(word(p("x" * 2000)))


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_a_file_that_was_damaged_on_its_way_fails_with_what_to_do_or_not_at_all(packed: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}">{p("Oxygen at night")}</w:document>'
        )
    whole = out.getvalue()
    start = whole.index(b"word/document.xml") + len("word/document.xml")
    refused = 0
    for place in range(start, start + 60):
        for wrong in (0x00, 0x7F, 0xFF):
            try:
                assert read_tables(whole[:place] + bytes([wrong]) + whole[place + 1 :]) == ()
            except RuleViolation as error:
                refused += "Save it in Word" in error.message
    assert refused > 100


def test_too_many_parts_and_too_many_bytes_are_refused() -> None:
    many = {f"word/part{number}": b"x" for number in range(reader.MOST_ENTRIES)}
    with pytest.raises(RuleViolation, match="larger"):
        read_tables(word("", extra=many))
    with pytest.raises(RuleViolation, match="larger"):
        read_tables(b"PK" + b"\0" * reader.MOST_BYTES)


def test_no_entity_is_resolved() -> None:
    hostile = (
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "bbbbbbbb">]>'
        f'<w:document xmlns:w="{W}"><w:body>{tbl(tr(tc("&a;&b;")))}</w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", hostile)
    with pytest.raises(RuleViolation, match="Save it in Word"):
        read_tables(out.getvalue())
