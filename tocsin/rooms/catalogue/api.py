"""The month's digest over the API: as data, as a Word document, as one HTML file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.catalogue import digest

router = Router(tags=["catalogue"])
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/digests", operation_id="digest.see", summary="A month's digest, as data.")
def one(request: HttpRequest, month: str = "") -> dict[str, Any]:
    return digest.as_data(_made(request, month))


@router.get("/digests/docx", summary="A month's digest as a Word document, to comment.")
def word(request: HttpRequest, month: str = "") -> HttpResponse:
    made = _made(request, month)
    return _file(f"cbrne-digest-{made.first:%Y-%m}.docx", digest.as_docx(made), WORD)


@router.get("/digests/html", summary="A month's digest as one HTML file.")
def page(request: HttpRequest, month: str = "") -> HttpResponse:
    made = _made(request, month)
    return _file(f"cbrne-digest-{made.first:%Y-%m}.html", digest.as_html(made), "text/html")


def _made(request: HttpRequest, month: str) -> digest.Digest:
    return digest.digest(reader(request), digest.month_asked(month, timezone.now().date()))


def _file(name: str, data: bytes | str, media_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
