"""MIDI files of the visitor in, a job that trains a model on them out; watched while it learns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError
from core.figures.jazz.curves import curves_words, training_curves
from core.figures.template import CHART_CONFIG
from core.figures.words import as_sentence
from core.ui import state
from core.ui.jazz.models import own_name
from core.ui.jobs import board, submit_for_visitor, watch
from core.ui.jobs.words import duration_words
from core.ui.markup import banner, caption, heading, show, tag
from core.ui.theme import look
from core.ui.visitor import visitor_id

if TYPE_CHECKING:
    from core.jobs import Job
    from core.ui.jazz.work import Brought, JazzWish, Recipe

PLACE = "jazz-train"
_BROUGHT = "jazz_brought"
MAX_MB = 20
LOOK_S = 2.0
NAMES_SHOWN = 5
ABOUT = (
    "Bring jazz, or any music of which you have MIDI files: a model learns from them on this machine, and plays "
    "like them above. Bring what you may use: it is kept in this workspace for the training."
)
LESSON = (
    "A lesson: this one is built to fail as the network of the thesis did. Its decoder sees z alone, learns how often "
    "each token comes, and stops using z. At temperature 0 it strikes one note for ever, at 1 it throws dice."
)
SEE = (
    "Where the two lines of the first panel part, it begins to learn by heart. With a KL of 0, z says nothing: it "
    "collapsed."
)
FEWEST_PIECES = 3  # one to learn from, one to stop by, one to test with
TOO_FEW = f"At least {FEWEST_PIECES} pieces are needed: to learn from, to see when to stop, and to test with."
STEPS_PER_S = {"lstm": 3000.0, "transformer": 1800.0}  # on two cores; the first epochs of the job tell better


@dataclass(frozen=True, eq=False)
class Material:
    """What was brought: its pieces, what was left out, and what the visitor calls it."""

    brought: Brought
    title: str


def train() -> None:
    """The visitor's last training in whatever state it is, and the next one."""
    caption(ABOUT)
    job = _last()
    if job is not None:
        _tell(job)
    _ask_for_files()
    if problem := state.problem_in(PLACE):
        banner("error", "These files cannot be learnt from", problem)
    material = st.session_state.get(_BROUGHT)
    if material is not None:
        _told_of(material)
        _ask(material, is_busy=job is not None and not job.is_over)


def _ask_for_files() -> None:
    files = st.file_uploader(
        "Drop MIDI files here, or a zip of them",
        type=["mid", "midi", "zip"],
        accept_multiple_files=True,
        max_upload_size=MAX_MB,
        key=f"jazz-train-files-{state.drop_round()}",
    )
    caption(f"Up to 500 files and {MAX_MB} MB together. Ten pieces are little, a hundred are a beginning.")
    if files:
        state.begin_drop()
        _read([(file.name, file.getvalue()) for file in files])
        st.rerun()


def _read(files: Sequence[tuple[str, bytes]]) -> None:
    from core.ui.jazz.work import read_uploads

    try:
        with st.spinner("Reading the notes"):
            brought = read_uploads(files)
    except CoreError as error:
        state.tell_problem(PLACE, as_sentence(str(error)))
        return
    state.tell_problem(PLACE, "")
    title = files[0][0] if len(files) == 1 else f"{len(files)} MIDI files"
    st.session_state[_BROUGHT] = Material(brought, title)


def _told_of(material: Material) -> None:
    pieces, left_out = material.brought.pieces, material.brought.left_out
    n_notes = sum(len(piece.notes) for piece in pieces)
    show(tag("p", tag("strong", f"{material.title}:"), f" {_pieces(len(pieces))}, {n_notes:,} notes.", cls="gs-clip"))
    if left_out:
        told = "; ".join(f"“{file.name}”: {file.why}" for file in left_out[:NAMES_SHOWN])
        more = f"; and {len(left_out) - NAMES_SHOWN} more" if len(left_out) > NAMES_SHOWN else ""
        banner("note", f"Left out: {len(left_out)} of {len(left_out) + len(pieces)} files", as_sentence(told + more))


