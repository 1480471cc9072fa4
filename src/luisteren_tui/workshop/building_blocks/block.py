"""What a building block is: a part of a workshop with a text to begin with, which an author then changes."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from luisteren_tui.workshop.notation import format_duration

MINUTE_S = 60


class BuildingBlock(Struct, frozen=True):
    """A part to add: its `name`, what it is `about`, and its keys and values as they are written in a file.

    `a_person_s` is how long it takes for each participant, if that says how long it takes. `text` is a text to read
    that comes with it. The names and the texts are in the language of the workshop.
    """

    key: str
    name: str
    about: str
    part: Mapping[str, Any]
    a_person_s: int = 0
    text: Mapping[str, Any] = field(default_factory=dict)

    def part_for(self, people: int) -> dict[str, Any]:
        """Return the part as it is for this many participants."""
        if not self.a_person_s:
            return dict(self.part)
        length = max(2, -(-people * self.a_person_s // MINUTE_S)) * MINUTE_S
        return {key: format_duration(length) if key == "duration" else item for key, item in self.part.items()}
