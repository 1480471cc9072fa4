"""What holds for all tests of the screens: one time zone, and colours."""

from collections.abc import Iterator

import pytest

from tests.zone import zone_changed


@pytest.fixture(autouse=True)
def in_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    monkeypatch.delenv("NO_COLOR", raising=False)
    zone_changed()
    yield
    monkeypatch.undo()
    zone_changed()
