"""The editor in a real pseudo-terminal: whatever kills it, what was typed is in the draft."""

import re
import signal
from pathlib import Path

from luisteren_tui.storage.workshop_file import load
from tests.cli.terminal import Terminal

FILE = "title: Maandag\nsteps:\n  - title: Opening\n    duration: 10m   # kort\n    form: plenary\n"
TYPED = "een heel lange titel zonder een enkele spatie".replace(" ", "")


def draft_in(file: Path) -> str:
    draft = file.with_name(f"{file.name}.draft")
    return draft.read_text("utf-8") if draft.exists() else ""


def test_kill_while_typing_leaves_the_file_as_it_was_and_the_draft_whole(tmp_path: Path) -> None:
    file = tmp_path / "workshops" / "luisteren.yaml"
    file.parent.mkdir()
    file.write_text(FILE, encoding="utf-8")
    with Terminal(tmp_path) as terminal:
        terminal.sees("Maandag")  # the first row of home
        for choice in ("Enter make a plan", "Enter rehearse alone", "Enter change the workshop"):
            terminal.type("\x1b[C", choice)
        terminal.type("\r", "About the workshop")
        terminal.type("\x1b[B\t", "next field")
        for letter in TYPED:
            terminal.type(letter)
        terminal.until(lambda: f"title: {TYPED[:3]}" in draft_in(file))
        known = re.findall(r"  - title: (\w+)", draft_in(file))[0]
        terminal.kill(signal.SIGKILL)
        assert terminal.ends() == -signal.SIGKILL
    assert file.read_text("utf-8") == FILE
    kept = load(file.with_name(f"{file.name}.draft")).workshop
    assert kept is not None
    title = kept.activities[0].title
    assert title.startswith(known)
    assert TYPED.startswith(title)
