"""The time zone and colours of all tests of the screens."""

from collections.abc import Iterator

import pytest

from tests.time_zone import zone_changed


@pytest.fixture(autouse=True)
def in_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    monkeypatch.delenv("NO_COLOR", raising=False)
    zone_changed()
    yield
    monkeypatch.undo()
    zone_changed()
