"""Everything that writes here: checks and dispositions, clearances, manifests, what grows old."""

from tocsin.rooms.hits.actions import checks, clearances, manifests, retention, screening

__all__ = ["checks", "clearances", "manifests", "retention", "screening"]
