"""The dialog at the start of a session: who sees this screen, and how many people take part."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from luisteren_tui.i18n import N_, _
from luisteren_tui.session.turns import expected_turns, turn_times
from luisteren_tui.text.safe import safe, safe_line
from luisteren_tui.tui.keyboard import REPEAT_S
from luisteren_tui.tui.keymap import key_for
from luisteren_tui.tui.screens.dialog import Dialog
from luisteren_tui.tui.theme import CHIP
from luisteren_tui.workshop.model import MAX_PEOPLE, Workshop

if TYPE_CHECKING:  # a session without a plan starts sooner without it
    from luisteren_tui.planning.plan import Plan


class StartAnswer(Struct, frozen=True):
    """The answers: the number of participants, and whether the group sees this screen too."""

    participants: int
    mirrored: bool


class StartDialog(Dialog[StartAnswer]):
    """Asks both questions. Enter accepts the answers that are shown, and says which ones; z gives the other one.

    `last` is whether the group saw the screen the last time, None if nobody was asked yet. A `remark` about the plan is
    above the questions, and below them stands what doesn't go with so many participants, unless the group may see it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter", "accept"),
        ("up,down,tab,shift+tab", "row"),
        ("left,minus", "change(-1)"),
        ("right,plus,equals_sign", "change(1)"),
        *((str(n), f"digit({n})") for n in range(10)),
        ("backspace", "digit(-1)"),
        Binding("z", "switch", id="room"),
    ]

    silences = {**Dialog.silences, **dict.fromkeys(("left", "right"), REPEAT_S)}

    def __init__(
        self,
        workshop: Workshop,
        participants: int,
        *,
        last: bool | None = None,
        remark: str = "",
        plan: "Plan | None" = None,
    ) -> None:
        super().__init__()
        self.title_text = safe_line(workshop.title)
        self._last, self._mirrored = last, last is True
        self._participants, self._row, self._typing = participants, 0, False
        self._who, self._shown, self._many = Static(), Static(id="start-shown"), Static(id="start-many")
        self._remark = Static(Content.assemble((safe(remark), "bold $accent")), classes="dialog-hint")
        self._has_remark, self._workshop, self._plan = bool(remark), workshop, plan

    def body(self) -> Iterable[Widget]:
        """Show both questions."""
        self._update()
        yield self._remark
        yield from (self._who, self._shown, self._many)

    @property
    def _is_private(self) -> bool:
        """Whether nobody but the facilitator sees this question."""
        return not self._mirrored and not self._last

    def _draw(self) -> None:
        me, group = (_("only me"), _("the group too (mirrored)"))
        self._who.update(
            Content.assemble(
                self._question(0, _("Who sees this screen?")),
                "\n  ",
                (f" {me} ", "" if self._mirrored else CHIP),
                "  ",
                (f" {group} ", CHIP if self._mirrored else ""),
            )
        )
        if self._mirrored:
            shown = _("The screen then shows what the room may see.")
        else:
            shown = _("The screen then shows your notes and the tips too.")
        self._shown.update(Content.assemble((shown, "$muted")))
        about = (_("type the number"), "$muted")
        if not self._participants:
            about = (_("At least one person takes part."), "bold $warning")
        number = Content.assemble("  ", (f" {self._participants} ", CHIP), "   ", about)
        many = [self._question(1, _("How many take part?")), number]
        if self._is_private and (remarks := self._remarks_on_number()):
            many += [Content(""), *remarks]
        self._many.update(Content("\n").join(many))

    def _remarks_on_number(self) -> list[Content]:
        """Return what doesn't go with so many people: the makers count on others, or turns can't fit."""
        expected, lines = self._workshop.participants, short_turns(self._workshop, self._plan, self._participants)
        if expected is None or not self._participants or expected.low <= self._participants <= expected.high:
            return lines
        # Lazy: most groups are as large as the makers expect.
        from luisteren_tui.planning.remarks import participants_remark

        return [Content(participants_remark(self._workshop, self._participants)), *lines]

    def _question(self, row: int, question: str) -> Content:
        here = row == self._row
        return Content.assemble(("▸ " if here else "  ", "bold $accent"), (question, "bold" if here else ""))

    def _update(self) -> None:
        if self.is_mounted:  # in a small window the other question may be out of sight
            (self._many if self._row else self._who).scroll_visible(animate=False)
        self._draw()
        self._remark.display = self._has_remark and self._is_private
        if not self._mirrored:
            begin, other = N_("begin, only I see this screen"), N_("the group sees it too (mirrored)")
        else:
            begin = N_("begin, mirrored like the last time") if self._last else N_("begin, mirrored")
            other = N_("only I see it")
        self.show_keys(
            (
                ("accept", "enter", begin),
                ("switch", key_for("room"), other),
                ("row", "↑ ↓", N_("other question")),
                ("change(1)", "← →", N_("change")),
                ("cancel", "escape", N_("not now")),
            )
        )

    def action_switch(self) -> None:
        """Give the other answer to who sees the screen."""
        self._mirrored = not self._mirrored
        self._update()

    def action_row(self) -> None:
        """Go to the other question."""
        self._row, self._typing = 1 - self._row, False
        self._update()

    def action_change(self, by: int) -> None:
        """Change the answer to the current question."""
        if self._row == 0:
            self._mirrored = not self._mirrored
        else:
            self._participants = max(1, min(MAX_PEOPLE, self._participants + by))
        self._update()

    def action_digit(self, digit: int) -> None:
        """Type the number of participants."""
        self._row = 1
        if digit < 0:
            self._participants //= 10
        else:
            self._participants = min(MAX_PEOPLE, self._participants * 10 + digit if self._typing else digit)
        self._typing = True
        self._update()

    def action_accept(self) -> None:
        """Answer, unless there are no participants."""
        if self._participants:
            self.dismiss(StartAnswer(self._participants, self._mirrored))
        else:
            self._row = 1
            self._update()


def short_turns(workshop: Workshop, plan: "Plan | None", participants: int) -> list[Content]:
    """Return which turns can't fit with so many participants, and what would help. Rounds are named once."""
    planned = {each.id: 0 if each.skipped else each.seconds for each in plan.blocks} if plan else {}
    lines, told = [], set[str]()
    for activity in workshop.activities:
        seconds = planned.get(activity.id, activity.duration)
        count = expected_turns(workshop, activity, participants) if seconds and participants else 0
        times = turn_times(activity, count, seconds)
        name = activity.number.removesuffix(f"-{activity.round}") or activity.title
        if times is not None and times.short and name not in told:
            # Lazy: in most sessions all turns fit.
            from luisteren_tui.planning.turn_times import short_turns_lines

            told.add(name)
            what, helps = short_turns_lines(name, times, participants)
            lines += [Content.assemble((what, "bold")), Content(helps)]
    return lines
