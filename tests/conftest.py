"""What holds for all tests."""

import pytest
from hypothesis import settings

from luisteren_tui import i18n

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    # The message ids are what a test reads, whatever language the one before it used.
    monkeypatch.setenv("LANGUAGE", "en")
    i18n.use("en")
