"""The map of a latent space and the curves of a training: what is drawn is what was given."""

import numpy as np
import pytest

from core.figures.jazz.curves import PANELS, curves_words, training_curves
from core.figures.jazz.latent import latent_chart
from core.figures.look import PAPER, STUDIO

ROWS = [
    {"epoch": 1, "train_reconstruction": 7.5, "valid_bound": 7.4, "kl_per_sequence": 0.5, "n_active": 3},
    {"epoch": 2, "train_reconstruction": 7.0, "valid_bound": 7.1, "kl_per_sequence": 8.0, "n_active": 20},
]


@pytest.mark.parametrize("look", [STUDIO, PAPER])
def test_every_piece_is_a_point_with_a_sentence_and_the_place_heard_last_is_ringed(look):
    points, values = np.arange(20.0).reshape(10, 2), np.linspace(1, 10, 10)
    chart = latent_chart(
        points, values, title="density", unit="notes per second", explained=(0.3, 0.2), look=look, here=points[4]
    )
    dots, ring = chart.data
    np.testing.assert_array_equal(np.stack([dots.x, dots.y], axis=1), points)
    assert dots.text[9] == "A held-out piece: density 10.0\u00a0notes per second. Click to hear what lives here."
    assert (ring.x, ring.y) == ((8.0,), (9.0,))
    assert "30\u00a0%" in chart.layout.xaxis.title.text


def test_a_register_is_told_by_the_names_of_keys():
    chart = latent_chart(
        np.zeros((2, 2)), np.array([60.0, 72.0]), title="register", unit="MIDI pitch", explained=(0.5, 0.1), look=STUDIO
    )
    assert "register C4." in chart.data[0].text[0]
    assert chart.data[0].marker.colorbar.ticktext[0].startswith("C")


def test_each_line_of_a_training_lies_in_its_panel():
    chart = training_curves(ROWS, look=STUDIO)
    assert len(chart.data) == sum(len(lines) for _, lines in PANELS)
    assert list(chart.data[1].y) == [7.4, 7.1]
    assert list(chart.data[3].y) == [3, 20]
    assert curves_words(ROWS).startswith("After epoch 2: 7.10 nats per step on held-out music, KL 8.0 nats")
    training_curves(ROWS[:1], look=PAPER)
