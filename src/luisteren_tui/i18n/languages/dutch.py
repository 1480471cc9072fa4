"""The Dutch language: its dates, words and reading speeds."""

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
    list_separator=";",  # the comma is in decimal numbers
    hour_signs=("u", "uur"),
    near_days=("vandaag", "morgen"),
    yes=("j", "ja"),
    # 183 words a minute for English (Brysbaert 2019, doi:10.1016/j.jml.2019.104047, 77 studies), reduced because Dutch
    # words are longer: 5.1 letters on average, against 4.6. Speaking from memory is slower still.
    aloud_wpm=165,
    # Brysbaert, Sui, Duyck and Dirix 2021, doi:10.1177/17470218211017100, for texts with words of 5.1 letters.
    silent_wpm=238,
    numbers=(
        *("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
        *(
            "elf",
            "twaalf",
            "dertien",
            "veertien",
            "vijftien",
            "zestien",
            "zeventien",
            "achttien",
            "negentien",
            "twintig",
            "dertig",
            "veertig",
            "vijftig",
            "zestig",
        ),
    ),
    minutes_in_words=(
        ("anderhalf uur", 90),
        ("drie kwartier", 45),
        ("half uur", 30),
        ("halfuur", 30),
        ("kwartier", 15),
        ("een uur", 60),
    ),
    workshop_words=(
        ("language", "taal"),
        ("participants", "deelnemers personen mensen"),
        ("theme", "thema"),
        ("goal", "doel"),
        ("indication", "duur tijd tijdsindicatie"),
        ("introduction", "inleiding"),
        ("credit", "makers maker"),
        ("materials", "materiaal materialen benodigdheden"),
        ("texts", "teksten"),
        ("text", "tekst"),
        ("steps", "stappen stap"),
        ("activities", "onderdelen activiteiten"),
        ("break", "pauze"),
        ("form", "vorm werkvorm groepsvorm"),
        ("duration", "duur tijd lengte minuten"),
        ("min", "minimum minimaal"),
        ("prompts", "vragen vraag"),
        ("tips", "tip"),
        ("instruction", "instructie opdracht uitleg"),
        ("roles", "rollen rol"),
        ("options", "opties keuzes"),
        ("turns", "beurten beurt"),
        ("cues", "geheugensteunen geheugensteun"),
        ("protected", "beschermd"),
        ("skippable", "overslaan"),
        ("signal", "signaal"),
        ("room", "zaal zaalscherm"),
        ("then", "daarna"),
        ("needs", "nodig"),
        ("silence", "stilte"),
        ("groups", "groepen groep"),
        ("repeat", "rondes ronde herhaal"),
        ("window", "duur tijd"),
        ("each", "elk wie per"),
        ("prepare", "voorbereiding"),
        ("after", "daarna"),
        ("phases", "fasen fases"),
        ("say", "zeg"),
        ("size", "grootte"),
        ("count", "aantal"),
        ("labels", "namen"),
        ("from", "uit van"),
        ("stay", "blijft blijven"),
        ("source", "bron"),
        ("body", "tekst"),
        ("file", "bestand"),
        ("clock", "klok"),
        ("individual", "individueel alleen"),
        ("pairs", "tweetallen tweetal duo duos paren"),
        ("plenary", "plenair samen allen"),
        ("role", "rol rollen"),
        ("group", "groep groepen"),
        ("subgroups", "groepjes subgroepen groepen drietallen viertallen"),
        ("participant", "deelnemer deelnemers persoon iedereen"),
        ("facilitator", "begeleider"),
        ("quiet", "stil geen niets"),
        ("all", "alle alles"),
        ("chosen", "gekozen"),
        ("none", "geen"),
        ("seconds", "seconden"),
        ("minutes", "minuten"),
        ("end", "eind einde"),
        ("wait", "wachten"),
        ("next", "volgende"),
        ("true", "ja waar"),
        ("false", "nee onwaar"),
    ),
)
