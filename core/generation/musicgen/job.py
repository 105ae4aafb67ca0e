"""A text and parameters in, clips on the disk out, as a job: one at a time on a device, each with its mark."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from core.generation.clips import Clip, place_of_job, write_clip
from core.generation.marks import EDITED, TRAINED, Mark
from core.generation.musicgen.keeping import Kept, Loan, lent, models_in_memory
from core.generation.musicgen.loading import Musicgen
from core.generation.musicgen.making import Made, Progress
from core.generation.musicgen.params import MusicgenParams, checked_prompt
from core.generation.musicgen.sizes import LICENCE
from core.jobs import Job, Workbench, submit
from core.sound.decode import Signal, decode
from core.sound.loudness import TARGET_LUFS

KIND = "musicgen"
_READ_SR = 32_000  # Hz at which recordings are read; models take their own rate from it
_LOADED = 0.05  # the share of a job that loading is shown as
PathOf = Callable[[int], Path]


@dataclass(frozen=True)
class TextParams(MusicgenParams):
    """What to make of which text.

    Attributes
    ----------
    model : one of SIZES, or a folder
    engine, device : "" for whichever fits
    melody, given : sound files on this machine, or "": whose melody to follow, what to go on from
    """

    prompt: str = ""
    model: str = "small"
    engine: str = ""
    device: str = ""
    melody: str = ""
    given: str = ""


def submit_clips(params: TextParams, *, owner: str, title: str) -> Job:
    """Hand `make_clips` to the cluster, to the worker that keeps the model, if one does; raises JobError."""
    fitting = (kept.worker for kept in models_in_memory() if _fits(kept, params))
    return submit(make_clips, params, owner=owner, kind=KIND, title=title, beside=next(fitting, ""))


def make_clips(params: TextParams, bench: Workbench) -> dict[str, Any]:
    """The job: FLAC files and their sidecars in its folder.

    Returns
    -------
    dict of ``files`` (names in the folder), ``sr``, ``model``, ``engine``, ``device``, ``precision``, ``took_s``,
    ``notes``, ``was_loaded`` (the model was in memory already), ``kept`` (it stays there) and ``freed_bytes`` (measured
    when it was let go, else 0)

    Raises
    ------
    CoreError
        As `write_clips` does.
    """

    written = write_clips(params, place=partial(place_of_job, bench.folder), progress=bench.tell, keep=True)
    facts = written.facts()
    bench.log(f"{facts['model']} by {facts['engine']} on {facts['device']} ({facts['precision']}): {facts['took_s']} s")
    in_memory = {"was_loaded": written.loan.was_loaded, "kept": written.loan.is_kept}
    return {"files": [clip.path.name for clip in written.clips]} | facts | in_memory


@dataclass(frozen=True, eq=False)
class Written:
    """Clips on the disk, and how they came about."""

    clips: tuple[Clip, ...]
    made: Made
    loan: Loan

    def facts(self) -> dict[str, Any]:
        """What JSON can hold of it, the clips aside."""
        names = ("engine", "device", "precision")
        model, loan = self.loan.model, self.loan
        how = {"model": model.name} | {name: getattr(model, name) for name in names}
        numbers = {"sr": self.made.sr, "took_s": round(self.made.took_s, 3), "freed_bytes": loan.freed_bytes}
        return how | numbers | {"notes": list(self.made.notes)}


def write_clips(params: TextParams, *, place: PathOf, progress: Progress, keep: bool = False) -> Written:
    """Make the clips of a text and write them, each where ``place(i)`` says.

    Words, numbers and recordings are checked before a model is loaded. Unless it shall be kept for the next clips, the
    device is free of the model after it.

    Raises
    ------
    CoreError
        A word, number or recording cannot be used, the model is not here or broken, or memory or disk do not suffice.
    """
    from core.generation.musicgen.devices import alone_on, choose_device

    params.check()
    prompt = checked_prompt(params.prompt)
    melody, given = _recording(params.melody), _recording(params.given)
    device = choose_device(params.device)
    with alone_on(device, waiting=lambda: progress(0.0, f"waiting: another piece is being made on {device}")):
        progress(0.0, f"loading {Path(params.model).name} on {device}")
        with lent(params.model, engine=params.engine, device=device, keep=keep) as loan:
            made = loan.model.make(prompt, params, melody=melody, given=given, progress=_after_loading(progress))
    clips = []
    for i, y in enumerate(made.y):
        mark = mark_of(loan.model, params, made, i)
        clips.append(write_clip(y, mark, path=place(i), sr=made.sr, target_lufs=target_of(params)))
    return Written(tuple(clips), made, loan)


def mark_of(model: Musicgen, params: TextParams, made: Made, i: int) -> Mark:
    """The mark of the i-th clip; files of the visitor's are told by their names alone."""
    settings = {field.name: getattr(params, field.name) for field in fields(MusicgenParams) if field.name != "seed"}
    settings |= {"clip": i + 1, "engine": model.engine, "device": model.device, "precision": model.precision}
    settings |= {name: Path(path).name[:200] for name in ("melody", "given") if (path := getattr(params, name))}
    return Mark(
        engine="MusicGen",
        model=model.name,
        seed=params.seed,
        settings=settings,
        source_type=EDITED if params.given else TRAINED,
        prompt=checked_prompt(params.prompt),
        took_s=round(made.took_s, 3),
        licence=LICENCE,
    )


def target_of(params: TextParams) -> float | None:
    """The loudness in LUFS of a clip's file: that of all clips of this program, by one gain for all of it.

    What goes on from a recording stays as loud as that was.
    """
    return None if params.given else TARGET_LUFS


def _fits(kept: Kept, params: TextParams) -> bool:
    asked = (params.engine, kept.engine), (params.device, kept.device)
    return kept.model == params.model and all(wanted in ("", there) for wanted, there in asked)


def _recording(path: str) -> Signal | None:
    return decode(Path(path), sr=_READ_SR) if path else None


def _after_loading(progress: Progress) -> Progress:
    def tell(share: float, words: str) -> None:
        progress(_LOADED + (1 - _LOADED) * share, words)

    return tell
