"""The clocks of this room: copies that were ordered are made, those that are over cleared away."""

from tocsin.rooms.border.actions import copies
from tocsin.rooms.border.making import make_waiting
from tocsin.rooms.bureaus.clock import Clock

CLOCKS = [
    Clock("station.make_copy", "Ordered copies are made, one at a time.", 0.5, make_waiting),
    Clock("station.sweep", "Files of copies that are over are removed.", 60.0, copies.sweep),
]
