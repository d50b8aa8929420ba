"""The addresses of this room."""

from django.urls import path

from tocsin.rooms.requests import views

app_name = "requests"
urlpatterns = [
    path("requests/", views.listing, name="requests"),
    path("requests/<uuid:pk>/", views.one, name="request"),
]
