"""The short form of every row, each in a process of its own; what they print comes at the end of the tests' output."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.faults.rows import ROWS
from tests.faults.tally import Row


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_nothing_is_lost(row: Row, record_property: Callable[[str, object], None]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--short", "--rows", str(row.number)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    record_property("fault row", "\n".join(done.stdout.splitlines()[2:]))
    assert done.returncode == 0, done.stdout + done.stderr
