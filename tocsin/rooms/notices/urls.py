"""The addresses of this room's reading pages; those of its verbs are made from the verbs."""

from django.urls import path

from tocsin.rooms.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.listing, name="notices"),
    path("notices/new", views.colours, name="colours"),
    path("notices/new/<slug:colour>", views.begin, name="new"),
    path("notices/sheet", views.regrow, name="sheet"),
    path("notices/preflight", views.preflight, name="preflight"),
    path("notices/desk", views.review_desk, name="desk"),
    path("notices/due", views.what_is_due, name="due"),
    path("notices/due.ics", views.calendar, name="calendar"),
    path("notices/conditions", views.conditions_page, name="conditions"),
    path("notices/<uuid:pk>/", views.page, name="notice"),
    path("notices/<uuid:pk>/paper", views.paper_page, name="paper"),
    path("notices/<uuid:pk>/paper.pdf", views.paper_pdf, name="paper-pdf"),
]
