"""Pages of this room: the desk, kept checks and hits, manifests, clearances."""
