"""The look that all pages share: the stylesheets of this package, and what their variables are on paper."""

import re
from pathlib import Path

_VARIABLE = re.compile(r"--([\w-]+):\s*([^;}]+);")


def stylesheet(name: str) -> str:
    """Return the stylesheet `name` of this package after the one that all pages share."""
    return "".join(Path(__file__).with_name(each).read_text("utf-8") for each in ("look.css", name))


def variables(name: str) -> dict[str, str]:
    """Return the variables of the stylesheet `name` without their dashes, in the light colours."""
    found: dict[str, str] = {}
    for variable, value in _VARIABLE.findall(stylesheet(name)):
        found.setdefault(variable, value)
    return found
