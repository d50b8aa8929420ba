"""What several files of screening tests need."""

import pytest

from tocsin.core.screening import fast, warming


@pytest.fixture(scope="session")
def warm() -> None:
    """The loops are compiled. Where the compiler is missing, the test is skipped and says so."""
    if not fast.installed():
        pytest.skip("the extra fast is missing")
    assert warming.warm()
