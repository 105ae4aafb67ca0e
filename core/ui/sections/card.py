"""A model's card in, what a page says of the model out: in the sidebar in short, folded at the end in full."""

from collections.abc import Mapping

from core.data.datasets import DATASETS
from core.figures.words import as_sentence, listed
from core.ui.markup import Html, tag
from core.ui.sections.trust import badges, score_sentence


def data_title(card: Mapping) -> str:
    """The dataset as people know it: "GTZAN" for gtzan; a table of one's own keeps its name."""
    name = card["data"]["name"]
    return DATASETS[name].title if name in DATASETS else name


def in_use(card: Mapping) -> Html:
    """The model and the dataset behind every answer, for the sidebar."""
    return tag(
        "div",
        tag("p", "Listening with", cls="gs-label"),
        tag("p", card.get("title", card["name"]), cls="gs-strong"),
        tag("p", "Trained on", cls="gs-label"),
        tag("p", f"{data_title(card)}, {card['data']['n_tracks']} tracks", cls="gs-strong"),
        tag("p", f"{score_sentence(card)}.", cls="gs-muted"),
        badges(card),
        cls="gs-in-use",
    )


def card_table(card: Mapping) -> Html:
    """What a model says about itself, as a list of terms."""
    data, protocol = card["data"], card["protocol"]
    facts = {
        "Model": f"{card['title']} ({card['name']})" if "title" in card else card["name"],
        "What it is": as_sentence(card.get("about", "")),
        "Hears by": as_sentence(_listeners(card)),
        "Trained on": f"{data_title(card)}, {data['n_tracks']} tracks",
        "Protocol": f"{protocol['name']}. {protocol['sentence']}",
        "Score": as_sentence(score_sentence(card)),
        "Listens to": f"{card['context_s']:.0f} s of sound for each answer",
        "Licence": as_sentence(card.get("licence") or data.get("licence", "")),
        "Made": card["date"][:10],
        "Rebuild it with": card.get("command", ""),
    }
    pairs = [tag("dt", name) + tag("dd", value) for name, value in facts.items() if value]
    return tag("dl", Html("".join(pairs)), cls="gs-facts")


def _listeners(card: Mapping) -> str:
    names = list(dict.fromkeys(card.get("listeners", ())))
    return f"{listed(names)}; {card['pretrained']}" if names else ""
