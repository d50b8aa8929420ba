"""However many are at work that wants no garbage looked for, what held before holds afterwards."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.screening.apart import uncollected


@given(order=st.lists(st.integers(0, 5), max_size=12), was=st.booleans())
def test_whoever_ends_first_it_holds_again_after_the_last(order, was) -> None:
    """Threads begin and end in any order: each number begins one, met again ends it."""
    before, running = gc.isenabled(), {}
    try:
        gc.enable() if was else gc.disable()
        for number in order:
            if number in running:
                running.pop(number).__exit__(None, None, None)
            else:
                running[number] = uncollected()
                running[number].__enter__()
            assert gc.isenabled() == (was and not running)
        for one in running.values():
            one.__exit__(None, None, None)
        assert gc.isenabled() == was
    finally:
        gc.enable() if before else gc.disable()


def test_a_failure_ends_it_as_well() -> None:
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), uncollected():
        _ = 1 / (1 if gc.isenabled() else 0)
    assert gc.isenabled()
