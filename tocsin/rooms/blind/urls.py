"""The addresses of this room: pages for officers, and what only peers ask."""

from django.urls import path

from tocsin.rooms.blind.views import lines, pages

app_name = "blind"
ROOT = "taxii2/<uuid:root>/blind/"
urlpatterns = [
    path("blind/", pages.listing, name="blind"),
    path("blind/<uuid:pk>/", pages.question, name="question"),
    path(ROOT, lines.blind, name="line"),
    path(f"{ROOT}table/", lines.table, name="table"),
]
