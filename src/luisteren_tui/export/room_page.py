"""The room's screen as a page for a browser: files that stay, and a state that the page loads again and again.

The page gets its texts and times from a RoomView and nothing else. It sets them as text, never as markup.
"""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from luisteren_tui import __version__, i18n
from luisteren_tui.export import qr_code
from luisteren_tui.export.look import stylesheet
from luisteren_tui.i18n import _, ngettext
from luisteren_tui.i18n.languages import is_right_to_left
from luisteren_tui.views import room_wording as words
from luisteren_tui.views.group_wording import group_instructions, group_name
from luisteren_tui.views.groups import GroupsView
from luisteren_tui.views.room_view import RoomView, Scene
from luisteren_tui.views.wording import clock_time
from luisteren_tui.workshop.model import Form, RoomClock

PAGE, STATE = "room.html", "state.js"
NAMES = (PAGE, "room.css", "room.js", STATE)
"""All files of the page."""

Picture = Mapping[str, Any]
_MARK = "\0"


def static_files() -> dict[str, bytes]:
    """Return the files that stay, by name, in the language in use."""
    here = Path(__file__)
    texts = {
        "language": i18n.current().code,
        "version": __version__,
        "title": _("Room screen"),
        "unread": _(
            "If this stays here, this browser may not read the room's screen."
            " Press w in the other window, and choose a terminal window."
        ),
    }
    page = here.with_name(PAGE).read_text("utf-8").format(**{name: escape(text) for name, text in texts.items()})
    script = here.with_name("room.js").read_bytes()
    return {PAGE: page.encode(), "room.css": stylesheet("room.css").encode(), "room.js": script}


def state_file(picture: Picture, *, theme: str, beat: int, hint: bool = False, last: bool = False) -> bytes:
    """Return the state, with hints in the language in use. A page that no longer gets another `beat` says so, except after the `last`.

    With `hint` the page tells how to put it on the wall.
    """
    state = {
        "version": __version__,
        "name": _("Room screen"),
        "theme": theme,
        "beat": beat,
        "last": last,
        "hint": _("Drag this window to the large screen · double click: full screen · L: light or dark")
        if hint
        else "",
        "picture": picture,
    }
    # As ASCII, so that no character ends the script or is lost in it.
    return f"show({json.dumps(state)});\n".encode("ascii")


def picture(view: RoomView, evaluation: str = "") -> Picture:
    """Return what the page draws of `view`, as JSON values, in the room's language. `evaluation` is a link for the end."""
    with i18n.for_room(view.language):
        language = view.language.replace("_", "-") or i18n.current().code
        direction = "rtl" if is_right_to_left(language) else "ltr"
        return {"language": language, "direction": direction, **_content(view, evaluation)}


def _content(view: RoomView, evaluation: str) -> Picture:
    scene = _scene(view)
    loud = scene == "change"
    greeting, signal = words.greeting(view), words.signal(view)
    turn, players = words.whose_turn(view)
    blocks = [("players", line) for line in players] if loud else []
    before, figure, after = _back_at(view) if scene == "break" else ("", "", "")
    return {
        "scene": scene,
        "title": "" if greeting else words.title(view),
        "turn": turn,
        "players": [] if loud else players,
        "signal": "" if loud or scene == "break" else signal,
        "greeting": signal if loud else greeting or _break_is_over(view),
        "before": before,
        "figure": figure,
        "after": after,
        "line": view.line,
        "how": group_instructions(view.groups) if view.groups else [],
        "groups": _groups(view.groups, words.current_group(view)) if view.groups else [],
        "named": view.groups is not None and view.groups.named,
        "blocks": blocks if loud else _blocks(view),
        "code": _code(words.link(view, evaluation)),
        "time": _time(view, beside=bool(figure)),
    }


def _scene(view: RoomView) -> str:
    """Return the name of the layout."""
    if view.signal in ("change", "end") and view.scene == Scene.ACTIVITY:
        return "change"
    if view.scene == Scene.ACTIVITY and view.form == Form.BREAK:
        return "break"
    return {Scene.NOTHING: "welcome"}.get(view.scene, view.scene.value)


