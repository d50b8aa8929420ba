"""The United Nations Security Council consolidated list, in its published XML layout.

Entries become persons and organisations with a listing each; they are kept as list entries with a
basis and are not for exchange. A part that cannot be kept is remarked upon and the entry stays:
nobody on a list is lost for one bad date.
"""

from tocsin.core.formats.unsc.reading import read_unsc

__all__ = ["read_unsc"]
