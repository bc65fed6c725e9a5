"""Written Word files: styles and words, marks, copies, and Microsoft's own check."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.documents.blocks import (
    Align,
    Column,
    Copy,
    Document,
    Guidance,
    Heading,
    KeyValues,
    Marker,
    Meta,
    PageBreak,
    Paragraph,
    Picture,
    Role,
    Spacer,
    Table,
    Text,
    items,
    words,
)
from app.documents.lint import lint_docx
from app.documents.preview import preview_html
from app.documents.writer import REFERENCE, write
from tests.documents.document_samples import (
    DAY,
    FOLDER,
    W,
    as_partner,
    draft,
    full_values,
    library,
    paragraphs,
    parts,
)
from tests.documents.test_document_assembly import HOSTILE
from tests.ooxml import validate


def body(blob: bytes) -> Any:
    return etree.fromstring(parts(blob)["word/document.xml"])


def attributes(tree: Any, tag: str, name: str = "val") -> list[str]:
    return [element.get(f"{W}{name}") for element in tree.iter(f"{W}{tag}")]


def test_a_section_becomes_styled_paragraphs() -> None:
    values = {"S21.base_form": ["by_residence"], "S21.rate_home": 94000, "S21.rate_facility": 81050}
    found = paragraphs(write(draft("S21", values)))
    start = found.index(("Heading1", "Base payment"))
    assert found[start : start + 8] == [
        ("Heading1", "Base payment"),
        ("Heading2", "What the Base Payment is"),
        ("ClauseText", found[start + 2][1]),
        ("Heading2", "The rate"),
        ("ClauseText", "For each Patient Month the Payer shall pay the Provider:"),
        ("ClauseL3", "$810.50 for a Patient who lives in a nursing facility; and"),
        ("ClauseL3", "$940.00 for every other Patient."),
        ("ClauseText", found[start + 7][1]),
    ]
    assert found[start + 2][1].startswith("“Base Payment” means the sum stated in Section\u00a01.2.")


def test_each_term_has_a_control_and_a_bookmark_that_hold_the_bare_value() -> None:
    tree = body(write(draft("S36", {"S36.ways": ["on_notice"], "S03.notice_days": 90})))
    control = next(
        s for s in tree.iter(f"{W}sdt") if s.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == "S03.notice_days"
    )
    assert "".join(control.itertext()) == "90"
    assert control.getprevious().get(f"{W}name") == "tm_S03_notice_days"


def test_each_clause_is_known_by_a_control_and_a_bookmark() -> None:
    document = draft("D2", full_values())
    tree = body(write(document))
    clauses = [clause.id for article in document.articles() for clause in article.clauses]
    assert [tag for tag in attributes(tree, "tag") if tag in set(clauses)] == clauses
    names = attributes(tree, "bookmarkStart", "name")
    assert [name for name in names if name.startswith("cl_")] == [
        "cl_" + ident.replace("-", "_") for ident in clauses
    ]


def test_clause_controls_can_be_left_out() -> None:
    tree = body(write(draft("S21", {}), clause_controls=False))
    assert "s21-rate" not in attributes(tree, "tag") and "S21.rate_home" in attributes(tree, "tag")


def test_a_gap_is_marked_and_a_value_is_not() -> None:
    assert attributes(body(write(draft("S21", {}))), "highlight")
    assert not attributes(body(write(as_partner("S21", full_values()))), "highlight")


def test_references_carry_the_number_that_word_will_compute() -> None:
    tree = body(write(draft("D2", full_values())))
    codes = [code.text for code in tree.iter(f"{W}instrText") if "REF" in code.text]
    assert codes and all(code.strip().endswith("\\r \\h") for code in codes)


def test_a_second_list_in_a_clause_begins_anew() -> None:
    tree = body(write(draft("S02", full_values())))
    lists = [p for p in tree.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "ClauseL3"]
    numbered = [p.find(f"{W}pPr/{W}numPr/{W}numId") for p in lists]
    assert numbered[0] is None  # the first list of a clause is counted by its heading
    assert any(number is not None for number in numbered)


def test_the_file_knows_which_draft_it_is() -> None:
    custom = parts(write(draft("D2", {}, draft_id="draft-77", version="0.3")))["docProps/custom.xml"].decode()
    assert "draft-77" in custom and ">0.3<" in custom and ">D2<" in custom and ">internal<" in custom


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert write(draft("D2", full_values())) == write(draft("D2", full_values()))


def test_every_page_says_which_draft_it_is_and_its_number() -> None:
    blob = write(draft("D2", {}))
    head, foot = parts(blob)["word/header1.xml"].decode(), parts(blob)["word/footer1.xml"].decode()
    assert "Pilot services agreement" in head and "Draft 3, internal copy" in head
    assert "NUMPAGES" in foot and "Not legal advice" in foot


def test_margin_notes_are_comments_of_the_internal_copy() -> None:
    blob = write(draft("S21", {}))
    notes = parts(blob)["word/comments.xml"].decode()
    assert library().sections["S21"].purpose in notes and "[L5 costs]" in notes


def test_a_partner_file_holds_nothing_that_is_for_our_side() -> None:
    document = as_partner("D2", full_values())
    files = parts(write(document))
    text = b"\n".join(files.values()).decode(errors="replace")
    assert not any("comment" in name for name in files)
    for forbidden in (
        "COUNSEL",
        "commentReference",
        "[L5",
        "[T5",
        "[ours]",
        "[L7",
        "internal copy",
        "Points to settle",
        "Questions to settle first",
        "walk_away",
        "Sunmere<",
        str(FOLDER),
        "/home/",
        "Margin note",
    ):
        assert forbidden not in text.replace("Sunmere Health", ""), forbidden
    for section in library().sections.values():
        spoken = [
            *section.settle_first,
            section.purpose,
            *(str(rung.get("walk_away")) for rung in section.ladder),
        ]
        assert not [words_ for words_ in spoken if words_ in text]


def test_no_copy_holds_the_fallback_ladder() -> None:
    text = b"\n".join(parts(write(draft("D2", full_values()))).values()).decode(errors="replace")
    rungs = [str(rung["walk_away"]) for section in library().sections.values() for rung in section.ladder]
    assert rungs and not [rung for rung in rungs if rung in text]


def test_a_partner_file_drops_notes_even_when_the_blocks_hold_some() -> None:
    document = Document(
        "T", Meta("M1", copy=Copy.PARTNER, on=DAY), body=(Paragraph(words("a")), Guidance(words("b")))
    )
    assert "word/comments.xml" not in parts(write(document))


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_values_stand_in_word_and_html_as_typed(typed: str) -> None:
    from app.documents.blocks import clean

    document = draft("S01", {**full_values(), "S01.payer_name": typed})
    blob = write(document)
    assert lint_docx(blob) == ()
    assert any(clean(typed) in text for _, text in paragraphs(blob))
    html = etree.HTML(f"<article>{preview_html(document)}</article>")
    marked = html.xpath("//mark")
    assert marked and "".join(marked[0].itertext()) == clean(typed).strip().replace("\n", "")


def png() -> bytes:
    """The smallest picture: one gray point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\x80"))
        + chunk(b"IEND", b"")
    )


