"""The library of the blind match unpacks itself in each process; nothing of it stays on the disk."""

import os
import subprocess
import sys

import pytest

from tocsin.core.blind import group

pytestmark = pytest.mark.skipif(not group.is_installed(), reason="the extra blind is missing")

_ASK = """
import secrets
from tocsin.core.blind import group
point = group.from_uniform(secrets.token_bytes(group.UNIFORM))
scalar = group.random_scalar(secrets.token_bytes)
assert group.times(group.inverse(scalar), group.times(scalar, point)) == point
"""


def test_a_process_that_reckoned_leaves_no_file_behind(tmp_path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    subprocess.run(
        [sys.executable, "-c", _ASK], check=True, env={**os.environ, "TMPDIR": str(temporary)}
    )
    assert list(temporary.iterdir()) == []
