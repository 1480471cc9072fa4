"""The keys of the list of all sessions: what is printed on each, and what it does (message ids)."""

from luisteren_tui.i18n import N_

HELP = (
    ("a … z", N_("Only what has this in its name, day or state")),
    ("enter", N_("Look at it")),
    ("F2", N_("Choose it to compare; on a second one: compare the two")),
    ("F3", N_("How long each activity takes, over all of them")),
    ("F4", N_("How long notes stay")),
    ("F8", N_("Remove it; asks first")),
    ("↑ ↓", N_("Choose; PgUp and PgDn go further")),
    ("escape", N_("All of them again, then back")),
)
