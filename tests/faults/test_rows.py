"""Run the short form of every fault row, each in its own process.

The table that a row prints appears at the end of pytest's output.
"""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.faults.rows import ROWS
from tests.faults.tally import Row

pytestmark = pytest.mark.check_only


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.number))
def test_short_form_of_a_fault_row_loses_nothing(row: Row, record_property: Callable[[str, object], None]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--short", "--rows", str(row.number)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    record_property("fault row", "\n".join(done.stdout.splitlines()[2:]))
    assert done.returncode == 0, done.stdout + done.stderr
