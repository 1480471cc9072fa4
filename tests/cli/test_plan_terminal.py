"""`run --plan` in a real pseudo-terminal, also for a workshop file that has changed since."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.planning.plan import plan_of
from luisteren_tui.storage.plans import save
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.paths import Folders
from tests.cli.terminal import Terminal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "mijn.yaml"
    file.write_text("id: anders\ntitle: Mijn werkvorm\nsteps:\n  - {title: Eerst, form: plenary, duration: 15m}\n")
    loaded = load(file)
    assert loaded.workshop is not None
    save(Folders(tmp_path), "x", replace(plan_of(loaded.workshop, loaded.sha256), source=str(file)))
    return file


def test_plan_opens_the_file_that_it_was_made_for(file: Path, tmp_path: Path) -> None:
    for arguments in (("run", "--plan", "x"), ("run", str(file), "--plan", "x")):
        with Terminal(tmp_path, *arguments) as terminal:
            terminal.sees("Who sees this screen?")
            assert "Mijn werkvorm" in terminal.text()
            terminal.type("\x1b")
            assert terminal.ends() == 0


def test_plan_for_another_workshop_is_refused(file: Path, tmp_path: Path) -> None:
    with Terminal(tmp_path, "run", "luisteren", "--plan", "x") as terminal:
        assert terminal.ends() == 1
        assert "made for the workshop anders, not for luisteren" in terminal.text()


def test_changes_to_the_workshop_are_printed_and_confirmed_before_the_app_opens(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text().replace("15m", "20m"))
    with Terminal(tmp_path, "run", "--plan", "x") as terminal:
        terminal.sees("Press Enter to adapt the plan")
        assert "'Eerst' takes 20 min now, not 15." in terminal.text()
        assert b"\x1b[?1049h" not in terminal.output
        terminal.type("\x04")
        assert terminal.ends() == 130
    with Terminal(tmp_path, "run", "--plan", "x") as terminal:
        terminal.sees("Press Enter to adapt the plan")
        terminal.type("\r", "Who sees this screen?")
        terminal.type("\x1b")
        assert terminal.ends() == 0
