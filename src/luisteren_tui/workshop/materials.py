"""What to have ready, as it is said outside of the page that the makers wrote it on."""

import re

from luisteren_tui.workshop.model import Workshop

_WHERE = re.compile(r":?\s*\([^()]*\)\s*$")
"""Where on their page the makers have a text: "(see below)"."""


def things(workshop: Workshop, materials: tuple[str, ...]) -> tuple[str, ...]:
    """Return `materials` to be shown: those that are texts of the workshop without where the makers have them.

    That is one which begins as the title of a text does, up to its colon.
    """
    titles = tuple(title for text in workshop.texts.values() if (title := text.title.partition(":")[0].strip()))
    return tuple(_WHERE.sub("", one) if titles and one.startswith(titles) else one for one in materials)
