"""How names are written: the script, look-alike letters, and a Latin reading of each script.

A reading is for matching and searching, never for display: the original spelling stays in
the record.
"""

from tocsin.core.screening.writing.reading import Written, read
from tocsin.core.screening.writing.scripts import VOWELLESS, clean, mend, script_of

__all__ = ["VOWELLESS", "Written", "clean", "mend", "read", "script_of"]
