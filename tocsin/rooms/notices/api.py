"""Reading notices over the API: lists, one with its draft, the sheet as a file, what is due."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from tocsin.rooms.bureaus.login.bearing import Bearer, Subscriber
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.notices import desk, printed, views
from tocsin.rooms.notices.dossier import fetch, told

router = Router(tags=["notices"])


@router.get("/notices", operation_id="notice.list", summary="Notices you see; ``show`` as tabs do.")
def listing(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.RECORD_SEE)
    page = desk.listed(who, request.GET)["page"]
    items = [row.summary() | {"owner": row.record.owner.code} for row in page]
    return {"items": items, "page": page.number, "pages": page.paginator.num_pages}


@router.get("/notices/figures", operation_id="notice.figures", summary="How reviewing went.")
def figures(request: HttpRequest) -> dict[str, Any]:
    who = reader(request)
    who.need(Power.NOTICE_REVIEW)
    return asdict(desk.statistics(who, timezone.now()))


_FEED = [Bearer(), Subscriber()]


@router.get("/notices/due.ics", auth=_FEED, url_name="due", summary="What is due, as a calendar.")
def calendar(request: HttpRequest) -> HttpResponse:
    return views.calendar(request)


@router.get("/notices/{pk}", operation_id="notice.see", summary="One notice, and its own draft.")
def one(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    who = reader(request)
    return told(who, fetch(who, pk))


@router.get("/notices/{pk}/paper.pdf", summary="The sheet as a PDF of one or two pages.")
def paper_pdf(
    request: HttpRequest, pk: UUID, language: str = "", *, public: bool = False
) -> HttpResponse:
    who = reader(request)
    asked = printed.language_asked(language)
    name, data = printed.file(who, fetch(who, pk), asked, public=public)
    return _file(name, data, "application/pdf")


@router.get("/notices/{pk}/paper.html", summary="The sheet as one HTML file, pictures inside.")
def paper_html(
    request: HttpRequest, pk: UUID, language: str = "", *, public: bool = False
) -> HttpResponse:
    who = reader(request)
    asked = printed.language_asked(language)
    name, text = printed.document(who, fetch(who, pk), asked, public=public)
    return _file(name, text, "text/html; charset=utf-8")


def _file(name: str, data: bytes | str, media_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