def _pieces(n: int) -> str:
    return f"{n:,} piece{'s' * (n != 1)}"


def _ask(material: Material, *, is_busy: bool) -> None:
    from core.ui.jazz.work import RECIPES, keep_pieces

    recipes = {name: recipe for name, recipe in RECIPES.items() if recipe.network.get("latent", 1)}
    titles = {name: recipe.title for name, recipe in recipes.items()}
    name = st.selectbox("What shall learn", list(titles), format_func=titles.get, key="jazz-recipe")
    recipe = recipes[name]
    caption(LESSON if recipe.is_lesson else as_sentence(recipe.about))
    left, right = st.columns(2, gap="large")
    epochs = left.slider("Epochs at most", 1, 60, min(recipe.training.n_epochs, 25), key=f"jazz-epochs-{name}")
    seed = right.number_input("Seed of the training", 0, 2**31 - 1, 0, key="jazz-train-seed")
    too_few = len(material.brought.pieces) < FEWEST_PIECES
    caption(TOO_FEW if too_few else estimate_words(recipe, material, epochs))
    if not st.button(
        *("Train", "jazz-train"),
        icon=":material/model_training:",
        type="primary",
        disabled=is_busy or too_few,
        width="stretch",
    ):
        return
    owner = visitor_id() or ""
    try:
        wish = _wish(owner, name, keep_pieces(material.brought.pieces), material.title, epochs, int(seed))
        wish.check()
    except CoreError as error:
        state.tell_problem(PLACE, as_sentence(str(error)))
        st.rerun()
    if _submit(wish, recipe) is not None:
        st.rerun()


def estimate_words(recipe: Recipe, material: Material, epochs: int) -> str:
    """How long it may take on this machine; it stops sooner when nothing gets better."""
    n_steps = 0.8 * sum(len(piece.notes) for piece in material.brought.pieces)
    n_trainings = 1 + (recipe.before is not None)  # a language model first
    seconds = 20 + 1.3 * n_trainings * epochs * n_steps / STEPS_PER_S[recipe.network["architecture"]]
    return (
        f"At most about {duration_words(seconds)} on two cores. It is a job: you may leave the page, or close the tab."
    )


def _wish(owner: str, recipe: str, pieces: str, title: str, epochs: int, seed: int) -> JazzWish:
    from core.ui.jazz.work import JazzWish

    wish = JazzWish("x", recipe, pieces, title=title, n_epochs=epochs, seed=seed)
    return replace(wish, name=own_name(owner, json.dumps(asdict(wish))))


def _submit(wish: JazzWish, recipe: Recipe) -> Job | None:
    from core.jazz.models.loaded import models_folder
    from core.ui.jazz.work import KIND, train_jazz

    if (models_folder() / wish.name).exists():
        banner(
            "note", "This training was done before", "Its model stands in the menu above; another seed makes another."
        )
        return None
    return submit_for_visitor(train_jazz, wish, kind=KIND, title=f"Jazz: {recipe.title} on {wish.title}")


def _last() -> Job | None:
    owner = visitor_id()
    if owner is None or not board.any_job():
        return None
    from core.ui.jazz.work import last_training

    try:
        return last_training(owner)
    except CoreError:
        return None  # the panel meets the same error and tells the visitor


def _tell(job: Job) -> None:
    if job.state == "done":
        banner("note", "Your training is done", "Its model stands in the menu above: “Played by”.")
    else:
        heading("Your training" if job.is_over else "Training now")
        watch(job.id)
    live_curves(job.id)


@st.fragment(run_every=LOOK_S)
def live_curves(job_id: str) -> None:
    """The curves so far; a fragment, so that the page above stays."""
    from core.ui.jazz.work import curves_of

    try:
        job = board.engine().get_job(job_id)
    except CoreError:
        return  # dismissed in another tab
    rows = curves_of(job)
    if not rows:
        return
    st.plotly_chart(
        training_curves(rows, look=look()),
        theme=None,
        config=CHART_CONFIG,
        key=f"jazz-curves-{job_id}",
        alt=curves_words(rows),
    )
    caption(SEE)
