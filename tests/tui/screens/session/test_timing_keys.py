"""The keys of a session that are about time, from the start to the end."""

import re
from pathlib import Path

from luisteren_tui.session.signals import Sign
from luisteren_tui.tui.widgets.key_bar import KeyBar
from tests.thorough import thorough
from tests.tui.stage import on_stage

QUARTER = 900


async def test_space_starts_pauses_and_resumes(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        assert (stage.mode, stage.view.begun) == ("waiting", False)
        await stage.advance(30)
        assert stage.seconds_left == QUARTER
        await stage.press("space")
        await stage.advance(100)
        assert (stage.mode, stage.seconds_left) == ("running", QUARTER - 100)
        await stage.press("space")
        await stage.advance(50)
        assert (stage.mode, stage.seconds_left) == ("paused", QUARTER - 100)
        await stage.press("space")
        await stage.advance(1)
        assert (stage.mode, stage.seconds_left) == ("running", QUARTER - 101)
        assert stage.saved_state().timing == stage.state.timing


async def test_moving_to_another_activity_keeps_a_pause(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("left")
        assert (stage.activity, stage.last_message) == ("1", "This is the first activity.")
        await stage.press("right")
        assert (stage.activity, stage.mode) == ("2a", "waiting")
        await stage.press("space", "right")
        assert (stage.activity, stage.mode) == ("2b", "running")
        await stage.press("space", "left")
        assert stage.activity == "2a"
        for _ in range(8):
            assert stage.mode != "running"
            await stage.press("right")
        assert (stage.activity, stage.mode) == ("4", "waiting")
        assert stage.last_message.startswith("This is the last activity")


@thorough("size", [(80, 24), (120, 30)])
async def test_footer_shows_the_end_after_a_minute_more(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        assert "+ minute (14:01)" in stage.picture()
        await stage.press("space")
        await stage.advance(60)
        await stage.press("+")
        assert stage.view.header.margin == -1
        assert "+ minute (14:02)" in stage.picture()
        await stage.advance(17 * 60)  # two minutes of overtime, so a minute more counts from now
        assert "+ minute (14:04)" in stage.picture()
        await stage.press("+")
        await stage.until(lambda: "+ minute (14:05)" in stage.picture())
        await stage.press("z")
        await stage.until(lambda: "z your own screen" in stage.picture())
        assert ("+ minute more" in stage.picture()) == (size[0] > 52)
        assert "14:0" not in stage.picture()


async def test_two_minutes_more_in_overtime_count_from_now(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(QUARTER + 200)
        await stage.press("+", "+")
        assert stage.seconds_left == 120


async def test_began_earlier_asks_twice_for_a_long_time_and_refuses_an_impossible_one(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        before = stage.state.timing
        await stage.press("b", "0", "enter")
        assert "Enter at least one minute." in stage.picture()
        await stage.press("1", "4", "4", "1", "enter")
        assert "More than 24 hours is not possible." in stage.picture()
        assert stage.state.timing == before
        await stage.press("backspace", "backspace", "backspace", "6", "enter")
        assert "That is long: 16 minutes." in stage.picture()
        await stage.press("+")
        assert "That is long" not in stage.picture()
        await stage.press("enter")
        assert stage.state.timing == before
        await stage.press("enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.seconds_left == QUARTER - 17 * 60
        await stage.press("b", "1", "5", "enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.seconds_left == QUARTER - 32 * 60


async def test_hint_says_how_much_time_an_overrun_leaves_the_other_groups(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("3b")
        await stage.press("space")
        await stage.advance(6 * 60)
        assert "to go" not in stage.picture()
        await stage.advance(4 * 60)
        assert "2 groups to go: 5:00 each" in stage.picture()
        await stage.press("enter")
        assert stage.last_message == "2 groups to go: 5:00 each"
        await stage.press("+")
        assert stage.last_message == "this group: 6:00 left · 1 group to go: 5:00"
        await stage.press("-")
        assert stage.last_message == "2 groups to go: 5:00 each"
        await stage.advance(6 * 60)
        assert "1 group to go: 4:00" in stage.picture()
        await stage.press("z", "enter")
        assert "to go" not in stage.picture()


async def test_turns_of_2b_show_their_two_signals(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("enter")
        assert stage.last_message == "There is no next turn now."
        await stage.press("space")
        await stage.advance(119)
        assert "until round 1" in stage.picture()
        assert stage.shows_time("0:01")
        await stage.advance(1)
        assert "Time to begin: Enter" in stage.picture()

        for number, role, soft, firm in (
            (1, "Nadia", "They may change soon", "Time to change: Enter"),
            (2, "hulpverlener", "They may wrap up", "Time to wrap up: Enter"),
        ):
            await stage.press("enter")
            assert f"round {number} of 2 · {role}" in stage.picture()
            turn = stage.view.turn
            assert turn is not None
            # Two turns share twelve minutes, less than the seven of a window. The soft signal comes earlier in proportion.
            assert turn.limit_s == 360
            await stage.advance(256)
            assert soft not in stage.picture()
            await stage.advance(1)
            assert soft in stage.picture()
            await stage.advance(102)
            assert firm not in stage.picture()
            await stage.advance(1)
            assert firm in stage.picture()
            alert = stage.view.alert
            assert alert is not None
            assert (alert.sign, alert.room) == (Sign.FIRM, True)
        await stage.press("enter")
        assert "looking back" in stage.picture()
        await stage.press("enter")
        assert stage.last_message == "There is no next turn now."


async def test_plus_and_minus_change_the_activity_by_a_minute_and_count_from_now_in_overtime(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("+")
        assert stage.seconds_left == QUARTER + 60
        await stage.press("=", "-", "-")
        assert stage.seconds_left == QUARTER
        await stage.press("space")
        await stage.advance(QUARTER + 42)
        assert "overtime 0:42" in stage.picture()
        await stage.press("+")
        assert stage.seconds_left == 60
        await stage.press("-")
        assert stage.seconds_left == 0
        await stage.press("-")
        assert stage.last_message.startswith("Less is not possible")


async def test_pause_in_overtime_is_not_time_left(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(QUARTER + 100)
        assert stage.shows_time("+1:40")
        await stage.press("space")
        await stage.advance(30)
        assert "Paused · overtime 1:40" in stage.picture()
        assert stage.shows_time("+1:40")
        assert "overtime" not in stage.picture().replace("Paused · overtime", "")


@thorough("size", [(52, 14), (80, 24), (120, 30)])
async def test_near_end_has_a_sign_of_its_own_beside_the_time(tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(QUARTER - 121)
        assert "△" not in stage.picture()
        await stage.advance(1)
        assert stage.picture().count("△") == 1
        await stage.press("z")
        assert "△" not in stage.picture()
        await stage.press("z", "+")
        assert "△" not in stage.picture()


async def test_skipped_last_activity_does_not_say_that_the_group_waits(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.go_to("4")
        await stage.press("s", "enter")
        await stage.shows("Skipped")
        assert "the group waits" not in stage.picture()
        labels = [label for _action, _key, label in stage.session.query_one(KeyBar).keys]
        assert "minute more" in labels  # it would not move the end
        await stage.press("space")
        assert stage.mode == "running"
        assert "Skipped" not in stage.picture()


async def test_skip_shows_in_the_agenda_and_can_be_undone(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("right", "s")
        assert stage.activity == "2b"
        assert stage.state.timing.tracks["2a"].skipped
        await stage.press("u")
        assert (stage.activity, stage.last_message) == ("2a", "Undone: the skip")


async def test_undo_reverts_each_timing_key_and_says_which(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        steps = (
            ("space", "u", "the start"),
            ("+", "ctrl+z", "the minutes"),
            ("right", "u", "moving to another activity"),
        )
        for key, undo, what in steps:
            before = stage.state.timing
            await stage.press(key)
            assert stage.state.timing != before
            await stage.press(undo)
            assert stage.state.timing == before
            assert stage.last_message == f"Undone: {what}"
        await stage.press("u")
        assert stage.last_message == "There is nothing to undo."


async def test_began_earlier_proposes_the_waiting_time(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        await stage.advance(60)
        await stage.press("space", "b")
        assert stage.last_message.startswith("Resume with space first")
        await stage.press("right")
        await stage.advance(4 * 60)
        await stage.press("b")
        await stage.until(lambda: stage.app.screen is not stage.session)
        assert re.search(r"\s4 +minutes", stage.picture())
        await stage.press("+", "-", "-", "enter")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert (stage.activity, stage.mode, stage.seconds_left) == ("2a", "running", 5 * 60 - 3 * 60)
        await stage.press("b", "1", "2", "backspace", "escape")
        await stage.until(lambda: stage.app.screen is stage.session)
        assert stage.seconds_left == 120
        # The waiting time is proposed right after the start too.
        await stage.press("space", "right")
        await stage.advance(3 * 60)
        await stage.press("space", "b")
        await stage.until(lambda: stage.app.screen is not stage.session)
        assert re.search(r"\s3 +minutes", stage.picture())


async def test_skipping_the_last_activity_hints_how_to_end(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("3b")
        await stage.press("s")
        assert (stage.activity, stage.last_message) == ("4", "")
        await stage.press("s", "enter")
        await stage.until(lambda: stage.last_message == "That was the last one: e ends the session.")


async def test_breather_pauses_until_space(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space", "c")
        assert (stage.mode, stage.session.breather) == ("paused", True)
        assert "Breather" in stage.picture()
        await stage.press("space")
        assert (stage.mode, stage.session.breather) == ("running", False)
        await stage.press("space")
        assert "Breather" not in stage.picture()


async def test_clicker_steps_through_the_turns_and_a_held_key_counts_once(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.go_to("2b")
        await stage.press("space")
        for phase in (1, 2, 3):
            await stage.hold("pagedown")
            assert stage.view.turn is not None
            assert stage.view.turn.phase == phase
        await stage.hold("pagedown")
        assert stage.activity == "2c"
        await stage.hold("pageup")
        assert stage.activity == "2b"
        await stage.hold("pageup", times=4, every=0.49)
        assert stage.activity == "2a"
        await stage.hold("pagedown", times=2, every=0.51)
        assert stage.activity == "2c"


async def test_f5_and_unbound_function_keys_do_nothing(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        before, screen = stage.state, stage.app.screen
        await stage.press("f5", "f1", "f7", "f10", "f11")
        assert (stage.state, stage.app.screen) == (before, screen)
        bound = {key for one in (stage.app, stage.session, stage.notes) for key in one._bindings.key_to_bindings}
        assert not bound & {"f1", "f10", "f11"}
        assert {"f2", "f3", "f4", "f5", "f8", "f9"} <= bound


async def test_clock_shows_the_time_left(tmp_path: Path) -> None:
    async with on_stage(tmp_path) as stage:
        await stage.begin()
        await stage.press("space")
        for seconds, time in ((0, "15:00"), (1, "14:59"), (58, "14:01"), (240, "10:01"), (601, "0:00"), (1, "0:01")):
            await stage.advance(seconds)
            assert stage.shows_time(time)


@thorough("size", [(80, 24), (52, 14)])
async def test_hint_warns_when_an_overrun_leaves_the_other_groups_too_little(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with on_stage(tmp_path, size=size) as stage:
        await stage.begin()
        await stage.go_to("3b")
        await stage.press("space")
        await stage.advance(10 * 60)
        assert "2 groups to go: 5:00 each" in stage.picture()
        assert "too short" not in stage.picture()
        await stage.advance(9 * 60 + 17)
        assert "2 groups to go: 0:21 each" in stage.picture()
        if size == (80, 24):
            assert "2 groups to go: 0:21 each, too short" in stage.picture()
        await stage.press("enter")
        assert stage.last_message == "2 groups to go: 0:21 each, shorter than its 4 minutes"
        await stage.press("u")
        await stage.advance(137)
        assert "▲ overtime" in stage.picture()
        assert stage.shows_time("+15:34")


async def test_timer_is_aimed_again_only_for_another_moment(tmp_path: Path) -> None:
    async with on_stage(tmp_path, speed=1.0) as stage:
        await stage.ready()
        await stage.press("space")
        aimed = stage.session._ticker.timer
        assert aimed is not None
        await stage.press("+")
        assert stage.session._ticker.timer is aimed
        stage.clock.pass_by(300)
        await stage.press("space")  # a pause counts its own seconds
        assert stage.session._ticker.timer is not aimed
        aimed = stage.session._ticker.timer
        await stage.press(">")
        assert stage.session._ticker.timer is not aimed
        aimed = stage.session._ticker.timer
        stage.session._ticked()
        assert stage.session._ticker.timer not in (None, aimed)
