"""Build reference.docx: the house styles in which every Word file is written.

    python contract_templates/build_reference.py

The file holds styles, numbering, margins, header and footer, and no words. The same script always builds the
same bytes. A house may put a file of its own in place of reference.docx if it keeps the ids of the styles.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

FONT = "Times New Roman"  # on every Windows and Mac; elsewhere Liberation Serif breaks the lines alike
INK = "1B2B45"
QUIET = "5B6675"
LINE = "B8C0CC"
PALE = "F3F5F8"
TEXT_WIDTH = 9072  # twips between the margins

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Style = tuple[str, str, str, str, str, str]

# id, name, based on, next, paragraph properties, run properties
PARAGRAPHS: tuple[Style, ...] = (
    ("Title", "Title", "Normal", "BodyText", '<w:keepNext/><w:spacing w:before="0" w:after="160" w:line="240" '
     'w:lineRule="auto"/>', f'<w:color w:val="{INK}"/><w:spacing w:val="-4"/><w:kern w:val="28"/><w:sz w:val="52"/>'),
    ("Subtitle", "Subtitle", "Normal", "BodyText", '<w:spacing w:after="240"/>',
     f'<w:color w:val="{QUIET}"/><w:sz w:val="26"/>'),
    ("CoverTitle", "Cover Title", "Title", "BodyText", '<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="14" '
     f'w:color="{INK}"/></w:pBdr><w:spacing w:before="2600" w:after="420"/>', '<w:sz w:val="60"/>'),
    ("CoverText", "Cover Text", "Normal", "CoverText", '<w:spacing w:after="100"/>', '<w:sz w:val="26"/>'),
    ("Heading1", "heading 1", "Normal", "BodyText", '<w:keepNext/><w:keepLines/><w:numPr><w:numId w:val="1"/>'
     '</w:numPr><w:spacing w:before="440" w:after="140" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
     f'<w:b/><w:color w:val="{INK}"/><w:sz w:val="28"/>'),
    ("Heading2", "heading 2", "Normal", "ClauseText", '<w:keepNext/><w:keepLines/><w:numPr><w:ilvl w:val="1"/>'
     '<w:numId w:val="1"/></w:numPr><w:spacing w:before="260" w:after="80" w:line="240" w:lineRule="auto"/>'
     '<w:outlineLvl w:val="1"/>', f'<w:b/><w:color w:val="{INK}"/>'),
    ("PlainHeading1", "Plain Heading 1", "Normal", "BodyText", '<w:keepNext/><w:keepLines/><w:spacing w:before="440" '
     'w:after="140" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
     f'<w:b/><w:color w:val="{INK}"/><w:sz w:val="28"/>'),
    ("PlainHeading2", "Plain Heading 2", "Normal", "BodyText", '<w:keepNext/><w:keepLines/><w:spacing w:before="260" '
     'w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/>', f'<w:b/><w:color w:val="{INK}"/>'),
    ("BodyText", "Body Text", "Normal", "BodyText", "", ""),
    ("ClauseText", "Clause Text", "Normal", "ClauseText", '<w:ind w:left="720"/>', ""),
    ("ClauseL3", "Clause Level 3", "Normal", "ClauseL3", '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>',
     ""),
    ("ClauseL4", "Clause Level 4", "Normal", "ClauseL4", '<w:numPr><w:ilvl w:val="3"/><w:numId w:val="1"/></w:numPr>',
     ""),
    ("Counsel", "Counsel Place", "Normal", "BodyText", f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" '
     f'w:color="{LINE}"/></w:pBdr><w:spacing w:before="140" w:after="180"/><w:ind w:left="240"/>',
     f'<w:color w:val="{QUIET}"/>'),
    ("CounselClause", "Counsel Place in a Clause", "Counsel", "ClauseText", '<w:ind w:left="960"/>', ""),
    ("Lead", "Lead Text", "Normal", "BodyText", "", f'<w:color w:val="{QUIET}"/><w:sz w:val="24"/>'),
    ("Small", "Small Text", "Normal", "BodyText", '<w:spacing w:after="80" w:line="252" w:lineRule="auto"/>',
     f'<w:color w:val="{QUIET}"/><w:sz w:val="19"/>'),
    ("Notice", "Notice Text", "Normal", "BodyText", f'<w:pBdr><w:top w:val="single" w:sz="6" w:space="8" '
     f'w:color="{LINE}"/><w:bottom w:val="single" w:sz="6" w:space="8" w:color="{LINE}"/></w:pBdr>'
     '<w:spacing w:before="360" w:after="240"/>', "<w:b/>"),
    ("ListBullet", "List Bullet", "Normal", "ListBullet", '<w:numPr><w:numId w:val="3"/></w:numPr>'
     '<w:spacing w:after="80"/>', ""),
    ("ListNumber", "List Number", "Normal", "ListNumber", '<w:numPr><w:numId w:val="2"/></w:numPr>'
     '<w:spacing w:after="80"/>', ""),
    ("Checklist", "Checklist", "Normal", "Checklist", '<w:numPr><w:numId w:val="4"/></w:numPr>'
     '<w:spacing w:after="80"/>', ""),
    ("TableText", "Table Text", "Normal", "TableText", '<w:spacing w:before="30" w:after="30" w:line="252" '
     'w:lineRule="auto"/>', '<w:sz w:val="21"/>'),
    ("TableHead", "Table Head", "TableText", "TableText", "<w:keepNext/>", f'<w:b/><w:color w:val="{INK}"/>'),
    ("TableEnd", "Table End", "Normal", "BodyText", '<w:spacing w:before="0" w:after="0" w:line="160" '
     'w:lineRule="exact"/>', '<w:sz w:val="8"/>'),
    ("WritingLine", "Writing Line", "Normal", "WritingLine", f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" '
     f'w:color="{LINE}"/><w:between w:val="single" w:sz="4" w:space="1" w:color="{LINE}"/></w:pBdr>'
     '<w:spacing w:before="160" w:after="0"/>', ""),
    ("TOCHeading", "TOC Heading", "PlainHeading1", "BodyText", '<w:spacing w:before="0"/><w:outlineLvl w:val="9"/>',
     ""),
    ("TOC1", "toc 1", "Normal", "BodyText", '<w:keepLines/><w:spacing w:before="90" w:after="30" w:line="240" '
     'w:lineRule="auto"/>', ""),
    ("TOC2", "toc 2", "Normal", "BodyText", '<w:tabs><w:tab w:val="left" w:pos="1080"/></w:tabs><w:spacing '
     'w:before="0" w:after="10" w:line="240" w:lineRule="auto"/><w:ind w:left="1080" w:hanging="600"/>',
     f'<w:color w:val="{QUIET}"/><w:sz w:val="21"/>'),
    ("Header", "header", "Normal", "Header", f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="5" '
     f'w:color="{LINE}"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs><w:spacing w:after="0" '
     'w:line="240" w:lineRule="auto"/>', f'<w:color w:val="{QUIET}"/><w:sz w:val="18"/>'),
    ("Footer", "footer", "Normal", "Footer", f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
     '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>', f'<w:color w:val="{QUIET}"/><w:sz w:val="18"/>'),
    ("CommentText", "annotation text", "Normal", "CommentText", '<w:spacing w:after="0" w:line="240" '
     'w:lineRule="auto"/>', '<w:sz w:val="20"/>'),
)

# id, name, run properties
CHARACTERS = (
    ("Gap", "Gap", '<w:shd w:val="clear" w:color="auto" w:fill="FFF2B3"/>'),
    ("CounselText", "Counsel Text", f'<w:color w:val="{QUIET}"/>'),
    ("CounselMark", "Counsel Mark", '<w:b w:val="0"/><w:color w:val="9A3412"/><w:spacing w:val="14"/>'
     '<w:sz w:val="17"/>'),
    ("CommentReference", "annotation reference", '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
)


def paragraph_style(style: Style) -> str:
    """One paragraph style."""
    ident, name, based, following, paragraph, run = style
    custom = "" if name[0].islower() or name in ("Title", "Subtitle", "Body Text", "List Bullet", "List Number",
                                                 "TOC Heading") else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{ident}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
        f'<w:next w:val="{following}"/><w:qFormat/>'
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def character_style(ident: str, name: str, run: str) -> str:
    """One character style."""
    custom = "" if name[0].islower() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="character"{custom} w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{run}</w:rPr></w:style>'
    )


def border(side: str, size: int, color: str) -> str:
    """One border of a table."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'


