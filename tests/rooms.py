"""A workshop for tests that read what the program says to the room."""

from pathlib import Path

from msgspec.structs import replace

from luisteren_tui import i18n
from luisteren_tui.storage.workshop_file import LoadedWorkshop, find, load


def load_in_language_of_test(name: str, data: Path, language: str = "") -> LoadedWorkshop:
    """Load a workshop, and let its room read the language in use, or `language`."""
    loaded = load(find(name, data))
    assert loaded.workshop is not None, loaded
    return replace(loaded, workshop=replace(loaded.workshop, language=language or i18n.current().code))
