"""What this room does when the register changes: the rows of threads follow their records."""

from tocsin.rooms.register.feed import Reaction
from tocsin.rooms.requests.actions import threads

REACTIONS = [Reaction("requests.threads", threads.FOLLOWING.changed)]
