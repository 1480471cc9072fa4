"""The building blocks in Dutch."""

from luisteren_tui.workshop.building_blocks.block import BuildingBlock

BLOCKS = (
    BuildingBlock("empty", "Leeg onderdeel", "Alles vul je zelf in", {
        "title": "", "duration": "10m", "form": "plenary",
    }),
    BuildingBlock("opening", "Opening", "Welkom, waar het over gaat, afspraken", {
        "id": "opening", "title": "Welkom", "duration": "5m", "min": "3m", "form": "plenary",
        "instruction": "Heet iedereen welkom. Vertel waar het vandaag over gaat, hoe lang het duurt en wat er met de uitkomst gebeurt.",
        "tips": ["Spreek af dat wat hier gezegd wordt, hier blijft, en dat je een vraag mag overslaan."],
    }),
    BuildingBlock("check-in", "Kennismakingsrondje", "Iedereen zegt iets over zichzelf", {
        "id": "kennismaken", "title": "Kennismaken", "duration": "9m", "form": "plenary",
        "prompts": ["Wie ben je, en hoe zit je erbij?"],
        "turns": {"each": "participant", "window": "30s-60s"},
        "tips": ["Begin zelf. Zo horen de anderen hoe kort het mag."],
    }, a_person_s=45),
    BuildingBlock("reading", "Tekst lezen", "In stilte een verhaal, gedicht of casus", {
        "id": "lezen", "title": "Lezen", "duration": "10m", "min": "6m", "form": "individual",
        "instruction": "Lees de tekst in stilte. Zet een streepje bij wat je raakt.",
        "prompts": ["Welke zin blijft hangen?", "Wat roept die bij je op?"],
    }, text={"title": "De tekst", "body": ""}),
    BuildingBlock("alone", "Voor jezelf", "In stilte nadenken en opschrijven", {
        "id": "voor-jezelf", "title": "Even voor jezelf", "duration": "5m", "min": "3m", "form": "individual",
        "instruction": "Denk in stilte na en schrijf op wat in je opkomt. Niemand anders hoeft het te lezen.",
        "prompts": ["Wat houdt je hierin bezig?"],
    }),
    BuildingBlock("pairs", "In tweetallen", "Om beurten vertellen en luisteren", {
        "id": "tweetallen", "title": "Vertellen en luisteren", "duration": "10m", "min": "7m", "form": "pairs",
        "instruction": "Eén vertelt, de ander luistert en vraagt door. Wissel daarna.",
        "prompts": ["Wat heb je hierin meegemaakt?", "Wat hielp, en wat maakte het moeilijk?"],
        "turns": {"each": "participant", "window": "3m-4m", "after": "1m"},
    }),
    BuildingBlock("roles", "Tweetallen met rollen", "Spelen, en dan van rol wisselen", {
        "id": "rollen", "title": "Oefenen met rollen", "duration": "15m", "min": "13m", "form": "pairs",
        "instruction": "Speel een gesprek dat je kent. Wissel daarna van rol.",
        "roles": ["cliënt", "hulpverlener"],
        "prompts": ["Wat deed de ander waardoor je je gehoord voelde?"],
        "turns": {"each": "role", "prepare": "2m", "window": "5m-6m", "after": "1m"},
        "tips": ["Laat iedereen na afloop uit de rol stappen: zeg je eigen naam hardop en kijk even terug."],
    }),
    BuildingBlock("1-2-4-all", "1-2-4-Allen", "Dezelfde vraag in steeds grotere groepjes", {
        "title": "1-2-4-Allen",
        "activities": [
            {
                "id": "alleen", "title": "Alleen", "duration": "2m", "min": "1m", "form": "individual",
                "instruction": "Denk in stilte na en schrijf op wat in je opkomt.",
                "prompts": ["Welke kans zie je om dit verder te brengen?"],
                "tips": ["Naar Liberating Structures, van Keith McCandless en Henri Lipmanowicz."],
            },
            {
                "id": "twee", "title": "Met z’n tweeën", "duration": "3m", "min": "2m", "form": "pairs",
                "instruction": "Vertel elkaar wat je hebt, en bouw voort op elkaars ideeën.",
            },
            {
                "id": "vier", "title": "Met z’n vieren", "duration": "5m", "min": "4m", "form": "subgroups",
                "groups": {"from": "twee", "size": "4"},
                "instruction": "Zoek een ander tweetal. Wat komt overeen, en wat springt eruit?",
            },
            {
                "id": "allen", "title": "Met z’n allen", "duration": "6m", "min": "4m", "form": "plenary",
                "instruction": "Elke groep noemt één idee. Herhaal niet wat al gezegd is.",
                "turns": {"each": "group", "window": "30s-60s"},
            },
        ],
    }),
    BuildingBlock("troika", "Raad vragen in drietallen", "Eén vertelt, twee denken mee", {
        "id": "drietallen", "title": "Raad vragen", "duration": "30m", "min": "24m", "form": "subgroups",
        "groups": {"size": "3"},
        "instruction": "Eén brengt iets in, de andere twee denken mee. Iedereen brengt één keer iets in.",
        "prompts": ["Waar kom je niet uit, en wat voor hulp zou je willen?"],
        "turns": {"each": "participant", "phases": [
            {"say": "De inbrenger vertelt", "duration": "2m"},
            {"say": "De anderen vragen door", "duration": "2m", "min": "1m"},
            {"say": "De inbrenger draait zich om, de anderen denken hardop", "duration": "4m"},
            {"say": "De inbrenger zegt wat helpt", "duration": "2m", "min": "1m"},
        ]},
        "tips": ["Naar Troika Consulting, van Keith McCandless en Henri Lipmanowicz."],
    }),
    BuildingBlock("posters", "Groepen met posters", "Elke groep maakt een poster", {
        "id": "posters", "title": "Maak een poster", "duration": "25m", "min": "15m", "form": "subgroups",
        "groups": {"size": "3-5"},
        "instruction": "Maak met je groep een poster. Schrijven, tekenen, plakken: alles mag.",
        "prompts": ["Hoe ziet het eruit als het lukt?"],
        "materials": ["Flip-overvellen", "Stiften"],
    }),
    BuildingBlock("gallery", "Galerij", "Laten zien wat de groepen maakten", {
        "id": "galerij", "title": "Galerij", "duration": "20m", "min": "12m", "form": "plenary",
        "instruction": "Hang de posters op en loop er samen langs. Elke groep licht die van haar kort toe.",
        "prompts": ["Wat zie je terug in meer dan één poster?"],
        "turns": {"each": "group", "window": "3m-5m"},
        "needs": "posters",
    }),
    BuildingBlock("rounds", "Gespreksrondes aan tafels", "Eén blijft, de rest schuift door", {
        "id": "tafels", "title": "Gesprek aan tafel", "duration": "15m", "min": "10m", "form": "subgroups",
        "repeat": "3",
        "groups": {"size": "4", "stay": "1"},
        "instruction": "Praat aan je tafel over de vraag en schrijf op het tafelpapier wat het onthouden waard is. Bij een nieuwe ronde vertelt wie bleef kort wat er is gezegd.",
        "prompts": ["Wat is hier echt van belang?"],
        "materials": ["Papier op elke tafel", "Stiften"],
        "tips": ["Naar het wereldcafé, van Juanita Brown en David Isaacs."],
    }),
    BuildingBlock("plenary", "Gesprek met de hele groep", "Ophalen wat er leeft", {
        "id": "nabespreken", "title": "Nabespreken", "duration": "10m", "min": "5m", "form": "plenary",
        "prompts": ["Wat viel je op?", "Wat betekent dat voor ons?"],
        "tips": ["Laat stiltes vallen. De eerste die iets zegt, is zelden de enige met iets te zeggen."],
    }),
    BuildingBlock("choosing", "Kiezen met stippen", "Wat is het meest de moeite waard?", {
        "id": "kiezen", "title": "Kiezen", "duration": "5m", "min": "3m", "form": "plenary",
        "instruction": "Iedereen zet drie stippen bij wat het meest de moeite waard is. Praten komt daarna.",
        "materials": ["Stickers of stiften"],
    }),
    BuildingBlock("break", "Pauze", "Koffie en frisse lucht", {
        "id": "pauze", "break": "Pauze", "duration": "15m", "min": "5m", "skippable": "true",
    }),
    BuildingBlock("closing", "Afsluitend rondje", "Wat neemt iedereen mee?", {
        "id": "afronden", "title": "Afronden", "duration": "9m", "form": "plenary", "protected": "true",
        "prompts": ["Wat neem je mee?"],
        "turns": {"each": "participant", "window": "30s-60s"},
    }, a_person_s=45),
)  # fmt: skip
