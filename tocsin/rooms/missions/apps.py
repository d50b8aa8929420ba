"""The missions room as a Django app."""

from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "tocsin.rooms.missions"
    label = "missions"
