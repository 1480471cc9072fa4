"""The keys of the plan screen: one table gives its two rows of keys and its help."""

from luisteren_tui.i18n import N_
from luisteren_tui.tui.widgets.key_bar import Keys

_OF_A_BLOCK = (
    ("minutes(1)", "+ -", N_("min"), N_("A minute more or less for the part that is chosen")),
    ("fit", "f", N_("fit"), N_("Make the plan fit the time there is; breaks give first")),
    ("skip", "s", N_("skip"), N_("Skip the part, or take it up again")),
    ("add", "a", N_("add"), N_("Add a block of your own before the part that is chosen")),
    ("edit", "t", N_("text"), N_("Change the title, minutes and text of a block of your own")),
    ("move(1)", "j k", N_("shift"), N_("Move a break or a block of your own down or up")),
    ("undo", "u", N_("undo"), N_("Undo the last change")),
)
_OF_THE_PLAN = (
    ("start_time", "b", N_("from"), N_("When it starts")),
    ("end_time", "e", N_("until"), N_("When it must be over")),
    ("save", "w", N_("save"), N_("Save the plan; a plan with today's date is first at home")),
    ("begin", "enter", N_("run it"), N_("Begin a session with this plan")),
    ("participants", "d", N_("participants"), N_("How many take part")),
    ("close", "escape", N_("back"), N_("Back; what is not saved is asked about first")),
    ("help", "question_mark", N_("help"), N_("All the keys")),
)
_UNSEEN = (
    ("↑ ↓ Home End", N_("Choose a part")),
    ("Del", N_("Take a block of your own away")),
    ("PgDn PgUp", N_("Read on, where not all of it is shown")),
)
# Where it is tight the last but one is left out first.
OF_A_BLOCK: Keys = tuple((name, key, label) for name, key, label, _help in _OF_A_BLOCK)
"""What is done to the block at hand, or to all of them."""
OF_THE_PLAN: Keys = tuple((name, key, label) for name, key, label, _help in _OF_THE_PLAN)
HELP = (*((key, help) for _name, key, _label, help in (*_OF_A_BLOCK, *_OF_THE_PLAN)), *_UNSEEN)
"""All keys, with what they do."""
