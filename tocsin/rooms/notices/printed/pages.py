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
from tocsin.rooms.notices.printed.public import extract_of, public_sheet
from tocsin.rooms.notices.printed.words import LANGUAGES, speaking
from tocsin.rooms.register import vault
from tocsin.web.alone import alone


def page(reader: Reader, notice: Notice, language: str, *, public: bool) -> dict[str, Any]:
    """Return the context of the page that prints; raises what gathering the sheet raises."""
    gather = public_sheet if public else sheet
    with speaking(language):
        cut, _level = fitting(gather(reader, notice, language))
        drawn = SafeString(render_to_string("notices/_paper.html", {"sheet": cut}))
    _journal(reader, notice, language, form="page", public=public)
    here, kept = f"/notices/{notice.pk}/paper", "&public=1" if public else ""
    tabs = [
        {"label": name, "url": f"{here}?language={code}{kept}", "active": code == language}
        for code, name in LANGUAGES.items()
    ]
    pdf = f"{here}.pdf?language={language}{kept}" if paper.is_here() else ""
    marking = f"{cut.marking} · {cut.owner_code} · {cut.case}"
    return {
        "notice": notice,
        "paper": drawn,
        "languages": tabs,
        "pdf": pdf,
        "marking": marking,
        "public": public,
        **_for_the_public(reader, notice),
    }


def _for_the_public(reader: Reader, notice: Notice) -> dict[str, str]:
    """Return where the public extract is printed, opened and closed, as far as this reader may."""
    mine = notice.record.owner_id == reader.bureau
    standing = extract_of(reader, notice) is not None
    opens = mine and notice.is_in_force and reader.holds(Power.EXTRACT_PUBLISH)
    closes = standing and reader.holds(Power.EXTRACT_END)
    return {
        "extract": f"/notices/{notice.pk}/paper?public=1" if standing else "",
        "opens": f"/extracts/{notice.pk}/publish" if opens else "",
        "closes": f"/extracts/{notice.pk}/end" if closes else "",
    }


def file(reader: Reader, notice: Notice, language: str, *, public: bool) -> tuple[str, bytes]:
    """Return the name and the bytes of the PDF; raises Unavailable on a node that cannot draw."""
    gather = public_sheet if public else sheet
    drawn = paper.drawn(gather(reader, notice, language))
    _journal(reader, notice, language, form="pdf", public=public)
    return f"{_name(notice, language, public=public)}.pdf", drawn


def document(reader: Reader, notice: Notice, language: str, *, public: bool) -> tuple[str, str]:
    """Return the name and the text of the sheet as one HTML file, its photographs inside."""
    gather = public_sheet if public else sheet
    with speaking(language):
        cut, _level = fitting(gather(reader, notice, language))
        drawn = SafeString(render_to_string("notices/_paper.html", {"sheet": cut}))
    found = [one.photograph for one in cut.subjects if one.photograph is not None]
    pictures = {f"/attachments/{one.pk}/": (one.media_type, vault.load(one)) for one in found}
    _journal(reader, notice, language, form="html", public=public)
    name = _name(notice, language, public=public)
    return f"{name}.html", alone(cut.case, language, drawn, pictures)


def _name(notice: Notice, language: str, *, public: bool) -> str:
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", notice.case).strip("-")
    return f"{'public' if public else notice.colour}-{plain}-{language}"


def _journal(reader: Reader, notice: Notice, language: str, *, form: str, public: bool) -> None:
    query = {"sheet": language, "form": form, "public": public}
    look(reader, Power.RECORD_EXPORT, notice.pk, query=query)
