"""The verbs of the digest, and nothing else that writes."""

from tocsin.rooms.catalogue.actions import digests

__all__ = ["digests"]
