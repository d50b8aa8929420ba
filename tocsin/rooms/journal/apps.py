"""The journal room as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "tocsin.rooms.journal"
    label = "journal"
