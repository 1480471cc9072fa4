"""Fixtures for all tests of the screens: one time zone, colours, and less repeated work for Textual."""

from collections.abc import Iterator

import pytest
from textual import screen
from textual.css.stylesheet import Stylesheet

from tests.tui.watched import LazyCompositor
from tests.zone import zone_changed


@pytest.fixture(autouse=True)
def in_amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    monkeypatch.delenv("NO_COLOR", raising=False)
    zone_changed()
    yield
    monkeypatch.undo()
    zone_changed()


@pytest.fixture(autouse=True, scope="session")
def shared_work() -> Iterator[None]:
    """Parse each style sheet once for all apps, and paint only what a test looks at."""
    parsed: dict[object, object] = {}
    parse = Stylesheet._parse_rules

    def parse_once(sheet: Stylesheet, *source: object, **options: object) -> object:
        key = (source, *options.items(), *sheet._variables.items())
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **options)  # type: ignore[arg-type]
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        patch.setattr(screen, "Compositor", LazyCompositor)
        yield
