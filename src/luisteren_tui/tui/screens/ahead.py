"""What comes next, for who wants to prepare it."""

from textual.content import Content

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.session.decide import neighbour
from luisteren_tui.session.project import label
from luisteren_tui.session.state import State, track
from luisteren_tui.text import safe, safe_line
from luisteren_tui.tui import words
from luisteren_tui.tui.screens.pages import Page
from luisteren_tui.workshop.model import Activity


class AheadScreen(Page):
    """This activity and the next one whole, and a line for each one after it."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        order = state.opened.workshop.activities
        following = neighbour(state, 1)
        self._coming = order[order.index(following) :] if following else ()
        self.title_text = _("Now and next")

    def content(self) -> Content:
        """Return the activities to come."""
        now = self._state.activity
        parts = [Content.assemble((_("Now"), "bold")), *activity_text(now, self._minutes(now))]
        if not self._coming:
            return Content("\n\n").join([*parts, Content(_("This is the last activity. Then the session ends."))])
        parts += [
            Content.assemble((_("Then"), "bold")),
            *activity_text(self._coming[0], self._minutes(self._coming[0])),
        ]
        if len(self._coming) > 1:
            parts.append(Content.assemble((_("After that"), "bold")))
            lines = [f"{label(a):<3} {safe_line(a.title)} · {self._minutes(a)}" for a in self._coming[1:]]
            parts.append(Content("\n".join(lines)))
        return Content("\n\n").join(parts)

    def _minutes(self, activity: Activity) -> str:
        n = int(words.minutes(track(self._state, activity.id).allotted // 1000))
        return ngettext("{n} minute", "{n} minutes", n).format(n=n)


def activity_text(activity: Activity, minutes: str) -> list[Content]:
    """Return all there is to know of an activity, in paragraphs."""
    form = _(words.FORMS[activity.form])
    parts = [
        Content.assemble(
            (f"{label(activity)}  {safe_line(activity.title)}", "bold $accent"),
            (f"   {form} · {minutes}", "$text-muted"),
        )
    ]
    if activity.materials:
        things = ", ".join(map(safe_line, activity.materials))
        parts.append(Content(_("Have ready: {things}").format(things=things)))
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
