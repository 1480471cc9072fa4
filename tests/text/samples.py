"""Text of the world: what needs its joiners, and what must be found and removed."""

PERSIAN = "علی\u200cرضا"
HINDI = "क्\u200dष"
HEALTH_WORKER = "👩\u200d⚕\ufe0f"
RAINBOW = "🏳\ufe0f\u200d🌈"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
JOINED = (
    PERSIAN,
    HINDI,
    HEALTH_WORKER,
    RAINBOW,
    SCOTLAND,
    "👨\u200d👩\u200d👧\u200d👦",
    "🧑🏽\u200d🤝\u200d🧑🏿",
    "❤\ufe0f\u200d🔥",
    "🙂\u200d↔\ufe0f",
    "ന്\u200d",  # an old spelling of a Malayalam letter, at the end of a word
    "র\u200d্য",  # Bengali: the joiner before the sign that takes the vowel
    "می\u200cخواهم",
)
"""Each keeps every character."""
WORLD = " ".join((PERSIAN, HINDI, HEALTH_WORKER, RAINBOW, SCOTLAND))
LEFTOVERS = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space, word joiner and byte order mark."""
LINE_BREAKS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
