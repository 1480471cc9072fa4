"""Settings and fixtures for all tests."""

import gc
import os
import re
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from luisteren_tui import i18n
from tests.time_zone import zone_changed

if sys.platform == "win32":
    # These import what only Unix has: pseudo-terminals, its locks and its limits.
    collect_ignore_glob = ["faults/*", "benchmarks/*", "cli/test_*terminal.py", "cli/test_process.py"]
    collect_ignore_glob += ["cli/test_show.py", "cli/test_sessions.py", "tui/test_driver.py", "test_home.py"]

# `make test` is quick, `make check` thorough: the Makefile sets this for the first.
EXAMPLES = 20 if "PAINT_ONLY_SEEN" in os.environ else 100
settings.register_profile("steady", derandomize=True, deadline=None, max_examples=EXAMPLES)
settings.load_profile("steady")

# Most that a test leaves behind is freed without a search for cycles.
gc.set_threshold(10_000, 20, 20)

_numbers = count()


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    # Tests expect the English message ids, whatever language an earlier test used.
    monkeypatch.setenv("LANGUAGE", "en")
    i18n.use("en")


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder. To name it, pytest's own fixture looks at the folders of all tests before this one."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    path = tmp_path_factory.getbasetemp() / f"{next(_numbers)}-{name}"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for the test and the programs that it starts: what they leave there is not for the real one."""
    home = tmp_path.with_name(f"{tmp_path.name}-home")
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture
def amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Use the time zone of Amsterdam."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Amsterdam")
        zone_changed()
        yield
    zone_changed()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables of the fault rows."""
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    properties = [one for report in reports for one in getattr(report, "user_properties", ())]
    lines = sorted(str(text) for name, text in properties if name == "fault row")
    if lines:
        terminalreporter.section("faults: what was tried, how often, survived, lost, in seconds")
        terminalreporter.write_line("\n".join(lines))
