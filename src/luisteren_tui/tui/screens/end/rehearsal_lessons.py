"""What a rehearsal taught, as the end screen shows it, and what of it goes into the plan."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.export.session_summary import cut_short
from luisteren_tui.i18n import N_, _, ngettext
from luisteren_tui.planning.plan import Block, Plan
from luisteren_tui.planning.rehearsal import MAX_SPOKEN_RATE, MIN_OVERRUN_S
from luisteren_tui.planning.remarks import ending
from luisteren_tui.session.events import Opened
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.messages import Learn
from luisteren_tui.tui.screens.dialog import Dialog

TITLE = 26
"""Cells for the name of an activity at most; its id is always there."""
WORD, FIGURE = 9, 7
"""Cells for a column, by what stands above it."""
OVER, SPREAD = 14, 17
"""Cells for what stands behind the columns."""
NARROW = 60


class Rehearsed(NamedTuple):
    """What is known of a rehearsal, by the id of each activity.

    `passed_over` has the ms of silent work that was skipped through, `needed` the seconds that it asks of a plan,
    `late` the seconds that its instruction ran over, and `hurried` are those that went too fast to speak along.
    `earlier` has the seconds it took in the rehearsals before, the newest first, and `asked` what it asked for in
    them; `runs` counts those and this one.
    """

    opened: Opened
    passed_over: Mapping[str, int]
    needed: Mapping[str, int]
    late: Mapping[str, int]
    hurried: frozenset[str]
    earlier: Mapping[str, Sequence[int]]
    asked: Mapping[str, Sequence[int]]
    runs: int

    def spoken(self, activity: Mapping[str, Any]) -> int | None:
        """Return the seconds of an activity of the outcome that could be spoken in; None where it went too fast."""
        if activity["id"] in self.hurried:
            return None
        return max(0, int(activity["actual_s"]) - self.passed_over.get(activity["id"], 0) // 1000)

    def explaining(self, activity: Mapping[str, Any]) -> int:
        """Return the seconds that its instruction ran over where nothing else did: its turns paid for that."""
        late = self.late.get(activity["id"], 0)
        return late if late >= MIN_OVERRUN_S and longer(activity) < MIN_OVERRUN_S else 0

    def talked(self, activity: Mapping[str, Any]) -> bool:
        """Return whether it is only for its instruction that an activity asks for more than was planned."""
        taken: float = median([activity["actual_s"], *self.earlier.get(activity["id"], ())])
        return taken - int(activity["planned_s"]) < MIN_OVERRUN_S <= self.asks(activity)

    def asks(self, activity: Mapping[str, Any]) -> int:
        """Return the seconds over what was planned that an activity asks of a plan, by all rehearsals."""
        return self.middle().get(activity["id"], 0) - int(activity["planned_s"])

    def middle(self) -> dict[str, int]:
        """Return the seconds that each activity asks of a plan, by the median of all rehearsals of it."""
        return {id: round(median([seconds, *self.asked.get(id, ())])) for id, seconds in self.needed.items()}


def longer(activity: Mapping[str, Any]) -> int:
    """Return the seconds that an activity of the outcome took longer than was planned, as the clock said."""
    return max(0, int(activity["actual_s"]) - int(activity["planned_s"]))


def lessons(outcome: Mapping[str, Any], rehearsed: Rehearsed) -> Content:
    """Return the short of it: what ran over, and how often this was rehearsed."""
    activities = outcome["activities"]
    over = [
        f"{name(activity)} {words.minutes_seconds(seconds)}" for activity in activities if (seconds := longer(activity))
    ]
    said = [_("Ran over: {what}").format(what=", ".join(over))] if over else []
    for activity in activities:
        if late := rehearsed.explaining(activity):
            text = _("{id}: the instruction took {time} longer than planned")
            said.append(text.format(id=name(activity), time=words.minutes_seconds(late)))
    learnt = [each for each in activities if max(longer(each), rehearsed.explaining(each)) >= MIN_OVERRUN_S]
    if any(rehearsed.asks(activity) >= MIN_OVERRUN_S for activity in learnt):
        said.append(_("p puts it in the plan"))
    text = " · ".join(said) or _("Nothing ran over.")
    times = ngettext("rehearsed {n} time", "rehearsed {n} times", rehearsed.runs).format(n=rehearsed.runs)
    return Content.assemble((text, "bold"), (f" · {times}", "$text-muted"))


def table(outcome: Mapping[str, Any], rehearsed: Rehearsed, room: int) -> Content:
    """Return per activity what was planned, spoken and taken, and by how much it ran over, in `room` cells.

    Where that is narrow, by how much it ran over is only in the short of it.
    """
    narrow = room < NARROW
    title = room - 3 * (WORD + 1) - (0 if narrow else OVER)
    lines = [_line(Content(""), title, (_("planned"), _("spoken"), _("taken")), WORD, style="$text-muted")]
    for activity in outcome["activities"]:
        planned = words.minutes_seconds(activity["planned_s"])
        if activity["status"] != "done":
            state = _("skipped") if activity["status"] == "skipped" else _("not reached")
            lines.append(_line(_title(activity), title, (planned, f"{state:>{2 * WORD + 1}}"), WORD))
            continue
        spoken = rehearsed.spoken(activity)
        figures = (
            planned,
            "–" if spoken is None else words.minutes_seconds(spoken),
            words.minutes_seconds(activity["actual_s"]),
        )
        over = 0 if narrow else longer(activity)
        text = _("overtime {time}").format(time=words.minutes_seconds(over)) if over else ""
        lines.append(_line(_title(activity), title, figures, WORD, text))
    if rehearsed.hurried:
        lines.append(
            Content.assemble(
                (_("– above ×{speed} nobody can speak along").format(speed=MAX_SPOKEN_RATE), "$text-muted")
            )
        )
    return Content("\n").join(lines)


def compared(outcome: Mapping[str, Any], rehearsed: Rehearsed, room: int) -> Content | None:
    """Return per activity how this time compares to the one before, and the middle and the spread of all times."""
    title = room - 3 * (FIGURE + 1) - SPREAD
    columns = (_("this time"), _("last time"), _("median"))
    lines, cut = [], cut_short(outcome["activities"])
    for activity in outcome["activities"]:
        earlier = rehearsed.earlier.get(activity["id"], ())
        if activity["status"] != "done" or not earlier or activity["id"] == cut:
            continue
        all_times = [activity["actual_s"], *earlier]
        figures = map(words.minutes_seconds, (activity["actual_s"], earlier[0], round(median(all_times))))
        low, high = map(words.minutes_seconds, (min(all_times), max(all_times)))
        lines.append(_line(_title(activity), title, figures, FIGURE, _("{low} to {high}").format(low=low, high=high)))
    if not lines:
        return None
    return Content("\n").join([_line(Content(""), title, columns, FIGURE, _("spread"), "$text-muted"), *lines])


def name(activity: Mapping[str, Any]) -> str:
    """Return how an activity of the outcome is called in short: its id, or the title of a break or an own block."""
    return safe_line(str(activity["title"] if activity["step"] is None else activity["id"]))


def _title(activity: Mapping[str, Any]) -> Content:
    lead = "·" if activity["step"] is None else safe_line(activity["id"])
    return Content(f"{lead:<3} {safe_line(activity['title'])}")


def _line(title: Content, cells: int, figures: Iterable[str], width: int, text: str = "", style: str = "") -> Content:
    columns = "".join(f" {figure:>{width}}" for figure in figures)
    name = title.truncate(max(3, min(TITLE, cells)), ellipsis=cells > 3, pad=True)
    return Content.assemble(name, (f"{columns}  {text}".rstrip(), style))


class Lesson(NamedTuple):
    """A block of the plan before and after, and whether it was the instruction that took longer."""

    before: Block
    after: Block
    spoken: bool


class LearnDialog(Dialog[bool]):
    """What changes in the plan, before it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", show=False),
        Binding("q", "cancel", show=False),
    ]

    def __init__(self, changes: Sequence[Lesson], notes: Sequence[str]) -> None:
        super().__init__()
        self.title_text = _("Put this in the plan?")
        self.keys = (("accept", "enter", N_("put it in the plan")), ("cancel", "escape", N_("leave it as it is")))
        self._changes, self._notes = changes, notes

    def body(self) -> Iterable[Widget]:
        """Show each change, what it is from, and what it does to the plan."""
        yield Static(Content("\n").join([*map(_change, self._changes), *map(Content, ["", *self._notes])]))

    def action_accept(self) -> None:
        """Answer yes."""
        self.dismiss(True)


