"""Doors of this room: pages for officers, and what peers ask over the line."""
