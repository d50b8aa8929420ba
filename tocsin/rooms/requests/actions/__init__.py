"""The verbs of requests, and the rows that follow from their records."""

from tocsin.rooms.requests.actions import requests

__all__ = ["requests"]
