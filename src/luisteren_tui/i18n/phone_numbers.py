"""What phone numbers look like in the Netherlands and the countries around it, and abroad with a country code.

Here a number is known by how people write it, and what looks like one and is none (a date, a time, a sum of money, the
number of a bank account) is known first. A library such as phonenumbers, of 48 MB, has to be told the country, and takes
dates and times ("09-11-2026 14.30", "0900-1030") for numbers of some.
"""

import re
from collections.abc import Iterator
from functools import cache

_GAP = r"[\s./()\-\u2010\u2011\u2013]{0,3}"
"""What may stand between two digits."""
_BREAK = r"[\s./\-\u2010\u2011\u2013]{1,3}"
"""What stands between an area code and the rest."""
_TIME = r"(?:[01]?\d|2[0-3])[.:h][0-5]\d"
_CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d"
"""A time without a sign: 0930."""
_NO_PHONE = (
    r"[A-Z]{2}\d\d(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,3})?(?!\w)",  # the number of a bank account
    r"[€$£]\s?\d(?:[\d.,\s]{0,20}\d)?",
    r"\d{1,3}(?:[\s.,]\d{3}){1,5}(?:,\d\d)?(?=\s?(?:[€$£]|(?i:euro?s?|eur|dollars?|pond|gbp|chf|usd)(?!\w)))",
    r"(?:0?[1-9]|[12]\d|3[01])(?P<mark>[-./ ])(?:0?[1-9]|1[0-2])(?P=mark)(?:(?:19|20)\d\d|\d\d)(?![-./]?\d)(?!(?P=mark)\d)",  # a date
    rf"{_TIME}(?![.:]?\d)",
    rf"{_CLOCK}(?:\s?[-\u2013]\s?{_CLOCK})+(?!\d)",
)


def _area(code: str) -> str:
    return rf"(?:{code}|\({code}\)){_BREAK}"


_COUNTRIES = (
    # The Netherlands; also France, and mobile numbers in Belgium: ten digits.
    rf"(?:0[1-9]|\(0[1-9](?=\d{{0,2}}\)))(?:{_GAP}\d){{8}}",
    # Germany and the United Kingdom: an area code and six to eight digits; five at least after a long code.
    _area(r"0[1-9]\d{1,2}") + r"\d(?:[\s\-]?\d){5,7}",
    _area(r"0[1-9]\d{3}") + r"\d(?:[\s\-]?\d){4,7}",
    # The same without a gap: eleven digits, and twelve of a mobile number in Germany.
    r"0[127]\d{9}|01[567]\d{9}",
    # Belgium: nine digits, with an area code of one digit in large towns.
    _area("0[2349]") + rf"\d{{3}}{_GAP}\d\d{_GAP}\d\d",
    _area(r"0[15-8]\d") + rf"\d\d{_GAP}\d\d{_GAP}\d\d",
    # Luxembourg: no code. Mobile numbers begin with 6, others are written in pairs.
    r"6[2-9]1[\s\-]\d{3}[\s\-]\d{3}",
    r"2[4-9](?:[\s\-]\d\d){3}",
)
_COUNTRY_CODES = (
    rf"31{_GAP}(?:0{_GAP})?[1-9](?:{_GAP}\d){{8}}",
    rf"32{_GAP}(?:0{_GAP})?[1-9](?:{_GAP}\d){{7,8}}",
    rf"33{_GAP}(?:0{_GAP})?[1-9](?:{_GAP}\d){{8}}",
    rf"44{_GAP}(?:0{_GAP})?[1-9](?:{_GAP}\d){{9}}",
    rf"[1-9](?:{_GAP}\d){{7,13}}",
)
_BEFORE = r"(?<![\w+:])(?<!\d[-/.,])"


@cache
def _numbers() -> re.Pattern[str]:
    abroad = rf"(?:\+|00){_GAP}(?:{'|'.join(_COUNTRY_CODES)})"
    phone = "|".join(rf"(?:{number})(?!\d)" for number in (abroad, *_COUNTRIES))
    return re.compile(rf"{_BEFORE}(?:(?:{'|'.join(_NO_PHONE)})|(?P<phone>{phone}))")


def phone_numbers_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each phone number in `text`."""
    return (match.span() for match in _numbers().finditer(text) if match["phone"])
