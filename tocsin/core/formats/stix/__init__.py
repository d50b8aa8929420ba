"""STIX 2.1: a record as one object that any client understands, and bundles of others read in.

The author's signed statement rides along in an extension, so that our nodes get back exactly what
was signed, while others read name, description and markings (docs/decisions/0037).
"""

from tocsin.core.formats.stix.extension import Carried, carried
from tocsin.core.formats.stix.markings import Markings
from tocsin.core.formats.stix.objects import Object, check, objects
from tocsin.core.formats.stix.reading import read_stix, record
from tocsin.core.formats.stix.told import Author, Told
from tocsin.core.formats.stix.writing import (
    author_object,
    bundle,
    context,
    encode,
    identifier,
    render,
)

__all__ = [
    "Author",
    "Carried",
    "Markings",
    "Object",
    "Told",
    "author_object",
    "bundle",
    "carried",
    "check",
    "context",
    "encode",
    "identifier",
    "objects",
    "read_stix",
    "record",
    "render",
]
