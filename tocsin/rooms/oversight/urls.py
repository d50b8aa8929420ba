"""The addresses of oversight; ``journals/erase`` is made from its verb."""

from django.urls import path

from tocsin.rooms.oversight import views

app_name = "oversight"
urlpatterns = [
    path("oversight/", views.looks, name="looks"),
    path("oversight/looks.csv", views.export_looks, name="export"),
    path("oversight/subject/<uuid:pk>/", views.subject, name="subject"),
    path("oversight/officer/<uuid:pk>/", views.officer, name="officer"),
    path("oversight/unusual/", views.standing_out, name="unusual"),
    path("oversight/journal/", views.journal, name="journal"),
    path("oversight/journal/verify", views.verify, name="verify"),
    path("oversight/journal/export.jsonl", views.export_journal, name="export-journal"),
]
