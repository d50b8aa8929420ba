"""The release room as a Django app."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    name = "tocsin.rooms.release"
    label = "release"
