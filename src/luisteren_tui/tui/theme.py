"""How both apps look: two quiet themes with enough contrast for a projector, and the sizes where the layout changes."""

from typing import Any

from textual.app import App
from textual.theme import Theme

WIDTHS = [(0, "-narrow"), (112, "-normal"), (150, "-wide")]
HEIGHTS = [(0, "-short"), (20, "-medium"), (28, "-tall"), (45, "-vast")]

CHIP = "bold $background on $primary"
"""The style of a value that a form asks for, and of the chosen one of several. What is not chosen is plain."""
BADGE = "bold reverse $accent"
"""The style of what the room sees now, where that could be forgotten."""


def _variables(*, foreground: str, primary: str, accent: str, border: str, track: str, chosen: str) -> dict[str, str]:
    """Return the colours that are made of others, and Textual's own where ours differ.

    Content and tcss know them by the same names. `$muted` is text that steps back, and text has no other opacity. `$track`
    is a line that means something, and `$faint` what nobody needs to see. `$chosen` lies behind the chosen row of a list,
    and `$hover` behind what is under the mouse. The last two digits are the opacity: Content would lose a percentage.
    """
    muted, hover = f"{foreground}a8", f"{foreground}18"
    return {
        "muted": muted,
        "track": track,
        "faint": f"{foreground}26",
        "chosen": chosen,
        "hover": hover,
        "border": border,
        "footer-key-foreground": accent,
        "text": foreground,
        "text-muted": muted,
        "text-disabled": muted,
        "block-cursor-background": chosen,
        "block-cursor-foreground": foreground,
        "block-cursor-blurred-background": chosen,
        "block-cursor-blurred-foreground": foreground,
        "block-hover-background": hover,
        "scrollbar": track,
        "scrollbar-hover": muted,
        "scrollbar-active": primary,
        "scrollbar-background": "transparent",
        "scrollbar-background-hover": "transparent",
        "scrollbar-background-active": "transparent",
        "scrollbar-corner-color": "transparent",
    }


# So grey that a terminal with 256 colours takes them for greys: it would make them black and navy otherwise.
DARK = Theme(
    name="luisteren-dark",
    dark=True,
    primary="#7fb3a8",
    secondary="#82aee2",
    accent="#e8c07a",
    warning="#e69a66",
    error="#ef867d",
    success="#8fc08a",
    foreground="#f2efe9",
    background="#15181b",
    surface="#1d2124",
    panel="#282d31",
    variables=_variables(
        foreground="#f2efe9",
        primary="#7fb3a8",
        accent="#e8c07a",
        border="#3e464c",
        track="#f2efe970",
        chosen="#b0d0c61c",
    ),
)
LIGHT = Theme(
    name="luisteren-light",
    dark=False,
    primary="#17594f",
    secondary="#244f8f",
    accent="#744400",
    warning="#8f3b07",
    error="#95231a",
    success="#235a27",
    foreground="#1a1d20",
    background="#faf8f4",
    surface="#f1ede5",
    panel="#e6e0d5",
    variables=_variables(
        foreground="#1a1d20",
        primary="#17594f",
        accent="#744400",
        border="#b9b1a3",
        track="#1a1d2086",
        chosen="#17594f24",
    ),
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