def paper() -> Document:
    """One of every block that papers are made of."""
    table = Table(
        (Column(words("Owner"), 30), Column(words("Due"), 0, Align.RIGHT)),
        ((words("Dana\nWhitlow"), words("March 1\t2025")), (words("Robin"), ())),
    )
    return Document(
        "Agenda",
        Meta("M1", "m-1", "1", on=DAY),
        subtitle="Operations meeting",
        body=(
            KeyValues((("When", words("March 1, 2025")), ("Where", words("Room & board")))),
            Heading(words("Follow-up")),
            Guidance(words("A note")),
            *items([words("First"), words("Second")], Marker.NUMBER),
            Paragraph((Text("Bold", bold=True), Text(" and ", italic=True), Text("plain")), Role.LEAD),
            *items([words("Once more")], Marker.NUMBER),
            *items([words("A point")], Marker.BULLET),
            *items([words("To do")], Marker.CHECK),
            table,
            Picture(png(), "Caseload by month", 2.0, "Caseload was 14 & fell."),
            Spacer(2, ruled=True),
            PageBreak(),
            table,
            Heading(words("End"), level=2, new_page=True),
        ),
        header=("Agenda", "Draft"),
        footer="No patient may be named.",
    )


def test_a_paper_is_written_with_every_kind_of_block(tmp_path: Path) -> None:
    blob = write(paper())
    assert lint_docx(blob) == ()
    path = tmp_path / "paper.docx"
    path.write_bytes(blob)
    assert validate(path) == []
    styles = [style for style, _ in paragraphs(blob)]
    for wanted in (
        "Title",
        "Subtitle",
        "PlainHeading1",
        "ListNumber",
        "ListBullet",
        "Checklist",
        "Lead",
        "TableHead",
        "TableText",
        "WritingLine",
        "PlainHeading2",
    ):
        assert wanted in styles, wanted


