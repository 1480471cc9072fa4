"""The home screen, where everything begins: sessions, rehearsals, plans, and looking back."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.dates import day_in_name
from luisteren_tui.storage.mirroring import Mirroring
from luisteren_tui.system.clock import Clock, local_now
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.home.home_list import HomeList
from luisteren_tui.tui.screens.home.items import HomeItems
from luisteren_tui.tui.screens.home.rows import Line, Row, by_size, home_lines
from luisteren_tui.tui.theme import toggle_theme
from luisteren_tui.tui.widgets.key_bar import KeyBar, Keys

HELP = (
    ("enter", N_("Confirm the choice")),
    ("↑ ↓", N_("Choose; Home and End go to the first and the last")),
    ("← →", N_("Choose what to do with it")),
    ("z", N_("Show earlier sessions and plans, which wait after a session on a mirrored screen")),
    ("l", N_("Light or dark screen")),
    ("q", N_("Leave; Esc does the same")),
    ("question_mark", N_("All keys")),
)
PAINT_S = 0.05
"""Seconds of reading files before what they say is shown."""
DAY_S = 60.0
"""Seconds between looks whether it is another day: home may stay open overnight."""
LOOKED_BACK = ("past", "outcome", "edit")
"""The kinds of choices after which home shows the same row again."""


class HomeScreen(Screen[None]):
    """What to do now, then the workshops, plans and past sessions. `choose` gets the kind and the name of a choice.

    When the group saw the screen the last time, past sessions and names of plans wait until z asks for them.
    """

    app = getters.app(BaseApp)
    AUTO_FOCUS = "HomeList"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("q,escape,ctrl+q", "app.leave"),
        ("l", "theme"),
        ("question_mark", "help"),
        ("z", "show_past"),
    ]

    def __init__(
        self, folders: Folders, clock: Clock, mirroring: Mirroring, choose: Callable[[str, str], None]
    ) -> None:
        super().__init__()
        self._folders, self._clock, self._mirroring, self._choose = folders, clock, mirroring, choose
        self._items = HomeItems.read(folders)
        self._held = self._plans_held()
        self._all_of = set[str]()
        """What is listed without a limit: "workshops", "plans"."""
        self._known: dict[tuple[bool, str], Row] = {}
        """The rows that were completed from their files, by whether the past was hidden then, and their keys."""
        self._hint = Static(id="home-hint")
        self._list = HomeList(self._lines(), id="home-list")
        self._keys = KeyBar(self._footer(), spare=("theme",), id="keys")

    @property
    def shows_plans(self) -> bool:
        """Whether there are plans, and their names are shown."""
        return bool(self._items.plans) and not self._mirroring.hides_past

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Vertical(id="home"):
            about = _("Run a workshop with your full attention.")
            yield Static(Content.assemble(("luisteren", "bold $accent"), (f"  {about}", "$muted")), id="home-title")
            yield self._hint
            with Vertical(id="home-middle"):
                yield self._list
            kept = _("Everything stays on this laptop, in {path}").format(path=safe_line(str(self._folders.data)))
            yield Static(Content(kept), id="home-kept")
        yield self._keys

    def renew(self, workshop: str = "") -> None:
        """List what there is now. Choose this workshop, else the first row, or the one with which the user looked back."""
        self._items = HomeItems.read(self._folders)
        self._held = self._plans_held()
        self.hint("")
        keys = {f"{kind}:{workshop}" for kind in ("run", "edit")} if workshop else set[str]()
        if workshop in self._items.workshops and not any(
            isinstance(each, Row) and each.key in keys for each in self._lines()
        ):
            self._all_of.add("workshops")
        stay = bool(workshop) or self._list.choice.kind in LOOKED_BACK
        self._list.show(self._lines(), stay=stay, chosen=keys)
        self._complete()

    def hint(self, text: str) -> None:
        """Show `text` below the title, where it covers nothing."""
        self._hint.update(Content.assemble((text, "bold")))

    def on_mount(self) -> None:
        """Read the files after the first picture, for which their names are enough."""
        self.call_after_refresh(self._complete)
        self.set_interval(DAY_S, self._look_at_day)

    def _look_at_day(self) -> None:
        """List what there is anew once it is another day."""
        if self.is_current and local_now(self._clock).date() != self._day:
            self._held = self._plans_held()
            self._complete()

    # What is listed

    def _named_lines(self) -> list[Line]:
        """Return the lines as far as names of files tell."""
        self._day, hidden = local_now(self._clock).date(), self._mirroring.hides_past
        return home_lines(self._items, self._held, self._day, hidden=hidden, all_of=self._all_of)

    def _lines(self) -> list[Line]:
        lines, hidden = self._named_lines(), self._mirroring.hides_past
        known = [self._known.get((hidden, line.key), line) if isinstance(line, Row) else line for line in lines]
        return by_size(known) if "workshops" in self._all_of else known

    def _plans_held(self) -> frozenset[str]:
        """Return the plans for today that a session was held by."""
        today = local_now(self._clock).date()
        for_today = any(day_in_name(name) == today for name in self._items.plans)
        sessions = [id for id in self._items.sessions if id.startswith(f"{today}-")] if for_today else []
        if not sessions:
            return frozenset()
        # Lazy: few days have both a plan and a session. Then the first choice depends on what that session was.
        from luisteren_tui.storage.past_runs import plans_held

        return plans_held(self._folders.sessions, sessions)

    def _complete(self) -> None:
        """Show the titles in the files, and remove sessions that turn out to have ended."""
        self.run_worker(self._read_files(), group="home", exclusive=True)

    async def _read_files(self) -> None:
        # Lazy: the first picture doesn't need it.
        from luisteren_tui.tui.screens.home.titles import Titles

        hidden, painted = self._mirroring.hides_past, monotonic()
        self._show()  # by now it may be another day
        # Not the rows that are shown: a file that was broken when it was read may have been put right.
        rows = [line for line in self._named_lines() if isinstance(line, Row)]
        for row, read in Titles(self._folders, self._clock, hidden=hidden).read(rows):
            if read is not None:
                self._known[hidden, row.key] = read
            elif row.choices[0].kind == "resume":
                self._items = self._items._replace(unfinished=False)
            else:
                self._items = self._items._replace(rehearsal=False)
            if monotonic() - painted > PAINT_S:
                self._show()
                await asyncio.sleep(0)  # keys come first
                painted = monotonic()
        self._show()

    def _show(self) -> None:
        self._list.show(self._lines())
        self._show_keys()

    # The footer

    def _footer(self) -> Keys:
        """Return the keys that matter now."""
        keys = [("choose", "enter", self._list.choice.deed)]
        if len(self._list.row.choices) > 1:
            keys.append(("other", "← →", N_("other choice")))
        if self._mirroring.hides_past:
            keys.append(("show_past", "z", N_("show earlier")))
        return (
            *keys,
            ("theme", "l", N_("light or dark")),
            ("leave", "q", N_("leave")),
            ("help", "question_mark", N_("help")),
        )

    @on(HomeList.Moved)
    def _show_keys(self) -> None:
        self._keys.keys = self._footer()

    # Choose

    @on(HomeList.Chosen)
    def _go_on(self, event: HomeList.Chosen) -> None:
        """Go on with the choice. A hasty second press is ignored."""
        if self.app.screen is not self:
            return
        if event.kind in ("plans", "workshops"):
            self._all_of.add(event.kind)
            self._list.show(self._lines())
            self._complete()
        else:
            self._choose(event.kind, event.name)

    def action_choose(self) -> None:
        """Go on with the choice."""
        self._list.action_choose()

    def action_other(self) -> None:
        """Take the next choice of this row, and after the last the first."""
        last = self._list.choice is self._list.row.choices[-1]
        self._list.action_other(-len(self._list.row.choices) if last else 1)

    def action_leave(self) -> None:
        """Leave the app."""
        self.app.action_leave()

    def action_show_past(self) -> None:
        """Show past sessions and plans, if they wait."""
        self._choose("show", "")

    def action_help(self) -> None:
        """Show all keys."""
        # Lazy: the first picture doesn't need it.
        from luisteren_tui.tui.screens.help import KeyList

        self.app.push_screen(KeyList(HELP))

    def action_theme(self) -> None:
        """Switch between the light and the dark theme."""
        toggle_theme(self.app)
