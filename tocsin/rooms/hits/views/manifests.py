"""Manifests: the list, one with its hits, its progress, its hits as CSV."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.hits import lists
from tocsin.rooms.hits.forms import ManifestForm


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.MANIFEST_UPLOAD)
    context = {"page": lists.manifests_page(who, request.GET), "form": ManifestForm(who)}
    return render(request, "hits/manifests.html", context)


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.MANIFEST_UPLOAD)
    manifest = lists.one_manifest(who, pk)
    context = lists.hits_page(who, request.GET, manifest=manifest)
    context |= {"manifest": manifest, "problems": manifest.problems.all()[:200]}
    return render(request, "hits/manifest.html", context | lists.pace(manifest, timezone.now()))


@require_GET
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.MANIFEST_UPLOAD)
    manifest = lists.one_manifest(who, pk)
    context = {"manifest": manifest, **lists.pace(manifest, timezone.now())}
    answer = render(request, "hits/_progress.html", context)
    if not manifest.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
def export(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    who = reader(request)
    who.need(Power.RECORD_EXPORT)
    manifest = lists.one_manifest(who, pk)
    lines = lists.hits_csv(who, manifest)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="hits-{manifest.pk}.csv"'
    return answer
