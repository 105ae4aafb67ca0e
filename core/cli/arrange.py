"""Commands that make clips: `arrange`, one that the built-in band plays."""

import argparse
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from core.cli.files import SOUNDS, check_target
from core.cli.output import clock, common_options, one_line, print_json, print_table
from core.workspace import write_named

if TYPE_CHECKING:
    from core.generation.arranger import Arrangement
    from core.generation.clips import Clip

MIDI_SUFFIXES = (".mid", ".midi")
SR = 44_100
EXAMPLES = """\
examples:
  python -m core arrange --genre reggae --seed 7 --seconds 20 --out reggae.wav
  python -m core arrange --genre jazz --tempo 140 --key "Bb major" --out jazz.flac --midi jazz.mid --json

What is not given is drawn by the seed: the same words give the same clip. The tempo is in beats
a minute; the clip is 16 bit stereo at 44.1 kHz and -16 LUFS. It is arranged by rules and played by
a soundfont: no AI, no real music. Files say so (see `whence`), and a JSON beside the sound does; no file
that is there is written over.

With --json one object: file, sidecar, midi (path or null), loudness_lufs, took_s, brief {genre, tempo_bpm,
key, mood, instruments [], duration_s, seed}, tags {genre, tempo, mode, mood, instruments []}, label.
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "arrange",
        help="a clip that the built-in band plays by rules",
        description="Let the built-in band play a clip of a genre.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--genre", required=True, help="such as blues or funk; another word lists them all")
    command.add_argument("--seed", type=int, default=0, help="a whole number from 0 on (default: 0)")
    command.add_argument("--seconds", type=float, default=20.0, metavar="S", help="length of the clip (default: 20)")
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="the .wav or .flac to write")
    command.add_argument("--midi", type=Path, metavar="FILE", help="the .mid to write as well")
    command.add_argument("--tempo", type=float, metavar="BPM", help="beats a minute, by default one of the genre's")
    command.add_argument("--key", help='such as "E minor", by default one of the genre\'s')
    command.add_argument("--mood", help="a word, by default one of the genre's")
    common_options(command)
    command.set_defaults(run=arrange)


def arrange(asked: argparse.Namespace) -> int:
    """Write the clip, and its MIDI where it is asked for, and print the brief."""
    check_target("--out", asked.out, SOUNDS)
    if asked.midi:
        check_target("--midi", asked.midi, MIDI_SUFFIXES)
    from core.generation.arranger import arrange as play_by_rules
    from core.generation.arranger import brief_for, midi_bytes, play
    from core.generation.arranger.origin import band_mark
    from core.generation.clips import write_clip
    from core.generation.marks import marked

    fixed = {"tempo_bpm": asked.tempo, "key": asked.key, "mood": asked.mood}
    given = {name: value for name, value in fixed.items() if value is not None}
    began = perf_counter()
    arrangement = play_by_rules(brief_for(asked.genre, seed=asked.seed, duration_s=asked.seconds, **given))
    y = play(arrangement, sr=SR)
    mark = band_mark(arrangement.brief, took_s=round(perf_counter() - began, 3))
    clip = write_clip(y, mark, path=asked.out, sr=SR)
    if asked.midi:
        write_named(asked.midi, marked(midi_bytes(arrangement), band_mark(arrangement.brief)))
    _tell(asked, arrangement, clip)
    return 0


def _tell(asked: argparse.Namespace, arrangement: "Arrangement", clip: "Clip") -> None:
    from core.generation.arranger import RULES_NOTE

    brief = arrangement.brief
    if asked.json:
        midi = None if asked.midi is None else str(asked.midi)
        facts: dict[str, Any] = {"file": str(clip.path), "sidecar": str(clip.sidecar), "midi": midi}
        measured = {"loudness_lufs": clip.mark.loudness_lufs, "took_s": clip.mark.took_s}
        return print_json(facts | measured | {"brief": asdict(brief), "tags": brief.tags, "label": RULES_NOTE})
    print(one_line(f"{asked.out}  {clock(brief.duration_s)}"))
    rows = [(name, ", ".join(tag) if isinstance(tag, list) else tag) for name, tag in brief.tags.items()]
    print_table([*rows, ("key", brief.key), ("beats a minute", f"{brief.tempo_bpm:g}"), ("seed", str(brief.seed))])
    return print(RULES_NOTE)
