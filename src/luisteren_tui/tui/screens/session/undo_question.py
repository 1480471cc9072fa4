"""The question before something is undone that was done a while ago."""

from luisteren_tui.i18n import N_, _
from luisteren_tui.session.state import Past, PastPeople
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.screens.dialog import Confirm


def undo_question(past: Past | PastPeople, age_ms: int, *, mirrored: bool) -> Confirm:
    """Return the question whether to undo the change after `past`. A `mirrored` one doesn't say what that was."""
    what = _(words.UNDONE.get(past.what, past.what))
    title = _("Undo?") if mirrored else _("Undo {what}?").format(what=what)
    text = _("That was {length} ago.").format(length=words.length(age_ms // 1000))
    return Confirm(title, text, N_("undo it"))
