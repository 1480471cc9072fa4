"""Writes the files of tests/data/format-1 with the code of today.

The first version that had format 1 wrote those files in the same way. `session.jsonl` and `rehearsal.jsonl` together
have every kind of event and every field that it knew, `additions.jsonl` and `later-plan.json` have what came later.
Never write a file again that a release wrote: it stands for the files on people's disks.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from luisteren_tui.planning.plan import Plan, add_custom, plan_of, skip, with_seconds
from luisteren_tui.runtime.live_session import LiveSession, SessionSetup
from luisteren_tui.session import commands as c
from luisteren_tui.session.attendance import (
    with_arrival,
    with_departure,
    with_first_group,
    with_groups,
    with_names,
    with_other_size,
    with_trio_turns,
)
from luisteren_tui.session.events import Slot
from luisteren_tui.storage import plans, retention
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.outcome.completion import Note
from luisteren_tui.storage.outcome.outcome_file import finish
from luisteren_tui.storage.workshop_file import load
from luisteren_tui.system.clock import Reading
from luisteren_tui.system.paths import Folders
from luisteren_tui.workshop.model import Cue, Duration, Each, Grouping, NumberRange, TurnPhase, Turns, Window, Workshop
from tests.storage.outcome.completed import amend

STORED = Path(__file__).parents[1] / "data" / "format-1"
START = 1_795_523_405_123  # 2026-11-24T12:30:05.123Z, 13:30 in Amsterdam
ODD = "é \x7f \x9b \U0001f442 \ud800"
"""Characters that could be stored in more than one way: an accent, DEL, a C1 control, an emoji, a lone surrogate."""


class HandClock:
    """A clock that tests move by hand."""

    def __init__(self, wall: int = START) -> None:
        self.now = Reading(wall, 5_000_000, 4_000_000, "first-boot")

    def read(self) -> Reading:
        return self.now

    def move(self, ms: int, *, asleep: int = 0) -> None:
        """Let `ms` pass and then `asleep` with the lid closed."""
        now = self.now
        self.now = Reading(now.wall + ms + asleep, now.boot + ms + asleep, now.awake + ms, now.boot_id)

    def reboot(self, ms: int) -> None:
        """Restart the machine and let `ms` pass on the wall clock."""
        self.now = Reading(self.now.wall + ms, 90_000, 80_000, "second-boot")


def plan() -> Plan:
    """Return a plan with a skipped block, a longer block and a custom block."""
    found = load(STORED / "workshop.yaml")
    assert found.workshop is not None
    made = with_seconds(skip(plan_of(found.workshop, found.sha256, 13), "p1"), "2a", 360)
    made = add_custom(made, 1, f"Zelf {ODD}", 420, f"Kring {ODD}")
    return replace(made, start=13 * 60 + 30, must_end=15 * 60, source="/home/iemand/werkvormen/alles.yaml")


def record_session(data: Path) -> LiveSession:
    """Run a session in `data` until just before its end, and close its journal."""
    found = load(STORED / "workshop.yaml")
    assert found.workshop is not None
    clock = HandClock()
    # The first version did not record when a session was to start.
    timed = replace(plan(), start=None)
    live = LiveSession.open(found.workshop, found.sha256, SessionSetup(13, mirrored=True), Folders(data), clock, timed)

    def wait(seconds: int) -> None:
        clock.move(seconds * 1000)

    do: Callable[..., object] = live.do
    names = ("Ana", "Bé\x7f", "\x9b", "\U0001f442", "\ud800", "Zoë")
    do(c.Gather(with_names(live.state, names, all_stay=True)))
    do(c.Gather(with_arrival(live.state)))
    do(c.Gather(with_departure(live.state)))
    do(c.UndoPeople())
    do(c.Gather(with_departure(live.state)))
    do(c.ViewRoom(False))
    do(c.Toggle())
    wait(60)
    do(c.Blank(True))
    do(c.Blank(False))
    do(c.ShowText("casus"))
    do(c.ShowText("casus", 1))
    do(c.ShowText(None))
    do(c.Write(Slot("1", prompt=1), f"Een woord\n\t{ODD}"))
    do(c.Write(Slot("1", prompt=1), f"Een woord en nog een\n\t{ODD}"))
    do(c.Write(Slot("1", private=True), f"Alleen voor mij {ODD}"))
    do(c.Mark(Slot("1")))
    do(c.Mark(Slot("1", prompt=2)))
    do(c.Mark(Slot("1", prompt=2)))
    do(c.Show(Slot("1", prompt=2)))
    do(c.BeganEarlier(120_000))
    do(c.Minutes(2))
    do(c.Minutes(-1))
    do(c.Undo())
    wait(30)
    live.watch()
    do(c.Toggle())
    wait(45)
    do(c.Toggle())
    live.watch()
    clock.move(2_000, asleep=600_000)
    live.watch()
    do(c.TakeBackGap())
    clock.move(40_000)
    live.watch()
    do(c.Next())
    wait(10)
    do(c.Skip())
    wait(20)
    do(c.Next())
    do(c.Group(with_groups(live.state)))
    do(c.Group(with_groups(live.state, shuffled=True)))
    do(c.Group(with_trio_turns(live.state)))
    do(c.ShowGroups("2b"))
    do(c.ShowGroups(None))
    wait(120)
    do(c.NextTurn())
    wait(300)
    do(c.NextTurn())
    do(c.Write(Slot("2b", prompt=1), "ongemak"))
    do(c.Replan({"2c": 600_000, "3": 480_000}, ("2a", "p1"), START + 5_400_000))
    do(c.Undo())
    do(c.Replan({"2c": 660_000}, ("2a", "p1"), None))
    wait(360)
    do(c.Next())
    do(c.NextTurn())
    do(c.Write(Slot("2c", group=1), f"Groep een {ODD}"))
    wait(150)
    do(c.NextTurn())
    do(c.Previous())
    do(c.Next())
    wait(5)
    assert live.close(60)
    assert live.path is not None
    clock.reboot(90_000)
    live = LiveSession.resume(live.path, read_journal(live.path), clock)
    wait(15)
    live.watch()
    do = live.do
    do(c.Write(Slot("2c", group=2), "Na een herstart"))
    wait(20)
    live.watch()
    assert live.close(60)
    return live


def end_session(data: Path) -> None:
    """Resume and end the session that `record_session` left in `data`."""
    (journal,) = Folders(data).sessions.glob("*.jsonl")
    clock = HandClock(START + 3_600_000)
    live = LiveSession.resume(journal, read_journal(journal), clock)
    clock.move(60_000)
    live.do(c.Next())
    live.do(c.Toggle())
    live.do(c.Toggle())
    clock.move(60_000)
    live.do(c.NextTurn())
    clock.move(30_000)
    live.do(c.End())
    assert live.close(60)
    finish(journal, live.outcome())


def change_note(outcome: Path) -> None:
    """Complete the note in `outcome` that has a mark and no text."""
    amend(outcome, Slot("1"), Note(f"Later aangevuld {ODD}", False, "2026-11-24T18:00:00Z"))


def record_rehearsal(data: Path) -> LiveSession:
    """Run a rehearsal in `data` to its end, at changing speeds, and leave its journal without an outcome."""
    found = load(STORED / "workshop.yaml")
    assert found.workshop is not None
    clock = HandClock()
    setting = SessionSetup(12, rehearsal=True, speed=60.0)
    live = LiveSession.open(found.workshop, found.sha256, setting, Folders(data), clock)
    live.do(c.Toggle())
    clock.move(5_000)
    live.watch()
    live.set_speed(10.0)
    clock.move(12_000)
    live.watch()
    live.jump()
    live.do(c.Next())
    clock.move(5_000)
    live.do(c.End())
    assert live.close(60)
    return live


def record_additions(data: Path) -> LiveSession:
    """Run a session in `data` with the kinds of events that came later, until just before its end."""
    found = load(STORED / "workshop.yaml")
    assert found.workshop is not None
    clock = HandClock()
    live = LiveSession.open(later_workshop(found.workshop), found.sha256, SessionSetup(12), Folders(data), clock)
    live.do(c.Toggle())
    live.do(c.Write(Slot("1", prompt=1), "Een woord en nog een"))
    live.do(c.ShowLine(f"Koffie om 14:00 {ODD}"))
    live.do(c.Park(1, "Ruimte voor"))
    live.do(c.Park(1, f"Ruimte voor tolken {ODD}"))
    live.do(c.Park(2, "Wie belt er terug?"))
    live.do(c.Park(3, "Weg ermee"))
    live.do(c.ShowParking(True))
    live.do(c.ShowParking(False))
    live.do(c.Park(3, ""))
    clock.move(60_000)
    live.do(c.ShowLine(""))
    live.do(c.Next())
    clock.move(10_000)
    live.do(c.Next())
    live.do(c.Minutes(1))
    live.do(c.NextTurn())
    clock.move(10_000)
    live.do(c.Undo())
    live.do(c.Redo())
    live.do(c.Next())
    live.do(c.Group(with_first_group(live.state, 2)))
    live.do(c.NextTurn())
    live.do(c.Group(with_other_size(live.state, 1)))
    assert live.close(60)
    return live


def later_workshop(workshop: Workshop) -> Workshop:
    """Return the workshop with the fields that the first version did not have."""
    explore, read, swap, share, *others, close = workshop.activities
    phases = (TurnPhase("Vertel", Duration(20), Duration(15)), TurnPhase("Vraag", Duration(20), Duration(15)))
    later = (
        replace(explore, label="1", silence=Duration(30)),
        read,
        swap,
        replace(share, groups=Grouping(NumberRange(3, 5), labels=("Zaal 1", "Zaal 2")), repeats="2", round=1, rounds=2),
        *others,
        replace(
            close,
            needs=("1",),
            turns=Turns(
                Each.PARTICIPANT, Window(Duration(30), Duration(40)), phases=phases, cues=(Cue(Duration(9), "Nu"),)
            ),
            groups=Grouping(count=2, source="2c", stay=1),
        ),
    )
    return replace(workshop, activities=later, participants=NumberRange(8, 20))


def record_new_keys(data: Path) -> LiveSession:
    """Run a session in `data` of a workshop with the keys that came later: groups, rounds, and turns with phases."""
    found = load(STORED / "new-keys.yaml")
    assert found.workshop is not None
    clock = HandClock()
    live = LiveSession.open(found.workshop, found.sha256, SessionSetup(13), Folders(data), clock)
    live.do(c.Toggle())
    clock.move(300_000)
    live.do(c.Next())
    clock.move(300_000)
    live.do(c.Next())
    clock.move(130_000)
    live.do(c.Minutes(1))
    clock.move(200_000)
    live.do(c.NextTurn())
    live.do(c.Minutes(-1))
    live.do(c.Undo())
    clock.move(10_000)
    assert live.close(60)
    return live


def record_plan(data: Path) -> Path:
    """Save the plan in `data`."""
    return plans.save(Folders(data), "2026-11-24-alles", plan()).path


def later_plan() -> Plan:
    """Return a plan with the fields of blocks that the first version did not have."""
    first, *others = plan().blocks
    rounds = [
        replace(each, repeats="2", round=n, rounds=2, needs=("1",), label=f"2-{n}")
        for n, each in enumerate(others[-2:], 1)
    ]
    return plan().with_blocks((first, *rounds))


def record_retention(data: Path) -> Path:
    """Save in `data` how long notes are kept."""
    retention.save(Folders(data), 90, date(2026, 11, 24))
    return data / "retention.json"