def from_where(event: Learn, after: Plan, changes: Sequence[Lesson], day: date) -> list[str]:
    """Return which rehearsals the changes are from, and whether the plan fits on this `day` after them."""
    n = event.runs
    said = [
        ngettext(
            "From one rehearsal.", "From {n} rehearsals: the median of what they ask, where they came to it.", n
        ).format(n=n)
    ]
    if fast := [change.before.title for change in changes if change.before.id in event.hurried]:
        text = _("The clock ran too fast to speak along: {what}.")
        said.append(safe_line(text.format(what=", ".join(fast))))
    if fits := ending(after, day)[2]:
        said.append(_("After that: {fits}.").format(fits=fits))
    return said


def _change(change: Lesson) -> Content:
    before, after = change.before.seconds // 60, change.after.seconds // 60
    n = after - before
    why = (
        ngettext("the instruction took {n} minute longer", "the instruction took {n} minutes longer", n)
        if change.spoken
        else ngettext("ran over by {n} minute", "ran over by {n} minutes", n)
    ).format(n=n)
    lead = "" if change.before.step is None else f"{safe_line(change.before.id)} "
    return Content.assemble(
        f"{lead}{safe_line(change.before.title)}: ", (f"{before} → {after}", "bold $accent"), f" ({why})"
    )
