"""A plain Word document (ECMA-376): headings, paragraphs and tables, nothing active.

Bytes out, nothing read. No macro, no link, no picture, no metadata but a title; the same content
gives the same bytes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# What XML 1.0 cannot hold at all; bodies refuse most of it already.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/></Types>'
)
_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_STYLE_LINK = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial"/><w:sz w:val="21"/></w:rPr>'
    '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr>'
    "</w:pPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    "{headings}</w:styles>"
)
_HEADING = (
    '<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>'
    '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/>'
    '<w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="{level}"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
)
_SIZES = (36, 28, 24)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``strong`` for the handling line."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its heads, then its rows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Piece = Heading | Paragraph | Grid


def render(pieces: Iterable[Piece], *, title: str) -> bytes:
    """Return the document as the bytes of a .docx file."""
    body = "".join(_piece(one) for one in [Heading(title), *pieces])
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
    page += 'w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    document = f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}{page}</w:body></w:document>'
    headings = "".join(
        _HEADING.format(id=f"Heading{n}", name=f"heading {n}", level=n - 1, size=size)
        for n, size in enumerate(_SIZES, 1)
    )
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _LINKS),
            ("word/document.xml", document),
            ("word/_rels/document.xml.rels", _STYLE_LINK),
            ("word/styles.xml", _STYLES.replace("{headings}", headings)),
        ):
            file.writestr(ZipInfo(name, _EPOCH), text.encode(), ZIP_DEFLATED)
    return packed.getvalue()


def _piece(piece: Piece) -> str:
    if isinstance(piece, Heading):
        level = min(max(piece.level, 1), len(_SIZES))
        return f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>{_run(piece.text)}</w:p>'
    if isinstance(piece, Paragraph):
        return "".join(f"<w:p>{_run(line, piece.strong)}</w:p>" for line in piece.text.split("\n"))
    return _grid(piece)


def _run(text: str, strong: bool = False) -> str:  # noqa: FBT001, FBT002  inside this file only
    bold = "<w:rPr><w:b/></w:rPr>" if strong else ""
    plain = escape(_UNFIT.sub("\ufffd", text))
    return f'<w:r>{bold}<w:t xml:space="preserve">{plain}</w:t></w:r>'


def _grid(grid: Grid) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="B9C4C5"/>' for side in sides)
    look = (
        f'<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders></w:tblPr>'
    )
    columns = "<w:tblGrid>" + "<w:gridCol/>" * len(grid.heads) + "</w:tblGrid>"
    head = _row(grid.heads, strong=True, before="<w:trPr><w:tblHeader/></w:trPr>")
    rows = "".join(_row(row) for row in grid.rows)
    return f"<w:tbl>{look}{columns}{head}{rows}</w:tbl><w:p/>"


def _row(cells: Sequence[str], *, strong: bool = False, before: str = "") -> str:
    inner = "".join(f"<w:tc><w:tcPr/><w:p>{_run(cell, strong)}</w:p></w:tc>" for cell in cells)
    return f"<w:tr>{before}{inner}</w:tr>"
