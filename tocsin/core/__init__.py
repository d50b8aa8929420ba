"""The pure floor: no Django, sockets, clock or settings. Time, keys and bytes are arguments."""
