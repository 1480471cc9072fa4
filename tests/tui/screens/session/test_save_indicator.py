"""What the screen says about the disk: "saved" only when everything is on it, and an alarm until then."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.journal.memory import JournalStatus
from luisteren_tui.tui.autosave import BEHIND_SECONDS
from luisteren_tui.tui.screens.session.save_indicator import NotesHeader, Saved
from tests.storage.journal_samples import ReportingJournal
from tests.tui.stage import Stage, on_stage


def saved(stage: Stage) -> Saved:
    return stage.session.query_one(NotesHeader).saved


async def in_memory(stage: Stage) -> ReportingJournal:
    """Replace the real journal with one whose status the test sets."""
    await stage.begin()
    live, journal = stage.live, ReportingJournal()
    live.journal.close(5)
    live.journal = journal
    stage.session.show(live)
    for n in range(3):
        journal.append(live.state.clocks[0], n)
    return journal


async def test_saved_is_shown_only_when_everything_is_on_the_disk(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        journal = await in_memory(stage)
        since = stage.clock.now.awake
        journal.report(JournalStatus(3, 3, 3))
        await stage.until(lambda: saved(stage) == Saved("saved 12:00"))
        journal.report(JournalStatus(4, 4, 3, None, since))
        await stage.until(lambda: not saved(stage).text.startswith("saved"))
        assert not saved(stage).alarm
        stage.clock.pass_by(round(BEHIND_SECONDS * 1000) - 1)
        journal.report(JournalStatus(5, 5, 3, None, since))
        await stage.settle()
        assert not saved(stage).alarm
        stage.clock.pass_by(1)
        await stage.until(lambda: saved(stage) == Saved("not saved yet", alarm=True))
        assert "not saved yet" in stage.picture()
        journal.report(JournalStatus(5, 5, 5))
        await stage.until(lambda: saved(stage) == Saved("saved 12:00"))


async def test_disk_that_hangs_raises_the_alarm(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        journal = await in_memory(stage)
        journal.report(JournalStatus(3, 3, 3))
        await stage.until(lambda: saved(stage) == Saved("saved 12:00"))
        await stage.until(lambda: stage.session._save_indicator._timer is None)
        stage.session._save_indicator.show()  # nothing is left to say of the last time
        journal.on_change = lambda: None  # nothing comes before the sync returns
        journal.reported = JournalStatus(4, 4, 3, None, stage.clock.now.awake)
        await stage.press("space")
        stage.clock.pass_by(1000)
        await stage.until(lambda: saved(stage) == Saved("not saved yet", alarm=True))


async def test_alarm_stays_until_everything_is_on_the_disk(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        journal = await in_memory(stage)
        failing = JournalStatus(4, 3, 3, "The disk is full.", stage.clock.now.awake)
        journal.report(failing)
        alarm = Saved("NOT SAVED: The disk is full.", alarm=True)
        await stage.until(lambda: saved(stage) == alarm)
        for keys in (("space",), ("right",), ("z", "z"), ("n", "x", "escape"), ("t", "escape")):
            await stage.press(*keys)
            await stage.until(lambda: stage.app.screen is stage.session)
            await stage.advance(30)
            assert saved(stage) == alarm
            assert "NOT SAVED" in stage.picture()
        journal.report(replace(failing, written=4, synced=3))
        await stage.settle()
        assert saved(stage) == alarm
        journal.report(JournalStatus(9, 9, 9))
        await stage.until(lambda: not saved(stage).alarm)
        assert saved(stage).text.startswith("saved ")


async def test_alarm_has_no_words_where_the_room_looks_on(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        journal = await in_memory(stage)
        journal.report(JournalStatus(4, 3, 3, "The disk is full.", stage.clock.now.awake))
        await stage.until(lambda: saved(stage).alarm)
        stage.app.recording = True
        await stage.press("z")
        for opening in ("t", "v", "?"):
            await stage.press(opening)
            await stage.until(lambda: stage.app.screen is not stage.session)
            await stage.shows("●!")
            await stage.press("escape")
        assert not any("NOT SAVED" in frame.text for frame in stage.app.frames if frame.room)
        await stage.press("z", "v")
        await stage.shows("NOT SAVED")


async def test_failing_disk_raises_the_alarm_until_it_works_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, broken = Disk.sync, True

    def sync(disk: Disk, fd: int) -> None:
        if broken:
            raise OSError(28, "No space left on device")
        real(disk, fd)

    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.until(lambda: saved(stage).text.startswith("saved"))
        monkeypatch.setattr(Disk, "sync", sync)
        await stage.press("space")
        await stage.until(lambda: "NOT SAVED" in stage.picture())
        await stage.press("n", "x", "escape")
        assert "NOT SAVED" in stage.picture()
        broken = False
        await stage.until(lambda: saved(stage).text.startswith("saved"))
        assert (stage.saved_state().timing.mode, stage.saved_note("1", 1)) == ("running", "x")


async def test_time_of_saving_waits_for_the_next_second_but_news_does_not(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        journal = await in_memory(stage)
        journal.report(JournalStatus(3, 3, 3))
        await stage.settle()
        assert saved(stage) == Saved("saved 12:00")
        stage.clock.pass_by(60_000)
        journal.report(JournalStatus(4, 4, 4))
        await stage.settle()
        assert saved(stage) == Saved("saved 12:00")
        stage.session._ticked()
        assert saved(stage) == Saved("saved 12:01")
        journal.report(JournalStatus(5, 4, 4, "The disk is full.", stage.clock.now.awake))
        await stage.settle()
        assert saved(stage).alarm
        journal.report(JournalStatus(5, 5, 5))
        await stage.settle()
        assert saved(stage) == Saved("saved 12:01")
        journal.report(JournalStatus(6, 6, 5, None, stage.clock.now.awake))
        await stage.settle()
        assert saved(stage) == Saved("…")
