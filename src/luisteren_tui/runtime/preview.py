"""A walk through a workshop without a clock or a journal: what the screens and the paper show of each part."""

from functools import cached_property
from pathlib import Path

from msgspec import Struct

from luisteren_tui.export import document as doc
from luisteren_tui.export import participant_handout, run_sheet
from luisteren_tui.export.document import CLOSING, OPENING
from luisteren_tui.i18n import for_room
from luisteren_tui.people.people import expected_people
from luisteren_tui.planning.plan import numbered, plan_of
from luisteren_tui.runtime.live_session import LiveSession
from luisteren_tui.session import commands as c
from luisteren_tui.session.decide import next_prompt
from luisteren_tui.session.state import chosen_prompt, track
from luisteren_tui.storage.workshop_file import text_body
from luisteren_tui.system.clock import Reading
from luisteren_tui.text.paragraphs import paragraphs
from luisteren_tui.text.safe import safe
from luisteren_tui.views.room_view import RoomView, room_view
from luisteren_tui.workshop.model import Activity, Workshop


class StillClock(Struct):
    """A clock that goes on only when it is told to; times are in ms."""

    wall: int
    boot: int = 0

    def read(self) -> Reading:
        """Return the current time."""
        return Reading(self.wall + self.boot, self.boot, self.boot, "preview")

    def pass_by(self, ms: int) -> None:
        """Let time pass."""
        self.boot += ms


class Paper(Struct, frozen=True):
    """What is on paper of a part, for the participants and for the facilitator."""

    participants: tuple[doc.Block, ...] = ()
    facilitator: tuple[doc.Block, ...] = ()


class Preview:
    """A workshop at one of its `pages`: the welcome, the id of each activity, or the thanks.

    It begins with the activity that has the id `part` in the workshop file, or without one with the welcome. Its session
    is in memory and begins at the wall time `begins` (ms since 1970); all before the page took its planned time. Texts
    that are not in the workshop are in the `data` folder.
    """

    def __init__(self, workshop: Workshop, data: Path, begins: int, *, part: str = "") -> None:
        self.workshop, self._data, self._begins = workshop, data, begins
        self.pages = (OPENING, *(activity.id for activity in workshop.activities), CLOSING)
        of_part = (each.id for each in workshop.activities if part and part in (each.id, each.repeats))
        self.place = self.pages.index(next(of_part, OPENING))
        self.live = self._at(self.page)

    @property
    def page(self) -> str:
        """The page that is shown."""
        return self.pages[self.place]

    @property
    def activity(self) -> Activity | None:
        """The activity that is shown, None before the first and after the last one."""
        return None if self.page in (OPENING, CLOSING) else self.live.state.activity

    @property
    def part(self) -> str:
        """The id in the workshop file of the activity that is shown, empty without one."""
        activity = self.activity
        return "" if activity is None else activity.repeats or activity.id

    def of(self, workshop: Workshop) -> "Preview":
        """Return the preview of a changed workshop at the same page, turn and question, or else at the same place."""
        changed = Preview(workshop, self._data, self._begins)
        if self.page not in changed.pages:
            changed.go(self.place)
            return changed
        changed.go(changed.pages.index(self.page))
        while changed._begun < self._begun and changed.turn():
            pass
        if self.activity is not None:
            changed.choose(chosen_prompt(self.live.state, self.activity) - 1)
        return changed

    def go(self, place: int) -> None:
        """Show the page at `place`, or the nearest one."""
        self.place = max(0, min(len(self.pages) - 1, place))
        self.live = self._at(self.page)

    def choose(self, by: int) -> None:
        """Choose another question."""
        if self.activity is not None and self.activity.prompts:
            self.live.do(next_prompt(self.live.state, by))

    def turn(self) -> bool:
        """Go to the next turn, or the next phase of one. Return whether there is one."""
        return self.activity is not None and bool(self.live.do(c.NextTurn()))

    def jump(self) -> bool:
        """Let time pass until the next signal or the end. Return whether there is any left."""
        return self.activity is not None and self.live.jump()

    def show_text(self) -> bool:
        """Show the text of the activity to the room, or hide it. Return whether there is one."""
        text = None if self.activity is None else self.activity.text
        return text is not None and bool(self.live.do(c.ShowText(None if self.shows_text else text)))

    @property
    def shows_text(self) -> bool:
        """Whether the room is shown a text."""
        return self.live.state.room_content.text is not None

    def turn_page(self, by: int) -> bool:
        """Show another part of the text that the room sees, or after the last one the silence. Return whether it sees one."""
        content = self.live.state.room_content
        if content.text is None:
            return False
        last = self._text_parts - 1
        if self.activity is not None and self.activity.silence:
            last += 1
        self.live.do(c.ShowText(content.text, max(0, min(last, content.page + by))))
        return True

    @property
    def silence(self) -> int:
        """How long the silence takes that the room has now, in seconds, 0 if it has none."""
        content = self.live.state.room_content
        silent = content.text is not None and content.page >= self._text_parts
        return self.activity.silence if silent and self.activity is not None else 0

    @property
    def _text_parts(self) -> int:
        return len(paragraphs(safe(self._body or "")))

    @property
    def room(self) -> RoomView:
        """What the room sees."""
        return room_view(self.live.state, self.live.view(), self._body)

    @property
    def paper(self) -> Paper:
        """What is on paper of this page."""
        return self._papers.get(self.page, Paper())

    @property
    def _begun(self) -> int:
        """How many phases of the turns have begun."""
        return 0 if self.activity is None else len(track(self.live.state, self.activity.id).phases)

    @property
    def _body(self) -> str | None:
        text = self.live.state.room_content.text
        return None if text is None else text_body(self.workshop, text, self._data)

    @cached_property
    def _papers(self) -> dict[str, Paper]:
        workshop, plan = numbered(self.workshop, plan_of(self.workshop, "", expected_people(self.workshop)))
        texts = {name: text_body(workshop, name, self._data) for name in workshop.texts}
        with for_room(workshop.language):
            of_participants = dict(participant_handout.parts(workshop, plan, texts))
        return {
            part: Paper(tuple(of_participants.get(part, ())), tuple(blocks))
            for part, blocks in run_sheet.parts(workshop, plan)
        }

    def _at(self, page: str) -> LiveSession:
        clock = StillClock(self._begins)
        live = LiveSession.draft(self.workshop, clock, participants=expected_people(self.workshop), rehearsal=True)
        if page == OPENING:
            return live
        live.do(c.Toggle())
        while page != live.state.activity.id:
            clock.pass_by(track(live.state, live.state.activity.id).allotted)
            if not live.do(c.Next()):
                break
        if page == CLOSING:
            live.do(c.End())
        return live
