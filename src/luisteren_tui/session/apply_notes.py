"""What events do to notes, focus, people and what is shown: all that leaves the clock alone."""

from dataclasses import replace

from luisteren_tui.people.people import Gathered, Grouped, GroupsShown, People, sound
from luisteren_tui.session.events import NAMES, Focused, Marked, Noted
from luisteren_tui.session.shown import Blanked, RoomViewed, TextShown
from luisteren_tui.session.state import PastPeople, State


class UnfitError(ValueError):
    """An event that cannot be true of this session: of another workshop, or out of order."""


def known(state: State, activity: str) -> None:
    """Refuse what is about no activity of this workshop."""
    if activity not in state.activities:
        raise UnfitError


def noted(state: State, event: Noted) -> State:
    """Return the state with this text as a note."""
    known(state, event.slot.activity)
    return state._replace(t=event.t, notes={**state.notes, event.slot: event.text})


def marked(state: State, event: Marked) -> State:
    """Return the state with this slot marked, or no longer."""
    known(state, event.slot.activity)
    marks = state.marks | {event.slot} if event.on else state.marks - {event.slot}
    return state._replace(t=event.t, marks=marks)


def focused(state: State, event: Focused) -> State:
    """Return the state with this slot shown."""
    slot = event.slot
    known(state, slot.activity)
    if slot.prompt is not None and not 1 <= slot.prompt <= len(state.activities[slot.activity].prompts):
        raise UnfitError
    prompts = state.prompts if slot.prompt is None else {**state.prompts, slot.activity: slot.prompt}
    return state._replace(t=event.t, focus={**state.focus, slot.activity: slot}, prompts=prompts)


def possible(state: State, people: People) -> People:
    """Return these people, if they can be those of this session."""
    if not sound(people) or not {*people.groups, *people.three} <= state.activities.keys():
        raise UnfitError
    return people


def gathered(state: State, event: Gathered | Grouped) -> State:
    """Return the state with these people, in these groups."""
    people, past = possible(state, event.people), state.past_people
    # Groups where there were none take nothing away: there is nothing to undo.
    if isinstance(event, Gathered) or not people.groups.keys() > state.people.groups.keys():
        past = PastPeople(NAMES[type(event)], state.people, past, event.t)
    return state._replace(t=event.t, people=people, past_people=past)


def groups_shown(state: State, event: GroupsShown) -> State:
    """Return the state in which the room sees these groups, or none."""
    if event.activity is not None:
        known(state, event.activity)
    return state._replace(t=event.t, shown_groups=event.activity)


def blanked(state: State, event: Blanked) -> State:
    """Return the state in which the room sees nothing, or again what there is to see."""
    return state._replace(t=event.t, shown=replace(state.shown, blank=event.on))


def text_shown(state: State, event: TextShown) -> State:
    """Return the state in which the room sees this page of a text, or none."""
    if (event.text is not None and event.text not in state.opened.workshop.texts) or event.page < 0:
        raise UnfitError
    return state._replace(t=event.t, shown=replace(state.shown, text=event.text, page=event.page))


def room_viewed(state: State, event: RoomViewed) -> State:
    """Return the state in which the facilitator's own window is the room's, or no longer."""
    return state._replace(t=event.t, room_view=event.on)
