"""What comes next, with all that the facilitator needs to prepare it."""

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.session.moves import neighbour
from luisteren_tui.session.state import State, track
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.page import Page
from luisteren_tui.views.session_view import activity_label
from luisteren_tui.workshop.model import FORM_NAMES, Activity, Workshop, material_names


class LookAhead(Page):
    """This activity and the next one in full, and a line for each one after. On a `mirrored` screen titles only."""

    BINDINGS: ClassVar[list[BindingType]] = [("k", "app.parking")]

    def __init__(self, state: State, *, mirrored: bool) -> None:
        super().__init__()
        self._state, self._mirrored = state, mirrored
        order = state.opened.workshop.activities
        following = neighbour(state, 1)
        self._coming = order[order.index(following) :] if following else ()
        self.title_text = _("Now and next")

    def content(self) -> Content:
        """Return the current activity, those to come, and what the workshop is about."""
        now = self._state.activity
        if self._mirrored:
            titles = [f"{activity_label(a):<3} {safe_line(a.title)}" for a in (now, *self._coming)]
            return Content("\n".join(titles))
        workshop = self._state.opened.workshop
        about = about_text(workshop)
        begun = bool(self._state.timing.tracks)
        parts = [] if begun else about
        parts += [Content.assemble((_("Now"), "bold")), *activity_text(workshop, now, self._minutes(now))]
        if not self._coming:
            return Content("\n\n").join(
                [*parts, Content(_("This is the last activity. Then the session ends.")), *about]
            )
        parts += [
            Content.assemble((_("Then"), "bold")),
            *activity_text(workshop, self._coming[0], self._minutes(self._coming[0])),
        ]
        if len(self._coming) > 1:
            parts.append(Content.assemble((_("After that"), "bold")))
            lines = [f"{activity_label(a):<3} {safe_line(a.title)} · {self._minutes(a)}" for a in self._coming[1:]]
            parts.append(Content("\n".join(lines)))
        if begun:
            parts += about
        return Content("\n\n").join(parts)

    def _minutes(self, activity: Activity) -> str:
        n = int(words.minutes(track(self._state, activity.id).allotted // 1000))
        return ngettext("{n} minute", "{n} minutes", n).format(n=n)


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
    parts.append(Content.assemble((safe_line(workshop.credit), "$text-muted")))
    return parts


def activity_text(workshop: Workshop, activity: Activity, minutes: str) -> list[Content]:
    """Return everything about an activity, in paragraphs."""
    form = _(FORM_NAMES[activity.form])
    parts = [
        Content.assemble(
            (f"{activity_label(activity)}  {safe_line(activity.title)}", "bold $accent"),
            (f"   {form} · {minutes}", "$text-muted"),
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
    if activity.prompts:
        parts.append(Content("\n".join(f"· {safe_line(prompt)}" for prompt in activity.prompts)))
    for tip in activity.tips:
        text = _("Tip (not by the makers): {tip}").format(tip=safe_line(tip))
        parts.append(Content.assemble((text, "italic")))
    return parts
