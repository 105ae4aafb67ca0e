"""A visitor in, the run to be explained and how out: by the address, by a list, and by settings that stay folded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from core.errors import CoreError, ModelError
from core.figures.words import as_sentence
from core.ui.markup import banner
from core.ui.pages import PAGES
from core.ui.runs.head import RUN
from core.ui.runs.making import data_title
from core.ui.runs.reading import open_run, run_title, visible_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.runs import RunRecord
    from core.ui.explain.engine import ExplainParams
    from core.ui.runs.reading import OpenRun

TRAIN = "6_Train.py"
CHOSEN, BY, ROWS = "explain-run", "explain-by", "explain-rows"
N_ROWS = (50, 100, 300)
DEFAULT_ROWS = 100


def chosen_run(visitor: str) -> OpenRun | None:
    """The run that the address names or the visitor chose; None where none can be shown, and the page says why."""
    try:
        records = visible_runs(visitor)
    except CoreError as error:
        banner("error", "The runs cannot be read", as_sentence(str(error)))
        return None
    names = labels_of(records)
    wanted = st.query_params.get(RUN)
    problem = "" if wanted is None or wanted in names else _not_there(wanted, visitor)
    _settle(wanted, records)
    if problem:
        banner("error", "This run cannot be explained", as_sentence(problem))
    chosen = _ask(names, may_be_none=bool(problem))
    if all(map(_is_built_in, records)):
        _link_to_training()
    if chosen is None:
        return None
    try:
        return open_run(chosen, visitor)
    except CoreError as error:
        banner("error", "This run cannot be explained", as_sentence(str(error)))
        return None


def labels_of(records: Sequence[RunRecord]) -> dict[str, str]:
    """Name -> what people read: the model, its data and its protocol, and when it was made where two are alike."""
    labels = {
        record.name: f"{run_title(record)}, {data_title(record)}, {record.protocol['name']}"
        f"{' (leaky)' if record.protocol['leaky'] else ''}"
        for record in records
    }
    counted = Counter(labels.values())
    made = {record.name: record.made[5:16].replace("T", " ") for record in records}
    return {name: f"{label}, {made[name]}" if counted[label] > 1 else label for name, label in labels.items()}


def params_of(run: OpenRun) -> ExplainParams:
    """What to explain of a run, by the settings of the page; raises ModelError."""
    from core.ui.explain.engine import FAMILY, n_folds, wish

    fold = st.session_state.get(f"explain-fold-{run.name}") or 0
    return wish(
        run.name,
        fold=fold if fold < n_folds(run.record) else 0,
        by=st.session_state.get(BY) or FAMILY,
        n_rows=st.session_state.get(ROWS) or DEFAULT_ROWS,
    )


def settings(run: OpenRun) -> None:
    """Which fold, which features and how many tracks: folded."""
    from core.ui.explain.engine import FAMILY, SINGLE, n_folds

    words = {FAMILY: "Families of features", SINGLE: "Single features"}
    with st.expander("Settings", icon=":material/tune:"):
        left, middle, right = st.columns(3, gap="medium")
        with left:
            st.selectbox(
                "Divide an answer among",
                [FAMILY, SINGLE],
                format_func=words.get,
                key=BY,
                persist_state="session",
                help="Features of one family say nearly the same, and share the credit among them almost at random: "
                "so the family is the default.",
            )
        with middle:
            st.selectbox(
                "Held-out tracks, at most",
                N_ROWS,
                index=N_ROWS.index(DEFAULT_ROWS),
                key=ROWS,
                persist_state="session",
            )
        n = n_folds(run.record)
        if n > 1:
            with right:
                st.selectbox(
                    "Fold",
                    range(n),
                    format_func=lambda fold: f"{fold + 1} of {n}",
                    key=f"explain-fold-{run.name}",
                    persist_state="session",
                    help="The tracks that are explained, and the model that had not heard them.",
                )


def _ask(names: dict[str, str], *, may_be_none: bool) -> str | None:
    return st.selectbox(
        "The run to explain",
        list(names),
        index=None if may_be_none else 0,
        format_func=lambda name: names.get(name, name),
        placeholder="Choose a run",
        key=CHOSEN,
        on_change=_name_in_address,
        persist_state="session",
    )


def _settle(wanted: str | None, records: Sequence[RunRecord]) -> None:
    """What the address names comes first, then what was chosen before, then the newest run, else the built-in one."""
    known = [record.name for record in records]
    if wanted is not None:
        st.session_state[CHOSEN] = wanted if wanted in known else None
    elif st.session_state.get(CHOSEN) not in known:
        own = [record.name for record in records if not _is_built_in(record)]
        st.session_state[CHOSEN] = next(iter([*own, *known]), None)


def _is_built_in(record: RunRecord) -> bool:
    from core.ui.runs.engine import BUILT_IN_MODELS

    return record.name in BUILT_IN_MODELS


def _not_there(name: str, visitor: str) -> str:
    try:
        open_run(name, visitor)
    except ModelError as error:
        return str(error)
    return ""


def _name_in_address() -> None:
    name = st.session_state[CHOSEN]
    if name:
        st.query_params[RUN] = name
    else:
        st.query_params.pop(RUN, None)


def _link_to_training() -> None:
    entry = next((entry for entry in PAGES if entry.file == TRAIN), None)
    if entry is not None:
        st.page_link(entry.path, label="Train a model of your own", icon=":material/model_training:")
