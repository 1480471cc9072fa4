"""The keys of the editor: (action, key, label, help) of those in the two rows of the footer, and what help lists."""

from luisteren_tui.i18n import N_

PART_KEYS = (
    ("enter", "enter", N_("fill in"), N_("Go to the fields of the selected part; Escape leads back")),
    ("minutes(1)", "+ -", N_("min"), N_("A minute more or less for the selected part")),
    ("add", "a", N_("add"), N_("Add a part below the selected one, or a text to read")),
    ("move(1)", "j k", N_("shift"), N_("Move the part down or up")),
    ("remove", "delete", N_("remove"), N_("Remove the part")),
    ("undo", "u", N_("undo"), N_("Undo the last change; Ctrl+Y does it again")),
)
# In a narrow footer, keys are left out from the end, but never the last one.
FILE_KEYS = (
    ("save", "ctrl+s", N_("save"), N_("Save the workshop")),
    ("preview", "v", N_("preview"), N_("See the part as the facilitator, the room and the handout show it")),
    ("close", "escape", N_("back"), N_("Back; asks what to do with changes that are not saved")),
    ("help", "question_mark", N_("help"), N_("All keys")),
)
Keys = tuple[tuple[str, str, str, str], ...]
Rows = tuple[Keys, Keys]
FIELD_KEYS: Rows = (
    (
        ("next_field", "tab", N_("next field"), ""),
        ("previous_field", "shift+tab", N_("previous field"), ""),
        ("next_part", "f9", N_("next part"), ""),
    ),
    (
        ("save", "ctrl+s", N_("save"), ""),
        ("back", "escape", N_("back to the parts"), ""),
    ),
)
"""The two rows while a field is filled in."""
SOURCE_KEYS: Rows = (("save", "ctrl+s", N_("save"), ""),), (("back", "escape", N_("back"), ""),)
"""The two rows while the text of the file is shown."""
HELP = (
    ("↑ ↓ Home End", N_("Choose a part")),
    *((key, help) for _name, key, _label, help in PART_KEYS),
    ("d", N_("Add the part once more, below it")),
    ("< >", N_("Take the part out of its step, or into the step above it")),
    *((key, help) for _name, key, _label, help in FILE_KEYS),
    ("tab", N_("In the fields: the next one; Shift+Tab the previous one")),
    ("← →", N_("In a field with choices: choose")),
    ("ctrl+a", N_("In a field: select all of it, to type over it")),
    ("F9", N_("In the fields: the next part; Shift+F9 the previous one")),
    ("PgDn PgUp", N_("Read on if not all fields are shown")),
)
