"""The border room as a Django app."""

from django.apps import AppConfig


class BorderConfig(AppConfig):
    name = "tocsin.rooms.border"
    label = "border"
