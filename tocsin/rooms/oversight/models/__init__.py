"""The tables of oversight: surveys of looks, petitions and what they name."""

from tocsin.rooms.oversight.models.petitions import (
    Named,
    Passage,
    Petition,
    candidates,
    due_before,
)
from tocsin.rooms.oversight.models.surveys import Survey

__all__ = ["Named", "Passage", "Petition", "Survey", "candidates", "due_before"]
