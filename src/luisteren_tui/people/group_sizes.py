"""How many groups there are and how large, in words."""

from collections import Counter
from collections.abc import Iterable

from luisteren_tui.i18n import ngettext
from luisteren_tui.workshop.model import Form


def sizes(form: Form, people: Iterable[int]) -> str:
    """Return how many groups there are, of how many `people` each: "4 pairs + 1 trio", "2 groups of 4 + 1 group of 3"."""
    parts = []
    for size, n in sorted(Counter(people).items(), key=lambda item: (-item[1], -item[0])):
        if size == 1:
            parts.append(ngettext("{n} alone", "{n} alone", n).format(n=n))
        elif form == Form.PAIRS and size == 2:
            parts.append(ngettext("{n} pair", "{n} pairs", n).format(n=n))
        elif form == Form.PAIRS and size == 3:
            parts.append(ngettext("{n} trio", "{n} trios", n).format(n=n))
        else:
            parts.append(ngettext("{n} group of {size}", "{n} groups of {size}", n).format(n=n, size=size))
    return " + ".join(parts)
