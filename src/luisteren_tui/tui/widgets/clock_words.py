"""What the figures of the clock mean, in words: the mode, the turn, the signal and the gap."""

from typing import NamedTuple

from textual.content import Content

from luisteren_tui.i18n import _
from luisteren_tui.session.events import Gap
from luisteren_tui.session.signals import Alert, ClockView, Sign, TurnView
from luisteren_tui.session.timing import Mode
from luisteren_tui.session.turns import TurnShare
from luisteren_tui.tui import wording as words
from luisteren_tui.tui.keymap import printed

DOT = " · "
"""Stands between two things on one line."""


OF_TURN = (Sign.SOFT, Sign.FIRM, Sign.BEGIN, Sign.STAGE)


class ClockParts(NamedTuple):
    """What the panel shows. `time` is the time that matters and `activity_time` the activity's, both as text.

    `leading` is the turn that `time` belongs to, None if it is the activity's. `find_group` is how people find their
    group now, or which keys show them.
    """

    time: str
    activity_time: str
    leading: TurnView | None
    clock: ClockView
    turn: TurnView | None
    share: TurnShare | None
    alert: Alert | None
    gap: Gap | None
    begun: bool
    breather: bool
    find_group: str = ""


class TurnWords(NamedTuple):
    """The words at the time of a turn: whose it is and what matters now, what else can't be left out, how the time is
    shared, and what else there is."""

    heading: Content
    urgent: list[Content]
    shares: list[Content]
    others: list[Content]


def activity_words(parts: ClockParts, width: int, height: int) -> list[Content]:
    """Return what the activity's figures mean, on `height` lines. The signal and the gap are the last to be left out."""
    clock, turn = parts.clock, parts.turn
    lines = _mode(clock, parts.begun, parts.breather)
    if turn is not None and clock.mode != Mode.WAITING:
        lines.append(Content.styled(turn_name(turn), "bold"))
        if left := words.time_each(turn):
            lines[-1] += Content(f" · {left}")
        lines += _stage(parts)
        lines += _shares(parts)
        if others := words.others(turn, width):
            lines.append(Content(others))
    urgent = [*_signal(parts), *_gap(parts.gap)]
    find_group = [part.rstrip() for part in Content(parts.find_group).wrap(width)] if parts.find_group else []
    if len(lines) + len(find_group) + len(urgent) <= height:
        lines += find_group
    if len(lines) + len(urgent) > height and clock.mode == Mode.RUNNING:
        # The figures also say until when, and the footer has the key for a minute more.
        del lines[0 if clock.left_s >= 0 else 1]
    return lines[: max(0, height - len(urgent))] + urgent[-height:]


def turn_words(parts: ClockParts, across: int, width: int) -> TurnWords:
    """Return what there is to know of the turn and the activity besides their times.

    The heading is for `across` cells, the other lines are for `width`. A signal of the turn is in the heading, and so is
    a pause, if they fit there.
    """
    turn, running = parts.leading, parts.clock.mode == Mode.RUNNING
    assert turn is not None
    heading = Content.styled(turn_name(turn), "bold $primary")
    mode = _mode(parts.clock, parts.begun, parts.breather) if not running else []
    signal, gap = _signal(parts), _gap(parts.gap)
    of_turn = bool(signal) and parts.alert is not None and parts.alert.sign in OF_TURN
    beside, between = (mode, DOT) if mode else (signal, "   ") if of_turn else ([Content(words.turn_end(turn))], DOT)
    longer = Content.assemble(heading, *(part for one in beside for part in (between, one)))
    if longer.cell_length <= across:
        heading = longer
        beside.clear()
    shares = _shares(parts)
    if len(shares) > 1:  # there are few lines
        shares = [Content(_("{share}, too short").format(share=shares[0].plain))]
    whole = words.this_turn(turn) if turn.stage is not None and turn.stage.then else ""
    others = [Content(text) for text in (whole, words.others(turn, width), parts.find_group) if text]
    return TurnWords(heading, [*_stage(parts), *mode, *signal, *gap], shares, others)


def name_list_keys() -> str:
    """Return with which keys the room sees a list of who is with whom."""
    return _("{key} and then {show}: show who is with whom").format(key=printed("groups"), show=printed("room"))


def turn_name(turn: TurnView) -> str:
    """Return which turn it is and whose: "round 1 of 2 · Nadia"."""
    return words.turn(turn) if turn.group else DOT.join(filter(None, (words.turn(turn), turn.who)))


def _stage(parts: ClockParts) -> list[Content]:
    """Return which phase of the turn is on, unless a signal says so."""
    said = parts.alert is not None and parts.alert.sign == Sign.STAGE
    return [] if said or not (stage := words.stage(parts.turn)) else [Content.styled(stage, "bold")]


def _shares(parts: ClockParts) -> list[Content]:
    """Return how the time is shared once a turn takes longer, and whether that leaves too little."""
    turn = parts.turn
    if parts.share is None or turn is None or not 1 <= turn.phase <= turn.of or turn.left_s >= 0:
        return []
    return [Content(text) for text in (words.share(parts.share), words.too_short(parts.share)) if text]


def _signal(parts: ClockParts) -> list[Content]:
    if parts.alert is None or parts.alert.sign == Sign.OVER:
        return []
    return [Content.styled(f" ● {words.alert(parts.alert, parts.turn)} ", "bold $foreground on $secondary 40%")]


def _gap(gap: Gap | None) -> list[Content]:
    if gap is None:
        return []
    length = words.length((gap.t - gap.since) // 1000)
    what = _("laptop asleep for {length}") if gap.why == "sleep" else _("program stopped for {length}")
    texts = (what.format(length=length), _("that counts · {key}: it does not").format(key=printed("gap")))
    return [Content.styled(f" {text} ", "bold $foreground on $warning 35%") for text in texts]


def _mode(clock: ClockView, begun: bool, breather: bool) -> list[Content]:
    since = words.minutes_seconds(clock.since_s)
    if breather:
        ends = _("{time} · nothing to do · {key} ends it").format(time=since, key=printed("breather"))
        return [Content.styled(_("Breather"), "bold $secondary"), Content(ends)]
    match clock.mode:
        case Mode.WAITING if not begun:
            return [
                Content.styled(_("Ready to begin"), "bold"),
                Content(_("{key} starts the clock").format(key=printed("pause"))),
            ]
        case Mode.WAITING if clock.skipped:
            return [
                Content.styled(_("Skipped"), "bold"),
                Content(_("{key} starts it after all").format(key=printed("pause"))),
            ]
        case Mode.WAITING:
            return [
                Content.styled(_("Not running yet"), "bold $warning"),
                Content(_("the group waits {time} · {key} starts").format(time=since, key=printed("pause"))),
            ]
        case Mode.PAUSED:
            paused = [_("Paused"), *([overtime(clock)] if clock.left_s < 0 else [])]
            return [
                Content.styled(" · ".join(paused), "bold $warning"),
                Content(_("{time} · {key} resumes").format(time=since, key=printed("pause"))),
            ]
        case Mode.ENDED:
            return [Content.styled(_("The session has ended"), "bold")]
    if clock.left_s < 0:
        over = Content.styled(f" ▲ {overtime(clock)} ", "bold $foreground on $warning 45%")
        return [over, Content(_("{key} adds a minute from now").format(key=printed("more")))]
    return [Content(_("until {time}").format(time=words.clock_time(clock.end)))]


def overtime(clock: ClockView) -> str:
    """Return by how much the activity is over time, in words."""
    return _("overtime {time}").format(time=words.minutes_seconds(clock.left_s))
