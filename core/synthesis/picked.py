"""A clip that somebody likes in; a track of a synthetic dataset of this person's own out, beside those by recipes.

The sound stays as it is; its mark says besides what an index of made clips has to know. What begins with somebody's
recording is no clip of a program alone, and stays out.
"""

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.data.datasets.synthetic import BAND, DURATION_S, KIND, MUSICGEN, OF_ENGINE, PATTERN, PROMPT_ID, RECIPE, SET
from core.data.datasets.track import GENRE
from core.data.opened import OpenDataset, open_dataset
from core.errors import AudioError, DataError
from core.generation.arranger import arrange
from core.generation.arranger.origin import ENGINE as BAND_MARK
from core.generation.arranger.pattern import pattern_of
from core.generation.clips import Clip, cleared, read_clip, sidecar_of
from core.generation.marks import EDITED, Mark, marked, sidecar
from core.generation.prompts import MAX_GENRE_CHARS
from core.sound.decode import decode
from core.synthesis.holding import alone_in
from core.synthesis.plan import genre_folder
from core.synthesis.recipe import check_name
from core.workspace import not_written, workspace, write_atomic, write_new

HOME = "picked"  # the folder of the workspace; apart from the recipes' folders, which can be made again
_SR = 22_050  # Hz at which a clip is read, to know that it is whole and whether it is there already
_PATIENCE_S = 10.0  # for another clip that is being kept in the same dataset
_ENGINE_OF_MARK = {BAND_MARK: BAND, "MusicGen": MUSICGEN}
_TITLES = {BAND: "Picked clips of the band", MUSICGEN: "Picked clips by MusicGen"}


@dataclass(frozen=True)
class Picked:
    """Where a clip is now: the ids of its dataset and track; ``is_new``: it was not there before."""

    dataset: str
    track: str
    path: Path
    is_new: bool


def keep_clip(path: Path, *, genre: str = "", owner: str = "", name: str = "picked") -> Picked:
    """Copy a clip into a dataset of somebody's own; the same sound is there once.

    Parameters
    ----------
    path : a FLAC of the band or of MusicGen, with its mark
    genre : what it shall count as; needed where its mark tells none
    owner : the visitor whose dataset it is; "" for everybody's
    name : of the dataset; a-z, 0-9 and "-"

    Raises
    ------
    AudioError, DataError
        It is no such clip, cannot be read, or its genre is unclear.
    JobError, WorkspaceError
        Others keep clips there for too long; the disk refuses it.
    """
    check_name(name)
    clip = read_clip(path)
    engine, genre = _engine_of(clip), _genre_of(clip.mark, genre)
    signal = decode(path, sr=_SR, name=path.name)
    slug = genre_folder(genre)
    # With a letter before the digits: pop-00012 is a track of GTZAN's.
    id = f"{name}-{slug}-p{sha256(signal.y.tobytes()).hexdigest()[:12]}"
    folder = picked_folder(owner) / f"{name}-{engine}"
    target = folder / slug / f"{id}.flac"
    mark = replace(clip.mark, settings={**clip.mark.settings, **_told(clip.mark, genre, signal.duration_s)})
    busy = f"other clips are being kept in {folder.name}; try again in a moment"
    with alone_in(folder, patience_s=_PATIENCE_S, busy=busy):
        is_new = not (target.is_file() and sidecar_of(target).is_file())
        if is_new:
            _write(folder, target, marked(_content(path), mark), mark, engine=engine, name=name)
    return Picked(_opened(folder, engine, owner=owner, name=name).id, id, target, is_new)


def picked_folder(owner: str) -> Path:
    """Where the datasets of a visitor lie; nobody learns from its name who that is."""
    return workspace() / HOME / (sha256(owner.encode()).hexdigest()[:16] if owner else "everybody")


def _engine_of(clip: Clip) -> str:
    engine = _ENGINE_OF_MARK.get(clip.mark.engine)
    if engine is None or clip.mark.licence is None:
        raise DataError(f"{clip.path.name} was made by {clip.mark.engine}; only clips of the band and MusicGen go here")
    if clip.mark.source_type == EDITED:
        raise DataError(
            f"{clip.path.name} goes on from a recording, so that a part of it is no machine's; pick a clip that was "
            "made of words alone"
        )
    return engine


def _genre_of(mark: Mark, genre: str) -> str:
    known = mark.brief.genre if mark.brief else ""
    if known and genre and known != genre:
        raise DataError(f"the clip was played as {known}, and cannot be kept as {genre}; keep it as {known}")
    genre = genre or known
    if not (0 < len(genre) <= MAX_GENRE_CHARS and genre.strip() == genre and genre.isprintable()):
        raise DataError(f"genre={genre[:80]!r}: name what the clip shall count as, in 1 to {MAX_GENRE_CHARS} letters")
    return genre


def _told(mark: Mark, genre: str, duration_s: float) -> dict[str, Any]:
    """What an index of made clips reads in a mark, see `core.data.datasets.synthetic`."""
    words = mark.prompt or repr(mark.brief and replace(mark.brief, seed=0))
    told = {SET: "", GENRE: genre, PROMPT_ID: sha256(words.encode()).hexdigest()[:12], DURATION_S: round(duration_s, 3)}
    if mark.brief is not None:
        return told | {PATTERN: pattern_of(arrange(mark.brief))}
    # Clips that follow one melody are as near to each other as those of one prompt.
    melody = mark.settings.get("melody")
    return told | ({PATTERN: f"melody {melody}"} if melody else {})


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    if not content.startswith(b"fLaC"):
        raise AudioError(f"{path.name} is no FLAC; pick a clip as Genrescope made it")
    return content


def _write(folder: Path, target: Path, content: bytes, mark: Mark, *, engine: str, name: str) -> None:
    """The recipe, the sound and, last, its sidecar: without that it is no track."""
    said = {"kind": KIND, "engine": engine, "name": name, "picked": True}
    try:
        if not (folder / RECIPE).is_file():
            write_atomic(folder / RECIPE, (json.dumps(said, indent=1) + "\n").encode())
        write_new(cleared(target), content)
        write_new(sidecar_of(target), sidecar(mark))
    except OSError as error:
        raise not_written(target, error) from error


def _opened(folder: Path, engine: str, *, owner: str, name: str) -> OpenDataset:
    title = _TITLES[engine] + (f" ({name})" if name != "picked" else "")
    return open_dataset(f"{OF_ENGINE[engine].name}:{folder}", owner=owner, title=title)
