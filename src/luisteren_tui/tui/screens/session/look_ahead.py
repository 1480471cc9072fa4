"""What comes next, with all that the facilitator needs to prepare it, and the way to any other activity."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.session.moves import left_out_between, missing_for, neighbour
from luisteren_tui.session.state import State, track
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.page import Page
from luisteren_tui.tui.widgets.overview import SIGNS, STYLES
from luisteren_tui.tui.widgets.row_list import RowList
from luisteren_tui.views.session_view import activity_label, activity_status
from luisteren_tui.workshop.model import FORM_NAMES, Activity, Workshop, material_names

WIDE = 100
"""Cells from which the activities stand beside what is known about the chosen one."""


class LookAhead(Page):
    """All activities, the chosen one in full, and which key goes there. On a `mirrored` screen titles only.

    The present activity is chosen first, unless it is the one with the id `at`, and shown together with the next one. `go`
    goes to another one. `now` is the session time.
    """

    AUTO_FOCUS = ""
    keys_first = True
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (WIDE, "-beside")]
    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "choose(-1)"),
        ("down", "choose(1)"),
        ("home", "choose(-9999)"),
        ("end", "choose(9999)"),
        ("enter", "go"),
        Binding("v", "close", id="ahead"),
        Binding("k", "app.parking", id="parking"),
    ]

    def __init__(
        self, state: State, now: Callable[[], int], go: Callable[[str], None], *, mirrored: bool, at: str = ""
    ) -> None:
        super().__init__()
        self._state, self._now, self._go, self._mirrored = state, now, go, mirrored
        self.title_text = _("Now and next")
        self.set_class(mirrored, "-mirrored")
        self._label_width = words.label_width(map(activity_label, state.opened.workshop.activities))
        self._rows = RowList(self._draw_row, id="activities")
        self._rows.show(state.opened.workshop.activities, state.places[at or state.timing.activity])

    @property
    def _chosen(self) -> Activity:
        return self._state.opened.workshop.activities[self._rows.selected]

    @property
    def _missing(self) -> Activity | None:
        """The activity without which nobody can go to the chosen one."""
        id = missing_for(self._state, self._chosen.id, self._now())
        return None if id is None else self._state.activities[id]

    def body(self) -> ComposeResult:
        """Lay out the activities and what is known about the chosen one."""
        with Container(id="ahead"):
            yield self._rows
            yield from super().body()

    def on_resize(self) -> None:
        """Give the activities the lines that they need, and no more than leave room for the rest."""
        height, stacked = self.app.size.height, self.app.size.width < WIDE and not self._mirrored
        count = len(self._state.opened.workshop.activities)
        self._rows.styles.height = min(count + 1, max(4, height * 2 // 5)) if stacked else "1fr"
        super().on_resize()

    def content(self) -> Content:
        """Return the present activity and the next one, or the chosen one and what going there takes away."""
        if self._mirrored:
            return Content("")
        if self._chosen is self._state.activity:
            return self._now_and_next()
        chosen = self._chosen
        parts = activity_text(self._state.opened.workshop, chosen, self._minutes(chosen))
        left_out = left_out_between(self._state, chosen.id)
        if (needed := self._missing) is not None:
            parts.insert(1, Content.assemble((_needs_text(chosen, needed), "bold")))
        elif left_out:
            titles = " · ".join(safe_line(self._state.activities[id].title) for id in left_out)
            parts.insert(1, Content.assemble((_("Left out on the way: {titles}").format(titles=titles), "bold")))
        return Content("\n\n").join(parts)

    def _now_and_next(self) -> Content:
        workshop, now, following = self._state.opened.workshop, self._state.activity, neighbour(self._state, 1)
        # What comes next is first: what is going on now is on the session screen too.
        parts = [Content(_("This is the last activity. Then the session ends."))]
        if following is not None:
            then = activity_text(workshop, following, self._minutes(following))
            parts = [Content.assemble((_("Then"), "bold")), *then]
        parts += [Content.assemble((_("Now"), "bold")), *activity_text(workshop, now, self._minutes(now))]
        return Content("\n\n").join([*parts, *about_text(workshop)])

    def keys(self) -> Iterable[tuple[str, str]]:
        """Return where Enter leads, and the keys that choose."""
        chosen, here = self._chosen, self._state.activity
        if chosen is not here:
            name, needed = words.name_of(chosen), self._missing
            if needed is not None:
                yield "", _needs_text(chosen, needed)
            elif self._state.places[chosen.id] < self._state.places[here.id]:
                yield "enter", _("back to {name}").format(name=name)
            else:
                yield "enter", _("to {name}").format(name=name)
        yield "↑ ↓", _("choose")

    def place(self) -> str:
        """Return how much is left to read, if anything is."""
        return "" if self._mirrored else super().place()

    def action_choose(self, by: int) -> None:
        """Choose another activity."""
        self._rows.move(by)
        self._renew()

    @on(RowList.Moved)
    def _renew(self) -> None:
        self.renew()
        self._scroller.scroll_home(animate=False)
        self.call_after_refresh(self.show_left)
        self.show_left()

    def action_go(self) -> None:
        """Go to the chosen activity, or close the page if it is the present one."""
        chosen = self._chosen
        if chosen is self._state.activity:
            self.dismiss(None)
        elif self._missing is None:
            self.dismiss(None)
            self._go(chosen.id)

    def _draw_row(self, activity: Activity, width: int) -> Content:
        status = activity_status(self._state, activity)
        lead = f"{SIGNS[status]} {activity_label(activity):<{self._label_width}} "
        minutes = "" if self._mirrored else words.minutes(track(self._state, activity.id).allotted // 1000)
        title = Content(safe_line(activity.title)).truncate(max(0, width - len(lead) - 4), ellipsis=True)
        gap = " " * max(1, width - len(lead) - title.cell_length - len(minutes))
        return Content.assemble((f"{lead}{title.plain}{gap}{minutes}", STYLES[status]))

    def _minutes(self, activity: Activity) -> str:
        n = int(words.minutes(track(self._state, activity.id).allotted // 1000))
        return ngettext("{n} minute", "{n} minutes", n).format(n=n)


def _needs_text(activity: Activity, needed: Activity) -> str:
    """Return why nobody can go to `activity`."""
    return _("{name} needs {other} first").format(name=words.name_of(activity), other=words.name_of(needed))


def about_text(workshop: Workshop) -> list[Content]:
    """Return the makers' text about the whole workshop, in paragraphs."""
    parts = [Content.assemble((_("About this workshop"), "bold"))]
    if workshop.introduction:
        parts.append(Content(safe(workshop.introduction).strip()))
    materials = "; ".join(material_names(workshop, workshop.materials))
    named = [(_("Theme"), workshop.theme), (_("Goal"), workshop.goal), (_("Materials"), materials)]
    if workshop.indication is not None:
        low, high = (words.length(seconds) for seconds in (workshop.indication.low, workshop.indication.high))
        named.append((_("Time"), f"{low} – {high}"))
    parts += [Content.assemble((f"{name}: ", "bold"), safe_line(text)) for name, text in named if text]
    parts.append(Content.assemble((safe_line(workshop.credit), "$muted")))
    return parts


