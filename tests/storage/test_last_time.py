"""How many people are expected: the plan's number, else last time's, else the workshop's, else twelve."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.last_time import expected_participants
from luisteren_tui.storage.outcome.outcome_file import encode
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import NumberRange
from tests.session.sample_sessions import WORKSHOP
from tests.storage.session_samples import ended

FOR_TWENTY = replace(WORKSHOP, participants=NumberRange(8, 20))


def ended_with(
    data: Path, day: int, participants: int, *, workshop: str = "luisteren", folder: str = "sessions"
) -> Path:
    """Leave the outcome of a session on this day of the month."""
    path = ended(data, f"2026-11-{day}-0930-luisteren", folder=folder)
    outcome = json.loads(path.read_text("ascii"))
    outcome["workshop"]["id"] = workshop
    path.write_text(encode(outcome | {"participants": participants}), "ascii")
    return path


@pytest.mark.parametrize(("expected", "number"), [(None, 12), (NumberRange(8, 20), 20), (NumberRange(3, 900), 200)])
def test_first_time_the_workshop_says_how_many(expected: NumberRange | None, number: int, tmp_path: Path) -> None:
    assert expected_participants(Folders(tmp_path), replace(WORKSHOP, participants=expected)) == number


def test_last_session_of_the_workshop_says_how_many(tmp_path: Path) -> None:
    ended_with(tmp_path, 21, 14)
    ended_with(tmp_path, 22, 15).write_text("damaged")
    ended_with(tmp_path, 23, 16, workshop="luisteren-2")
    ended_with(tmp_path, 24, 17, folder="rehearsals")
    assert expected_participants(Folders(tmp_path), FOR_TWENTY) == 14
    assert expected_participants(Folders(tmp_path), FOR_TWENTY, plan_of(WORKSHOP, "a", 9)) == 9


def test_folder_that_can_not_be_read_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("this is no folder")
    assert expected_participants(Folders(tmp_path), FOR_TWENTY) == 20
