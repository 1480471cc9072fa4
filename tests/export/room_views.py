"""One RoomView for each thing that the room can see, for the tests of the page in the browser."""

from collections.abc import Mapping

from msgspec.structs import replace

from luisteren_tui.session.signals import TurnView
from luisteren_tui.session.timing import Mode
from luisteren_tui.views.groups import FindBy, GroupsView
from luisteren_tui.views.room_view import NO_SESSION, Countdown, RoomView, Scene, TextPart, parking_view
from luisteren_tui.workshop.model import Each, Form, RoomClock

NOON = 1_795_518_000_000  # 24 November 2026, 12:00 in Amsterdam
MINUTE = 60_000
LINK = "https://example.org/evaluation"
NAMES = (("Anna", "Mohammed"), ("Joke", "Bram"), ("Fatima", "Sjoerd", "Lieke"))
POEM = "Als ik je vraag naar mij te luisteren\nen jij begint mij adviezen te geven,\ndan doe je niet wat ik je vraag."


def views(now: int = NOON) -> Mapping[str, RoomView]:
    """Return a view of each kind by a name for it, as at the wall time `now` (ms since 1970)."""
    running, end, countdown = Mode.RUNNING, now + 12 * MINUTE, Countdown(15 * MINUTE, until=now + 12 * MINUTE)
    round_1, activity = TurnView(Each.ROLE, 1, 2, "Nadia", 0, 0), Scene.ACTIVITY
    minutes = RoomClock.MINUTES
    pairs = RoomView(
        activity,
        "Perspectiefwisseling in tweetallen",
        Form.PAIRS,
        running,
        instruction=("Speel de situatie na. Wissel daarna van rol.",),
        prompts=("Wat deed het met je om in de schoenen van de ander te staan?", "Wat viel je op?"),
        options=("Vergeten afspraak", "Tussentijds telefoontje"),
        roles=("Nadia", "hulpverlener"),
        turn=round_1,
        clock=minutes,
        left=6,
        countdown=Countdown(7 * MINUTE, until=now + 6 * MINUTE),
    )
    together = replace(pairs, turn=None, left=12, end=end, countdown=countdown)
    counted = GroupsView("Perspectiefwisseling", Form.PAIRS, (("1", "3"), ("2", "4")), False, FindBy.COUNT)
    gallery = GroupsView("Galerij", Form.SUBGROUPS, NAMES, True)
    coffee = RoomView(activity, "Pauze", Form.BREAK, running, clock=RoomClock.END, end=end, countdown=countdown)
    ended = RoomView(
        Scene.THANKS, "Luisteren met aandacht", Form.PLENARY, Mode.ENDED, credit="MIND", line="Tot de 14e!"
    )
    welcome = RoomView(
        Scene.WELCOME, "Luisteren met aandacht", Form.PLENARY, Mode.WAITING, materials=("flip-over", "stiften")
    )
    return {
        "no session": NO_SESSION,
        "welcome": welcome,
        "welcome with a start": replace(welcome, left=8, end=now + 8 * MINUTE),
        "question": RoomView(
            activity, "Verkenning", Form.PLENARY, running, prompts=("Wat doet dit gedicht met je?",), line="Tot 15:05"
        ),
        "only a title": RoomView(activity, "Afronding", Form.PLENARY, running),
        "only a long title": RoomView(activity, "Hoe ga je om met verschil? " * 8, Form.PLENARY, running),
        "pairs": pairs,
        "paused": replace(pairs, mode=Mode.PAUSED, left=3, countdown=Countdown(7 * MINUTE, left_ms=3 * MINUTE)),
        "seconds": replace(together, clock=RoomClock.SECONDS, left=350),
        "one minute to go": replace(pairs, minutes_to_go=1),
        "change": replace(pairs, signal="change", left=None, countdown=None),
        "end of the last turn": replace(pairs, signal="end", left=None, countdown=None),
        "right to left": replace(pairs, title="النقاش", prompts=("ما الموضوع؟", "Why?"), groups=gallery, language="ar"),
        "phase of a turn": replace(
            pairs, turn=TurnView(Each.PARTICIPANT, 2, 3, "", 0, 0, in_groups=True, larger=4), say="Vraag door", roles=()
        ),
        "named pairs": replace(together, groups=replace(gallery, form=Form.PAIRS)),
        "long names": replace(together, groups=replace(gallery, form=Form.PAIRS, groups=(("n" * 100, "Bo"), NAMES[0]))),
        "counted pairs": replace(together, groups=counted),
        "gallery": RoomView(
            activity,
            "Galerij",
            Form.SUBGROUPS,
            running,
            prompts=("Vertel wat jullie zagen.",),
            turn=TurnView(Each.GROUP, 2, 3, "", 0, 0, group=2),
            groups=gallery,
            clock=RoomClock.END,
            end=end,
            countdown=countdown,
        ),
        "break": coffee,
        "break is over": replace(
            coffee, end=now, over=True, signal="over", countdown=Countdown(15 * MINUTE, until=now)
        ),
        "break has long been over": replace(coffee, end=now, over=True, countdown=Countdown(15 * MINUTE, until=now)),
        "time is up": replace(together, left=None, end=now, over=True, signal="over"),
        "text": RoomView(Scene.TEXT, "", Form.PLENARY, running, text=TextPart("Luisteren", POEM, "")),
        "long text": RoomView(Scene.TEXT, "", Form.PLENARY, running, text=TextPart("Casus", f"{POEM} " * 12, "")),
        "text elsewhere": RoomView(Scene.TEXT, "", Form.PLENARY, running, text=TextPart("Luisteren", "", LINK)),
        "parking lot": parking_view(["Hoe zit het met de privacy?", "Tijd voor intervisie"]),
        "full parking lot": parking_view([f"{n}. Hoe zit het met de privacy van cliënten?" for n in range(1, 31)]),
        "thanks": ended,
        "blank": RoomView(Scene.BLANK, "", Form.PLENARY, Mode.WAITING),
    }
