"""The addresses of this room's reading pages; those of its verbs are made from the verbs."""

from django.urls import path

from tocsin.rooms.hits.views import checks, desk, manifests

app_name = "hits"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("checks/<uuid:pk>/", checks.check, name="check"),
    path("hits/", checks.hits, name="hits"),
    path("clearances/", checks.clearances, name="clearances"),
    path("manifests/", manifests.listing, name="manifests"),
    path("manifests/<uuid:pk>/", manifests.page, name="manifest"),
    path("manifests/<uuid:pk>/progress", manifests.progress, name="progress"),
    path("manifests/<uuid:pk>/hits.csv", manifests.export, name="hits-csv"),
]
