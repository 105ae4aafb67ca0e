"""A tag of a pretrained listener -> what kind of word it is: genre, instrument, voice, mood, or none of these."""

from collections.abc import Sequence

from core.models.backbones.yamnet_classes import CLASSES, SPEECH_CLASSES

# In the order in which people are shown them.
GENRE, INSTRUMENT, VOICE, MOOD, OTHER = KINDS = ("genre", "instrument", "voice", "mood", "other")
TITLES = {GENRE: "Genres", INSTRUMENT: "Instruments", VOICE: "Voices", MOOD: "Moods", OTHER: "Other sounds and words"}

# Words of musicnn.
_GENRES = """
    alternative, alternative rock, ambient, atmospheric, blues, chill, chillout, choral, classic, classic rock,
    classical, country, dance, downtempo, easy listening, electro, electronic, electronica, experimental, folk, funk,
    hard rock, heavy metal, Hip-Hop, hip hop, House, house, indian, indie, indie pop, indie rock, instrumental pop,
    jazz, lounge, metal, new age, opera, orchestral, pop, pop folk, pop rock, Progressive rock, punk, reggae, rnb, rock,
    soul, soundtrack, techno, trance, trip hop, world
"""
_INSTRUMENTS = """
    acoustic, acoustic guitar, bass, beat, beats, cello, computer, drum machine, drums, electric guitar, electric piano,
    flute, guitar, harp, harpsichord, instrumental, keyboard, piano, sitar, solo, strings, synth, synthesizer, violin
"""
_VOICES = """
    choir, female, female vocal, female vocalist, female vocalists, female voice, male, male vocal, male vocalists,
    male voice, man, no vocal, no vocals, no voice, singing, vocal, vocals, voice, woman
"""
_MOODS = """
    beautiful, catchy, emotional, energetic, fast, film, happy, loud, Mellow, party, quiet, relaxing, sad, sexy, slow,
    soft, weird
"""
_OTHERS = "00s, 60s, 70s, 80s, 90s, oldies"


def kind_of(tag: str) -> str:
    """One of ``KINDS``; ``other`` also for a tag that nobody has put in order."""
    return _KIND_OF.get(tag, OTHER)


def kinds_of(tags: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Tags under the titles of their kinds ("Genres", "Instruments", ...); a kind without a tag is left out."""
    grouped = {TITLES[kind]: tuple(tag for tag in tags if kind_of(tag) == kind) for kind in KINDS}
    return {title: found for title, found in grouped.items() if found}


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


def _classes(first: str, last: str) -> tuple[str, ...]:
    """A branch of the tree of AudioSet, which has its classes in order."""
    return CLASSES[CLASSES.index(first) : CLASSES.index(last) + 1]


# Of two entries of a tag the later one counts: beatboxing stands among AudioSet's genres.
_KIND_OF: dict[str, str] = {
    **dict.fromkeys(_words(_GENRES), GENRE),
    **dict.fromkeys(_words(_INSTRUMENTS), INSTRUMENT),
    **dict.fromkeys(_words(_VOICES), VOICE),
    **dict.fromkeys(_words(_MOODS), MOOD),
    **dict.fromkeys(_words(_OTHERS), OTHER),
    **dict.fromkeys(_classes("Plucked string instrument", "Scratching (performance technique)"), INSTRUMENT),
    **dict.fromkeys(_classes("Pop music", "Wedding music"), GENRE),
    **dict.fromkeys(_classes("Happy music", "Scary music"), MOOD),
    **dict.fromkeys((*SPEECH_CLASSES, *_classes("Singing", "Humming")), VOICE),
    **dict.fromkeys(("Beatboxing", "Vocal music", "A capella"), VOICE),
    **dict.fromkeys(("Song", "Background music", "Theme music", "Jingle (music)"), OTHER),
}
