import numpy as np

from core.figures import STUDIO, together_map


def test_a_cell_is_the_share_of_the_rarer_genre_and_the_words_tell_the_count():
    counts = np.array([[10, 3], [3, 6]])
    cells = together_map(["rock", "<b>"], counts, look=STUDIO).data[0]
    assert cells.z[0][1] == cells.z[1][0] == 3 / 6
    assert np.isnan(cells.z[0][0])
    assert cells.hovertext[0][1].startswith("3 tracks are both rock and ")
    assert "<b>" not in cells.hovertext[0][1]
