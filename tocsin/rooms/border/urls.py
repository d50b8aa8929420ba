"""The addresses of this room."""

from django.urls import path

from tocsin.rooms.border import views

app_name = "border"
urlpatterns = [
    path("border/", views.listing, name="stations"),
    path("border/<uuid:pk>/", views.station, name="station"),
    path("border/<uuid:pk>/<int:number>", views.copy, name="copy"),
]
