"""Doors of this room: pages for officers, and TAXII 2.1 for machines."""
