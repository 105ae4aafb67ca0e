"""A recipe and a few of its clips in; the clips on the disk out, as MusicGen makes them of their prompts.

The network is loaded once for all of them, alone on its device, and let go after them.
"""

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from core.errors import CoreError
from core.jobs import Workbench
from core.synthesis.judges import Take
from core.synthesis.plan import Order
from core.synthesis.recipe import Recipe
from core.synthesis.writing import best_of, settings_of, write_order

if TYPE_CHECKING:
    from core.generation.musicgen import Musicgen
    from core.generation.musicgen.job import TextParams

AT_ONCE = 20  # clips of a part: loading costs as much as a clip or two


def compose_orders(item: tuple[Recipe, tuple[Order, ...]], bench: Workbench) -> bytes:
    """A part of the job: each clip written as soon as it is made; as JSON why some could not be.

    Raises
    ------
    ModelError, DownloadError
        The network is not here, or cannot be loaded.
    """
    from core.generation.musicgen.devices import alone_on, choose_device
    from core.generation.musicgen.keeping import lent

    recipe, orders = item
    failures: dict[str, str] = {}
    device = choose_device(recipe.device)
    alone = alone_on(device, waiting=lambda: bench.tell(0.0, f"waiting for {device}"))
    with alone, lent(recipe.model, engine=recipe.by, device=device, keep=False) as loan:
        for order in orders:
            bench.tell(0.0, order.id)  # raises Cancelled when the job shall end
            failures |= _composed(loan.model, recipe, order, bench)
    return json.dumps(failures).encode()


def text_params(recipe: Recipe, order: Order) -> "TextParams":
    """What the network is asked for, for one clip."""
    from core.generation.musicgen.job import TextParams

    asked = asdict(recipe.musicgen) | {"seed": order.seed, "prompt": order.prompt.text}
    return TextParams(**asked, model=recipe.model, engine=recipe.by, device=recipe.device)


def _composed(model: "Musicgen", recipe: Recipe, order: Order, bench: Workbench) -> dict[str, str]:
    """Make and write one clip; why it could not be, by its id."""
    from core.generation.musicgen.job import mark_of, target_of

    if order.is_made:  # by an attempt that ended within this part
        return {}

    def make(one: Order) -> Take:
        params = text_params(recipe, one)
        made = model.make(params.prompt, params, progress=bench.tell)
        mark = mark_of(model, params, made, 0)
        mark = replace(mark, settings={**mark.settings, **settings_of(recipe, one)})
        return Take(made.y[0], mark, made.sr, target_of(params))

    try:
        write_order(order, best_of(recipe, order, make))
    except CoreError as error:
        return {order.id: str(error)}
    return {}
