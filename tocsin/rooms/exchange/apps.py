"""The room as Django knows it."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "tocsin.rooms.exchange"
    label = "exchange"
