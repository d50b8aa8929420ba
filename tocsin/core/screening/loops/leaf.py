"""How the innermost functions are compiled: they make no arrays, so none need be counted.

Counting who still uses an array costs more than what these functions do with its contents.
"""

from typing import Any

from numba import njit

_OPTIONS: dict[str, Any] = {"nogil": True, "cache": True, "_nrt": False}
leaf = njit(**_OPTIONS)