def activity_text(workshop: Workshop, activity: Activity, minutes: str) -> list[Content]:
    """Return everything about an activity, in paragraphs."""
    form = _(FORM_NAMES[activity.form])
    parts = [
        Content.assemble(
            (f"{activity_label(activity)}  {safe_line(activity.title)}", "bold $accent"),
            (f"   {form} · {minutes}", "$muted"),
        )
    ]
    if activity.materials:
        ready = ", ".join(map(safe_line, material_names(workshop, activity.materials)))
        parts.append(Content(_("Have ready: {things}").format(things=ready)))
    if activity.instruction:
        parts.append(Content(safe(activity.instruction).strip()))
    if activity.options:
        options = " · ".join(map(safe_line, activity.options))
        parts.append(Content(_("Choose from: {options}").format(options=options)))
    if activity.turns is not None and activity.turns.phases:
        phases = "\n".join(f"{n}. {safe_line(phase.say)}" for n, phase in enumerate(activity.turns.phases, 1))
        parts.append(Content.assemble((_("In each turn"), "bold"), f"\n{phases}"))
    if activity.prompts:
        parts.append(Content("\n".join(f"· {safe_line(prompt)}" for prompt in activity.prompts)))
    for tip in activity.tips:
        text = _("Tip (not by the makers): {tip}").format(tip=safe_line(tip))
        parts.append(Content.assemble((text, "italic")))
    return parts
