"""The built-in models on music from elsewhere (Emotify: Magnatune excerpts) -> accuracy with an interval over artists.

    python -m benchmarks.external [--json] [--models gtzan-classic]

Classical, pop and rock have names in both worlds; electronic is no genre of GTZAN and has no accuracy. A listener may
have heard these artists: one of its networks was trained on other clips of Magnatune.
"""

from typing import Any

from benchmarks.recordings import Recording, emotify_clips
from benchmarks.report import parser, run, show
from core.genre_mix import GenreMix, genre_mix
from core.intervals import interval_if_enough
from core.models.loaded import LoadedModel, built_in_records, load_model
from core.sound.decode import decode

SHARED_GENRES = ("classical", "pop", "rock")


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--models", nargs="+", default=list(built_in_records()), metavar="NAME")
    asked = arguments.parse_args()
    rows = []
    for name in asked.models:
        result = external(load_model(name))
        rows.append({"model": name, "genres": "classical, pop, rock", **result["all"]})
        rows += [{"model": name, "genres": genre, **numbers} for genre, numbers in result["per_genre"].items()]
    show({"Emotify": rows}, as_json=asked.json)


def external(model: LoadedModel) -> dict[str, Any]:
    """Accuracy of the top genre on the clips of ``SHARED_GENRES``, all ten genres allowed as an answer."""
    clips = [clip for clip in emotify_clips() if clip.genre in SHARED_GENRES]
    heard = [(clip, listen(clip, model)) for clip in clips]
    per_genre = {genre: _accuracy([pair for pair in heard if pair[0].genre == genre]) for genre in SHARED_GENRES}
    return {"all": _accuracy(heard), "per_genre": per_genre}


def listen(clip: Recording, model: LoadedModel) -> GenreMix:
    return genre_mix(decode(clip.path, sr=model.sr, name=clip.name), model=model, name=clip.name)


def _accuracy(heard: list[tuple[Recording, GenreMix]]) -> dict[str, Any]:
    hits = [float(mix.top[0] == clip.genre) for clip, mix in heard]
    artists = [clip.artist for clip, _ in heard]
    return {
        "accuracy": sum(hits) / len(hits),
        "interval": interval_if_enough(hits, artists),
        "n_tracks": len(hits),
        "n_artists": len(set(artists)),
    }


if __name__ == "__main__":
    run(main)
