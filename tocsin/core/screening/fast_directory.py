"""The compiled loop that files a few persons by keys in one call; of many each list by itself."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.fast import Held, hold, loops
from tocsin.core.screening.fast_filing import parted, rows
from tocsin.core.screening.fast_learning import OF_NAMES, looked_for
from tocsin.core.screening.fast_words import laid

if TYPE_CHECKING:
    from tocsin.core.screening.columns import Columns
    from tocsin.core.screening.postings import Keys, Values
    from tocsin.core.screening.strings import Ints, Strings


def directory(
    words: "tuple[Strings, Strings, Strings, Strings]",
    columns: "Columns",
    foreign: "tuple[Keys, Ints]",
    ids: NDArray[np.uint64],
) -> "list[tuple[Keys, Values]]":
    """Return the keys and the values of each list of a ``Directory`` but for ``by_token``.

    ``words``: by sound, by consonants, with one sign for a hiss, as they are written. ``foreign``:
    the keys of those of other scripts. ``ids``: the keys of ids.
    """
    others = (
        (columns.dob_start, columns.dobs), (columns.doc_start, columns.docs),
        (columns.doc_start, columns.doc_confusions), ids,
    )  # fmt: skip
    spelled = tuple(map(laid, words))
    return parted(loops().directory(spelled, rows(columns), foreign, others, _of_directory()))


@cache
def _of_directory() -> Held:
    """Return by what words and whole names are looked for."""
    return hold((looked_for(), OF_NAMES))
