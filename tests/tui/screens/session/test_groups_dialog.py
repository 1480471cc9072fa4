"""Who is there, and the groups: one key for each change, and no name where it should not be."""

from pathlib import Path

import pytest

from luisteren_tui import i18n
from luisteren_tui.i18n import _
from luisteren_tui.session import commands as c
from luisteren_tui.session.attendance import with_names
from luisteren_tui.session.events import Slot
from luisteren_tui.storage.lock import mark_room_window
from luisteren_tui.tui.screens.dialog import AskText, Confirm
from luisteren_tui.tui.screens.end.screen import EndScreen
from luisteren_tui.tui.screens.resume import ResumeDialog
from luisteren_tui.tui.screens.session.groups_dialog import GroupsDialog
from luisteren_tui.tui.screens.session.names_dialog import FewerDialog, NamesDialog
from luisteren_tui.tui.widgets.group_list import GroupList
from luisteren_tui.tui.widgets.note_editors import SafeTextArea
from luisteren_tui.tui.widgets.room_display import RoomDisplay
from luisteren_tui.views.wording import TRIO, TRIO_SHORT
from tests.text.samples import PERSIAN
from tests.thorough import thorough
from tests.tui.hostile_workshop import LINE, unsafe_in
from tests.tui.stage import Stage, on_stage, state_in
from tests.tui.watched_app import ManualClock

SECRET = "Geheimnaam"
NINE = ("Anna", "Bo", "Chris", "Dirk", "Els", "Fien", "Guus", "Hanna", "Ivo")
HOSTILE = LINE.replace(";", "").replace("\u2028", "")
ROUNDS = """
format: 1
id: rounds
title: Rondes
language: nl
steps:
  - title: Presenteren
    duration: 20m
    form: plenary
    turns: {each: group, window: 3m-4m}
  - title: Afronden
    duration: 15m
    form: plenary
    turns: {each: participant, window: 45s-75s}
"""


async def names(stage: Stage, text: str, *fewer: str) -> None:
    """Type these names, and press the keys in `fewer` in the dialog about fewer names than participants."""
    await stage.press("d")
    await stage.on(NamesDialog)
    pane = stage.app.screen.query_one(SafeTextArea)
    await stage.until(lambda: pane.has_focus)
    await stage.press("f7", "backspace")
    await stage.paste(text)
    await stage.press("escape")
    if fewer:
        await stage.on(FewerDialog)
        await stage.press(*fewer)
    await stage.on(GroupsDialog)
    await stage.settle()


async def open_groups(stage: Stage) -> None:
    await stage.press("g")
    await stage.on(GroupsDialog)
    await stage.settle()


async def shown(stage: Stage, *texts: str) -> None:
    """Wait until one of these texts is on the screen."""
    await stage.until(lambda: any(text in stage.picture() for text in texts))


async def close(stage: Stage) -> None:
    await stage.press("escape")
    await stage.until(lambda: stage.app.screen is stage.session)


