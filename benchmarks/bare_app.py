"""A bare Textual app to compare with: one Static that changes on every key."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """Show how many keys were pressed."""

    keys = 0

    def compose(self) -> ComposeResult:
        """Show one line."""
        yield Static("keys: 0")

    def on_key(self) -> None:
        """Count a key."""
        self.keys += 1
        self.query_one(Static).update(f"keys: {self.keys}")


if __name__ == "__main__":
    Bare().run()
