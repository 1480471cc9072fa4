"""What holds for all tests of the screens: one language, one time zone."""

import time
from collections.abc import Iterator

import pytest

from luisteren_tui import i18n


@pytest.fixture(autouse=True)
def english_in_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    monkeypatch.delenv("NO_COLOR", raising=False)
    time.tzset()
    i18n.use("en")
    yield
    monkeypatch.undo()
    time.tzset()
