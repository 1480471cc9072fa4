"""Phone numbers as people write them in six countries, and what only looks like one."""

import pytest

from luisteren_tui.i18n.phone_numbers import phone_numbers_in

NUMBERS = {
    "Netherlands": (
        *("0612345678", "06-12345678", "06 12 34 56 78", "06-12 34 56 78", "010-1234567", "(010) 123 45 67"),
        *("0115 123456", "088 123 45 67", "+31612345678", "+31 6 12345678", "+31 (0)6 12 34 56 78", "0031 6 12345678"),
        *("06\u201312345678", "06 \u2011 12345678", "06\u201012345678", "06\u00a012345678", "+31-6-12345678"),
    ),
    "Belgium": (
        *("0470 12 34 56", "0470/12.34.56", "0470/12 34 56", "02 123 45 67", "02/123.45.67", "(02) 123 45 67"),
        *("011 12 34 56", "011/12.34.56", "+32 470 12 34 56", "+32 (0)2 123 45 67", "0032 470 12 34 56"),
    ),
    "Germany": (
        *("030 1234567", "030/12 34 56 78", "(030) 123456", "0221 / 123 45 67", "0221-123456", "040 123 456-12"),
        *("0151 23456789", "015123456789", "01512 3456789", "0176/12345678", "03301 12345", "02151 123456"),
        *("+49 30 1234567", "+49 (30) 1234567", "+49 (0)30 1234567", "0049 30 123456", "+49-221-1234567"),
    ),
    "France": (
        *("06.12.34.56.78", "01 23 45 67 89", "01-23-45-67-89"),
        *("+33 6 12 34 56 78", "+33 (0)1 23 45 67 89", "0033 612345678"),
    ),
    "Luxembourg": (
        "621 123 456",
        "661-123-456",
        "26 12 34 56",
        "+352 621 123 456",
        "+352 45 67 89",
        "00352 621 123456",
    ),
    "United Kingdom": (
        *("020 7946 0958", "(020) 7946 0958", "0161 496 0000", "01632 960001", "01632 960 001", "07700 900123"),
        *("07700 900 123", "07700900123", "+44 20 7946 0958", "+44 (0)20 7946 0958", "0044 7700 900123"),
    ),
    "elsewhere": ("+1 (555) 123-4567", "+48 22 123 45 67"),
}
NO_NUMBERS = {
    "years": ("2026", "1998-2026", "in 1998, 2006 en 2026"),
    "dates": ("09-11-2026", "9-11-2026 10 uur", "09/11/2026", "09.11.2026", "09 11 2026", "2026-11-29T09:00", "1985-03-21 1234"),
    "dates with times": ("09-11-2026 14:30", "09-11-2026 14.30", "14:00 09-11-2026", "01-02-26 09:30"),
    "times": ("09.00-10.30", "09.00 - 10.30 - 12.00", "09:00 10:30 12:00", "0900-1030-1200", "09.00 10.30 12.00 13.30", "09h30"),
    "money": ("€ 0612345678", "€ 621 123 456", "621 123 456 euro", "€ 1.250.000,00", "EUR 10.000", "£ 26 12 34 56"),
    "quantities": ("100.000.000", "0,123456789", "0.123456789", "3.14159265", "+ 10 mensen", "10 20 30 40 50"),
    "postcodes": ("1234 AB", "01067 Dresden", "06000 Nice", "2000 Antwerpen", "75008 Paris", "L-1234", "SW1A 1AA"),
    "accounts": ("NL91 ABNA 0417 1643 00", "DE89 3704 0044 0532 0130 00", "BE68 5390 0754 7034", "1234567890123456"),
    "ids": ("ID0612345678", "2026-0612345678", "dossier 2026/0123456", "123456789", "012345678", "ISBN 978-90-12-34567-8"),
    "short": ("06-1234", "kamer 012", "versie 0.26.11.29", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "12 deelnemers"),
}  # fmt: skip
PLACES = ("{}", "Bel {}, zei ze", "zei\n{}\nnog", "“{}”", "({})", "x {}.")


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in phone_numbers_in(text)]


@pytest.mark.parametrize("country", NUMBERS)
def test_numbers_are_found_whole(country: str) -> None:
    texts = [(number, place.format(number)) for number in NUMBERS[country] for place in PLACES]
    assert [text for number, text in texts if found(text) != [number]] == []


@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_only_looks_like_a_number_is_left_alone(kind: str) -> None:
    texts = [place.format(text) for text in NO_NUMBERS[kind] for place in PLACES]
    assert [text for text in texts if found(text)] == []


def test_number_ends_where_it_is_whole() -> None:
    for number in ("+31 6 12345678", "+32 470 12 34 56", "+33 6 12 34 56 78", "+44 20 7946 0958", "06-12345678"):
        assert found(f"{number} 2 keer gebeld") == [number]
    assert found("06-12345678, 020-1234567") == ["06-12345678", "020-1234567"]
    assert found("+31 6 12345678 / +32 470 12 34 56") == ["+31 6 12345678", "+32 470 12 34 56"]


def test_long_text_is_searched_quickly() -> None:
    for text in (
        "0" * 40_000,
        "06 " * 20_000,
        "+1 - " * 20_000,
        "09-11 " * 10_000,
        "1 000 " * 10_000,
        "AB12 " * 10_000,
    ):
        assert all(end <= len(text) for _start, end in phone_numbers_in(text))
