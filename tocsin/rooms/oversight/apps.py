"""The oversight room as a Django app."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "tocsin.rooms.oversight"
    label = "oversight"
