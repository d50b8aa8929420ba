"""The few sizes in which questions and tables travel: a size tells nothing but its step."""

from tocsin.core.errors import TooLarge

BATCHES = (64, 256, 1_024, 4_096)  # elements of one question
SMALLEST_TABLE = 4_096  # tags; from there on in powers of two
LARGEST_TABLE = 1 << 22


def batch_for(count: int) -> int:
    """Return how many elements a question with so many keys has; raises TooLarge past the most."""
    for size in BATCHES:
        if count <= size:
            return size
    raise TooLarge(
        "a question has at most {most} keys, not {n}: ask about fewer records",
        most=BATCHES[-1],
        n=count,
    )


def table_for(count: int) -> int:
    """Return how many tags a table of so many keys has; raises TooLarge past the most."""
    size = SMALLEST_TABLE
    while size < count:
        size *= 2
    if size > LARGEST_TABLE:
        raise TooLarge("a table has at most {most} keys, not {n}", most=LARGEST_TABLE, n=count)
    return size
