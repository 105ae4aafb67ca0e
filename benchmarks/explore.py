"""A table -> how long the Explore page takes to show it: its views, its maps, 100,000 rows.

    python -m benchmarks.explore [--only views maps page] [--json]

What is promised on two cores, of 1,000 tracks x 57 numbers: overview and heatmap in 1 s, PCA in 0.5 s, t-SNE in 5 s,
UMAP in 4 s. Of 100,000 rows the page stands in 4 s.
"""

from benchmarks import explore_maps, explore_page, explore_views
from benchmarks.report import Parts, run_parts

PARTS: Parts = {
    "views": explore_views.tables,
    "maps": explore_maps.tables,
    "page": explore_page.tables,
}


if __name__ == "__main__":
    run_parts(__doc__.splitlines()[0], PARTS)
