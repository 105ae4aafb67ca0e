"""The command `text` where the band plays: what it reads of a sentence in, clips out."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.output import clock, one_line, print_json, print_table
from core.cli.progress import bar
from core.errors import DataError

if TYPE_CHECKING:
    from core.generation.clips import Clip
    from core.generation.reading import Reading

RECORDINGS = ("melody", "given")  # options of `text`, by their names there
# What says nothing to the band: the name -> the option.
FOR_MUSICGEN = {name: f"--{name}" for name in ("model", "by", "device", "agree", "guidance")}
FOR_MUSICGEN |= {"temperature": "--temperature", "top_k": "--top-k", "top_p": "--top-p", "given_s": "--given"}


def refuse_options_of_a_network(asked: argparse.Namespace, options: Mapping[str, str]) -> None:
    """Raise DataError where an option was given that the band would pass over in silence."""
    given = [option for name, option in options.items() if not _is_left_out(getattr(asked, name))]
    if given:
        raise DataError(f"{', '.join(given)} says nothing to the band; leave it out, or take --engine musicgen")


def _is_left_out(value: Any) -> bool:
    return value is None or value is False  # and not 0, which somebody has to ask for


def play_text(asked: argparse.Namespace, places: list[Path]) -> int:
    """Have the band play what it reads of the sentence, and tell what it read and what not."""
    if any(getattr(asked, name) is not None for name in RECORDINGS):
        raise DataError("the band follows no recording; leave --melody and --continue out, or let musicgen play")
    refuse_options_of_a_network(asked, FOR_MUSICGEN)
    from core.generation.arranger.job import BandParams, write_clips
    from core.generation.reading import params_of, read_prompt

    reading = read_prompt(asked.prompt)
    params = BandParams(**params_of(reading, seed=asked.seed, duration_s=asked.seconds, n_clips=asked.batch))
    with bar("The band", quiet=asked.quiet) as progress:
        clips = write_clips(params, place=lambda i: places[i], progress=progress)
    _tell(asked, reading, clips)
    return 0


def _tell(asked: argparse.Namespace, reading: "Reading", clips: "tuple[Clip, ...]") -> None:
    from core.generation.arranger import RULES_NOTE

    briefs = [clip.mark.brief for clip in clips]
    if asked.json:
        facts: dict[str, Any] = {
            "files": [str(clip.path) for clip in clips],
            "sidecars": [str(clip.sidecar) for clip in clips],
            "prompt": asked.prompt,
            "seed": asked.seed,
            "duration_s": asked.seconds,
            "engine": "arranger",
        }
        read = {"genre": reading.genre, "genres": reading.genres, "instruments": reading.instruments}
        facts |= {"read": read | dict(reading.wishes), "unread": reading.unread, "briefs": [asdict(b) for b in briefs]}
        facts |= {"loudness_lufs": [clip.mark.loudness_lufs for clip in clips]}
        return print_json(facts | {"licence": clips[0].mark.licence, "label": RULES_NOTE})
    for clip in clips:
        print(one_line(f"{clip.path}  {clock(asked.seconds)}"))
    print_table([("it reads", one_line(reading.words)), ("not", one_line(reading.unread_words or "-"))])
    return print(RULES_NOTE)
