"""A bare Textual app with a countdown, to compare with: Digits that change once a second."""

from time import monotonic

from textual.app import App, ComposeResult
from textual.widgets import Digits


class BareClock(App[None]):
    """Count down from 15 minutes."""

    def compose(self) -> ComposeResult:
        """Show the clock."""
        yield Digits("15:00")

    def on_mount(self) -> None:
        """Start the countdown."""
        self.end = monotonic() + 900
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Show the time left."""
        minutes, seconds = divmod(round(self.end - monotonic()), 60)
        self.query_one(Digits).update(f"{minutes}:{seconds:02}")


if __name__ == "__main__":
    BareClock().run()
