"""Tracks in; the artists who stand in more than one genre out.

That is often right: artists cross genres. It is worth knowing, since a model learns artists as well as genres, and
since one of the labels may be a slip.
"""

import unicodedata
from collections.abc import Iterable

from core.data.datasets import Track
from core.data.findings import Finding

# Names that name nobody: what many artists share is no artist.
NOBODY = frozenset(
    {"", "-", "?", "n/a", "none", "unknown", "unknown artist", "various", "various artists", "va", "v.a.", "anonymous"}
)
_ALIKE = str.maketrans({"’": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})


def artists_in_genres(tracks: Iterable[Track]) -> list[Finding]:
    """One finding for each artist and each genre but the artist's main one.

    It names the first track there, and beside it the first one in the main genre: the one with most tracks, or of two
    with as many the first.
    """
    by_artist: dict[str, dict[str, list[Track]]] = {}
    for track in tracks:
        if track.genre and (key := artist_key(track.artist)):
            by_artist.setdefault(key, {}).setdefault(track.genre, []).append(track)
    found = []
    for by_genre in by_artist.values():
        main, *others = sorted(by_genre.values(), key=lambda there: -len(there))
        found += [_finding(main, there, by_genre) for there in others]
    return sorted(found, key=lambda finding: -(finding.score or 0.0))


def artist_key(artist: str | None) -> str:
    """What all spellings of an artist share: no case, accents of Latin letters or spare spaces; "" for nobody.

    Marks of other scripts stay, where they make other letters (か and が, и and й).
    """
    key = " ".join(_plain(artist or "").translate(_ALIKE).split())
    return "" if key in NOBODY else key


def _plain(name: str) -> str:
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKD", name.casefold()):
        follows_latin = bool(letters) and unicodedata.name(letters[-1], "").startswith("LATIN")
        if not (unicodedata.combining(letter) and follows_latin):
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters))


def _finding(main: list[Track], there: list[Track], by_genre: dict[str, list[Track]]) -> Finding:
    counts = ", ".join(f"{len(tracks)} in {genre}" for genre, tracks in by_genre.items())
    spellings = sorted({track.artist.strip() for tracks in by_genre.values() for track in tracks if track.artist})
    names = " / ".join(f"“{name}”" for name in spellings)
    return Finding(
        track=there[0].id,
        kind="artist-in-genres",
        reason=f"{names} has tracks in {len(by_genre)} genres ({counts}), here in {there[0].genre}",
        other=main[0].id,
        # The rarer the genre among the artist's tracks, the more it looks like a slip.
        score=1 - len(there) / sum(map(len, by_genre.values())),
    )
