"""Interim."""


def screen() -> None:
    """Say nothing yet."""
