"""The building blocks in English."""

from luisteren_tui.workshop.building_blocks.block import BuildingBlock

BLOCKS = (
    BuildingBlock("empty", "Empty part", "You fill in everything yourself", {
        "title": "", "duration": "10m", "form": "plenary",
    }),
    BuildingBlock("opening", "Opening", "Welcome, what it is about, agreements", {
        "id": "opening", "title": "Welcome", "duration": "5m", "min": "3m", "form": "plenary",
        "instruction": "Welcome everybody. Say what today is about, how long it takes and what happens with the outcome.",
        "tips": ["Agree that what is said here stays here, and that anybody may pass on a question."],
    }),
    BuildingBlock("check-in", "Getting to know each other", "Everybody says a few words", {
        "id": "check-in", "title": "Getting to know each other", "duration": "9m", "form": "plenary",
        "prompts": ["Who are you, and how are you today?"],
        "turns": {"each": "participant", "window": "30s-60s"},
        "tips": ["Begin yourself, so that the others hear how short it may be."],
    }, a_person_s=45),
    BuildingBlock("reading", "Reading a text", "A story, a poem or a case, in silence", {
        "id": "reading", "title": "Reading", "duration": "10m", "min": "6m", "form": "individual",
        "instruction": "Read the text in silence. Mark what strikes you.",
        "prompts": ["Which sentence stays with you?", "What does it bring up?"],
    }, text={"title": "The text", "body": ""}),
    BuildingBlock("alone", "By yourself", "Thinking and writing in silence", {
        "id": "alone", "title": "A moment by yourself", "duration": "5m", "min": "3m", "form": "individual",
        "instruction": "Think in silence and write down what comes up. Nobody else needs to read it.",
        "prompts": ["What is on your mind about this?"],
    }),
    BuildingBlock("pairs", "In pairs", "Telling and listening in turn", {
        "id": "pairs", "title": "Telling and listening", "duration": "10m", "min": "7m", "form": "pairs",
        "instruction": "One tells, the other listens and asks on. Then change over.",
        "prompts": ["What have you experienced with this?", "What helped, and what made it hard?"],
        "turns": {"each": "participant", "window": "3m-4m", "after": "1m"},
    }),
    BuildingBlock("roles", "Pairs with roles", "Playing, then changing roles", {
        "id": "roles", "title": "Practising with roles", "duration": "15m", "min": "13m", "form": "pairs",
        "instruction": "Play a conversation that you know. Then change roles.",
        "roles": ["client", "professional"],
        "prompts": ["What did the other do that made you feel heard?"],
        "turns": {"each": "role", "prepare": "2m", "window": "5m-6m", "after": "1m"},
        "tips": ["Let everybody step out of the role afterwards: say your own name aloud and look back for a moment."],
    }),
    BuildingBlock("1-2-4-all", "1-2-4-All", "The same question in growing circles", {
        "title": "1-2-4-All",
        "activities": [
            {
                "id": "one", "title": "Alone", "duration": "2m", "min": "1m", "form": "individual",
                "instruction": "Think in silence and write down what comes up.",
                "prompts": ["What opportunity do you see to move this forward?"],
                "tips": ["After Liberating Structures, by Keith McCandless and Henri Lipmanowicz."],
            },
            {
                "id": "two", "title": "In twos", "duration": "3m", "min": "2m", "form": "pairs",
                "instruction": "Tell each other what you have, and build on it.",
            },
            {
                "id": "four", "title": "In fours", "duration": "5m", "min": "4m", "form": "subgroups",
                "groups": {"from": "two", "size": "4"},
                "instruction": "Join another pair. What do your ideas have in common, and what stands out?",
            },
            {
                "id": "all", "title": "All together", "duration": "6m", "min": "4m", "form": "plenary",
                "instruction": "Each group names one idea. Don’t repeat what was said.",
                "turns": {"each": "group", "window": "30s-60s"},
            },
        ],
    }),
    BuildingBlock("troika", "Asking advice in threes", "One tells, two think along", {
        "id": "threes", "title": "Asking advice", "duration": "30m", "min": "24m", "form": "subgroups",
        "groups": {"size": "3"},
        "instruction": "One brings something in, the other two think along. Everybody brings something in once.",
        "prompts": ["Where are you stuck, and what help would you like?"],
        "turns": {"each": "participant", "phases": [
            {"say": "One tells", "duration": "2m"},
            {"say": "The others ask on", "duration": "2m", "min": "1m"},
            {"say": "The one turns around, the others think aloud", "duration": "4m"},
            {"say": "The one says what helps", "duration": "2m", "min": "1m"},
        ]},
        "tips": ["After Troika Consulting, by Keith McCandless and Henri Lipmanowicz."],
    }),
    BuildingBlock("posters", "Groups with posters", "Each group makes a poster", {
        "id": "posters", "title": "Make a poster", "duration": "25m", "min": "15m", "form": "subgroups",
        "groups": {"size": "3-5"},
        "instruction": "Make a poster with your group. Write, draw, cut and paste: anything goes.",
        "prompts": ["What does it look like when it works?"],
        "materials": ["Flip chart paper", "Markers"],
    }),
    BuildingBlock("gallery", "Gallery", "Showing what the groups made", {
        "id": "gallery", "title": "Gallery", "duration": "20m", "min": "12m", "form": "plenary",
        "instruction": "Put up the posters and walk past them together. Each group explains its own briefly.",
        "prompts": ["What do you see in more than one poster?"],
        "turns": {"each": "group", "window": "3m-5m"},
        "needs": "posters",
    }),
    BuildingBlock("rounds", "Rounds at tables", "One stays, the others move on", {
        "id": "tables", "title": "Table conversation", "duration": "15m", "min": "10m", "form": "subgroups",
        "repeat": "3",
        "groups": {"size": "4", "stay": "1"},
        "instruction": "Talk about the question at your table and write on the paper what is worth keeping. In a new round, the one who stayed tells briefly what was said.",
        "prompts": ["What really matters here?"],
        "materials": ["Paper on each table", "Markers"],
        "tips": ["After the World Café, by Juanita Brown and David Isaacs."],
    }),
    BuildingBlock("plenary", "Talking with the whole group", "Bringing together what people think", {
        "id": "looking-back", "title": "Looking back", "duration": "10m", "min": "5m", "form": "plenary",
        "prompts": ["What struck you?", "What does that mean for us?"],
        "tips": ["Allow silences. The first to speak is seldom the only one with something to say."],
    }),
    BuildingBlock("choosing", "Choosing with dots", "What is most worthwhile?", {
        "id": "choosing", "title": "Choosing", "duration": "5m", "min": "3m", "form": "plenary",
        "instruction": "Everybody puts three dots by what is most worthwhile. Talking comes after that.",
        "materials": ["Stickers or markers"],
    }),
    BuildingBlock("break", "Break", "Coffee and fresh air", {
        "id": "break", "break": "Break", "duration": "15m", "min": "5m", "skippable": "true",
    }),
    BuildingBlock("closing", "Closing round", "What does everybody take home?", {
        "id": "closing", "title": "Closing", "duration": "9m", "form": "plenary", "protected": "true",
        "prompts": ["What do you take with you?"],
        "turns": {"each": "participant", "window": "30s-60s"},
    }, a_person_s=45),
)  # fmt: skip