def table_styles() -> str:
    """Tables with quiet lines, and facts in two columns with hardly any."""
    house = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="HouseTable"><w:name w:val="House Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        + border("top", 8, INK) + border("bottom", 8, INK) + border("insideH", 4, LINE)
        + '</w:tblBorders><w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
        '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{border("bottom", 6, INK)}</w:tcBorders>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/></w:tcPr></w:tblStylePr></w:style>'
    )
    facts = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="HouseFacts"><w:name w:val="House Facts"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>' + border("insideH", 4, "DDE2E8")
        + '</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    return house + facts


def styles() -> str:
    """All styles."""
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" '
        f'w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:sz w:val="23"/><w:szCs w:val="23"/>'
        '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="130" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        "<w:pPr><w:widowControl/></w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        + "".join(paragraph_style(style) for style in PARAGRAPHS)
        + "".join(character_style(*style) for style in CHARACTERS)
        + table_styles()
        + "</w:styles>"
    )


def level(number: int, form: str, text: str, left: int, hanging: int, style: str = "", suffix: str = "") -> str:
    """One level of a numbering."""
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    after = f'<w:suff w:val="{suffix}"/>' if suffix else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}{after}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/>'
        "</w:pPr></w:lvl>"
    )


def numbering() -> str:
    """Articles, clauses and their lists in one numbering; lists of papers in three more."""
    contract = (
        level(0, "decimal", "Article %1.", 0, 0, "Heading1", "space")
        + level(1, "decimal", "%1.%2", 720, 720, "Heading2")
        + level(2, "lowerLetter", "(%3)", 1224, 504, "ClauseL3")
        + level(3, "lowerRoman", "(%4)", 1728, 504, "ClauseL4")
        + "".join(level(deep, "decimal", f"%{deep + 1}.", 1728 + 360 * (deep - 3), 360) for deep in range(4, 9))
    )
    lists = [contract]
    for form, sign, style in (("decimal", "%1.", "ListNumber"), ("bullet", "\u2022", "ListBullet"),
                              ("bullet", "\u2610", "Checklist")):
        first = level(0, form, sign, 432, 432, style)
        rest = [level(deep, form, sign.replace("1", str(deep + 1)), 432 * (deep + 1), 432) for deep in range(1, 9)]
        lists.append(first + "".join(rest))
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{place}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for place, levels in enumerate(lists, start=1)
    )
    numbers = "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="{place}"/></w:num>' for place in range(1, len(lists) + 1)
    )
    return f'{HEAD}<w:numbering xmlns:w="{W}">{abstract}{numbers}</w:numbering>'


