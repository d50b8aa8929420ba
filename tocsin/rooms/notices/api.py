"""Notices over the API as files: the sheet as a PDF or a page, and what is due as a calendar."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tocsin.rooms.bureaus.reading import reader
from tocsin.rooms.notices import printed, views
from tocsin.rooms.notices.dossier import fetch

router = Router(tags=["notices"])


@router.get("/notices/due.ics", summary="What is due, as a calendar.")
def calendar(request: HttpRequest) -> HttpResponse:
    return views.calendar(request)


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
