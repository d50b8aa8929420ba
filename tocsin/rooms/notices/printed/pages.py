"""The sheet as a page and as a file; each is a copy that leaves, and journalled as one."""

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.notices.printed import paper
from tocsin.rooms.notices.printed.brief import fitting
from tocsin.rooms.notices.printed.gathering import sheet
from tocsin.rooms.notices.printed.words import LANGUAGES, speaking


def page(reader: Reader, notice: Notice, language: str) -> dict[str, Any]:
    """Return the context of the page that prints; raises what ``sheet`` raises."""
    with speaking(language):
        cut, _level = fitting(sheet(reader, notice, language))
        drawn = SafeString(render_to_string("notices/_paper.html", {"sheet": cut}))
    look(reader, Power.RECORD_EXPORT, notice.pk, query={"sheet": language, "form": "page"})
    here = f"/notices/{notice.pk}/paper"
    tabs = [
        {"label": name, "url": f"{here}?language={code}", "active": code == language}
        for code, name in LANGUAGES.items()
    ]
    pdf = f"{here}.pdf?language={language}" if paper.is_here() else ""
    marking = f"{cut.marking} · {cut.owner_code} · {cut.case}"
    return {
        "notice": notice,
        "paper": drawn,
        "languages": tabs,
        "pdf": pdf,
        "marking": marking,
    }


def file(reader: Reader, notice: Notice, language: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the PDF; raises Unavailable on a node that cannot draw."""
    drawn = paper.drawn(sheet(reader, notice, language))
    look(reader, Power.RECORD_EXPORT, notice.pk, query={"sheet": language, "form": "pdf"})
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", notice.case).strip("-")
    return f"{notice.colour}-{plain}-{language}.pdf", drawn
