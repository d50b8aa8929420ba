"""The border without a line: a copy of who is screened for, that ends by itself, and its checks.

Nothing here reads a clock or a network; a station is a folder, a copy and a report are files.
"""

from tocsin.core.border.card import StationCard
from tocsin.core.border.clockwork import Watch
from tocsin.core.border.station import Station

__all__ = ["Station", "StationCard", "Watch"]
