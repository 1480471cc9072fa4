"""A simple model of a session, written independently of the code it judges: spans of time in dicts and ints.

It knows no events: a command changes the list of spans directly. The time an activity took is the sum of its spans.
Undo restores an older list, and an earlier start overwrites spans.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import Any

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
SOON = 5 * MINUTE
SLIP = 10_000
ALWAYS = -(10**15)

Slot = tuple[str, int | None, int | None, bool]
"""Activity, prompt, group, private."""


@dataclass
class Plain:
    """An activity: planned ms, prompts, and the ms to prepare its turns, for the longest one and for looking back.

    It falls out if one that it `needs` was skipped before that had run for its `least` ms.
    """

    id: str
    ms: int
    prompts: int
    turns: int = 0
    by_group: bool = False
    prepare: int = 0
    longest: int = 0
    after: int = 0
    needs: tuple[str, ...] = ()
    least: int = 0


@dataclass
class Times:
    """All that undo restores. A span is (start, activity, mode) and lasts until the next one.

    `given` is the last turn of an activity that minutes were given to or taken from, with its ms.
    """

    stretches: list[tuple[int, str, str]]
    allotted: dict[str, int]
    skipped: set[str] = field(default_factory=set)
    started: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    turned: dict[str, list[int]] = field(default_factory=dict)
    given: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    must_end: int | None = None

    def copied(self) -> Times:
        """Return an independent copy."""
        other = copy.copy(self)
        other.stretches, other.allotted, other.turned = list(self.stretches), dict(self.allotted), dict(self.turned)
        other.given = dict(self.given)
        other.skipped, other.started, other.left = set(self.skipped), set(self.started), set(self.left)
        return other


@dataclass(frozen=True)
class Breather:
    """A breather: the activity that `ran` before it, if one did, whether the room was `blank`, the newest entry of the
    undo stack, where and since when the clock stands still, and whether an undo brought it back.
    """

    ran: str | None
    blank: bool
    newest: object
    stands: tuple[str, int]
    renewed: bool = False


class Model:
    """A session. `do` takes the name of a command and its time in ms."""

    def __init__(self, activities: list[Plain]) -> None:
        self.activities = {each.id: each for each in activities}
        self.order = [each.id for each in activities]
        turned = {each.id: [ALWAYS] for each in activities if each.turns and not each.prepare}
        first = [(0, self.order[0], "waiting")]
        self.times = Times(first, {each.id: each.ms for each in activities}, turned=turned)
        self.undo_stack: list[tuple[Times, Slot | None]] = []
        self.redo_stack: list[tuple[Times, Slot | None]] = []
        self.ended: int | None = None
        self.notes: dict[Slot, str] = {}
        self.marks: set[Slot] = set()
        self.focus: dict[str, Slot] = {}
        self.gap: tuple[int, int] | None = None
        self.blank = False
        self.breather: Breather | None = None
        self.last_breather: Breather | None = None
        self.quiet_end: tuple[object, int] | None = None
        """The newest entry of the undo stack when a breather ended without a change of time, and when that was."""

    def copied(self) -> Model:
        """Return an independent copy."""
        other = copy.copy(self)
        # The entries of the stacks never change.
        other.times, other.undo_stack, other.redo_stack = (
            self.times.copied(),
            list(self.undo_stack),
            list(self.redo_stack),
        )
        other.notes, other.marks, other.focus = dict(self.notes), set(self.marks), dict(self.focus)
        return other

    @property
    def at(self) -> str:
        return self.times.stretches[-1][1]

    @property
    def mode(self) -> str:
        return "ended" if self.ended is not None else self.times.stretches[-1][2]

    @property
    def since(self) -> int:
        return self.times.stretches[-1][0]

    def took(self, activity: str, mode: str, t: int, before: int | None = None) -> int:
        """Return how many ms an activity was in a mode until `t`, or until `before` if that is earlier."""
        end = t if self.ended is None else self.ended
        end = end if before is None else min(end, before)
        edges = [*(start for start, _, _ in self.times.stretches[1:]), 10**18]
        return sum(
            max(0, min(edge, end) - start)
            for (start, name, what), edge in zip(self.times.stretches, edges, strict=True)
            if (name, what) == (activity, mode)
        )

    def do(self, name: str, t: int, *given: Any) -> None:
        """Apply a command."""
        if name in ("show", "write", "mark"):
            getattr(self, f"_{name}")(*given)
        elif name == "blank":
            self.blank = self.breather is not None or given[0]
        elif self.ended is not None:
            return
        elif self.breather is not None:
            self._do_in_breather(self.breather, name, t, *given)
        elif (
            name == "undo" and self.quiet_end and self.quiet_end[0] is self._newest() and t - self.quiet_end[1] <= SOON
        ):
            self._renew()
        else:
            getattr(self, f"_{name}")(t, *given)
            last = self.last_breather
            if name in ("undo", "redo") and last and self.mode == "paused" and (self.at, self.since) == last.stands:
                self._renew()

    def _breathe(self, t: int) -> None:
        ran, newest = self.at if self.mode == "running" else None, self._newest()
        if ran is not None:
            self._toggle(t)
        self.breather = self.last_breather = Breather(ran, self.blank, newest, (self.at, self.since))
        self.blank = True

    def _do_in_breather(self, now: Breather, name: str, t: int, *given: Any) -> None:
        newest = self._newest()
        if name == "forward":
            return
        if name == "undo":
            alone = now.ran and (self.undo_stack[-2] if len(self.undo_stack) > 1 else None) is now.newest
            if self._newest() is not now.newest and alone and t - now.stands[1] <= SLIP:
                self._undo(t)
            elif now.renewed:
                self.last_breather = None
        elif name not in ("breathe", "toggle"):
            getattr(self, f"_{name}")(t, *given)
            if self.mode not in ("running", "ended"):
                return
        if self.mode in ("waiting", "paused") and self.at == now.ran:
            self._toggle(t)
        self.breather, self.blank = None, now.blank
        if name in ("breathe", "toggle"):
            self.quiet_end = (newest, t) if newest is self._newest() else None

    def _renew(self) -> None:
        assert self.last_breather is not None
        self.breather = replace(self.last_breather, blank=self.blank, renewed=True)
        self.blank, self.quiet_end = True, None

    def _newest(self) -> object:
        return self.undo_stack[-1] if self.undo_stack else None

    def resumed(self, t: int, last: int) -> None:
        """Note that the program stopped at `last` and resumed at `t`."""
        self.unwatched(last, t)
        self.blank, self.breather, self.last_breather, self.quiet_end = False, None, None, None

    def unwatched(self, since: int, t: int) -> None:
        """Note that nobody watched the clock from `since` to `t`."""
        if t > since:
            self.gap = (since, t)

    def _there(self, slot: Slot) -> bool:
        each = self.activities.get(slot[0])
        return each is not None and (slot[1] is None or 1 <= slot[1] <= each.prompts)

    def shown(self, activity: str) -> Slot:
        each = self.activities[activity]
        first: Slot = (activity, 1 if each.prompts else None, None, False)
        if each.by_group and not each.prompts:
            first = (activity, None, 1, False)
        return self.focus.get(activity, first)

    def _show(self, slot: Slot) -> None:
        if self._there(slot):
            self.focus[slot[0]] = slot

    def _write(self, slot: Slot, text: str) -> None:
        if self._there(slot):
            self.notes[slot] = text

    def _mark(self, slot: Slot) -> None:
        if self._there(slot):
            self.marks ^= {slot}

    def _remember(self, slot: Slot | None = None) -> None:
        """Keep the times for undo, with the slot that was shown before the turn of a group."""
        self.undo_stack.append((self.times.copied(), slot))
        self.redo_stack = []

    def _stretch(self, t: int, activity: str, mode: str) -> None:
        before = self.at
        if activity != before:
            self.times.left.add(before)
        self.times.stretches.append((t, activity, mode))
        if mode == "running":
            self.times.started.add(activity)
            self.times.skipped.discard(activity)

    def _toggle(self, t: int) -> None:
        self._remember()
        self._stretch(t, self.at, "paused" if self.mode == "running" else "running")

    def _cut(self, need: str, t: int, skipped: set[str]) -> bool:
        return need in skipped and self.took(need, "running", t) < self.activities[need].least

    def _fallen(self, t: int, skipped: set[str]) -> set[str]:
        fallen: set[str] = set()
        for name in self.order:
            for need in self.activities[name].needs:
                if name not in self.times.started and (self._cut(need, t, skipped) or need in fallen):
                    fallen.add(name)
        return fallen

    def _neighbour(self, way: int, t: int, skipped: set[str]) -> str | None:
        place = self.order.index(self.at) + way
        fallen = self._fallen(t, skipped)
        while 0 <= place < len(self.order):
            name = self.order[place]
            if name not in fallen and (name not in self.times.skipped or name in self.times.left):
                return name
            place += way
        return None

    def _go(self, t: int, way: int) -> None:
        to = self._neighbour(way, t, self.times.skipped)
        if to is not None:
            self._remember()
            self._stretch(t, to, "running" if self.mode == "running" else "waiting")

    def _skip(self, t: int) -> None:
        here = self.at
        to = self._neighbour(1, t, self.times.skipped | {here})
        if to is None and here in self.times.skipped:
            return
        self._remember()
        mode = "running" if self.mode == "running" and to else "waiting"
        self._stretch(t, to or here, mode)
        self.times.skipped.add(here)

    def _go_to(self, t: int, name: str) -> None:
        start, end = self.order.index(self.at), self.order.index(name)
        out = self.times.skipped | self.times.started | self._fallen(t, self.times.skipped)
        between = {each for each in self.order[start + 1 : end] if each not in out}
        skipped = self.times.skipped | between
        fallen = self._fallen(t, skipped)
        if name == self.at or any(
            self._cut(need, t, skipped) or need in fallen for need in self.activities[name].needs
        ):
            return
        self._remember()
        self._stretch(t, name, "running" if self.mode == "running" else "waiting")
        self.times.skipped |= between

    def _minutes(self, t: int, n: int) -> None:
        run, now = self.took(self.at, "running", t), self.times.allotted[self.at]
        turn, used, may = self.turn_time(t)
        if n > 0:
            change = min(n * MINUTE, DAY - max(now, run))
            now, may = max(now, run), max(may, used)
        else:
            free = [now - (run or MINUTE), *([] if turn is None else [may - used])]
            change = -max(0, min(-n * MINUTE, *free))
        if change * n > 0:
            self._remember()
            self.times.allotted[self.at] = now + change
            self.times.given[self.at] = None if turn is None else (turn, may + change)

    def turn_time(self, t: int) -> tuple[int | None, int, int]:
        """Return the turn that runs, 0 while it is prepared or None, and how many ms it used and may use."""
        each, run = self.activities[self.at], self.took(self.at, "running", t)
        begun = self.turned(self.at, t)
        if not each.turns or len(begun) > each.turns or (self.mode == "waiting" and run == 0):
            return None, 0, 0
        used, given = run - (begun or [0])[-1], self.times.given.get(self.at)
        if given is not None and given[0] == len(begun):
            return len(begun), used, given[1]
        if not begun:
            return 0, used, each.prepare
        share = (self.times.allotted[self.at] - begun[-1] - each.after) // (each.turns - len(begun) + 1)
        return len(begun), used, max(0, min(each.longest, share))

    def _replan(self, t: int, allotted: dict[str, int], skipped: tuple[str, ...], must_end: int | None) -> None:
        old, now = self.times, (set(skipped), must_end)
        if (old.skipped, old.must_end) != now or any(old.allotted[id] != ms for id, ms in allotted.items()):
            self._remember()
            self.times.allotted |= allotted
            self.times.skipped, self.times.must_end = set(skipped), must_end

    def _began_earlier(self, t: int, ms: int) -> None:
        if self.mode == "paused" or not 0 < ms <= DAY:
            return
        self._remember()
        here, start = self.at, (self.since if self.mode == "running" else t) - ms
        kept = [stretch for stretch in self.times.stretches if stretch[0] < start]
        self.times.stretches = [*kept, (start, here, "running")]
        self.times.started.add(here)
        self.times.skipped.discard(here)

    def _take_back(self, t: int) -> None:
        if self.gap is None or self.mode != "running" or self.since > self.gap[0]:
            return
        self._remember()
        since, until = self.gap
        self.times.stretches += [(since, self.at, "paused"), (until, self.at, "running")]

    def _turn(self, t: int) -> bool:
        each = self.activities[self.at]
        begun = self.times.turned.setdefault(self.at, [])
        if not each.turns or self.mode != "running" or len(begun) + 1 > each.turns + bool(each.after):
            return False
        self._remember(self.shown(self.at) if each.by_group else None)
        self.times.turned[self.at] = [*begun, t]
        if each.by_group and len(begun) + 1 <= each.turns:
            self.focus[self.at] = (self.at, None, len(begun) + 1, False)
        return True

    def turned(self, activity: str, t: int) -> list[int]:
        """Return the running times at which each turn of an activity began."""
        return [self.took(activity, "running", t, moment) for moment in self.times.turned.get(activity, [])]

    def _forward(self, t: int) -> None:
        if not self._turn(t):
            self._go(t, 1)

    def _undo(self, t: int) -> None:
        if self.undo_stack:
            before, slot = self.undo_stack.pop()
            if slot is not None and self.shown(self.at) == self._slot_of_turn():
                self.focus[self.at] = slot
            self.redo_stack.append((self.times, slot))
            self.times = before.copied()

    def _redo(self, t: int) -> None:
        if self.redo_stack:
            after, slot = self.redo_stack.pop()
            self.undo_stack.append((self.times, slot))
            self.times = after.copied()
            if slot is not None and self.shown(self.at) == slot and self._slot_of_turn() is not None:
                self.focus[self.at] = self._slot_of_turn() or slot

    def _slot_of_turn(self) -> Slot | None:
        turn = len(self.times.turned[self.at])
        return (self.at, None, turn, False) if turn <= self.activities[self.at].turns else None

    def _end(self, t: int) -> None:
        self.ended = t
        self.undo_stack = []
        self.redo_stack = []
