"""The command `whence`: what a file says of where it comes from."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.output import common_options, one_line, print_json, print_table

if TYPE_CHECKING:
    from core.generation.briefs import Brief
    from core.generation.marks import Mark

MAX_SETTINGS = 300  # characters printed; --json prints all
EXAMPLES = """\
examples:
  python -m core whence blues.wav
  python -m core whence blues.wav.json --json

Marks are looked for in FLAC, WAV, MIDI and MusicXML files and in sidecars (the JSON beside a sound). A mark proves
nothing: anybody can write one or take it out. Nor does it prove anything that there is none.

With --json one object: file, is_marked, found_in ("file", "sidecar" or null); where it is marked also engine, model,
seed, source_type, digitalSourceType (of the IPTC), prompt, brief {}, took_s, loudness_lufs, licence, settings {}: each
null where the mark does not tell it.
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "whence",
        help="whether a file says that Genrescope made it, and of what",
        description="Tell what a file says of where it comes from.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("file", type=Path, metavar="FILE", help="a FLAC, WAV, MIDI or MusicXML file, or a sidecar")
    common_options(command)
    command.set_defaults(run=whence)


def whence(asked: argparse.Namespace) -> int:
    """Print what was found; that there is no mark is an answer too."""
    from core.generation.whence import NO_MARK, SAYS_WHO, WHERE, made_by
    from core.generation.whence import whence as look

    found = look(asked.file)
    if asked.json:
        facts = {"file": str(asked.file), "is_marked": found.mark is not None, "found_in": found.place}
        print_json(facts | (_facts(found.mark) if found.mark else {}))
    elif found.mark is None:
        print(one_line(f"{asked.file}: {NO_MARK}"))
    else:
        print(one_line(f"{asked.file}: {made_by(found.mark)}"))
        print_table(_rows(found.mark))
        print(SAYS_WHO.format(where=WHERE[found.place]))
    return 0


def _facts(mark: "Mark") -> dict[str, Any]:
    facts = {"engine": mark.engine, "model": mark.model, "seed": mark.seed, "source_type": mark.source_type}
    made_of = {"digitalSourceType": mark.source_uri, "prompt": mark.prompt, "brief": mark.brief and asdict(mark.brief)}
    measured = {"took_s": mark.took_s, "loudness_lufs": mark.loudness_lufs, "licence": mark.licence}
    return facts | made_of | measured | {"settings": mark.settings}


def _rows(mark: "Mark") -> list[tuple[str, str]]:
    """What the mark tells, in words; of what it does not tell, no row."""
    from core.generation.marks import SOURCE_TYPES
    from core.licences import LICENCES

    licence = LICENCES[mark.licence] if mark.licence else None
    settings = json.dumps(dict(mark.settings), ensure_ascii=False)
    told = {
        "engine": mark.engine,
        "model": mark.model,
        "how": f"{SOURCE_TYPES[mark.source_type]} ({mark.source_type})",
        "prompt": mark.prompt,
        "brief": _in_words(mark.brief) if mark.brief else None,
        "time taken": None if mark.took_s is None else f"{mark.took_s:.1f} s",
        "loudness": None if mark.loudness_lufs is None else f"{mark.loudness_lufs:.1f} LUFS",
        "licence": f"{licence.title}: {licence.words}" if licence else None,
        "settings": settings if len(settings) <= MAX_SETTINGS else f"{settings[:MAX_SETTINGS]}... (all by --json)",
    }
    return [(name, value) for name, value in told.items() if value not in (None, "{}")]


def _in_words(brief: "Brief") -> str:
    """Name and value of all that a brief holds, whatever kinds a stranger's mark has for them."""
    values = (
        (name, ", ".join(map(str, value)) if isinstance(value, tuple) else value)
        for name, value in asdict(brief).items()
    )
    return "; ".join(f"{name} {value}" for name, value in values if value not in (None, ""))
