"""The two lines above the parts: which workshop it is and whether it is saved, and what its times add up to."""

from textual.content import Content

from luisteren_tui.i18n import _, ngettext
from luisteren_tui.planning.plan import whole_minutes
from luisteren_tui.storage.edited_workshop import EditedWorkshop
from luisteren_tui.storage.workshop_reading import Minutes
from luisteren_tui.text.safe import safe_line, within_quotes


def draw_title(edited: EditedWorkshop, failure: str, *, untouched_copy: bool) -> Content:
    """Return the title of a workshop, or the name of its file, and where it is kept. `failure` is why its draft is not on the disk."""
    title = within_quotes(safe_line(edited.title or edited.path.stem))
    if failure:
        why = _("the draft can’t be written: {why}").format(why=failure)
        state = (f" ▲ {why} ", "bold $background on $error")
    else:
        kept = _("not saved yet, kept as a draft") if edited.unsaved else _("saved")
        state = (_("a copy of your own") if untouched_copy else kept, "$muted")
    return Content.assemble((_("Edit “{title}”").format(title=title), "bold"), "   ", state)


def draw_summary(minutes: Minutes) -> Content:
    """Return the total, for how many people that is, and how that compares with how long the workshop is meant to be."""
    total = whole_minutes(minutes.total or 0)
    people = ngettext("with {n} person", "with {n} people", minutes.people).format(n=minutes.people)
    if minutes.high is None:
        return Content.assemble((_("{total} min").format(total=total), "bold"), f", {people}")
    low, high = whole_minutes(minutes.low or 0), whole_minutes(minutes.high)
    text = Content.assemble((_("{total} of {high} min").format(total=total, high=high), "bold"), f", {people} · ")
    if total > high:
        over = _("{n} min too long").format(n=total - high)
        return Content.assemble(text, (f" ▲ {over} ", "bold $foreground on $warning 35%"))
    if total < low:
        return Content.assemble(
            text, ngettext("{n} minute left to fill", "{n} minutes left to fill", low - total).format(n=low - total)
        )
    room = _("it fits, with {n} min to spare").format(n=high - total) if total < high else _("it fits exactly")
    return Content.assemble(text, (f"✓ {room}", "bold $success"))
