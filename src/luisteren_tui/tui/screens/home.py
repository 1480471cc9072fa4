"""The home screen: what can be begun, gone on with, planned and looked back on."""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, NamedTuple

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option, OptionDoesNotExist

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.dates import id_time
from luisteren_tui.storage.plans import plan_names
from luisteren_tui.storage.session_index import list_files
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders, content_dir
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.theme import toggle_theme

HELP = (
    ("enter", N_("Confirm the choice")),
    ("↑ ↓", N_("Choose; Home and End go to the first and the last")),
    ("l", N_("Light or dark screen")),
    ("q", N_("Leave")),
    ("question_mark", N_("All keys")),
)
MAX_SESSIONS_LISTED = 5
_WORKSHOP_NAME = re.compile(r"[\w-]{1,60}")


class HomeItems(NamedTuple):
    """What home lists: names of workshops and plans, ids of ended sessions, and whether there are unfinished ones.

    `past` is whether there is anything to look back on, or to delete.
    """

    workshops: tuple[str, ...]
    unfinished: bool
    plans: tuple[str, ...]
    sessions: tuple[str, ...]
    rehearsal: bool
    past: bool = False

    @classmethod
    def read(cls, folders: Folders) -> "HomeItems":
        """Read the names of files, and nothing of what is in them, so that home opens at once."""
        workshops = {
            path.stem
            for folder in (content_dir(), folders.workshops)
            for path in folder.glob("*.yaml")
            if _WORKSHOP_NAME.fullmatch(path.stem) and path.is_file()
        }
        try:
            sessions, rehearsals = list_files(folders.sessions), list_files(folders.rehearsals)
            plans = plan_names(folders)
        except OSError:
            sessions, rehearsals, plans = [], [], []
        return cls(
            workshops=tuple(sorted(workshops)),
            unfinished=any(name.journal for name in sessions),
            plans=tuple(plans),
            sessions=tuple([name.id for name in sessions if name.outcome][:MAX_SESSIONS_LISTED]),
            rehearsal=any(name.journal for name in rehearsals),
            past=bool(sessions or rehearsals),
        )


