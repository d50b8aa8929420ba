"""MISP events: records as objects of public templates, and events of others read in.

An event is for reading by others' tools: it bears the strictest marking of what it holds, is never
published by itself, and carries no signature (docs/decisions/0038).
"""

from tocsin.core.formats.misp.reading import read_misp
from tocsin.core.formats.misp.writing import event

__all__ = ["event", "read_misp"]
