"""What is learnt from in, what the visitor wants out: what the model sees, how it is tested, and which model it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from core.figures.words import as_sentence
from core.ui.markup import Html, caption, icon, show, tag
from core.ui.train.searching import ask_for_search
from core.ui.train.settings import HEAD as HEAD_NAMES
from core.ui.train.settings import HEAD_SCALING, ask_for_settings

if TYPE_CHECKING:
    from core.ui.train.engine import Protocol, Suits, TrainConfig
    from core.ui.train.material import Material

MODEL = "train-model"
FIRST_MODEL = "svm"
# Proposed where what pretrained listeners hear is seen; the choice there is another one.
FIRST_HEAD, HEAD = "head-logistic", "train-head"
LEAKY = "This score will be leaky: it promises nothing for music by artists that the model has not heard."
# Every protocol is a card, all of which answers a click; the edge of a leaky one is hatched, as its score will be.
OPTION = '.st-key-train-protocol [role="radiogroup"] > div'
CARDS = (
    f"{OPTION} {{ position: relative; width: 100%; border: 1px solid var(--gs-line); border-radius: 10px; "
    "padding: 0.6rem 0.9rem; background: var(--gs-panel); } "
    f"{OPTION}[data-selected] {{ border-color: var(--gs-accent); }} "
    f'{OPTION} label::after {{ content: ""; position: absolute; inset: 0; cursor: pointer; }} '
    f"{OPTION} [data-testid=stCaptionContainer] {{ color: var(--gs-muted); opacity: 1; }} "
    f"{OPTION} [data-testid=stRadioCaption] {{ opacity: 1; }} "
    ".st-key-train-unfit .gs-protocols { font-size: 0.9rem; } "
    ".st-key-train-unfit .gs-protocols .gs-icon { color: var(--gs-muted); } "
    ".st-key-train-protocol [data-testid=stRadio] { width: 100%; }"
)
HATCH = (
    "{ padding-right: 2rem; background: repeating-linear-gradient(-45deg, transparent 0 6px, var(--gs-line) 6px 9px) "
    "right / 18px 100% no-repeat, var(--gs-panel); }"
)


@dataclass(frozen=True)
class Wish:
    """What is to be trained; ``problem`` says why it cannot be, in words."""

    config: TrainConfig
    protocol: str
    problem: str = ""


def ask_for_view(material: Material) -> str:
    """Which numbers the model sees."""
    from core.ui.train.engine import view_title

    views = material.views
    name = st.selectbox(
        "What the model sees",
        list(views),
        format_func=lambda name: view_title(views[name]),
        key=f"train-view-{material.key}",
        persist_state="session",
        help="Each track is a row of numbers that describe its sound. The model sees these, and nothing else of it.",
    )
    caption(as_sentence(views[name].about))
    return name


def ask_for_protocol(material: Material) -> str | None:
    """How train and test are separated; None where no protocol fits the table, and then the page says why."""
    from core.ui.train.engine import PROTOCOLS, preferred

    fitting = [name for name, suits in material.suits.items() if not suits.problem]
    key = f"train-protocol-{material.key}"
    if st.session_state.get(key) not in fitting:
        st.session_state.pop(key, None)
    chosen = None
    with st.container(key="train-protocol", gap="xsmall"):
        if fitting:
            rules = [PROTOCOLS[name] for name in fitting]
            show(_hatched(rules))
            chosen = st.radio(
                "How it is tested",
                fitting,
                index=fitting.index(preferred(material.suits)),
                format_func=lambda name: protocol_title(PROTOCOLS[name]),
                captions=[rule.sentence for rule in rules],
                key=key,
                persist_state="session",
                width="stretch",
                help="How tracks are separated into those that are learnt from and those that are scored.",
            )
        _tell_unfit(material.suits)
    if chosen and PROTOCOLS[chosen].leaky:
        show(tag("p", LEAKY, cls="gs-leaky-words"))
    return chosen


def ask_for_model(view: str) -> str:
    """Which model, with what it does: of those that learn from any numbers, or that read just this view."""
    from core.ui.train.engine import BEST, MODELS, hears, title_of

    names = [*(name for name, spec in MODELS.items() if spec.reads in ("", view)), BEST]
    first, key = (FIRST_HEAD, HEAD) if hears(view) else (FIRST_MODEL, MODEL)
    if st.session_state.get(key) not in names:  # what read another view alone
        st.session_state.pop(key, None)
    name = st.selectbox(
        "The model",
        names,
        index=names.index(first),
        format_func=title_of,
        key=key,
        persist_state="session",
        help="What turns the numbers of a track into a percentage for each genre.",
    )
    caption(as_sentence(MODELS[name].about if name in MODELS else best_words()))
    return name


def ask_for_wish(material: Material, *, view: str, protocol: str, model: str) -> Wish:
    """The settings of all that, folded: their defaults will do."""
    from core.ui.train.engine import MODELS, TrainConfig

    if model in MODELS and MODELS[model].reads:  # takes its columns for what they say: there is nothing to set
        return Wish(TrainConfig(model=model, inputs=view, scaling="none"), protocol)
    columns = material.views[view].columns if view == "table" else ()
    with st.expander("Settings", icon=":material/tune:", key="train-settings"):
        asked = ask_for_settings(model, n_columns=len(material.views[view].names))
    with st.expander("Search for better settings", icon=":material/manage_search:", key="train-search"):
        searched = ask_for_search(model)
    config = TrainConfig(model=model, inputs=view, columns=columns, **asked.fields, **searched)
    if words := changed_words(config):
        caption(words)
    return Wish(config, protocol, asked.problem)


def protocol_title(rules: Protocol) -> str:
    """A protocol in Markdown: its name, the word "leaky" where it is, and its badge."""
    return f"**{rules.name}**{', leaky' if rules.leaky else ''}: {rules.badge}"


def best_words() -> str:
    from core.ui.train.engine import MODELS

    titles = [spec.title for spec in MODELS.values() if spec.in_best]
    return f"tries the small grids of {', '.join(titles)} inside each training part and keeps the best"


def changed_words(config: TrainConfig) -> str:
    """What differs from the defaults, as a sentence; "" for nothing: folded settings must not be forgotten ones."""
    from core.ui.train.engine import MODELS, TrainConfig, candidates

    usual = TrainConfig(model=config.model)
    if config.model.startswith(HEAD_NAMES):
        usual = replace(usual, scaling=HEAD_SCALING)
    spec = MODELS.get(config.model)
    own = [f"{name} = {value}" for name, value in config.settings.items() if spec and value != spec.defaults[name]]
    names = ("scaling", "selection", "n_inner_folds", "seed")
    own += [f"{name} = {getattr(config, name)}" for name in names if getattr(config, name) != getattr(usual, name)]
    if config.search != "none":
        own.append(f"a {config.search} search among {len(candidates(config)):,} candidates")
    return as_sentence(f"Changed: {', '.join(own)}") if own else ""


def _hatched(rules: Sequence[Protocol]) -> Html:
    leaky = ", ".join(f"{OPTION}:nth-child({place})" for place, rule in enumerate(rules, start=1) if rule.leaky)
    return Html(f"<style>{CARDS} {f'{leaky} {HATCH}' if leaky else ''}</style>")


def _tell_unfit(suits: dict[str, Suits]) -> None:
    unfit = {name: found.problem for name, found in suits.items() if found.problem}
    if not unfit:
        return
    n = len(unfit)
    label = f"{n} protocol{'s do' if n > 1 else ' does'} not fit these tracks"
    with st.expander(label, icon=":material/block:", expanded=n == len(suits), key="train-unfit"):
        rows = (tag("li", icon("block"), tag("span", *_reason(name, words))) for name, words in unfit.items())
        show(tag("ul", Html("".join(rows)), cls="gs-protocols"))


def _reason(name: str, words: str) -> tuple[Html, Html]:
    """Most reasons begin with the name of the protocol, which is said once."""
    rest = words.removeprefix(name)
    return tag("strong", name), tag("span", rest if rest != words else f": {words}", cls="gs-muted")
