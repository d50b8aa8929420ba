"""The addresses of oversight; those of its verbs are made from them."""

from django.urls import path

from tocsin.rooms.oversight.views import audit, petitions

app_name = "oversight"
urlpatterns = [
    path("oversight/", audit.looks, name="looks"),
    path("oversight/looks.csv", audit.export_looks, name="export"),
    path("oversight/subject/<uuid:pk>/", audit.subject, name="subject"),
    path("oversight/officer/<uuid:pk>/", audit.officer, name="officer"),
    path("oversight/unusual/", audit.standing_out, name="unusual"),
    path("oversight/journal/", audit.journal, name="journal"),
    path("oversight/journal/verify", audit.verify, name="verify"),
    path("oversight/journal/export.jsonl", audit.export_journal, name="export-journal"),
    path("petitions/", petitions.listing, name="petitions"),
    path("petitions/<uuid:pk>/", petitions.petition, name="petition"),
    path("petitions/<uuid:pk>/records/<uuid:record>/", petitions.origin, name="origin"),
    path("petitions/<uuid:pk>/letters/<slug:which>/", petitions.letter, name="letter"),
]
