"""The home screen: go on, start, look back."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option, OptionDoesNotExist

from luisteren_tui.i18n import N_, _
from luisteren_tui.i18n.dates import id_time
from luisteren_tui.system.clock import Clock
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.messages import BeginSaved, LeaveApp, LookAtAll, LookBack, MakePlan, Prepare, Resume
from luisteren_tui.tui.theme import toggle_theme

HELP = (
    ("enter", N_("Confirm the choice")),
    ("↑ ↓", N_("Choose; Home and End go to the first and the last")),
    ("l", N_("Light or dark screen")),
    ("q", N_("Leave")),
    ("question_mark", N_("All keys")),
)


class HomeItems(NamedTuple):
    """What home lists: names of workshops and plans, ids of ended sessions, and whether any is unfinished by its name.

    `past` is whether there is anything to look back on, or to remove.
    """

    workshops: tuple[str, ...]
    unfinished: bool
    plans: tuple[str, ...]
    sessions: tuple[str, ...]
    rehearsal: bool
    past: bool = False


class HomeScreen(Screen[None]):
    """What can be done, the most likely thing first: Enter does it."""

    AUTO_FOCUS = "OptionList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,ctrl+q", "leave", show=False),
        Binding("l", "theme", show=False),
        Binding("question_mark", "help", show=False),
    ]

    def __init__(self, folders: Folders, time_of_day: Clock, items: HomeItems) -> None:
        super().__init__()
        self._folders, self._clock, self._items = folders, time_of_day, items
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

    def offer(self, items: HomeItems) -> None:
        """Offer what there is now; who looked back is where that was chosen, and else the first is."""
        chosen = self.query_one(OptionList).highlighted_option
        self._items = items
        self.query_one("#home-sub", Static).update(Content(_("Run a workshop with attention.")))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = 0
        if chosen is not None and chosen.id and chosen.id.partition(":")[0] in ("past", "show"):
            with suppress(OptionDoesNotExist):
                options.highlighted = options.get_option_index(chosen.id)
        self._show_titles()

    def say(self, text: str) -> None:
        """Say `text` below the title, where it covers nothing; it stays until home is come back to."""
        self.query_one("#home-sub", Static).update(Content.assemble((text, "bold")))

    def on_mount(self) -> None:
        """The names of files are enough for the first picture; what is in them follows."""
        self.call_after_refresh(self._show_titles)

    def _show_titles(self) -> None:
        from luisteren_tui.storage.workshop_file import find, load

        options = self.query_one(OptionList)
        for name in self._items.workshops:
            workshop = load(find(name, self._folders.data)).workshop
            if workshop is not None:
                title = safe_line(workshop.title)
                options.replace_option_prompt(f"run:{name}", _start(title))
                plan = _("Make a plan for “{title}”").format(title=title)
                options.replace_option_prompt(f"plan:{name}", Content(plan))
                options.replace_option_prompt(f"try:{name}", _rehearse(title))
        # Those that are listed: the day may have changed since.
        for name in self._todays:
            self._show_today(name)
        for name in self._items.sessions:
            self._show_session(name)
        from luisteren_tui.storage.session_index import all_unfinished, newest_rehearsal

        data = self._folders.data
        with suppress(OSError):
            if self._items.unfinished:
                paths = list(all_unfinished(data))
                self._items = self._items._replace(unfinished=bool(paths))
                self._show_unfinished(("resume", "finish"), paths)
            if self._items.rehearsal:
                newest = newest_rehearsal(data)
                self._items = self._items._replace(rehearsal=newest is not None)
                self._show_unfinished(("rehearse", "taught"), [newest] if newest else [])

    def _show_today(self, name: str) -> None:
        from luisteren_tui.planning.plan_dates import time_of_day
        from luisteren_tui.storage.plans import load

        try:
            start = time_of_day(load(self._folders, name).start)
        except (OSError, ValueError):
            return
        self.query_one(OptionList).replace_option_prompt(f"today:{name}", _today(name, start))

    def _show_session(self, id: str) -> None:
        """Say when it was started, and whether it was broken off, once its file was read."""
        from luisteren_tui.export.session_summary import name, state
        from luisteren_tui.storage.session_index import SessionFiles, read_row

        files = SessionFiles(id, self._folders.sessions)
        if not (files.journal or files.outcome):
            return  # it went meanwhile
        found = read_row(files)
        said = name(found) if found.whole and state(found) == _("ended") else f"{name(found)} · {state(found)}"
        text = _("Look back: {name}").format(name=said)
        self.query_one(OptionList).replace_option_prompt(f"show:{id}", Content(text))

    def _show_unfinished(self, ids: Sequence[str], paths: Sequence[Path]) -> None:
        """Say what the newest of `paths` is; where there is none to go on with, it is offered no longer."""
        from luisteren_tui.session.apply import UnfitError
        from luisteren_tui.tui.screens.resume import Unfinished

        options = self.query_one(OptionList)
        if not paths:
            chosen = options.highlighted_option
            for id in ids:
                options.remove_option(id)
            if chosen is not None and chosen.id and chosen.id not in ids:
                options.highlighted = options.get_option_index(chosen.id)
            return
        try:
            unfinished = Unfinished.read(paths[0], self._clock)
        except (OSError, UnfitError):
            return
        text = (
            _("REHEARSAL: go on with “{title}”, stopped {length} ago")
            if unfinished.rehearsal
            else _("Go on with “{title}”, stopped {length} ago")
        ).format(title=unfinished.title, length=unfinished.ago)
        if len(paths) > 1:
            text = f"{text} ({_('1 of {n}').format(n=len(paths))})"
        options.replace_option_prompt(ids[0], Content.assemble((text, "bold")))

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
        options += [Option(_today(name, None), id=f"today:{name}") for name in self._todays]
        options += [Option(_start(safe_line(name)), id=f"run:{name}") for name in self._items.workshops]
        options += [
            Option(Content(_("Make a plan for “{title}”").format(title=safe_line(name))), id=f"plan:{name}")
            for name in self._items.workshops
        ]
        options += [
            Option(Content(_("Plan: {name}").format(name=safe_line(name))), id=f"saved:{name}")
            for name in self._items.plans
        ]
        options += [Option(_rehearse(safe_line(name)), id=f"try:{name}") for name in self._items.workshops]
        if self._items.past:
            options += [None, Option(Content(_("Look back: all sessions")), id="past")]
        options += [
            Option(Content(_("Look back: {name}").format(name=session_name(name))), id=f"show:{name}")
            for name in self._items.sessions
        ]
        return options

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for what was chosen."""
        kind, _colon, name = (event.option.id or "").partition(":")
        if kind in ("resume", "finish"):
            self.post_message(Resume(end=kind == "finish"))
        elif kind in ("rehearse", "taught"):
            self.post_message(Resume(end=kind == "taught", rehearsal=True))
        elif kind in ("run", "try"):
            self.post_message(Prepare(name, rehearsal=kind == "try"))
        elif kind == "today":
            self.post_message(BeginSaved(name))
        elif kind in ("plan", "saved"):
            self.post_message(MakePlan(name) if kind == "plan" else MakePlan(saved=name))
        elif kind == "past":
            self.post_message(LookAtAll())
        else:
            self.post_message(LookBack(name))

    def action_leave(self) -> None:
        """Leave the app."""
        self.post_message(LeaveApp())

    def action_help(self) -> None:
        """All the keys."""
        from luisteren_tui.tui.screens.help import KeyList

        self.app.push_screen(KeyList(HELP))

    def action_theme(self) -> None:
        """Light or dark."""
        toggle_theme(self.app)


def _today(name: str, start: str | None) -> Content:
    """Return how a plan of today is offered; a second one has more in its name than the day."""
    text = _("Today {time} · the plan is ready").format(time=start) if start else _("Today · the plan is ready")
    more = name[len("2026-11-24-") :]
    return Content.assemble((text, "bold"), f" ({safe_line(more)})" if more else "")


def _start(title: str) -> Content:
    return Content.assemble((_("Start “{title}”").format(title=title), "bold"))


def _rehearse(title: str) -> Content:
    return Content(_("Rehearse “{title}”").format(title=title))


def session_name(id: str) -> str:
    """Return the id of a session as people read it: its day and time, and the workshop."""
    return safe_line(f"{id_time(id)} · {id[16:]}")
