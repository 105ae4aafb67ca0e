"""The forecast of the thesis' table counts its fits, and says what its tables lack."""

from pathlib import Path

import pandas as pd
import pytest

from core.errors import DataError, ModelError
from core.training import thesis_forecast
from core.training.thesis_forecast import forecast
from core.training.thesis_table import HALVES, Half, ThesisParams
from tests.core.toys import toy_rows


@pytest.fixture
def params(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ThesisParams:
    """Pieces of made songs; the honest half is cut by artist too, as there is no published list."""
    rows = toy_rows(n_artists=6, n_tracks=2)
    pd.concat([rows.assign(segment=n, start_s=3.0 * n) for n in range(3)]).to_csv(tmp_path / "pieces.csv", index=False)
    rows.to_csv(tmp_path / "whole.csv", index=False)
    honest = Half("honest", "track-groups", False, "whole clips")
    monkeypatch.setattr(thesis_forecast, "HALVES", (*HALVES[:2], honest))
    return ThesisParams(str(tmp_path / "pieces.csv"), 3.0, str(tmp_path / "whole.csv"), models=("knn", "naive-bayes"))


def test_every_model_is_fitted_in_every_fold_of_every_half(params: ThesisParams):
    n_folds = 3 + 10 * 3 + 3
    taken = forecast(params, n_workers=1)
    assert (taken.n_fits, taken.n_search) == (2 * n_folds, 0)
    one = ThesisParams(params.pieces, 3.0, params.whole, models=("knn",))
    assert forecast(one, n_workers=1).n_fits == n_folds
    assert forecast(one, n_workers=1).seconds < taken.seconds
    assert forecast(params, n_workers=2).seconds < taken.seconds


def test_pieces_that_are_whole_clips_are_refused(params: ThesisParams):
    whole = ThesisParams(params.whole, None, params.whole, models=("knn",))
    with pytest.raises(DataError, match="one row for each track; the leaky half needs several segments of each"):
        forecast(whole, n_workers=1)


def test_a_model_that_the_thesis_did_not_try_is_refused(params: ThesisParams):
    with pytest.raises(ModelError, match="is none of the thesis' table"):
        forecast(ThesisParams(params.pieces, 3.0, params.whole, models=("lda",)), n_workers=1)
