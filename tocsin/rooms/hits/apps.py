"""The hits room as a Django app."""

from django.apps import AppConfig


class HitsConfig(AppConfig):
    name = "tocsin.rooms.hits"
    label = "hits"
