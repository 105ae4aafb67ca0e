"""A text in, the first word that speaks of a human voice out: what is generated here is to be instrumental."""

import re

# A tenor may be a saxophone, and a soprano too; voicings are chords; a chorus may be a part of a tune, or an effect.
_PLAYED = r"(?:\s+(?:and|or)\s+\w+)?\s+(?:sax|horn|clarinet|flute|guitar|banjo|trombone|recorder|ukulele|viol|pan\b)"
_REGISTERS = rf"(?:mezzo|contralto|soprano|alto|tenor|baritone)s?(?!\w)(?!{_PLAYED})"
_VOICE = re.compile(
    r"\b(?:vocal\w*|voca(?:lese|lis\w+)|vox|voices?|voiceovers?|vocoders?|vocoded|talk\s?-?box\w*|spoken|speech|speaks?"
    r"|sing|sings|sung|sang|singing|singers?|songstress\w*|scat|scats|scatting|shout(?:s|ed|ing)|speaking"
    r"|rap|raps|rapped|rapping|rappers?|choirs?|choral(?:ly)?|choristers?|chants?|chanted|chanting|croon\w*"
    r"|lyrics?|lyricists?|a\s?cappella|acapella|arias?|ad-?libs?|hums|hummed|humming|yodel\w*|beat-?box\w*|barbershop"
    r"|narrat\w*|emcees?|mcs?|operatic|toasting|doo-?wop|oo+hs?|aa+hs?|ahh+s?|"
    rf"{_REGISTERS})\b"
)


def mentions_voice(text: str) -> str | None:
    """The first word of ``text`` that speaks of a voice, in small letters; None where none does.

    "No vocals" mentions one too: a text-to-music model hears the word, not the "no".
    """
    found = _VOICE.search(text.lower())
    return found.group() if found else None