class HomeScreen(Screen[None]):
    """Lists what can be done, the most likely thing first. What is chosen is given to `choose`, with its name."""

    app = getters.app(BaseApp)
    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q", "app.leave", show=False),
        Binding("l", "theme", show=False),
        Binding("question_mark", "help", show=False),
    ]

    def __init__(self, folders: Folders, clock: Clock, choose: Callable[[str, str], None]) -> None:
        super().__init__()
        self._folders, self._clock, self._choose = folders, clock, choose
        self._items = HomeItems.read(folders)
        self._todays: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Vertical(id="home"):
            yield Static(Content.assemble(("luisteren", "bold $accent")), id="home-title")
            yield Static(Content(_("Run a workshop with attention.")), id="home-sub")
            yield OptionList(*self._options(), id="home-list", markup=False)
            kept = _("Everything stays on this laptop, in {path}").format(path=safe_line(str(self._folders.data)))
            yield Static(Content(kept), id="home-kept")
            yield Static(
                Content("   ").join(
                    Content.assemble((key, "bold $accent"), f" {_(label)}")
                    for key, label in (
                        ("Enter", N_("choose")),
                        ("↑↓", N_("up and down")),
                        ("q", N_("leave")),
                        ("?", N_("help")),
                    )
                ),
                id="home-keys",
            )

    def renew(self) -> None:
        """List what there is now, with the first thing chosen; who looked back stays where that was chosen."""
        self._items = HomeItems.read(self._folders)
        chosen = self.query_one(OptionList).highlighted_option
        self.query_one("#home-sub", Static).update(Content(_("Run a workshop with attention.")))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = 0
        if chosen is not None and chosen.id and chosen.id.partition(":")[0] in ("past", "show"):
            with suppress(OptionDoesNotExist):
                options.highlighted = options.get_option_index(chosen.id)
        self._show_titles()

    def hint(self, text: str) -> None:
        """Show `text` below the title, where it covers nothing."""
        self.query_one("#home-sub", Static).update(Content.assemble((text, "bold")))

    def on_mount(self) -> None:
        """Show what is in the files after the first picture, for which their names are enough."""
        self.call_after_refresh(self._show_titles)

    def _show_titles(self) -> None:
        """Replace the names of files by what is in them, and remove what turns out not to be unfinished."""
        # Lazy: the first picture doesn't wait for what reads files.
        from luisteren_tui.tui.screens import home_titles

        options = self.query_one(OptionList)
        for id, title in home_titles.titles(self._items, self._todays, self._folders, self._clock):
            if title is not None:
                options.replace_option_prompt(id, title)
                continue
            chosen = options.highlighted_option
            with suppress(OptionDoesNotExist):
                options.remove_option(id)
            if chosen is not None and chosen.id and chosen.id != id:
                options.highlighted = options.get_option_index(chosen.id)

    def _options(self) -> list[Option | None]:
        options: list[Option | None] = []
        if self._items.unfinished:
            options.append(Option(Content(_("Go on with the unfinished session")), id="resume"))
            options += [Option(Content(_("End the unfinished session where it stopped")), id="finish"), None]
        if self._items.rehearsal:
            options.append(Option(Content(_("REHEARSAL: go on with it")), id="rehearse"))
            options += [Option(Content(_("REHEARSAL: end it where it stopped")), id="taught"), None]
        today = words.today(self._clock)
        self._todays = tuple(name for name in self._items.plans if name == today or name.startswith(f"{today}-"))
        options += [Option(today_title(name, None), id=f"today:{name}") for name in self._todays]
        options += [Option(start_title(safe_line(name)), id=f"run:{name}") for name in self._items.workshops]
        options += [Option(plan_title(safe_line(name)), id=f"plan:{name}") for name in self._items.workshops]
        options += [
            Option(Content(_("Plan: {name}").format(name=safe_line(name))), id=f"saved:{name}")
            for name in self._items.plans
        ]
        options += [Option(rehearse_title(safe_line(name)), id=f"try:{name}") for name in self._items.workshops]
        if self._items.past:
            options += [None, Option(Content(_("Look back: all sessions")), id="past")]
        options += [
            Option(Content(_("Look back: {name}").format(name=_session_name(name))), id=f"show:{name}")
            for name in self._items.sessions
        ]
        return options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with what was chosen. Of a key that is pressed twice in haste, the second press is ignored."""
        if self.app.screen is self:
            kind, _colon, name = (event.option.id or "").partition(":")
            self._choose(kind, name)

    def action_help(self) -> None:
        """Show all keys."""
        # Lazy: the first picture doesn't wait for it.
        from luisteren_tui.tui.screens.help import KeyList

        self.app.push_screen(KeyList(HELP))

    def action_theme(self) -> None:
        """Switch between the light and the dark theme."""
        toggle_theme(self.app)


def today_title(name: str, start: str | None) -> Content:
    """Return how a plan of today is listed. A second plan of today has more in its name than the day."""
    text = _("Today {time} · the plan is ready").format(time=start) if start else _("Today · the plan is ready")
    more = name[len("2026-11-24-") :]
    return Content.assemble((text, "bold"), f" ({safe_line(more)})" if more else "")


def start_title(workshop: str) -> Content:
    """Return how a session of a workshop is listed."""
    return Content.assemble((_("Start “{title}”").format(title=workshop), "bold"))


def rehearse_title(workshop: str) -> Content:
    """Return how a rehearsal of a workshop is listed."""
    return Content(_("Rehearse “{title}”").format(title=workshop))


def plan_title(workshop: str) -> Content:
    """Return how a new plan of a workshop is listed."""
    return Content(_("Make a plan for “{title}”").format(title=workshop))


def _session_name(id: str) -> str:
    """Return the id of a session as people read it: its day and time, and the workshop."""
    return safe_line(f"{id_time(id)} · {id[16:]}")
