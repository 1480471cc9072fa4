"""The English language: its dates, words and reading speeds."""

from luisteren_tui.i18n.languages.language import Language

ENGLISH = Language(
    code="en",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
    ),
    short_date="{day.day:02} {month:.3} {day.year}",  # with the month as a word: the order of numbers differs between countries
    thousands=",",
    hour_signs=("h",),
    yes=("y", "yes"),
    # As in Dutch until English workshops are tried: the study named there has 183 words a minute aloud.
    aloud_wpm=165,
    silent_wpm=238,
)
