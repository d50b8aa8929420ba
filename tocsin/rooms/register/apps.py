"""The register room as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "tocsin.rooms.register"
    label = "register"
