"""Row 10: commands and faults in any order, compared with a simple model."""

import errno
import json
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from luisteren_tui.session import commands as c
from luisteren_tui.storage.files import Disk
from luisteren_tui.storage.journal.reader import read_journal
from luisteren_tui.storage.lock import FolderInUse, lock_folder
from luisteren_tui.storage.outcome import outcome_file as outcome
from tests.faults.judge import agree, apply_command, model_of, notes_of
from tests.faults.model import Model
from tests.faults.random_sessions import HandClock, begin, random_command, resume, workshop
from tests.faults.tally import Tally, require

STEPS = 200
"""The maximum. Hypothesis uses about half of it on average."""
LIMIT = 20.0
IDS = [each.id for each in workshop().activities]
OTHERS: st.SearchStrategy[c.Command] = st.one_of(
    st.sampled_from([c.NextTurn(), c.Forward(), c.TakeBackGap(), c.Undo(), c.Redo(), c.Blank(True), c.Blank(False)]),
    st.sampled_from(IDS).map(c.GoTo),
    st.builds(
        c.Replan,
        st.dictionaries(st.sampled_from(IDS), st.integers(1, 40).map(lambda n: n * 60_000), max_size=3),
        st.lists(st.sampled_from(IDS), max_size=2, unique=True).map(tuple),
        st.none() | st.just(1_795_528_000_000),
    ),
)
COMMANDS = st.integers(0, 10**6).map(lambda n: random_command(Random(n))) | OTHERS


class FullDisk(Disk):
    """A disk that can be full, and that is gone once its program is killed."""

    full = False

    def _call(self) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "No space left on device")

    def open(self, path: Path, flags: int) -> int:
        self._call()
        return super().open(path, flags)

    def write(self, fd: int, data: bytes | memoryview) -> int:
        self._call()
        return super().write(fd, data)

    def sync(self, fd: int) -> None:
        self._call()

    def replace(self, source: Path, target: Path) -> None:
        self._call()
        super().replace(source, target)


WATCHED = 25_000
"""A working screen looks at the clock at least this often."""


class Machine(RuleBasedStateMachine):
    """A session, what happens to it and its machine, and the model that must agree after each step."""

    steps = runs = 0

    def __init__(self) -> None:
        super().__init__()
        Machine.runs += 1
        shm = Path("/dev/shm")
        self.data = Path(tempfile.mkdtemp(dir=shm if shm.is_dir() else None))
        self.held = ExitStack()
        self.held.enter_context(lock_folder(self.data, "machine", 0))
        self.clock, self.disk = HandClock(), FullDisk()
        self.live = begin(self.data, self.clock, self.disk, 0.001)
        self.model = model_of(workshop())
        self.past: dict[int, Model] = {}
        self._agree()

    def teardown(self) -> None:
        self._die()
        self.held.close()
        shutil.rmtree(self.data)

    def _agree(self) -> None:
        Machine.steps += 1
        agree(self.live.state, self.model, self.live.now())
        gap = self.live.state.gap
        require((gap and (gap.since, gap.t)) == self.model.gap, "another gap")
        status = self.live.journal.status
        require(status.failing or status.written == status.appended, "not written, and no alarm")
        self.past[status.appended] = self.model.copied()

    def _alive(self) -> bool:
        return self.model.ended is None

    @rule(command=COMMANDS, ms=st.integers(1, 80_000))
    def do(self, command: c.Command, ms: int) -> None:
        for left in range(ms, 0, -WATCHED):
            self.clock.pass_by(min(left, WATCHED))
            self.live.watch()
        self.clock.pass_by(1)
        apply_command(self.model, command, self.live.now())
        self.live.do(command)
        self._agree()

    @rule(dice=st.integers(0, 30))
    def end(self, dice: int) -> None:
        if dice == 0:
            self.do(c.End(), 1)

    @precondition(_alive)
    @rule(ms=st.integers(1, 8 * 3_600_000))
    def close_the_lid(self, ms: int) -> None:
        self.live.watch()
        before = self.live.now()
        self.clock.pass_by(ms, asleep=True)
        self.live.watch()
        if ms > 5000:
            self.model.unwatched(before, before + ms)
        self._agree()

    @rule(ms=st.sampled_from((1000, -1000, 5000, 3_600_000, -3_600_000, 86_400_000, -86_400_000)))
    def set_the_clock(self, ms: int) -> None:
        before = self.live.now()
        self.clock.set_wall(ms)
        self.live.watch()
        require(self.live.now() == before, "time moved")
        self._agree()

    @rule(ms=st.integers(1, 600_000))
    def kill_and_go_on(self, ms: int) -> None:
        written = self.live.journal.status.written
        self._die()
        path = self.live.path
        assert path
        read = read_journal(path)
        require(read.last_seq >= written, f"{written} were written, {read.last_seq} are back")
        seq = max(seq for seq in self.past if seq <= read.last_seq)
        self.model, last = self.past[seq].copied(), read.records[-1].event.t
        if self.model.ended is not None:
            self._is_put_away(path)
            return
        self.clock.pass_by(ms)
        self.disk = FullDisk()
        self.live = resume(path, self.clock, self.disk, 0.001)
        self.past = {}
        self.model.resumed(self.live.now(), last)
        self._agree()

    def _is_put_away(self, path: Path) -> None:
        """Check that the next start writes the outcome of an ended session; then begin another."""
        outcome.finish_ended(path.parent)
        whole: dict[str, Any] = json.loads(path.with_suffix(".json").read_bytes())
        notes = {slot: text for slot, text in self.model.notes.items() if text.strip()}
        require(notes_of(whole) == notes, "the outcome has other notes")
        self.disk = FullDisk()
        self.live = begin(self.data, self.clock, self.disk, 0.001)
        self.model, self.past = model_of(workshop()), {}
        self._agree()

    @rule()
    def fill_the_disk(self) -> None:
        self.disk.full = True

    @rule()
    def make_room(self) -> None:
        self.disk.full = False
        end = monotonic() + LIMIT
        while (status := self.live.journal.status).synced < status.appended or status.failing:
            require(monotonic() < end, "it does not catch up")
            sleep(0.0005)
        self._agree()

    @rule()
    def start_a_second_program(self) -> None:
        try:
            with lock_folder(self.data, "second", 0):
                raise AssertionError("a second program holds the folder")
        except FolderInUse as held:
            require(held.what == "machine", "it does not say who holds the folder")

    def _die(self) -> None:
        self.disk.full = True
        self.live.journal.close(0)
        thread = getattr(self.live.journal, "_thread", None)
        if thread is not None:
            thread.join(LIMIT)


def state_machine(count: int, seed: int) -> Tally:
    """Let Hypothesis draw commands, kills, full disks, clock changes, closed lids and a second program in any order.

    Judged after each step by the model (`model.py`), which knows no events, only spans of time.
    Seen to fail without: the gap of a closed lid (`LiveSession.watch`), rewriting the file when there is space again
    (`_rewrite`), the lock (`lock_folder`), an outcome for a session that ended before a kill (`finish_ended`).
    """
    tally = Tally()
    Machine.steps = Machine.runs = 0
    steps = STEPS if count > 100 else STEPS // 2
    chosen = settings(
        max_examples=count,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    with tally.trial(f"runs of up to {steps} steps", 0):
        run_state_machine_as_test(seeded(seed)(Machine), settings=chosen)
    tally.tried = Machine.runs
    tally.measured.append(f"{Machine.steps} times the model agreed")
    require(tally.lost or Machine.steps > count * 20, "hardly anything was done")
    return tally
