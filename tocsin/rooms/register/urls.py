"""The addresses of this room's reading pages; those of its verbs are made from the verbs."""

from django.urls import path

from tocsin.rooms.register.views import files, imports, links, records, sheets

app_name = "register"
urlpatterns = [
    path("records/", records.listing, name="records"),
    path("records/export.csv", records.export, name="export"),
    path("records/export.stix", records.export_as, {"form": "stix"}, name="export-stix"),
    path("records/export.misp", records.export_as, {"form": "misp"}, name="export-misp"),
    path("records/new", sheets.kinds, name="kinds"),
    path("records/new/<slug:kind>", sheets.begin, name="new"),
    path("records/sheet", sheets.regrow, name="sheet"),
    path("records/completeness", sheets.hint, name="completeness"),
    path("records/<uuid:pk>/", records.page, name="record"),
    path("records/<uuid:pk>/history", records.history, name="history"),
    path("records/<uuid:pk>/export.stix", records.export_one, {"form": "stix"}, name="one-stix"),
    path("records/<uuid:pk>/export.misp", records.export_one, {"form": "misp"}, name="one-misp"),
    path("records/<uuid:pk>/audience", records.who_sees, name="audience"),
    path("records/<uuid:pk>/link", links.choose, name="link"),
    path("records/<uuid:pk>/preview/<str:code>", records.preview_as, name="preview"),
    path("attachments/<uuid:pk>/", files.attachment, name="attachment"),
    path("attachments/<uuid:pk>/thumbnail", files.thumbnail, name="thumbnail"),
    path("imports/", imports.listing, name="imports"),
    path("imports/<uuid:pk>/", imports.page, name="import"),
    path("imports/<uuid:pk>/report.csv", imports.report, name="import-report"),
]