async def test_participant_is_added_in_two_keys_without_touching_the_clock(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("1", "1")
        await stage.press("space")
        await stage.advance(100)
        timing, clock = stage.state.timing, stage.live.view().clock
        await stage.press("g", "+")
        await stage.on(GroupsDialog)
        assert len(stage.state.people.present) == 12
        await stage.until(lambda: "12  participants" in stage.picture())
        assert (stage.state.timing, stage.live.view().clock) == (timing, clock)
        await stage.press("-", "-", "-")
        assert len(stage.saved_state().people.present) == 9
        await stage.press("u")
        assert stage.last_message == "Undone: who is here"
        assert (len(stage.saved_state().people.present), stage.state.timing) == (10, timing)
        await close(stage)
        await stage.press("u", "u")
        assert stage.last_message == "There is nothing to undo."
        assert len(stage.saved_state().people.present) == 10


async def shuffle(stage: Stage) -> None:
    """Shuffle groups that are at work."""
    await stage.press("h")
    await stage.on(Confirm)
    await stage.press("enter")
    await stage.on(GroupsDialog)


async def test_shuffle_does_not_ask_before_the_groups_are_at_work(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2a")
        await stage.press("space")
        for _activity in ("2a", "2b"):
            await open_groups(stage)
            before = stage.state.people
            await stage.press("h")
            await stage.on(GroupsDialog)
            assert stage.state.people != before
            await close(stage)
            await stage.press("space", "right")


async def test_shuffle_of_working_groups_asks_and_can_be_undone(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("space", "+")
        await open_groups(stage)
        before = stage.state.people
        assert "Count off to 6." in stage.picture()
        await stage.press("h")
        await stage.on(Confirm)
        await stage.press("escape")
        await stage.on(GroupsDialog)
        assert stage.state.people == before
        await shuffle(stage)
        assert stage.state.people != before
        await stage.until(lambda: "1 · " in stage.picture() or " · 1 " in stage.picture())
        await stage.press("u")
        assert stage.state.people == before
        await stage.press("u")  # the undo of this dialog does not change the time
        assert stage.state.timing.tracks["2b"].allotted == 16 * 60_000
        await close(stage)
        await stage.press("u")
        assert stage.last_message == "Undone: the minutes"


async def test_size_is_chosen_with_two_keys_and_only_after_a_question_while_groups_work(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("3a")
        await open_groups(stage)
        assert "< > size" in stage.picture()
        await stage.press("<")
        await shown(stage, "4 groups of 3")
        await stage.press(">", ">", ">")
        await shown(stage, "1 group of 12")
        assert "< size" in stage.picture()
        await stage.press("u", "u", "u")
        assert stage.state.people.sizes == {"3a": 3}
        await close(stage)
        await stage.press("space")
        await stage.press("z", "g", "<")  # the question has no names, so it is the same while the group looks on
        await stage.on(Confirm)
        await shown(stage, "They are at work in these groups. There would be 6 groups of")
        await stage.press("escape")
        assert stage.state.people.sizes == {"3a": 3}
        await stage.press("<", "enter")
        await stage.on(GroupsDialog)
        assert stage.saved_state().people.sizes == {"3a": 2}
        await shown(stage, "Count off to 6.")
        await close(stage)
        await stage.press("space", "right", "g", "h")  # they have not begun to present
        await stage.on(Confirm)


async def test_size_of_pairs_is_not_offered(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await open_groups(stage)
        people = stage.state.people
        await stage.press("<", ">")
        assert stage.state.people == people
        assert "size" not in stage.picture()


async def test_names_are_shown_safely_and_each_can_be_removed(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await open_groups(stage)
        stage.app.recording = True
        await names(stage, f"Anna, Anna\r\n{PERSIAN}\x0b{HOSTILE}\u2028Dirk", "enter")
        await stage.until(lambda: "Anna (2)" in stage.picture())
        assert not unsafe_in("".join(frame.raw for frame in stage.app.frames))
        people = stage.state.people
        assert (len(people.present), people.names[:3], people.names[-1]) == (5, ("Anna", "Anna", PERSIAN), "Dirk")
        assert stage.saved_state().people == people
        chosen = stage.app.screen.query_one(GroupList).chosen
        await stage.press("left")
        assert stage.app.screen.query_one(GroupList).chosen != chosen
        while stage.app.screen.query_one(GroupList).chosen != PERSIAN:
            await stage.press("right")
        await stage.until(lambda: f"- if {PERSIAN} has left; ← → for another" in stage.picture())
        await stage.press("-")
        assert PERSIAN not in stage.state.people.names
        assert len(stage.state.people.names) == 4
        await names(stage, "")
        assert stage.saved_state().people.names == ()
        assert len(stage.saved_state().people.present) == 4


async def test_outcome_holds_no_names(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await open_groups(stage)
        await names(stage, f"{SECRET}, Bo, Chris", "enter")
        await stage.press("z", "h", "u", "+", "enter")
        await close(stage)
        journal = stage.live.path
        assert journal is not None
        assert SECRET in journal.read_text()
        await stage.press("e", "enter")
        await stage.on(EndScreen)
        await stage.until(lambda: stage.app.live is None)
        outcome = journal.with_suffix(".json").read_text()
        assert '"participants": 4' in outcome
        assert SECRET not in outcome
        assert not any(SECRET in path.read_text() for path in tmp_path.rglob("*.json*"))
        assert SECRET not in stage.picture()


async def test_room_sees_names_only_in_shown_groups(tmp_path: Path) -> None:
    clock = ManualClock()
    async with on_stage(tmp_path, clock=clock) as stage:
        await stage.begin()
        await stage.press("space", "right")
        await open_groups(stage)
        await names(stage, f"{SECRET}, Bo, Chris, Dirk, Els", "enter")
        await stage.press("h")
        await close(stage)
        stage.app.recording = True
        await stage.press("z")
        await stage.until(lambda: stage.session.query(RoomDisplay))
        for key in ("u", "right", "right", "space", "enter", "g", "?", "escape", "escape", ".", ".", "left"):
            await stage.press(key)
            await stage.advance(1)
        assert stage.app.screen is stage.session
        shown = [frame.raw + frame.text for frame in stage.app.frames if frame.room]
        assert shown
        assert SECRET not in "\n".join([*shown, *stage.app.notifications])

        await stage.press("z")
        await open_groups(stage)
        await stage.press("z")
        await stage.until(lambda: "the room sees them" in stage.picture())
        await close(stage)
        await stage.press("z")
        await stage.until(lambda: stage.session.room and SECRET in stage.picture())
        await stage.press("right", "right")
        await stage.until(lambda: SECRET not in stage.picture())
        await stage.press("left")
        await stage.until(lambda: SECRET in stage.picture())
        stage.live.record_time()
        path = stage.live.path
        assert path is not None
        journal, people = path.read_bytes(), stage.state.people
    path.write_bytes(journal)
    async with on_stage(tmp_path, clock=clock, unfinished=path) as stage:
        await stage.on(ResumeDialog)
        await stage.press("enter")
        await stage.until(lambda: stage.live.path and stage.session.room and stage.session.query(RoomDisplay))
        assert stage.state.people == people
        await stage.settle()
        assert SECRET not in stage.picture()
        await stage.press("z", "enter")
        await stage.shows("g and then z: show who is with whom")
        await open_groups(stage)
        await stage.press("z")
        assert stage.state.shown_groups == "2b"


async def test_unnamed_participant_stays_after_the_names_are_opened(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        stage.live.do(c.Gather(with_names(stage.state, ("Anna", HOSTILE))))
        await open_groups(stage)
        await stage.press("+", "enter")
        people = stage.state.people
        assert people.names == ("Anna", HOSTILE, "")
        written = len(stage.live.events)
        await stage.press("d")
        await stage.on(NamesDialog)
        await stage.press("escape")
        await stage.on(GroupsDialog)
        assert (stage.state.people, len(stage.live.events)) == (people, written)
        await names(stage, "Anna", "enter")
        assert stage.state.people.names == ("Anna", "")


async def test_latecomer_is_asked_for_a_name_where_the_others_have_one(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("space")
        timing = stage.state.timing
        await open_groups(stage)
        await names(stage, "Anna, Bo, Chris, Dirk", "enter")
        await stage.press("+")
        await stage.on(AskText)
        await stage.write("Els")
        await stage.press("enter")
        await stage.on(GroupsDialog)
        assert stage.state.people.names == ("Anna", "Bo", "Chris", "Dirk", "Els")
        await shown(stage, "- if Els has left")
        await stage.press("+", "enter", "+", "escape", "+", "enter")
        assert [*stage.state.people.names] == ["Anna", "Bo", "Chris", "Dirk", "Els", "", ""]
        await shown(stage, "new (2)")
        await stage.press("u", "u", "u")
        assert stage.saved_state().people.names == ("Anna", "Bo", "Chris", "Dirk")
        assert stage.state.timing == timing


async def test_latecomer_is_not_asked_for_a_name_on_a_mirrored_screen(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        stage.live.do(c.Gather(with_names(stage.state, ("Anna", "Bo", "Chris", "Dirk"))))
        await stage.go_to("2b")
        await stage.press("space", "z", "g", "+", "escape")
        assert stage.app.screen is stage.session
        assert stage.state.people.names == ("Anna", "Bo", "Chris", "Dirk", "")
        assert stage.live.view().clock.left_s == 900


async def test_group_that_presents_first_is_chosen_by_its_number(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("3b")
        await stage.press("space")
        await shown(stage, "group 1 of 3", "Notes · group 1")
        await stage.press("g")
        await shown(stage, "1–3 which goes first")
        await stage.press("4", "0")
        await shown(stage, "group 1 goes first")
        await stage.press("3")
        await shown(stage, "group 3 goes first")
        await close(stage)
        await shown(stage, "group 3 · 1 of 3")
        assert stage.saved_state().slot == stage.state.slot == Slot("3b", group=3)
        await stage.press("n")
        await stage.write("van drie")
        await stage.press("escape", "enter")
        assert stage.state.slot == Slot("3b", group=1)
        await stage.press("z")
        await shown(stage, "group 1 · 2 of 3")
        await stage.press("z", "g", "2")
        await close(stage)
        assert stage.state.people.first == {"3b": 3}  # one group had its turn already
        assert stage.saved_state().notes == {Slot("3b", group=3): "van drie"}


async def test_group_with_two_digits_can_present_first(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("4", "8")
        await stage.go_to("3a")
        await stage.press("space", "g", "1", "2")
        await shown(stage, "group 12 goes first")
        await stage.press("5")
        await shown(stage, "group 5 goes first")
        await stage.press("u", "u", "u")
        await shown(stage, "group 1 goes first")
        await close(stage)
        await stage.press("right")
        assert (stage.activity, stage.state.slot) == ("3b", Slot("3b", group=1))


async def test_names_that_do_not_fit_are_not_pasted(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await open_groups(stage)
        await names(stage, "Anna\n" * 5_000)
        assert stage.app.notifications[-1] == "Not pasted: there is space for 20,000 of its 25,000 characters."
        assert "Anna" not in stage.state.people.names


async def test_giving_fewer_names_than_participants_asks_which_ones_left(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("1", "1")
        await open_groups(stage)
        before = stage.state.people
        await stage.press("d")
        await stage.on(NamesDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.paste("\n".join(NINE))
        await stage.press("escape")
        await stage.on(FewerDialog)
        await stage.until(lambda: "There are 11, and these are 9 names." in stage.picture())
        assert "Have 2 of them left?" in stage.picture()
        await stage.press("escape")
        asked = await stage.on(NamesDialog)
        assert asked.query_one(SafeTextArea).text == "\n".join(NINE)
        assert stage.state.people == before
        await stage.until(lambda: stage.app.focused)
        await stage.press("escape")
        await stage.on(FewerDialog)
        await stage.press("h")
        await stage.on(GroupsDialog)
        assert (len(stage.state.people.present), stage.saved_state().people.names) == (11, (*NINE, "", ""))
        await stage.press("u")
        await names(stage, "\n".join(NINE), "enter")
        assert (len(stage.state.people.present), stage.saved_state().people.names) == (9, NINE)


async def test_question_about_fewer_names_lists_the_missing_ones(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("9")
        await open_groups(stage)
        await names(stage, "\n".join(NINE))  # one name for each participant, so there is nothing to ask
        await names(stage, "\n".join([*NINE[:3], "Zoë", *NINE[4:7]]), "h")
        assert list(stage.state.people.names) == [*NINE[:3], "Zoë", *NINE[4:7], "Dirk", "Hanna", "Ivo"]
        await stage.press("u", "d")
        await stage.on(NamesDialog)
        await stage.press("f7", "backspace")
        await stage.paste("\n".join([*NINE[:3], "Zoë", *NINE[4:7]]))
        await stage.press("escape")
        await stage.on(FewerDialog)
        await stage.until(lambda: "No longer on the list: Dirk, Hanna, Ivo." in stage.picture())
        await stage.press("enter")
        await stage.on(GroupsDialog)
        assert list(stage.state.people.names) == [*NINE[:3], "Zoë", *NINE[4:7]]


async def test_one_of_two_equal_names_can_be_removed(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await open_groups(stage)
        await names(stage, "Jan, Jan, Bo", "enter")
        await stage.press("d")
        await stage.on(NamesDialog)
        await stage.press("f7", "backspace")
        await stage.paste("Jan\nBo")
        await stage.press("escape")
        await stage.on(FewerDialog)
        await stage.shows("No longer on the list: Jan.")


@pytest.mark.parametrize("leave", ["ctrl+q", "signal"])
async def test_typed_names_are_kept_however_the_dialog_closes(leave: str, tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await open_groups(stage)
        await stage.press("d")
        await stage.on(NamesDialog)
        await stage.until(lambda: stage.app.focused)
        await stage.write("Anna\nBo")
        path = stage.live.path
        assert path is not None
        if leave == "signal":
            stage.app.leave_at_once()
        else:
            await stage.press(leave)
        await stage.until(lambda: stage.app.live is None)
        # Without a question nobody is taken out.
        assert state_in(path).people.names == ("Anna", "Bo", *[""] * 10)


async def test_trio_can_have_a_third_round(tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=(120, 30)) as stage:
        await stage.begin("1", "1")
        await stage.go_to("2b")
        await stage.press("space")
        assert "trio: one looks on each round" in stage.picture()
        assert "Count off to 5, number 1 is the trio." in stage.picture()
        await stage.press("enter")
        await stage.until(lambda: "trio: A and B play, C looks on" in stage.picture())
        await stage.advance(360)
        await stage.press("enter")
        await stage.until(lambda: "trio: C and A play, B looks on" in stage.picture())
        assert stage.last_message == ""  # the second round is as long as the first
        await open_groups(stage)
        assert "4 pairs + 1 trio" in stage.picture()
        await stage.press("3")
        await stage.until(lambda: "three rounds for the trio" in stage.picture())
        await close(stage)
        assert stage.last_message == "2 rounds to go: 4:00 each, shorter than its 5 minutes"
        await stage.press("-", "-")
        assert stage.last_message == "this round: 2:00 left · 1 round to go: 4:00, shorter than its 5 minutes"
        await stage.press("enter")
        await stage.until(lambda: "trio only: B and C play, A looks on" in stage.picture())
        await stage.press("z")
        await stage.until(lambda: stage.session.query(RoomDisplay) and "round 3 of 3" in stage.picture())
        assert "trio only" in stage.picture()
        await stage.press("enter")
        await stage.until(lambda: "looking back" in stage.picture())
        assert "trio" not in stage.picture()


@thorough("size", [(80, 24), (52, 14)])
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_texts_about_a_trio_are_never_cut_off(language: str, size: tuple[int, int], tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin("1", "1")
        i18n.use(language)
        await stage.go_to("2b")
        await stage.press("space", "g", "3", "escape")
        for texts in zip(TRIO, TRIO_SHORT, strict=True):
            for in_room in (False, True):
                beginning = ("In the trio, C looks on first.",) if in_room and texts[0] == TRIO[0] else ()
                with i18n.for_room(stage.state.opened.workshop.language if in_room else ""):
                    expected = [*map(_, beginning or texts)]
                await stage.shows(*expected)
                assert stage.session.room == in_room
                await stage.press("z")
            await stage.press("enter")


async def test_slots_follow_the_number_of_groups(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("3a")
        await stage.press(*["tab"] * 5)
        await stage.shows("Notes · general  ")
        await stage.press("g", "+", "+", "+", "+", "escape", "shift+tab")
        await stage.shows("Notes · group 4  ")


async def test_turns_by_group_and_by_participant_show_their_number_and_length(tmp_path: Path) -> None:
    folder = tmp_path / "workshops"
    folder.mkdir()
    (folder / "rounds.yaml").write_text(ROUNDS)
    async with on_stage(tmp_path, workshop="rounds") as stage:
        await stage.begin()
        await stage.press("space", "enter")
        await stage.advance(20)
        await stage.until(lambda: "group 2 of 3 " in stage.picture() and stage.shows_time("3:40"))
        await stage.press("g", "+", "+", "escape", "right")
        await stage.until(lambda: "1 of 14 · about 1:05 each" in stage.picture())
        await stage.advance(70)
        await stage.until(lambda: "Time to change: Enter" in stage.picture())
        await stage.press("z")
        await stage.until(lambda: stage.session.query(RoomDisplay) and "Afronden" in stage.picture())
        for word in ("1 of 14", "each", "Change", "Wrap up"):
            assert word not in stage.picture()
        await stage.press("left")
        await stage.until(lambda: "group 2 of 3" in stage.picture())


@pytest.mark.parametrize(
    "size",
    [
        (80, 24),
        *(pytest.param(size, marks=pytest.mark.check_only) for size in ((120, 30), (52, 14), (20, 5), (1, 1))),
    ],
)
async def test_groups_dialog_fits_at_all_sizes(size: tuple[int, int], tmp_path: Path) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin("1", "1")
        await stage.go_to("2b")
        await stage.press("space")
        await open_groups(stage)
        if size[0] >= 52:
            for text in (
                "11  participants",
                "4 pairs + 1 trio",
                "Count off to 5, number 1 is the trio.",
                "Esc done",
            ):
                assert text in stage.picture()
        await stage.press("+", "-")
        await shuffle(stage)
        await stage.press("z", "pagedown", "pageup")
        await names(stage, "\n".join(f"Naam {n} van der Lange" for n in range(40)))
        await shuffle(stage)
        await stage.press("right", "-", "pagedown")
        assert len(stage.state.people.present) == 39
        await stage.settle()
        if size[0] >= 52:
            assert "39  participants" in stage.picture()
            assert "Esc done" in stage.picture()
        await close(stage)
        await stage.press("z")
        await stage.until(lambda: stage.session.query(RoomDisplay))
        await stage.advance(5)
        await stage.press("enter")


async def test_top_line_says_that_the_room_sees_the_groups(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("g", "z", "escape")
        assert "ROOM SEES GROUPS" not in stage.picture()  # nothing shows the room
        with mark_room_window(tmp_path):
            stage.session.refresh_view()
            await stage.press("space")
            await stage.until(lambda: "ROOM SEES GROUPS" in stage.picture())
            (line,) = [line for line in stage.picture().splitlines() if "ROOM SEES GROUPS" in line]
            assert "Luisteren met aandacht" in line
            await stage.press("g", "z", "escape")
            await stage.until(lambda: "ROOM SEES GROUPS" not in stage.picture())


async def test_unnamed_groups_get_instructions_for_a_latecomer(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin("1", "1")
        await stage.go_to("2b")
        await stage.press("space")
        await open_groups(stage)
        assert "Count off to 5, number 1 is the trio." in stage.picture()
        for key, sentence in (
            ("+", "Someone from the trio makes a pair with the newcomer."),
            ("+", "The newcomer joins a pair, which becomes a trio."),
            ("-", "Is someone alone now? Then someone from the trio pairs up with"),
            ("-", "Anyone who is alone now joins a pair, which becomes a trio."),
        ):
            await stage.advance(70)
            await stage.press(key)
            await stage.shows(sentence)
            assert "Count off" not in stage.picture()
            assert "1 · " not in stage.picture()  # the numbers of participants mean nothing to the room
        await stage.press("z")
        await close(stage)
        await stage.press("z")
        await stage.until(
            lambda: stage.session.query(RoomDisplay) and "Anyone who is alone now joins a pair" in stage.picture()
        )
        await stage.press("z")
        await open_groups(stage)
        await shuffle(stage)
        await stage.until(lambda: "Count off to 11 and remember your number." in stage.picture())
