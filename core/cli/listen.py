"""Commands on songs: `mix`, the genre mix of each file."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.output import clock, common_options, complain, one_line, percent, print_json, print_table
from core.cli.progress import bar
from core.errors import CoreError

if TYPE_CHECKING:
    from core.genre_mix import GenreMix
    from core.models.loaded import LoadedModel

BAR_WIDTH = 30
DOUBTS = {  # by the verdict of a genre mix; what pages say stands in core.figures, of which no command knows
    "other-music": "Music, but perhaps none of my genres",
    "not-music": "This does not sound like music",
    "unlike": "I am not sure",
}
EXAMPLES = """\
examples:
  python -m core mix song.mp3
  python -m core mix *.flac --json > mixes.jsonl
  python -m core mix song.mp3 --model gtzan-classic --json | python -m json.tool

With --json one object per line: file, duration_s (seconds), model, known, verdict
(known, other-music, not-music, or unlike where the model cannot tell which), reason,
mix {genre: share 0-1}, interval {genre: [low, high]} or null, segments (the 3 s cells:
start_s, end_s, proba {genre: 0-1}), tags {listener: {tag: 0-1}} (the strongest), notes.
Exit status 2 when a file could not be used.
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "mix",
        help="the genre mix of each file",
        description="The genre mix of each file: the mean of the genre probabilities of its 3 s cells.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("files", nargs="+", metavar="FILE", help="sound of 3 s or more, or a video with sound")
    command.add_argument(
        "--model", metavar="NAME", help="one of `python -m core models`; by default the best that can listen"
    )
    common_options(command)
    command.set_defaults(run=mix)


def mix(asked: argparse.Namespace) -> int:
    """Print the mix of each good file and a line for each bad one; 2 when there was a bad one."""
    from core.cli.fetching import fetch_missing
    from core.models.loaded import default_model, load_model

    if asked.model is None and not asked.quiet and (hint := _hint()):
        print(f"note: {one_line(hint)}", file=sys.stderr)
    model = load_model(default_model() if asked.model is None else asked.model)
    fetch_missing(model.record, quiet=asked.quiet)
    n_bad = 0
    for file in asked.files:
        try:
            heard = _listen(file, model, quiet=asked.quiet)
        except CoreError as error:
            complain(f"{file}: {error}")
            n_bad += 1
            continue
        if asked.json:
            print_json(heard.to_json())
        else:
            _describe(heard)
    if not asked.json and n_bad < len(asked.files):
        print(_trust(model))
    return 2 if n_bad else 0


def _listen(file: str, model: "LoadedModel", *, quiet: bool) -> "GenreMix":
    from core.genre_mix import genre_mix
    from core.sound.decode import decode

    with bar(Path(file).name, quiet=quiet) as progress:
        signal = decode(Path(file), sr=model.sr, name=Path(file).name)
        return genre_mix(signal, model=model, name=file, progress=progress)


def _hint() -> str:
    """What one would gain by the files of the listener, where some are not here; "" where nothing is lacking."""
    from core.cli.fetching import weight_words
    from core.models.inputs import PRETRAINED
    from core.models.loaded import BUILT_IN, LISTENER, built_in_records, missing_files
    from core.models.pretrained import gain_of

    records = built_in_records()
    if LISTENER not in records or not (missing := missing_files(records[LISTENER])):
        return ""
    record, scores = records[LISTENER], records[BUILT_IN].scores
    gain = gain_of(record)
    if gain is None:
        right, n_tracks = record.scores["accuracy"], record.scores["n_tracks"]
        beside = f"this one for {percent(scores['accuracy'])} of its own {scores['n_tracks']:,}"
    else:
        right, n_tracks = gain["accuracy"], gain["n_tracks"]
        beside = f"of which this one gets {percent(gain['of_classic'])}"
    return (
        f"listening by {BUILT_IN}; {LISTENER} is right for {percent(right)} of {n_tracks:,} held-out tracks "
        f"({record.protocol['name']}), {beside} ({PRETRAINED}): --model {LISTENER} fetches what it needs once "
        f"({weight_words(missing)})"
    )


def _describe(heard: "GenreMix") -> None:
    print(f"{one_line(heard.name)}  {clock(heard.duration_s)}")
    print(f"  {_sentence(heard)}")
    intervals = dict(zip(heard.genres, heard.interval.T, strict=True)) if heard.interval is not None else {}
    print_table(
        (genre, percent(share), _range(intervals.get(genre)), "#" * round(share * BAR_WIDTH))
        for genre, share in heard.ranking
    )
    for track in heard.tags:
        named = ", ".join(f"{one_line(tag)} {percent(value)}" for tag, value in track.strongest())
        print(f"  {track.listener} hears: {named}")
    for line in filter(None, [heard.interval_reason, *heard.notes]):
        print(f"  note: {one_line(line)}")
    print(flush=True)


def _sentence(heard: "GenreMix") -> str:
    genre, share = one_line(heard.top[0]), heard.top[1]
    if not heard.known:
        return f"{DOUBTS[heard.verdict]}: {one_line(heard.reason)}. The nearest would be {genre}, {percent(share)}."
    if heard.interval is None:
        return f"Sounds most like {genre}: {percent(share)}."
    low, high = heard.interval[:, heard.genres.index(heard.top[0])]
    return f"Sounds most like {genre}: {percent(share)}, {percent(low)} to {percent(high)} over the song."


def _range(interval: "tuple[float, float] | None") -> str:
    return "" if interval is None else f"{100 * interval[0]:.0f}-{100 * interval[1]:.0f} %"


def _trust(model: "LoadedModel") -> str:
    from core.cli.models import score_sentence
    from core.models.inputs import PRETRAINED

    sentence = f"{model.name}: {score_sentence(model.record.scores, model.record.protocol)}"
    return one_line(f"{sentence}; {PRETRAINED}" if model.backbones else sentence)
