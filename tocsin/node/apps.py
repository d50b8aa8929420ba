"""The node as a Django app: it imports every room's verbs so that their doors exist."""

from django.apps import AppConfig


class NodeConfig(AppConfig):
    name = "tocsin.node"
    label = "node"

    def ready(self) -> None:
        from tocsin.node import rooms

        rooms.load()
