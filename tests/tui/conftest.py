"""The time zone, colours and browser of all tests of the screens."""

from collections.abc import Iterator

import pytest

from luisteren_tui.system import browser
from tests.time_zone import zone_changed


@pytest.fixture(autouse=True)
def in_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    monkeypatch.delenv("NO_COLOR", raising=False)
    zone_changed()
    yield
    monkeypatch.undo()
    zone_changed()


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `w` find no browser, wherever the tests run."""
    monkeypatch.setattr(browser, "commands", lambda _page: [])
