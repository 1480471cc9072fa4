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
        state = (_("a copy of your own") if untouched_copy else _kept(edited), "$muted")
    return Content.assemble((_("Edit “{title}”").format(title=title), "bold"), "   ", state)


def _kept(edited: EditedWorkshop) -> str:
    """Return where the workshop is as it is now, or how many mistakes there are in its file."""
    if edited.unsaved:
        return _("not saved yet, kept as a draft")
    n = edited.errors
    return ngettext("{n} mistake in it", "{n} mistakes in it", n).format(n=n) if n else _("saved")


def draw_summary(minutes: Minutes) -> Content:
    """Return the total, for how many people that is, and how that compares with how long the workshop is meant to be."""
    total = whole_minutes(minutes.total or 0)
    people = ngettext("with {n} person", "with {n} people", minutes.people).format(n=minutes.people)
    if minutes.high is None:
        text = Content.assemble((_("{total} min").format(total=total), "bold"), f", {people}")
        return Content.assemble(text, " · ", _draw_unknown(minutes.unknown)) if minutes.unknown else text
    low, high = whole_minutes(minutes.low or 0), whole_minutes(minutes.high)
    compared = draw_total(total, high), f", {people} · "
    if minutes.unknown and total <= high:
        return Content.assemble(*compared, _draw_unknown(minutes.unknown))
    return Content.assemble(*compared, draw_fit(total, low, high))


def draw_total(total: int, high: int) -> Content:
    """Return how many minutes there are of how many."""
    return Content.assemble((_("{total} of {high} min").format(total=total, high=high), "bold"))


def draw_fit(total: int, low: int, high: int) -> Content:
    """Return whether `total` minutes are between `low` and `high`, or how many there are too many or too few."""
    if total > high:
        over = _("{n} min too long").format(n=total - high)
        return Content.assemble((f" ▲ {over} ", "bold $foreground on $warning 35%"))
    if total < low:
        n = low - total
        return Content(ngettext("{n} minute left to fill", "{n} minutes left to fill", n).format(n=n))
    room = _("it fits, with {n} min to spare").format(n=high - total) if total < high else _("it fits exactly")
    return Content.assemble((f"✓ {room}", "bold $success"))


def _draw_unknown(n: int) -> Content:
    """Return that `n` parts don't say yet how long they take."""
    text = ngettext("{n} part has no minutes yet (?)", "{n} parts have no minutes yet (?)", n).format(n=n)
    return Content.assemble((f"▲ {text}", "$warning"))
