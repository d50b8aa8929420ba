"""The assembled node. No rules of its own: it collects what the rooms offer."""
