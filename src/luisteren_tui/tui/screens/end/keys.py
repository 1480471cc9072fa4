"""The keys of the end of a session: what is printed on each, and what it does (message ids)."""

from luisteren_tui.i18n import N_

HELP = (
    ("n", N_("Complete notes: what was marked or is empty, and change the others")),
    ("x", N_("Make a file of it, to send or to print")),
    ("c", N_("Copy it as text, for an e-mail")),
    ("k", N_("Copy the notes of one activity")),
    ("a", N_("Show the notes for you alone, and hide them again")),
    ("b", N_("How long notes stay")),
    ("p", N_("After a rehearsal: put what it taught into the plan")),
    ("↑ ↓", N_("Scroll")),
    ("q", N_("Done")),
)
