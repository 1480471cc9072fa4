"""The keys of the plan screen: (action, key, label, help) of those in the two rows of the footer, and what help lists."""

from luisteren_tui.i18n import N_
from luisteren_tui.tui.widgets.key_bar import Keys

BLOCK_KEYS = (
    ("minutes(1)", "+ -", N_("min"), N_("A minute more or less for the selected part, or for all its rounds")),
    ("fit", "f", N_("fit"), N_("Make the plan fit the time available; breaks are shortened first")),
    ("skip", "s", N_("skip"), N_("Skip the part, or put it back")),
    ("add", "a", N_("add"), N_("Add a block of your own before the selected part")),
    ("edit", "t", N_("text"), N_("Change the title, minutes and text of a block of your own")),
    ("move(1)", "j k", N_("shift"), N_("Move a break or a block of your own down or up")),
    ("undo", "u", N_("undo"), N_("Undo the last change")),
)
# In a narrow footer, keys are left out from the end, but never the last one.
PLAN_KEYS = (
    ("start_time", "b e", N_("times"), N_("When it starts, and when it must be over")),
    ("save", "w", N_("save"), N_("Save the plan; a plan with today's date is at the top of the home screen")),
    ("begin", "enter", N_("run it"), N_("Begin a session with this plan")),
    ("rehearse", "p", N_("rehearse"), N_("Rehearse this plan")),
    ("export", "x", N_("export"), N_("Make a file of the plan: a run sheet, a calendar, a table or text")),
    ("close", "escape", N_("back"), N_("Back; asks about unsaved changes first")),
    ("help", "question_mark", N_("help"), N_("All keys")),
)
HELP = (
    ("↑ ↓ Home End", N_("Choose a part")),
    *((key, help) for _name, key, _label, help in BLOCK_KEYS),
    ("Del", N_("Remove a block of your own")),
    ("d", N_("How many take part")),
    *((key, help) for _name, key, _label, help in PLAN_KEYS),
    ("PgDn PgUp", N_("Read on if not all of it is shown")),
)


def footer(keys: tuple[tuple[str, str, str, str], ...]) -> Keys:
    """Return the part of a table that the footer shows."""
    return tuple((name, key, label) for name, key, label, _help in keys)