def _back_at(view: RoomView) -> tuple[str, str, str]:
    """Return when a break is over, with what stands before and after it, or empty texts."""
    if view.end is None or view.countdown is None or view.countdown.until is None or view.over:
        return "", "", ""
    before, _time, after = _("back at {time}").format(time=_MARK).partition(_MARK)
    return before.strip(), clock_time(view.end), after.strip()


def _break_is_over(view: RoomView) -> str:
    return words.time_is_up(view) if _scene(view) == "break" and view.over else ""


def _blocks(view: RoomView) -> list[tuple[str, str]]:
    """Return what is to be read, in order, each with the kind of text that it is."""
    match view.scene:
        case Scene.NOTHING:
            return [("note", _("We begin in a moment."))]
        case Scene.WELCOME:
            notes = [_("What is said here stays here."), _("You may always pass.")]
            used = [f"{_('What we use')}\n{' · '.join(view.materials)}"] if view.materials else []
            return [
                ("subject", view.title),
                *(("note", each) for each in notes),
                *(("materials", each) for each in used),
            ]
        case Scene.THANKS:
            return [("credit", view.credit)] if view.credit else []
        case Scene.PARKING:
            return [("item", each) for each in view.parking]
        case Scene.TEXT:
            return [("body", view.text.body)] if view.text and view.text.body else []
    roles = [_("Roles: {roles}").format(roles=" · ".join(view.roles))] if view.roles else []
    options = [_("Choose from: {options}").format(options=" · ".join(view.options))] if view.options else []
    said = [stage] if (stage := words.said(view)) else []
    return [
        *(("say", each) for each in said),
        *(("roles", each) for each in roles),
        *(("instruction", each) for each in view.instruction if each.strip()),
        *(("prompt", each) for each in view.prompts),
        *(("options", each) for each in options),
    ]


def _groups(view: GroupsView, current: int) -> list[Picture]:
    """Return the groups, or none if people find their group in another way."""
    shown = view.to_look_up
    if shown is None:
        return []
    return [
        {
            "number": group_name(shown, number) if len(shown.groups) > 1 else "",
            "current": number == current,
            "people": list(zip(_letters(shown, group), group, strict=True)),
        }
        for number, group in enumerate(shown.groups, 1)
    ]


def _letters(view: GroupsView, group: tuple[str, ...]) -> tuple[str, ...]:
    """Return the letters by which people in a trio know who they are."""
    return ("A", "B", "C") if view.form == Form.PAIRS and len(group) == 3 else ("",) * len(group)


def _time(view: RoomView, *, beside: bool) -> Picture | None:
    """Return the time that the page counts and draws, or None if it shows no time.

    `beside` the time at which a break is over stand the minutes that are left.
    """
    countdown, unit, left = view.countdown, _unit(view), 0
    labels = [words.beside_time(view, number if unit else None) for number in (1, 2)]
    if view.scene == Scene.WELCOME:
        countdown, left = None, (view.left or 0) * 60_000
    elif view.scene != Scene.ACTIVITY:
        return None
    elif _break_is_over(view):
        labels = ["", ""]
    elif beside:
        unit = "minutes"
        labels = [ngettext("{n} minute to go", "{n} minutes to go", number) for number in (1, 2)]
    if countdown is None and not any(labels):
        return None
    return {
        "unit": unit,
        "beside": beside,
        "one": labels[0],
        "many": labels[1],
        "until": None if countdown is None else countdown.until,
        "left": left if countdown is None else countdown.left_ms,
        "rate": 1 if countdown is None else countdown.rate,
        "total": 0 if countdown is None else countdown.total_ms,
    }


def _unit(view: RoomView) -> str:
    """Return what the page counts in, empty if it counts nothing."""
    if view.left is None:
        return ""
    return "seconds" if view.clock == RoomClock.SECONDS and view.scene != Scene.WELCOME else "minutes"


def _code(link: str) -> Picture | None:
    """Return the QR code of a link, or None if there is no link or it is too long for a code."""
    made = qr_code.path(link) if link else None
    return None if made is None else {"size": made[0], "path": made[1], "link": link}
