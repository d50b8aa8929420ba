"""Many nodes in one process: the machine the node runs, over a network that does its worst."""
