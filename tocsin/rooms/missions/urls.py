"""The addresses of this room."""

from django.urls import path

from tocsin.rooms.missions import views

app_name = "missions"
urlpatterns = [
    path("missions/", views.listing, name="missions"),
    path("missions/<uuid:pk>/", views.one, name="mission"),
]
