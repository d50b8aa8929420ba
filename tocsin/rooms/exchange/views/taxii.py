"""TAXII 2.1 for peers and standard clients; see docs/peer/taxii.md for what each may reach."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tocsin.core.errors import NotFound
from tocsin.rooms.exchange import callers, collections, taxii
from tocsin.rooms.exchange.callers import Caller, door


@door("GET")
def discovery(who: Caller, request: HttpRequest) -> HttpResponse:
    base = request.build_absolute_uri("/").rstrip("/")
    return taxii.answer(taxii.discovery(base, [str(who.bureau.pk)], str(who.bureau.pk)))


@door("GET")
def root(who: Caller, _request: HttpRequest) -> HttpResponse:
    return taxii.answer(taxii.root(f"{who.bureau.code} · {who.bureau.name}", callers.MOST))


@door("GET")
def listing(who: Caller, _request: HttpRequest) -> HttpResponse:
    found = [one.resource() for one in collections.of(who)]
    said = {"collections": found} if found else {}
    return taxii.answer(said | collections.generation(who, timezone.now()))


@door("GET")
def collection(who: Caller, _request: HttpRequest, pk: UUID) -> HttpResponse:
    return taxii.answer(collections.find(who, pk).resource())


@door("GET", "POST")
def objects(who: Caller, request: HttpRequest, pk: UUID) -> HttpResponse:
    found = collections.find(who, pk)
    if request.method == "POST":
        return taxii.answer(found.post(who.body, timezone.now()), 202)
    return taxii.objects(found.page(_asked(request), timezone.now()))


@door("GET")
def manifest(who: Caller, request: HttpRequest, pk: UUID) -> HttpResponse:
    return taxii.manifest(collections.find(who, pk).page(_asked(request), timezone.now()))


@door("GET", "DELETE")
def thing(who: Caller, request: HttpRequest, pk: UUID, identifier: str) -> HttpResponse:
    found = collections.find(who, pk)
    if request.method == "DELETE":
        sentence = "its owner takes a record back; nothing vanishes without a trace"
        return taxii.refuse(403, "Not deleted here", sentence, "not-allowed")
    return taxii.objects(_page_of(found, request, identifier))


@door("GET")
def versions(who: Caller, request: HttpRequest, pk: UUID, identifier: str) -> HttpResponse:
    return taxii.versions(_page_of(collections.find(who, pk), request, identifier, "all"))


@door("GET")
def status(who: Caller, _request: HttpRequest, pk: UUID) -> HttpResponse:
    return taxii.answer(collections.status(who, pk))


def _asked(request: HttpRequest) -> taxii.Asked:
    asked = taxii.asked(request.GET)
    return asked if taxii.speaks_our_spec(request.GET) else taxii.none_of(asked)


def _page_of(
    found: collections.Collection, request: HttpRequest, identifier: str, all_: str = ""
) -> taxii.Page:
    page = found.page(taxii.only(_asked(request), identifier, all_), timezone.now())
    if not page.entries:
        raise NotFound("there is no such object for you")
    return page
