"""Attachments as files: pictures within the page, all else as a download; never sniffed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.register import vault
from tocsin.rooms.register.models import Attachment


@require_GET
def attachment(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _fetch(reader(request), pk)
    answer = HttpResponse(vault.load(found), content_type=found.media_type)
    is_download = not found.media_type.startswith("image/")
    answer["Content-Disposition"] = str(content_disposition_header(is_download, found.name))
    return answer


@require_GET
def thumbnail(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _fetch(reader(request), pk)
    answer = HttpResponse(vault.thumbnail(found), content_type="image/jpeg")
    answer["Content-Disposition"] = "inline"
    return answer


def _fetch(who: Reader, pk: UUID) -> Attachment:
    who.need(Power.RECORD_SEE)
    found = Attachment.visible_to(who).filter(pk=pk).first()
    look(who, "record.see", *([found.record_id] if found else []), pk)
    if found is None:
        raise NotFound("there is nothing here under this number for you")
    return found
