"""The sheet as a PDF: set by Typst from our own page description, fonts and all, no browser.

Typst and the fonts are the extra ``sheets``; without it the page prints from any browser and this
says so. What a sheet says goes in as data, never as markup, and the compiler reads no file but
the fonts and what it is handed.
"""

import io
import json
from dataclasses import asdict, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from tocsin.core.errors import NotFound, Unavailable
from tocsin.rooms.notices.printed import square
from tocsin.rooms.notices.printed.brief import LEVELS, fitting
from tocsin.rooms.notices.printed.laying import Sheet
from tocsin.rooms.notices.printed.words import speaking
from tocsin.rooms.register import vault

FONTS = ("manimgx_fonts", "manimgx_fonts_cjk")
NEEDED = ("typst", *FONTS)
PAGES = 2
SIDE = 720  # of a photograph on paper, in pixels
SOURCE = Path(__file__).with_name("sheet.typ")


def is_here() -> bool:
    """Say whether this node can draw PDFs."""
    return all(find_spec(name) for name in NEEDED)


def drawn(whole: Sheet) -> bytes:
    """Return the sheet as a PDF of one or two pages; raise Unavailable without the extra."""
    if not is_here():
        raise Unavailable(
            "this node has no PDF writer: install the extra 'sheets', or print the page itself"
        )
    pictures = [_picture(one.photograph) for one in whole.subjects]
    level, document = 0, None
    while level < len(LEVELS):
        with speaking(whole.language):
            cut, level = fitting(whole, level)
            labels = _labels(public=whole.public)
        document = _document(cut, labels, pictures)
        if json.loads(document.query("<pages>", field="value", one=True)) <= PAGES:
            break
        level += 1
    assert document is not None
    return bytes(document.compile(format="pdf"))


@cache
def _fonts() -> Any:
    import importlib

    import typst

    folders = [Path(importlib.import_module(name).__file__ or "").parent for name in FONTS]
    return typst.Fonts(font_paths=[str(folder) for folder in folders])


def _document(cut: Sheet, labels: dict[str, str], pictures: list[bytes | None]) -> Any:
    import typst

    # The compiler copies no objects it does not know, and a row of a database is none of them.
    bare = replace(cut, subjects=tuple(replace(one, photograph=None) for one in cut.subjects))
    plain = asdict(bare)
    for subject, picture in zip(plain["subjects"], pictures, strict=False):
        subject["photograph"] = list(picture) if picture else None
    plain["square"] = [] if cut.public else square.matrix(cut.address)
    inputs = {"sheet": json.dumps(plain), "labels": json.dumps(labels)}
    root = str(SOURCE.parent)
    return typst.Compiler(str(SOURCE), root=root, font_paths=_fonts(), sys_inputs=inputs)


def _picture(attachment: Any) -> bytes | None:
    if attachment is None:
        return None
    try:
        image = Image.open(io.BytesIO(vault.load(attachment))).convert("RGB")
    except NotFound:
        return None
    image.thumbnail((SIDE, SIDE))
    small = io.BytesIO()
    image.save(small, format="JPEG", quality=88)
    return small.getvalue()


def _labels(*, public: bool) -> dict[str, str]:
    """Return the fixed words of the page, in the language that is being spoken."""
    return {
        "on_hit": _("If you know something") if public else _("On a hit"),
        "about": _("About"),
        "sought": _("Sought"),
        "matter": _("The matter"),
        "contact": _("Whom to call"),
        "status": _("Status in this matter"),
        "care": _("Take care"),
        "until": _("In force until"),
        "released": _("Released"),
        "version": _("Version"),
        "issued_by": _("Issued by"),
        "also": _("Also in the record:"),
        "scan": _("The record as it stands now"),
        "stale": _("A paper copy grows old: look at the record, or call, before you act."),
        "exercise": _("EXERCISE"),
        "public": _("Public extract"),
    }
