"""The smallest pieces of a Word body as strings: runs, fields, controls, tables, pictures. Pure text.

Strings are many times quicker than one object per run. Every text goes through `escape`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from .blocks import Picture, clean
from .marks import TAG_LENGTH

EMU = 914400  # Word's unit of pictures, per inch
FIELD_SPLIT = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def escape(text: str) -> str:
    """Any text as XML, without signs that Word refuses."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def run(
    text: str, *, bold: bool = False, italic: bool = False, style: str = "", highlight: bool = False
) -> str:
    """Words in one look; line ends and tabs become Word's own."""
    properties = (
        (f'<w:rStyle w:val="{style}"/>' if style else "")
        + ("<w:b/>" if bold else "")
        + ("<w:i/>" if italic else "")
        + ('<w:highlight w:val="yellow"/>' if highlight else "")
    )
    head = f"<w:r><w:rPr>{properties}</w:rPr>" if properties else "<w:r>"
    content = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    if "\n" in content or "\t" in content:
        content = content.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        content = content.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f"{head}{content}</w:r>"


def field_begin(instruction: str) -> str:
    """The beginning of a field, up to where its result stands."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{FIELD_SPLIT}'
    )


def field(instruction: str, result: str, *, bold: bool = False) -> str:
    """A field with the result that we worked out ourselves."""
    return field_begin(instruction) + run(result, bold=bold) + FIELD_END


@lru_cache(maxsize=4096)
def attribute(text: str, length: int = TAG_LENGTH) -> str:
    """A name inside a tag, quoted, on one line, no longer than Word takes."""
    return quoteattr(" ".join(clean(text).split())[:length])


def control(alias: str, tag: str, number: int, content: str, extra: str = "") -> str:
    """A content control. Without `w:text`, which costs LibreOffice the look of the words."""
    properties = f'<w:alias w:val={attribute(alias)}/><w:tag w:val={attribute(tag)}/><w:id w:val="{number}"/>'
    return f"<w:sdt><w:sdtPr>{properties}{extra}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def contents_control(number: int, content: str) -> str:
    """The control that Word knows as a table of contents."""
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{number}"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def column_widths(shares: Sequence[float], width: int) -> list[int]:
    """Shares in percent as whole twips that add up."""
    widths = [int(share * width / 100) for share in shares]
    widths[-1] += width - sum(widths)
    return widths


def table_head(style: str, widths: Sequence[int], indent: int, *, first_row: bool) -> str:
    """The beginning of a table, up to its first row."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{indent}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="04A0" '
        f'w:firstRow="{first_row:d}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" '
        f'w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def table_row(cells: str, *, header: bool = False) -> str:
    """A row that never breaks over two pages; the header repeats on each."""
    repeat = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{cells}</w:tr>"


def drawing(picture: Picture, number: int, relation: str, pixels: tuple[int, int]) -> str:
    """A picture as wide as asked for, as high as it must be."""
    wide = int(picture.width_inches * EMU)
    high = wide * pixels[1] // max(pixels[0], 1)
    name = f'id="{number}" name="Picture {number}" descr={attribute(picture.alt, 1000)}'
    size = f'cx="{wide}" cy="{high}"'
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr {name}/><a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
