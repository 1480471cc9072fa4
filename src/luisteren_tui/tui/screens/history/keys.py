"""The keys of the list of all sessions: what is printed on each, and what it does (message ids)."""

from luisteren_tui.i18n import N_

FOOTER = (
    ("open", "enter", N_("open")),
    ("compare", "F2", N_("compare")),
    ("figures", "F3", N_("times")),
    ("keep_for", "F4", N_("how long")),
    ("remove", "F8", N_("erase")),
    ("close", "escape", N_("back")),
    ("help", "question_mark", N_("help")),
)
HELP = (
    ("a … z", N_("Only what has this in its name, day, month or state; notes are not searched")),
    ("enter", N_("Look at it")),
    ("F2", N_("Choose it to compare; on a second one: compare the two")),
    ("F3", N_("How long each activity takes, over all of them")),
    ("F4", N_("How long notes stay")),
    ("F8", N_("Erase it, or only its notes; asks first")),
    ("↑ ↓", N_("Choose; PgUp and PgDn go further")),
    ("escape", N_("All of them again, nothing chosen, then back")),
)
