"""What this room does when the register changes: the rows of missions follow their records."""

from tocsin.rooms.missions.actions import missions
from tocsin.rooms.register.feed import Reaction

REACTIONS = [Reaction("missions.records", missions.FOLLOWING.changed)]
