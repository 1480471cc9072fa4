"""The end of a session: planned against actual, and where the outcome is."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.session.events import Slot
from luisteren_tui.text import safe, safe_line
from luisteren_tui.tui import words
from luisteren_tui.tui.messages import Closed, Export, Learn
from luisteren_tui.tui.widgets.key_bar import KeyBar

BAR = 24


class Rehearsed(NamedTuple):
    """What is known of a rehearsal: the ms of each activity passed over, and the seconds it took before, newest first."""

    passed_over: Mapping[str, int]
    earlier: Mapping[str, Sequence[int]]


class OverScreen(Screen[None]):
    """What was planned and what it took, for the facilitator; thanks and nothing else while the room looks on."""

    AUTO_FOCUS = None
    CSS_PATH = "over.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q,escape,enter", "close", show=False),
        Binding("z", "mine", show=False),
        Binding("w", "elsewhere", show=False),
        Binding("p", "learn", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(
        self, outcome: Mapping[str, Any], credit: str, mirrored: bool, rehearsed: Rehearsed | None = None
    ) -> None:
        super().__init__()
        self._rehearsed = rehearsed
        self._outcome, self._credit, self._room = outcome, credit, mirrored
        self._saved: Content = Content(_("saving …"))
        self._failed = False

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with VerticalScroll(id="over", can_focus=False):
            yield Static(self._content(), id="over-text")
        yield Static(self._saved, id="over-saved")
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Show whose screen it is."""
        self._show()

    def show_saved(self, text: str, *, failed: bool = False) -> None:
        """Say where the outcome is, or what went wrong."""
        self._failed = failed
        self._saved = Content.assemble((text, "bold $error" if failed else "$text-success"))
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        self.query_one("#over-text", Static).update(self._content())
        self.query_one("#over-saved", Static).update(Content("") if self._room else self._saved)
        self.query_one(KeyBar).keys = (
            (("mine", "z", N_("your own screen")),) if self._room else (("close", "q", N_("done")),)
        )

    def _content(self) -> Content:
        thanks = Content.assemble((_("Thank you for listening with attention."), "bold"))
        credit = Content.assemble((safe_line(self._credit), "$text-muted"))
        if self._room:
            return Content("\n\n").join([thanks, credit])
        title = safe_line(str(self._outcome["workshop"]["title"]))
        head = Content.assemble((_("“{title}” has ended").format(title=title), "bold"))
        lines = [Content.assemble((_("planned → actual, in minutes"), "$text-muted"))]
        longest = max([1, *(max(a["planned_s"], a["actual_s"]) for a in self._outcome["activities"])])
        lines += [_bar(activity, longest) for activity in self._outcome["activities"]]
        planned = sum(a["planned_s"] for a in self._outcome["activities"] if a["status"] != "skipped")
        actual = sum(a["actual_s"] for a in self._outcome["activities"])
        lines.append(
            Content.assemble(
                (
                    _("In all: {planned} → {actual} minutes").format(
                        planned=words.minutes(planned), actual=words.minutes(actual)
                    ),
                    "bold",
                )
            )
        )
        notes = [note for a in self._outcome["activities"] for note in a["notes"]]
        if private := sum(note["private"] for note in notes):
            text = _("Notes: {n}, of which {private} for you alone")
            lines.append(Content(text.format(n=len(notes), private=private)))
        elif notes:
            lines.append(Content(_("Notes: {n}").format(n=len(notes))))
        marked = sum(note.get("marked", False) for a in self._outcome["activities"] for note in a["notes"])
        if marked:
            lines.append(Content(_("Marked to complete: {n}").format(n=marked)))
        parts = [head, Content("\n").join(lines), *self._taught(), *self._notes(), credit]
        return Content("\n\n").join(parts)

    def _taught(self) -> list[Content]:
        """Return per activity what was spoken and what it took before: the last time, and the middle and the spread."""
        if self._rehearsed is None:
            return []
        lines = [Content.assemble((_("What the rehearsal teaches"), "bold"))]
        for activity in self._outcome["activities"]:
            if activity["status"] != "done":
                continue
            spoken = max(0, activity["actual_s"] - self._rehearsed.passed_over.get(activity["id"], 0) // 1000)
            text = _("{id}: planned {planned}, spoken {spoken}, taken {taken}").format(
                id=safe_line(activity["id"]),
                planned=words.minutes_seconds(activity["planned_s"]),
                spoken=words.minutes_seconds(spoken),
                taken=words.minutes_seconds(activity["actual_s"]),
            )
            over = activity["actual_s"] - activity["planned_s"]
            if over > 0:
                text += " · " + _("overtime {time}").format(time=words.minutes_seconds(over))
            if earlier := self._rehearsed.earlier.get(activity["id"]):
                text += " · " + _("last time {last}, middle {middle} ({low} to {high})").format(
                    last=words.minutes_seconds(earlier[0]),
                    middle=words.minutes_seconds(round(median(earlier))),
                    low=words.minutes_seconds(min(earlier)),
                    high=words.minutes_seconds(max(earlier)),
                )
            lines.append(Content(text))
        lines.append(Content(_("p puts into the plan what took longer.")))
        return [Content("\n").join(lines)]

    def _notes(self) -> list[Content]:
        """Return the notes under their questions; those that are private are marked so, for nobody else looks on."""
        parts = []
        for activity in self._outcome["activities"]:
            for note in activity["notes"]:
                slot = Slot(activity["id"], note["prompt"], note["group"], note["private"])
                question = safe_line(note["question"] or words.slot(slot))
                name = f"{safe_line(activity['id'])} · {question}"
                text = safe(note["text"]).strip() or "–"
                parts.append(Content.assemble((name, "bold"), ("  ●" if note.get("marked") else ""), f"\n{text}"))
        return parts

    def action_mine(self) -> None:
        """The facilitator's own screen: the room no longer looks on."""
        self._room = False
        self._show()

    def action_elsewhere(self) -> None:
        """Write the session to another place, when its own can't be written."""
        if self._failed:
            self.post_message(Export())

    def action_learn(self) -> None:
        """Put what a rehearsal taught into the plan."""
        if self._rehearsed is not None:
            done = [activity for activity in self._outcome["activities"] if activity["status"] == "done"]
            self.post_message(Learn({activity["id"]: activity["actual_s"] for activity in done}))

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        self.query_one("#over").scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Leave."""
        if not self._room:
            self.post_message(Closed())


def _bar(activity: Mapping[str, Any], longest: int) -> Content:
    """Return a line whose bar can be read without colour: what was planned, what it took, and what went over."""
    planned, actual = activity["planned_s"], activity["actual_s"]
    width, used = planned * BAR // longest, actual * BAR // longest
    bar = "█" * min(width, used) + "░" * max(0, width - used) + "▓" * max(0, used - width)
    name = Content(
        f"{'·' if activity['step'] is None else safe_line(activity['id']):<3} {safe_line(activity['title'])}"
    )
    title = name.truncate(34, ellipsis=True, pad=True)
    state = {"skipped": _("skipped"), "unreached": _("not reached")}.get(activity["status"])
    figures = state or f"{words.minutes(planned)} → {words.minutes(actual)}"
    return Content.assemble(title, "  ", (f"{bar:<{BAR}}", "$primary"), f"  {figures}")
