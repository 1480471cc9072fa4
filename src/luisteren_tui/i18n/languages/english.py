"""What is English by nature."""

from luisteren_tui.i18n.languages.language import Language

ENGLISH = Language(
    code="en",
    short_date="%d %b %Y",  # with the month as a word: the order of numbers differs between countries
    hour_signs=("h",),
    yes=("y", "yes"),
    # As for Dutch: workshops have one reading speed until somebody sets another.
    aloud_wpm=165,
    silent_wpm=238,
)
