"""The addresses of this room's reading pages; those of its verbs are made from the verbs."""

from django.urls import path

from tocsin.rooms.profiles import views

app_name = "profiles"
urlpatterns = [
    path("profiles/", views.listing, name="profiles"),
    path("profiles/<uuid:pk>/", views.profile, name="profile"),
    path("frameworks/<uuid:pk>/", views.framework, name="framework"),
]
