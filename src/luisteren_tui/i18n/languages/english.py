"""The English language: its dates, words and reading speeds."""

from datetime import date

from luisteren_tui.i18n.languages.language import N_, TWO_DIGITS, Language


def _short_date(day: date) -> str:
    # With the month as a word: the order of numbers differs between countries.
    return f"{TWO_DIGITS[day.day]} {ENGLISH.months[day.month - 1][:3]} {day.year}"


def _near_date(day: date) -> str:
    return f"{ENGLISH.weekdays[day.weekday()][:3]} {day.day:>2} {ENGLISH.months[day.month - 1][:3]}"


ENGLISH = Language(
    code="en",
    name=N_("English"),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December"),
    ),
    short_date=_short_date,
    near_date=_near_date,
    thousands=",",
    list_separator=",",
    hour_signs=("h",),
    near_days=("today", "tomorrow"),
    yes=("y", "yes"),
    # As in Dutch until English workshops are tried: the study named there has 183 words a minute aloud.
    aloud_wpm=165,
    silent_wpm=238,
    numbers=(
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *(
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "sixty",
        ),
    ),
    minutes_in_words=(
        ("an hour and a half", 90),
        ("half an hour", 30),
        ("half hour", 30),
        ("quarter of an hour", 15),
        ("an hour", 60),
        ("one hour", 60),
    ),
    workshop_words=(
        ("title", "name heading"),
        ("participants", "people persons"),
        ("indication", "duration time length"),
        ("introduction", "intro"),
        ("credit", "author authors makers"),
        ("activities", "activity parts"),
        ("break", "pause"),
        ("form", "type"),
        ("duration", "time length minutes"),
        ("prompts", "questions question prompt"),
        ("tips", "tip hints advice"),
        ("instruction", "description task explanation"),
        ("turns", "turn"),
        ("cues", "cue"),
        ("groups", "group"),
        ("repeat", "rounds times"),
        ("window", "duration time"),
        ("each", "who"),
        ("say", "text"),
        ("role", "roles"),
        ("group", "groups"),
        ("participant", "participants person people everybody everyone"),
        ("quiet", "none silent nothing no"),
        ("individual", "alone solo"),
        ("pairs", "pair duo duos twos"),
        ("plenary", "all together everybody"),
        ("subgroups", "groups group threes fours trios"),
        ("none", "nothing no"),
        ("true", "yes on"),
        ("false", "no off"),
    ),
)