def document() -> str:
    """An empty Letter page with its margins, header and footer."""
    return (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"><w:body><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId10"/><w:headerReference w:type="first" r:id="rId12"/>'
        '<w:footerReference w:type="default" r:id="rId11"/><w:footerReference w:type="first" r:id="rId13"/>'
        '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1584" w:right="1584" w:bottom="1440" w:left="1584" '
        'w:header="792" w:footer="720" w:gutter="0"/><w:cols w:space="720"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def settings() -> str:
    """As Word of today writes: no compatibility mode, no questions on opening."""
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/><w:compatSetting '
        'w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="1"/></w:compat><w:themeFontLang w:val="en-US"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )


def fonts() -> str:
    """The one font of the house, with what may stand in for it."""
    return (
        f'{HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:altName w:val="Liberation Serif"/>'
        '<w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def parts() -> dict[str, str]:
    """Every part of the file by its name."""
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    inside = {"rId1": "styles", "rId2": "numbering", "rId3": "settings", "rId4": "fontTable", "rId10": "header1",
              "rId11": "footer1", "rId12": "header2", "rId13": "footer2"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{TYPES}.{name.rstrip("12")}+xml"/>'
        for name in inside.values()
    )
    relations = "".join(
        f'<Relationship Id="{ident}" Type="{R}/{name.rstrip("12")}" Target="{name}.xml"/>'
        for ident, name in inside.items()
    )
    heads = {
        f"word/{name}.xml": f'{HEAD}<w:{tag} xmlns:w="{W}" xmlns:r="{R}"><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f"</w:pPr></w:p></w:{tag}>"
        for name, tag, style in (("header1", "hdr", "Header"), ("footer1", "ftr", "Footer"), ("header2", "hdr",
                                 "TableEnd"), ("footer2", "ftr", "TableEnd"))
    }
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"'
        f'/>{overrides}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override '
        'PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{relation}"><Relationship Id="rId1" Type="{R}/officeDocument" '
        f'Target="word/document.xml"/><Relationship Id="rId2" Type="{relation}/metadata/core-properties" '
        f'Target="docProps/core.xml"/><Relationship Id="rId3" Type="{R}/extended-properties" '
        'Target="docProps/app.xml"/></Relationships>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title></dc:title></cp:coreProperties>',
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>Evenkeel</Application></Properties>',
        "word/document.xml": document(),
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{relation}">{relations}</Relationships>',
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": fonts(),
        **heads,
    }


def build(path: Path) -> None:
    """Write the file, with the same bytes each time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode())


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("reference.docx"))
