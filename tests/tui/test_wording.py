"""What the top line says of the time, whatever was done before."""

from hypothesis import given

from luisteren_tui import i18n
from luisteren_tui.session.projected_end import begin_time
from luisteren_tui.session.timing import Mode
from luisteren_tui.tui import wording as words
from luisteren_tui.views.session_view import project
from tests.session.sample_sessions import ANY, LENGTHS, MINUTE, NOON, Move, along


@given(ANY, LENGTHS)
def test_after_every_command_the_words_agree_with_the_time_that_is_left(moves: list[Move], ms: int) -> None:
    i18n.use("en")
    for session in along(moves):
        state, timing, now = session.state, session.state.timing, session.t
        if timing.mode == Mode.ENDED:
            continue
        for t in (now, now + ms):
            end = t
            names = list(state.activities)
            for name in names[names.index(timing.activity) :]:
                track = session.track(name)
                runs = name == timing.activity and timing.mode == Mode.RUNNING
                spent = track.spent + (t - timing.since if runs else 0)
                end += 0 if track.skipped else max(0, track.allotted - spent)
            begun = begin_time(state)
            if timing.must_end is not None:
                late = NOON + end - timing.must_end
            elif begun is not None:
                late = end - begun - sum(state.opened.planned.values()) * 1000
            else:
                assert words.margin(project(state, t).header) == ""
                continue
            said = words.margin(project(state, t).header)
            if late >= MINUTE:
                assert said == f"runs {late // MINUTE} min over"
            elif late <= -MINUTE:
                assert said == f"{-late // MINUTE} min to spare"
            else:
                assert said == "on time"
