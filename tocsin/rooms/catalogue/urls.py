"""The addresses of this room."""

from django.urls import path

from tocsin.rooms.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("catalogue/", views.compared, name="catalogue"),
    path("catalogue/digest", views.digest_page, name="digest"),
    path("catalogue/digest.docx", views.digest_docx, name="digest-docx"),
]
