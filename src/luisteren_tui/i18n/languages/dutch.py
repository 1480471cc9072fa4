"""The Dutch language: its dates, words, reading speeds and phone numbers."""

from datetime import date

from luisteren_tui.i18n.languages.language import N_, TWO_DIGITS, Language


def _short_date(day: date) -> str:
    return f"{TWO_DIGITS[day.day]}-{TWO_DIGITS[day.month]}-{day.year}"


def _near_date(day: date) -> str:
    month = "mrt" if day.month == 3 else DUTCH.months[day.month - 1][:3]
    return f"{DUTCH.weekdays[day.weekday()][:2]} {day.day:>2} {month}"


DUTCH = Language(
    code="nl",
    name=N_("Dutch"),
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    months=(
        *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober"),
        *("november", "december"),
    ),
    short_date=_short_date,
    near_date=_near_date,
    thousands=".",
    hour_signs=("u", "uur"),
    near_days=("vandaag", "morgen"),
    yes=("j", "ja"),
    # 183 words a minute for English (Brysbaert 2019, doi:10.1016/j.jml.2019.104047, 77 studies), reduced because Dutch
    # words are longer: 5.1 letters on average, against 4.6. Speaking from memory is slower still.
    aloud_wpm=165,
    # Brysbaert, Sui, Duyck and Dirix 2021, doi:10.1177/17470218211017100, for texts with words of 5.1 letters.
    silent_wpm=238,
    phone_number=r"(?:\+31|0031|0|\(0(?=\d{{1,3}}\)))(?:{gap}\d){{9}}",
)
