"""The notices room as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "tocsin.rooms.notices"
    label = "notices"
