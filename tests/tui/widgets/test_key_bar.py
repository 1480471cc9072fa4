"""The keys of the footer."""

from collections.abc import Iterator

import pytest

from luisteren_tui import i18n
from luisteren_tui.tui.widgets.key_bar import KeyBar


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    before = i18n.current().code
    yield
    i18n.use(before)


def test_keys_are_shown_in_the_language_in_use() -> None:
    bar = KeyBar((("pause", "space", "pause"),), stacked=True)
    shown = []
    for language in ("nl", "en"):
        i18n.use(language)
        shown += [line.plain for line in bar.lines()]
    assert shown == ["spatie pauze", "space pause"]
