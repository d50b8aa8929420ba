"""The profiles room as a Django app."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "tocsin.rooms.profiles"
    label = "profiles"