def test_a_picture_carries_words_and_keeps_its_caption_on_its_page() -> None:
    found = body(write(paper()))
    (properties,) = (one for one in found.iter() if str(one.tag).endswith("}docPr"))
    assert properties.get("descr") == "Caseload by month"
    kept = [
        "".join(one.itertext())
        for before, one in pairwise(found.iter(f"{W}p"))
        if list(before.iter(f"{W}drawing")) and list(before.iter(f"{W}keepNext"))
    ]
    assert kept == ["Caseload was 14 & fell."]
    assert write(paper()) == write(paper())


def test_the_lines_for_one_answer_stay_on_one_page() -> None:
    ask = Paragraph(words("What is hardest?"), keep_next=True)
    document = Document("Sheet", Meta("M9", "m-9", "1", on=DAY), body=(ask, Spacer(3, ruled=True), ask))
    lines = [
        one for one in body(write(document)).iter(f"{W}p") if "WritingLine" in set(attributes(one, "pStyle"))
    ]
    assert [bool(list(one.iter(f"{W}keepNext"))) for one in lines] == [True, True, False]


@pytest.mark.parametrize(
    "shown",
    [KeyValues((("To hand on", words("20")),)), Table((Column(words("Week of"), 100),), ((words("Mon"),),))],
    ids=["facts", "table"],
)
def test_a_sentence_between_a_heading_and_its_table_stays_on_the_page_of_the_table(
    shown: KeyValues | Table,
) -> None:
    lead, alone = Paragraph(words("Counts only."), Role.SMALL), Paragraph(words("On October 1."))
    head = Heading(words("Patients handed on"))
    document = Document("Sheet", Meta("M14", "m-14", "1", on=DAY), body=(alone, head, lead, shown, alone))
    kept = {
        "".join(one.itertext()): bool(list(one.iter(f"{W}keepNext")))
        for one in body(write(document)).iter(f"{W}p")
    }
    assert (kept["Counts only."], kept["On October 1."]) == (True, False)


def test_a_table_at_the_end_leaves_no_empty_page_behind_it() -> None:
    table = KeyValues((("When", words("Tuesday")),), key_share=30)
    document = Document("Sheet", Meta("M9", "m-9", "1", on=DAY), body=(table, table))
    ends = [one for one in body(write(document)).iter(f"{W}p") if "TableEnd" in attributes(one, "pStyle")]
    assert [attributes(one, "spacing", "line") for one in ends] == [[], ["20"]]


def test_a_paper_has_no_cover_page_and_its_header_on_every_page() -> None:
    assert not attributes(body(write(paper())), "titlePg")
    assert list(body(write(draft("D2", {}))).iter(f"{W}titlePg"))


@pytest.mark.parametrize("copy", list(Copy))
@pytest.mark.parametrize("full", [True, False])
def test_an_agreement_is_sound_for_microsoft(tmp_path: Path, copy: Copy, full: bool) -> None:
    path = tmp_path / "agreement.docx"
    path.write_bytes(write(draft("D2", full_values() if full else {}, copy=copy, draft_id="x")))
    assert lint_docx(path.read_bytes()) == ()
    assert validate(path) == []


@pytest.mark.parametrize("kind", ["D1", "D5", "D6", "D10"])
def test_letters_amendments_and_exhibits_are_sound(kind: str) -> None:
    assert lint_docx(write(draft(kind, {}))) == ()


def test_the_reference_file_is_what_its_script_builds(tmp_path: Path) -> None:
    built = tmp_path / "reference.docx"
    subprocess.run([sys.executable, str(FOLDER / "build_reference.py"), str(built)], check=True)
    assert parts(built.read_bytes()) == parts(REFERENCE.read_bytes())
    assert validate(built) == []


def test_the_program_starts_without_the_word_library() -> None:
    code = (
        "import sys, app.documents.writer, app.documents.assembly, app.documents.preview\n"
        "assert 'docx' not in sys.modules and 'lxml' not in sys.modules and 'markdown_it' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
