"""The chosen part is followed to where a change puts it, and found again after a preview."""

from pathlib import Path

import pytest

from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.edited_workshop import EditedWorkshop
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.storage.workshop_opening import open_edited
from luisteren_tui.system.paths import Folders
from luisteren_tui.tui.screens.editor.chosen_part import ChosenPart

FILE = """\
title: Maandag
steps:
  - {title: Opening, duration: 10m, form: plenary}
  - title: Casus
    activities:
      - {title: Lezen, duration: 5m, form: individual}
      - {title: Bespreken, duration: 15m, form: pairs, repeat: 3}
  - {break: Pauze, duration: 10m}
texts:
  gedicht: {title: Gedicht, body: Luister.}
"""


@pytest.fixture
def edited(tmp_path: Path) -> EditedWorkshop:
    file = tmp_path / "workshops" / "maandag.yaml"
    file.parent.mkdir()
    file.write_text(FILE, encoding="utf-8")
    return open_edited(file, Folders(tmp_path))


def title(chosen: ChosenPart) -> str:
    return chosen.part.title if chosen.part is not None else ""


def test_preview_begins_at_the_activity_of_each_part(edited: EditedWorkshop) -> None:
    chosen, begins = ChosenPart(edited, hides_plans=False), []
    for _part in range(len(edited.parts) + 1):
        begins.append((title(chosen), chosen.activity))
        chosen.step(1)
    assert begins == [
        ("", ""),
        ("Opening", "1"),
        ("Casus", "2a"),
        ("Lezen", "2a"),
        ("Bespreken", "2b-1"),
        ("Pauze", "p1"),
        ("Gedicht", ""),
    ]
    chosen.find("2b-3")
    assert title(chosen) == "Bespreken"
    chosen.find("")
    assert title(chosen) == "Bespreken"


def test_part_that_moves_stays_chosen_and_plans_that_no_longer_match_are_named_once(
    edited: EditedWorkshop, tmp_path: Path
) -> None:
    loaded = load(edited.path)
    assert loaded.workshop is not None
    save(Folders(tmp_path), "team", plan_of(loaded.workshop, loaded.sha256))
    chosen, hidden = ChosenPart(edited, hides_plans=False), ChosenPart(edited, hides_plans=True)
    chosen.step(5)
    chosen.move(-1)
    assert title(chosen) == "Pauze"
    chosen.step(-9)
    chosen.step(1)
    gone = "“Opening” was removed. u brings it back."
    assert chosen.remove() == f"{gone} The plan team is adapted when you open it."
    chosen.undo()
    assert (title(chosen), chosen.remove()) == ("Opening", gone)
    hidden.step(1)
    assert hidden.remove().endswith("1 saved plan is adapted when you open it.")
