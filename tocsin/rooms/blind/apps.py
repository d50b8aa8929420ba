"""The blind room as a Django app."""

from django.apps import AppConfig


class BlindConfig(AppConfig):
    name = "tocsin.rooms.blind"
    label = "blind"
