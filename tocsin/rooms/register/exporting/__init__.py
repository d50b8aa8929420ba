"""Records that leave the node as a file: a table, a STIX bundle, a MISP event."""

from tocsin.rooms.register.exporting.standards import FORMS, Form, forms, one, several
from tocsin.rooms.register.exporting.tables import lines

__all__ = ["FORMS", "Form", "forms", "lines", "one", "several"]
