"""Names in plain Latin letters, as whoever compares letters alone must bring them."""

from anyascii import anyascii


def folded(name: str) -> str:
    return " ".join(anyascii(name).lower().replace(",", " ").replace("-", " ").split())
