"""The pages of the catalogue: cases compared, the digest to read and to write on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.catalogue import comparing, digest

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def compared(request: HttpRequest) -> HttpResponse:
    context = comparing.catalogue(reader(request), request.GET, timezone.now().date())
    return render(request, "catalogue/catalogue.html", context)


@require_GET
def digest_page(request: HttpRequest) -> HttpResponse:
    first = digest.month_asked(request.GET.get("month"), timezone.now().date())
    made = digest.digest(reader(request), first)
    return render(request, "catalogue/digest.html", digest.context(made, timezone.now()))


@require_GET
def digest_docx(request: HttpRequest) -> HttpResponse:
    first = digest.month_asked(request.GET.get("month"), timezone.now().date())
    made = digest.digest(reader(request), first)
    answer = HttpResponse(digest.as_docx(made), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="cbrne-digest-{first:%Y-%m}.docx"'
    return answer
