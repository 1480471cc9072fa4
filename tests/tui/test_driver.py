"""The app ends even if its terminal was closed."""

import os
import pty
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from textual.drivers._writer_thread import WriterThread

from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.driver import PatientDriver, TolerantStream
from tests.tui.stage import watched_app
from tests.tui.watched_app import LIMIT, ManualClock


def test_writing_to_a_closed_terminal_never_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    stream = os.fdopen(theirs, "w")
    os.close(ours)
    monkeypatch.setattr(sys, "__stderr__", stream)

    def write() -> None:
        writer = WriterThread(TolerantStream())  # type: ignore[arg-type]
        writer.start()
        for _ in range(200):
            writer.write("still there?")
        writer.stop()

    writing = threading.Thread(target=write, daemon=True)
    writing.start()
    writing.join(LIMIT)
    assert not writing.is_alive()
    with suppress(OSError):
        stream.close()


def test_app_uses_the_patient_driver(tmp_path: Path) -> None:
    assert watched_app(Folders(tmp_path), ManualClock()).driver_class is PatientDriver
