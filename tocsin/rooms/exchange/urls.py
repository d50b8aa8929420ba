"""The addresses of this room: pages for officers, TAXII 2.1, and what only peers say."""

from django.urls import path

from tocsin.rooms.exchange.views import lines, pages, taxii

app_name = "exchange"
ROOT = "taxii2/<uuid:root>/"
urlpatterns = [
    path("peers/", pages.peers, name="peers"),
    path("peers/introduction", pages.introduction, name="introduction"),
    path("peers/<uuid:pk>/", pages.peer, name="peer"),
    path("quarantine/", pages.quarantine, name="quarantine"),
    path("recalls/", pages.recalls, name="recalls"),
    path("recalls/<uuid:pk>/", pages.proof, name="proof"),
    path("taxii2/", taxii.discovery, name="discovery"),
    path(ROOT, taxii.root, name="root"),
    path(f"{ROOT}status/<uuid:pk>/", taxii.status, name="status"),
    path(f"{ROOT}collections/", taxii.listing, name="collections"),
    path(f"{ROOT}collections/<uuid:pk>/", taxii.collection, name="collection"),
    path(f"{ROOT}collections/<uuid:pk>/manifest/", taxii.manifest, name="manifest"),
    path(f"{ROOT}collections/<uuid:pk>/objects/", taxii.objects, name="objects"),
    path(f"{ROOT}collections/<uuid:pk>/objects/<str:identifier>/", taxii.thing, name="object"),
    path(
        f"{ROOT}collections/<uuid:pk>/objects/<str:identifier>/versions/",
        taxii.versions,
        name="versions",
    ),
    path(f"{ROOT}poke/", lines.poke, name="poke"),
    path(f"{ROOT}ask/", lines.ask, name="ask"),
    path(f"{ROOT}card/", lines.card, name="card"),
    path(f"{ROOT}records/<uuid:pk>/files/<str:name>/", lines.file, name="file"),
    path(f"{ROOT}relay/", lines.relay, name="relay"),
    path(f"{ROOT}witness/", lines.witness, name="witness"),
]
