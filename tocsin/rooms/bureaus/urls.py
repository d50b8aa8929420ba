"""The addresses of this room's reading pages; those of its verbs are made from the verbs."""

from django.urls import path

from tocsin.rooms.bureaus.views import groups, officers, proposals, standing

app_name = "bureaus"
urlpatterns = [
    path("account/", standing.account, name="account"),
    path("acting", standing.acting, name="acting"),
    path("purpose", standing.purpose, name="purpose"),
    path("realm", standing.realm, name="realm"),
    path("bureau/", groups.bureau, name="bureau"),
    path("bureau/card.json", groups.card, name="card"),
    path("groups/", groups.listing, name="groups"),
    path("groups/<uuid:pk>/", groups.page, name="group"),
    path("officers/", officers.listing, name="officers"),
    path("officers/<uuid:pk>/", officers.page, name="officer"),
    path("proposals/", proposals.listing, name="proposals"),
    path("proposals/<uuid:pk>/", proposals.page, name="proposal"),
    path("roles/", officers.roles, name="roles"),
    path("tokens/", proposals.tokens, name="tokens"),
    path("units/", officers.units, name="units"),
]
