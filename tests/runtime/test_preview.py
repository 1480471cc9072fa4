"""The walk through a workshop that a preview shows."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luisteren_tui.export import document as doc
from luisteren_tui.export.document import CLOSING, OPENING
from luisteren_tui.runtime.preview import Preview
from luisteren_tui.session.timing import Mode
from luisteren_tui.storage.workshop_file import find, load
from luisteren_tui.views.room_view import Scene
from luisteren_tui.workshop.model import Workshop
from tests.export.handouts import workshop

NOON = 1_767_610_800_000


def shipped() -> Workshop:
    made = load(find("luisteren", Path("nowhere"))).workshop
    assert made is not None
    return made


def preview(part: str = "", made: Workshop | None = None, data: Path = Path("nowhere")) -> Preview:
    return Preview(made or shipped(), data, NOON, part=part)


def rounds() -> Workshop:
    talk = {"id": "b", "title": "Talk", "form": "pairs", "duration": "10m", "repeat": "2", "needs": "a"}
    first = {"id": "a", "title": "Think", "form": "individual", "duration": "5m"}
    return workshop(steps=[{"title": "S", "activities": [first, talk]}])


def test_pages_are_the_welcome_each_activity_and_the_thanks() -> None:
    shown = preview()
    assert shown.pages == (OPENING, "1", "2a", "2b", "2c", "p1", "3a", "3b", "4", CLOSING)
    scenes = []
    for place in range(len(shown.pages)):
        shown.go(place)
        scenes.append(shown.room.scene)
    assert scenes == [Scene.WELCOME, *[Scene.ACTIVITY] * 8, Scene.THANKS]


def test_a_page_begins_when_all_before_it_took_its_time() -> None:
    shown = preview("2b")
    view = shown.live.view()
    assert (view.ask.id, view.clock.mode, view.clock.run_s) == ("2b", Mode.RUNNING, 0)
    assert view.header.now == NOON + 20 * 60_000
    assert view.header.margin in (0, None)


def test_round_is_found_by_its_plain_id_and_what_needs_an_activity_is_reached() -> None:
    shown = preview("b", rounds())
    assert (shown.page, shown.part) == ("b-1", "b")
    shown.go(shown.place + 1)
    assert (shown.page, shown.part) == ("b-2", "b")


def test_turns_signals_and_the_beginning_again() -> None:
    shown = preview("2b")
    assert shown.turn()
    assert shown.turn()
    assert not shown.turn() or shown.live.view().turn is not None
    shown.go(shown.place)
    assert shown.jump()
    assert shown.live.view().clock.run_s > 0
    shown.go(shown.place)
    assert shown.live.view().clock.run_s == 0


def test_question_is_chosen_for_the_room() -> None:
    shown = preview("1")
    first = shown.room.prompts
    shown.choose(1)
    assert shown.room.prompts != first
    assert shown.room.prompts == shipped().activities[0].prompts[1:2]


def test_text_is_shown_page_by_page_and_then_silence_until_it_is_hidden_again(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "gedicht.txt").write_text("Eerste\n\nTweede\n")
    shown = preview("1", data=tmp_path)
    bodies: list[str | int] = []
    assert not shown.turn_page(1)
    assert shown.show_text()
    for by in (0, 1, 1, 1, -1, -1):
        assert shown.turn_page(by)
        text = shown.room.text
        bodies.append(shown.silence if text is None else text.body)
    silence = shipped().activities[0].silence
    assert bodies == ["Eerste", "Tweede", silence, silence, "Tweede", "Eerste"]
    assert silence
    assert shown.show_text()
    assert shown.room.scene is Scene.ACTIVITY
    assert not preview("2c").show_text()


def test_paper_of_a_part_is_what_the_handouts_have_of_it() -> None:
    shown = preview("2c")
    questions = [block.text for block in shown.paper.participants if isinstance(block, doc.Question)]
    assert questions == list(shipped().activities[3].prompts)
    assert isinstance(shown.paper.facilitator[0], doc.Heading)
    assert preview("p1").paper.participants == ()
    assert any(isinstance(block, doc.Table) for block in preview().paper.facilitator)


def test_changed_workshop_stays_at_its_page_or_else_at_its_place() -> None:
    shown = preview("2b")
    same = shown.of(shipped())
    assert same.page == "2b"
    other = shown.of(workshop(steps=[{"title": "S", "form": "plenary", "duration": "5m"}]))
    assert other.page == CLOSING


def test_changed_workshop_stays_in_its_turn_and_at_its_question() -> None:
    shown = preview("2b")
    assert shown.turn()
    assert shown.turn()
    view = shown.of(shipped()).live.view()
    assert view.turn is not None
    assert view.turn.phase == 2
    shown = preview("1")
    shown.choose(1)
    assert shown.of(shipped()).live.view().ask.chosen == 2


@given(st.lists(st.integers(-12, 12), max_size=6))
def test_every_page_can_be_reached_from_every_other(moves: list[int]) -> None:
    shown = preview(made=rounds())
    for by in moves:
        shown.go(shown.place + by)
        activity = shown.activity
        assert shown.page in shown.pages
        assert (activity is None) == (shown.page in (OPENING, CLOSING))
        assert activity is None or activity.id == shown.page


@pytest.mark.parametrize("page", [OPENING, CLOSING])
def test_nothing_happens_before_the_first_activity_and_after_the_last(page: str) -> None:
    shown = preview()
    shown.go(shown.pages.index(page))
    shown.choose(1)
    assert not any((shown.turn(), shown.jump(), shown.show_text(), shown.turn_page(1)))
    assert shown.part == ""
