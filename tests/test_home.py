"""Tests have a home folder of their own: some export files, or save them elsewhere."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

from luisteren_tui.export.saving import save_new_file


def test_nothing_is_written_in_the_real_home(home: Path) -> None:
    real = Path(pwd.getpwuid(os.getuid()).pw_dir)
    program = [sys.executable, "-c", "import pathlib; print(pathlib.Path.home())"]
    child = subprocess.run(program, check=True, capture_output=True, text=True)
    assert home == Path.home() == Path(child.stdout.strip()) != real
    assert real not in save_new_file("x", ".txt", b"x").parents
    assert save_new_file("aux", ".txt", b"x").name == "aux-2.txt"  # aux.txt is a device on Windows
