"""The requests room as a Django app."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "tocsin.rooms.requests"
    label = "requests"
