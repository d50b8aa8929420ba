"""The verbs of this room, one file a noun; ``standing`` and ``surveys`` are what clocks do."""

from tocsin.rooms.oversight.actions import journals, petitions, standing, surveys

__all__ = ["journals", "petitions", "standing", "surveys"]
