"""The home screen, where everything begins: sessions, rehearsals, plans, and looking back."""

from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option, OptionDoesNotExist

from luisteren_tui.i18n import N_, _
from luisteren_tui.storage.mirroring import Mirroring
from luisteren_tui.system.clock import Clock, local_day
from luisteren_tui.system.paths import Folders
from luisteren_tui.text.safe import safe_line
from luisteren_tui.tui.base_app import BaseApp
from luisteren_tui.tui.screens.home.items import (
    HomeItems,
    plan_title,
    rehearse_title,
    saved_title,
    session_name,
    start_title,
    today_title,
)
from luisteren_tui.tui.theme import toggle_theme
from luisteren_tui.tui.widgets.choice_list import ChoiceList

HELP = (
    ("enter", N_("Confirm the choice")),
    ("↑ ↓", N_("Choose; Home and End go to the first and the last")),
    ("z", N_("Show earlier sessions and plans, which wait after a session on a mirrored screen")),
    ("l", N_("Light or dark screen")),
    ("q", N_("Leave; Esc does the same")),
    ("question_mark", N_("All keys")),
)


class HomeScreen(Screen[None]):
    """Lists what can be done, the most likely first. `choose` is called with the kind and the name of the choice.

    When the group saw the screen the last time, past sessions and names of plans wait until z asks for them.
    """

    app = getters.app(BaseApp)
    AUTO_FOCUS = "OptionList"
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
        self._todays_plans: dict[str, bool] = {}
        """The plans for today, and whether a session was held by each."""
        self._sub = Static(Content(_("Run a workshop with your full attention.")), id="home-sub")
        self._list = ChoiceList(*self._options(), id="home-list", markup=False)

    @property
    def shows_plans(self) -> bool:
        """Whether there are plans, and their names are shown."""
        return bool(self._items.plans) and not self._mirroring.hides_past

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        with Vertical(id="home"):
            yield Static(Content.assemble(("luisteren", "bold $accent")), id="home-title")
            yield self._sub
            yield self._list
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
        """List what there is now. Highlight the first option, or the one with which the user looked back."""
        self._items = HomeItems.read(self._folders)
        options = self._list
        chosen = options.highlighted_option
        self._sub.update(Content(_("Run a workshop with your full attention.")))
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = 0
        if chosen is not None and chosen.id and chosen.id.partition(":")[0] in ("past", "outcome"):
            with suppress(OptionDoesNotExist):
                options.highlighted = options.get_option_index(chosen.id)
        self._show_titles()

    def hint(self, text: str) -> None:
        """Show `text` below the title, where it covers nothing."""
        self._sub.update(Content.assemble((text, "bold")))

    def on_mount(self) -> None:
        """Read the files after the first picture, for which their names are enough."""
        self.call_after_refresh(self._show_titles)

    def _show_titles(self) -> None:
        """Replace file names by the titles in the files, and remove sessions that turn out to have ended."""
        # Lazy: the first picture doesn't need it.
        from luisteren_tui.tui.screens.home.titles import titles

        options = self._list
        hidden = self._mirroring.hides_past
        for id, title in titles(self._items, self._todays_plans, self._folders, self._clock, hidden=hidden):
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
            options += [Option(Content(_("End the unfinished session where it stopped")), id="end"), None]
        if self._items.rehearsal:
            options.append(Option(Content(_("REHEARSAL: go on with it")), id="resume-rehearsal"))
            options += [Option(Content(_("REHEARSAL: end it where it stopped")), id="end-rehearsal"), None]
        hidden = self._mirroring.hides_past
        self._todays_plans = self._read_todays_plans()
        ready, held = (
            [
                Option(today_title(name, None, held=held, hidden=hidden), id=f"today:{name}")
                for name, held in self._todays_plans.items()
                if held == each
            ]
            for each in (False, True)
        )
        options += ready
        options += [Option(start_title(safe_line(name)), id=f"run:{name}") for name in self._items.workshops]
        options += held
        options += [Option(plan_title(safe_line(name)), id=f"plan:{name}") for name in self._items.workshops]
        if not hidden:
            options += [Option(saved_title(name), id=f"saved:{name}") for name in self._items.plans]
        options += [Option(rehearse_title(safe_line(name)), id=f"rehearse:{name}") for name in self._items.workshops]
        if hidden:
            show = Content.assemble(_("Show earlier sessions and plans"), ("  z", "bold $accent"))
            return [*options, *((None, Option(show, id="show:")) if self._items.past or self._items.plans else ())]
        if self._items.past:
            options += [None, Option(Content(_("Look back: all sessions")), id="past")]
        options += [
            Option(Content(_("Look back: {name}").format(name=session_name(name))), id=f"outcome:{name}")
            for name in self._items.sessions
        ]
        return options

    def _read_todays_plans(self) -> dict[str, bool]:
        today = local_day(self._clock)
        names = [name for name in self._items.plans if name == today or name.startswith(f"{today}-")]
        sessions = [id for id in self._items.sessions if id.startswith(f"{today}-")] if names else []
        if not sessions:
            return dict.fromkeys(names, False)
        # Lazy: few days have both a plan and a session. Then the first choice depends on what that session was.
        from luisteren_tui.storage.past_runs import plans_held

        held = plans_held(self._folders.sessions, sessions)
        return {name: name in held for name in names}

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go on with the choice. A hasty second press is ignored."""
        if self.app.screen is not self:
            return
        kind, _colon, name = (event.option.id or "").partition(":")
        self._choose(kind, name)

    def action_show_past(self) -> None:
        """Show past sessions and plans, after a session that the group saw."""
        self._choose("show", "")

    def action_help(self) -> None:
        """Show all keys."""
        # Lazy: the first picture doesn't need it.
        from luisteren_tui.tui.screens.help import KeyList

        self.app.push_screen(KeyList(HELP))

    def action_theme(self) -> None:
        """Switch between the light and the dark theme."""
        toggle_theme(self.app)
