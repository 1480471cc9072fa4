"""How both apps look: two quiet themes with enough contrast for a projector, and the sizes where the layout changes."""

from typing import Any

from textual.app import App
from textual.theme import Theme

WIDTHS = [(0, "-narrow"), (112, "-normal"), (150, "-wide")]
HEIGHTS = [(0, "-short"), (20, "-medium"), (28, "-tall"), (45, "-vast")]

DARK = Theme(
    name="luisteren-dark",
    dark=True,
    primary="#7fb3a8",
    secondary="#6f9fd8",
    accent="#e8c07a",
    warning="#e0915a",
    error="#e0645a",
    success="#8fc08a",
    foreground="#f2efe9",
    background="#14181c",
    surface="#1b2126",
    panel="#252d33",
    variables={"border": "#3a454d", "footer-key-foreground": "#e8c07a"},
)
LIGHT = Theme(
    name="luisteren-light",
    dark=False,
    primary="#1f6f63",
    secondary="#2b5ea7",
    accent="#8a5200",
    warning="#a8470a",
    error="#a82a20",
    success="#2c6b2f",
    foreground="#1a1d20",
    background="#faf8f4",
    surface="#f1ede5",
    panel="#e6e0d5",
    variables={"border": "#b9b1a3", "footer-key-foreground": "#8a5200"},
)


def set_theme(app: App[None], theme: str) -> None:
    """Give an app that does not run yet the theme "dark" or "light"."""
    app.register_theme(DARK)
    app.register_theme(LIGHT)
    # Assigning app.theme would parse all styles a second time before the first picture.
    app.set_reactive(App.theme, f"luisteren-{theme}")
    app.stylesheet.set_variables(app.get_css_variables())


def toggle_theme(app: App[Any]) -> None:
    """Change from the dark theme to the light one, or back."""
    app.theme = LIGHT.name if app.theme == DARK.name else DARK.name
