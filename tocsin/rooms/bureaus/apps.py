"""The bureaus room as a Django app."""

from django.apps import AppConfig


class BureausConfig(AppConfig):
    name = "tocsin.rooms.bureaus"
    label = "bureaus"
