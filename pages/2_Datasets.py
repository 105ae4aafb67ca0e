"""Datasets: what music there is to learn from; open it, hear it, compare it, and turn it into numbers."""

from core.ui.datasets import dataset_in_use
from core.ui.datasets.bring import bring
from core.ui.datasets.compare import compare
from core.ui.datasets.facts import facts
from core.ui.datasets.feature_tables import feature_tables
from core.ui.datasets.keeping import removal, upload_report
from core.ui.datasets.overview import overview
from core.ui.datasets.reading import read_contents
from core.ui.datasets.tracks import tracks
from core.ui.datasets.views import views
from core.ui.frame import open_page

open_page(
    "What music is there to learn from?",
    "Open a dataset, hear every track of it, and make the table of numbers that a model learns from.",
)
opened = dataset_in_use()
is_built_in = opened.dataset.is_built_in
contents = read_contents(opened)
if contents is not None:
    overview(opened, contents)
    if is_built_in:
        bring(is_first=True)
    upload_report(opened)
    tracks(opened, contents)
    feature_tables(opened, contents)
    facts(opened, contents)
    views(opened)
removal(opened)
compare()
if not is_built_in:
    bring(is_first=False)
